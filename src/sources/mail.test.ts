import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mail } from '../events/event.ts';
import type { JsonObject } from '../lib/json.ts';
import { mailGmail } from './mail-gmail.ts';
import { mailGraph } from './mail-graph.ts';
import { mail } from './mail.ts';
import type { Reading } from './source.ts';

const CONTEXT = { latest: Date.UTC(2026, 9, 6) };

const ARRIVED = [
  'Delivered-To: ann@example.org',
  'Received: from inner.example.org (inner.example.org [10.0.0.3]) by store.example.org; Mon, 5 Oct 2026 09:30:05 +0000',
  'Authentication-Results: mx.example.org; spf=pass (ok) smtp.mailfrom=b@sender.example;',
  ' dkim=pass header.d=sender.example; dmarc=fail (p=none) header.from=example.com',
  'Received: from mail.sender.example (mail.sender.example [198.51.100.7]) by mx.example.org for <ann@example.org>; Mon, 5 Oct 2026 09:30:00 +0000',
  'Received: from laptop (unknown [203.0.113.9]) by mail.sender.example; Mon, 5 Oct 2026 09:29:00 +0000',
  'Authentication-Results: mx.example.org; dmarc=pass header.from=example.com',
  'Return-Path: <bounce@sender.example>',
];

const HEADER = [
  'From: =?utf-8?B?QmVuIMOW?= <Ben@Example.com>',
  'Reply-To: other@example.net',
  'To: ann@example.org, "Carol, C." <carol@example.org>',
  'Subject: =?iso-8859-1?Q?Gr=FC=DFe?=',
  'Message-ID: <1@example.com>',
  'Date: Mon, 5 Oct 2026 09:29:00 +0000',
];

function message(body: readonly string[], header: readonly string[] = HEADER): string {
  return [...ARRIVED, ...header, 'MIME-Version: 1.0', ...body].join('\r\n');
}

function event(reading: Reading): Mail {
  if (!reading.ok) throw new Error(reading.reason);
  const [one] = reading.events;
  if (one.kind !== 'mail') throw new Error(one.kind);
  return one;
}

function read(text: string): Mail {
  expect(mail.recognise(text)).toBe(true);
  return event(mail.read(text, CONTEXT));
}

function html(markup: string): Mail['email'] {
  return read(message(['Content-Type: text/html; charset=utf-8', '', markup])).email;
}

describe('a message', () => {
  test('says who sent it, how it came, and what servers of the organisation found', () => {
    const found = read(
      message(['Content-Type: text/plain', '', 'See https://site.example/a?b=1.']),
    );
    expect(found).toMatchObject({
      time: Date.UTC(2026, 9, 5, 9, 30),
      metadata: { source: 'mail', tenant_uid: 'example.org' },
      user: { name: 'ann@example.org' },
      src_endpoint: { ip: '198.51.100.7', hostname: 'mail.sender.example' },
      email: {
        from: 'ben@example.com',
        from_name: 'Ben Ö',
        smtp_from: 'bounce@sender.example',
        reply_to: 'other@example.net',
        to: ['ann@example.org', 'carol@example.org'],
        subject: 'Grüße',
        message_uid: '1@example.com',
        links: [{ url: 'https://site.example/a?b=1', domain: 'site.example' }],
      },
      // What stands below the border was written by the sender.
      email_auth: { server: 'mx.example.org', spf: 'pass', dkim: 'pass', dmarc: 'fail' },
    });
  });

  test('shows links under another name, pictures not to be seen, and who they are for', () => {
    const email = html(
      '<style>a{}</style><a href="https://evil.example/x">https://bank.com/login</a>' +
        '<img src="https://t.example/o/YW5uQGV4YW1wbGUub3Jn" width=1 height=1><img src="https://t.example/logo.png">',
    );
    expect(email.links).toMatchObject([{ domain: 'evil.example', text_domain: 'bank.com' }]);
    expect(email.images).toMatchObject([
      { hostname: 't.example', is_hidden: true, token: 'recipient' },
      { url: 'https://t.example/logo.png', is_hidden: false },
    ]);
    expect(email.words).toBe(1);
  });

  test('has attachments with names, sizes and hashes, also inside another message', () => {
    const inner = ['Content-Type: message/rfc822', '', 'Subject: old', '', 'https://deep.example/'];
    const { email } = read(
      message([
        'Content-Type: multipart/mixed; boundary="b"',
        '',
        '--b',
        ...inner,
        '--b',
        "Content-Type: application/pdf; name*=utf-8''r%C3%A9sum%C3%A9.pdf",
        'Content-Transfer-Encoding: base64',
        '',
        'aGVsbG8=',
        '--b--',
      ]),
    );
    expect(email.links).toMatchObject([{ hostname: 'deep.example' }]);
    expect(email.files).toMatchObject([
      { mime_type: 'message/rfc822' },
      {
        name: 'résumé.pdf',
        size: 5,
        sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
      },
    ]);
  });

  test('has the same fingerprint but for few bits when it is written to somebody else', () => {
    const text =
      'the committee meets on monday in the great hall and you will find the papers on the table';
    const bits = (a = '', b = ''): number =>
      (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2).replaceAll('0', '').length;
    const [one, other] = [html(`<p>Ann, ${text}`), html(`<p>Carol, ${text}`)];
    expect(bits(one.text_fingerprint, other.text_fingerprint)).toBeLessThan(11);
    const far = html(
      '<p>nothing of this has to do with that, whatever anybody may say of it, ever',
    );
    expect(bits(one.text_fingerprint, far.text_fingerprint)).toBeGreaterThan(16);
  });

  test('in a character set that is wrong or unknown is still read', () => {
    for (const charset of ['utf-8', 'no-such-set', 'x'.repeat(50)]) {
      const text = message([
        `Content-Type: text/plain; charset=${charset}`,
        '',
        'caf\xe9 https://a.example/',
      ]);
      expect(read(text).email.words).toBeGreaterThan(0);
    }
  });

  test('made to choke its reader is refused with the reason', () => {
    const parts = Array.from({ length: 1100 }, () => ['--b', '', 'x']).flat();
    const bomb = message(['Content-Type: multipart/mixed; boundary=b', '', ...parts]);
    expect(mail.read(bomb, CONTEXT)).toEqual({ ok: false, reason: 'has more than 1000 parts' });
    const nested = Array.from({ length: 60 }, () => ['Content-Type: message/rfc822', '']).flat();
    const deep = mail.read(message([...nested, 'x']), CONTEXT);
    expect(deep).toEqual({ ok: false, reason: 'is nested more than 40 levels deep' });
  });

  test('made to take long takes no longer', () => {
    const begun = process.cpuUsage();
    read(
      message(
        ['', ''],
        [`From: "${'\\"'.repeat(15_000)}`, `To: ${'("'.repeat(15_000)}`, 'Date: x'],
      ),
    );
    html('<b>'.repeat(300_000) + '</i>'.repeat(250_000));
    read(message(['Content-Type: text/plain', '', 'x'.repeat(1_000_000)]));
    const { user } = process.cpuUsage(begun);
    expect(user / 1000).toBeLessThan(1500);
  });

  test('without any time is refused', () => {
    expect(mail.read('From: a@example.org\nTo: b@example.org\n\nx', CONTEXT)).toMatchObject({
      ok: false,
    });
  });

  test('of whatever bytes never throws, and is read the same twice', () => {
    const whole = message([
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      '<a href=x>',
      '--b--',
    ]);
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.string({ maxLength: 20 }),
        fc.nat(40),
        (at, noise, gone) => {
          const text = whole.slice(0, at) + noise + whole.slice(at + gone);
          expect(mail.read(text, CONTEXT)).toEqual(mail.read(text, CONTEXT));
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the same message exported by', () => {
  const plain = read(message(['Content-Type: text/plain', '', 'Words to read.']));
  const headers = [...ARRIVED.join('\n').replace(/\n /g, ' ').split('\n'), ...HEADER].map(
    (line) => ({
      name: line.slice(0, line.indexOf(':')),
      value: line.slice(line.indexOf(':') + 2),
    }),
  );
  const told = ({ email, email_auth, user, src_endpoint }: Mail) => ({
    email: { ...email, size: 0 },
    email_auth,
    user,
    src_endpoint,
  });

  test('Graph says the same', () => {
    const record: JsonObject = {
      id: 'AAMk',
      internetMessageId: '<1@example.com>',
      receivedDateTime: '2026-10-05T09:30:00Z',
      from: { emailAddress: { name: 'Ben Ö', address: 'Ben@Example.com' } },
      toRecipients: [{ emailAddress: { address: 'ann@example.org' } }],
      body: { contentType: 'text', content: 'Words to read.' },
      internetMessageHeaders: headers,
    };
    expect(mailGraph.recognise(record)).toBe(true);
    expect(told(event(mailGraph.read(record, CONTEXT)))).toEqual(told(plain));
  });

  test('Gmail says the same, in full and raw', () => {
    const common = { id: '1', threadId: '1', internalDate: '1791192600000', labelIds: ['INBOX'] };
    const data = Buffer.from('Words to read.').toString('base64url');
    const full: JsonObject = {
      ...common,
      payload: { mimeType: 'text/plain', filename: '', headers, body: { size: 14, data } },
    };
    const text = message(['Content-Type: text/plain', '', 'Words to read.']);
    const raw: JsonObject = { ...common, raw: Buffer.from(text, 'latin1').toString('base64url') };
    for (const record of [full, raw]) {
      expect(mailGmail.recognise(record)).toBe(true);
      expect(told(event(mailGmail.read(record, CONTEXT)))).toEqual(told(plain));
    }
  });
});

import { describe, expect, test } from 'vitest';
import type { EventDigest, MailDigest } from '../events/digest.ts';
import type { Email } from '../events/mail.ts';
import { MemoryState } from '../history/state.ts';
import type { Detection } from './detection.ts';
import { signIn } from './events.test-support.ts';
import { mailAttack } from './mail-attack.ts';
import { passwordAttack } from './password-attack.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 8, 7);
const STAFF = Array.from(
  { length: 20 },
  (_, index) => `person.nr${'abcdefghijklmnopqrst'[index]}@riverhall.org`,
);

let ids = 0;

function message(
  time: number,
  to: string,
  email: Partial<Email> & { readonly from: string },
): MailDigest {
  ids += 1;
  return {
    kind: 'mail',
    class_uid: 4009,
    time,
    metadata: { uid: `mail:${ids}`, source: 'mail', tenant_uid: 'riverhall.org' },
    src_endpoint: { ip: '203.0.113.5' },
    user: { name: to },
    email: {
      to: [to],
      cc: [],
      size: 1000,
      is_bulk: false,
      is_sent: false,
      text_fingerprint: '0123456789abcdef',
      words: 40,
      links: [],
      images: [],
      files: [],
      ...email,
    },
  };
}

/** Four weeks of mail from the same partners, and of people signing in from their desks. */
function life(): (MailDigest | EventDigest)[] {
  const events: (MailDigest | EventDigest)[] = [];
  for (let day = 0; day < 28; day += 1) {
    for (const [index, person] of STAFF.entries()) {
      const time = START + day * DAY + index * 60_000;
      events.push(
        message(time, person, { from: `desk@partner${'abcde'[index % 5]}works.example` }),
      );
      const ip = `198.51.100.${index + 1}`;
      events.push(
        signIn({
          account: person,
          time: time + 1,
          ip,
          asn: 64_500,
          organisation: 'tenant-1',
          agent: 'Firefox',
        }),
      );
    }
  }
  return events;
}

function bug(person: string, index: number, domain = 'quietdigest.example'): MailDigest {
  const url = `https://www.${domain}/i/${index}x7Qp2Zr9Lm4`;
  const image = {
    url,
    hostname: `www.${domain}`,
    domain,
    token: 'opaque',
    is_hidden: true,
  } as const;
  return message(START + 28 * DAY + index * 60_000, person, {
    from: `editor@${domain}`,
    images: [image],
  });
}

function probe(account: string, index: number): EventDigest {
  const told = { account, time: START + 30 * DAY + index * 600_000, ip: `192.0.2.${index + 1}` };
  return signIn(
    { ...told, asn: 64_900 + index, organisation: 'tenant-1', agent: 'Chrome' },
    { outcome: 'wrong-password' },
  );
}

function detected(events: readonly (MailDigest | EventDigest)[]): readonly Detection[] {
  const state = new MemoryState();
  const found: Detection[] = [];
  for (const event of events.toSorted((a, b) => a.time - b.time)) {
    if (event.kind === 'mail') mailAttack.observeMail?.(event, state, (one) => found.push(one));
    else {
      mailAttack.observe(event, state, (one) => found.push(one));
      passwordAttack.observe(event, state, () => undefined);
    }
  }
  return found;
}

describe('mail that reports its readers', () => {
  const readers = STAFF.slice(0, 8);

  test('and the strange sign-ins that follow are one attack', () => {
    const found = detected([
      ...life(),
      ...readers.map((one, at) => bug(one, at)),
      ...readers.map(probe),
    ]);
    const named = new Set(found.flatMap(({ sightings }) => sightings.map(({ id }) => id)));
    expect(new Set(found.map(({ attack }) => attack)).size).toBe(1);
    expect(named.size).toBe(16);
    expect(found.at(-1)).toMatchObject({ kind: 'web-bug', organisation: 'tenant-1' });
    expect(found.at(-1)?.reason).toContain('strangers then tried to sign in as 8 of them');
  });

  test('by itself is not told: vendors do the same', () => {
    expect(detected([...life(), ...readers.map((one, at) => bug(one, at))])).toEqual([]);
  });

  test('is not told when strangers try others as much', () => {
    const others = [...STAFF.slice(0, 2), ...STAFF.slice(12)];
    expect(
      detected([...life(), ...readers.map((one, at) => bug(one, at)), ...others.map(probe)]),
    ).toEqual([]);
  });
});

describe('a lure', () => {
  test.each([
    ['of a domain like the own', { from: 'office@riverhaII.org'.toLowerCase() }],
    [
      'with the name of one of the people',
      {
        from: 'x@elsewhere.example',
        from_name: 'Person Nra',
        reply_to: 'y@z.example',
        files: [{ name: 'invoice.html', mime_type: 'text/html', size: 9 }],
      },
    ],
  ])('%s is told at once', (_, email) => {
    const found = detected([...life(), message(START + 29 * DAY, STAFF[3] ?? '', email)]);
    expect(found).toMatchObject([
      { kind: 'phishing', sightings: [{ account: STAFF[3], action: 'mail' }] },
    ]);
  });

  test('is no newsletter, no answer of somebody known, and no first letter of a stranger', () => {
    const quiet = [
      message(START + 29 * DAY, STAFF[0] ?? '', { from: 'news@letters.example', is_bulk: true }),
      message(START + 29 * DAY, STAFF[1] ?? '', { from: 'desk@partneraworks.example' }),
      message(START + 29 * DAY, STAFF[2] ?? '', {
        from: 'voter@example.com',
        from_name: 'A Voter',
      }),
    ];
    expect(detected([...life(), ...quiet])).toEqual([]);
  });
});

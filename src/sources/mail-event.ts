import type { Mail } from '../events/event.ts';
import type { LogSource } from '../events/logsource.ts';
import type { Email } from '../events/mail.ts';
import { registeredDomain } from '../lib/domain.ts';
import { contentId } from '../lib/hash.ts';
import type { JsonObject } from '../lib/json.ts';
import { account, defined, endpoint, refuse } from './event-parts.ts';
import type { Mailbox } from './mail-address.ts';
import { bareAddress, domainOfAddress, parseAddresses } from './mail-address.ts';
import { authenticationOf } from './mail-authentication.ts';
import { mailTime } from './mail-date.ts';
import type { MailHeader } from './mail-header.ts';
import { readPage } from './mail-html.ts';
import type { SeenLink } from './mail-html.ts';
import { imagesOf, linksOf } from './mail-links.ts';
import type { MailBody } from './mail-parts.ts';
import { arrivalOf } from './mail-received.ts';
import type { Arrival } from './mail-received.ts';
import { fingerprint, wordsOf } from './mail-words.ts';
import type { Reading, SourceContext } from './source.ts';

/** A message, whatever it was exported as. */
export interface MessageContent {
  /** Name of the source. */
  readonly source: string;
  readonly header: MailHeader;
  readonly body: MailBody;
  /** Bytes. */
  readonly size: number;
  /** Whose mailbox it is from, where the export says so. */
  readonly mailbox?: string | undefined;
  /** When it came, where the export says so, in milliseconds. */
  readonly received?: number | undefined;
  readonly isSent?: boolean;
  readonly raw: JsonObject;
}

const MAX_SUBJECT = 300;
const MAX_RECIPIENTS = 100;
/** Characters of a message id. */
const MAX_ID = 300;

const LOGSOURCES: Readonly<Record<string, LogSource>> = {
  mail: Object.freeze({ category: 'email', product: 'mail', services: ['email'] }),
  'mail-graph': Object.freeze({
    category: 'email',
    product: 'm365',
    services: ['exchange', 'email'],
  }),
  'mail-gmail': Object.freeze({
    category: 'email',
    product: 'google_workspace',
    services: ['gmail', 'email'],
  }),
};

/** The event of a message. Its time is when it came in, as the organisation's own server says, else when it was written. */
export function mailEvent(content: MessageContent, context: SourceContext): Reading {
  const { header, source, raw } = content;
  const arrival = arrivalOf(header);
  const time = content.received ?? arrival.time ?? mailTime(header.raw('date'));
  if (time === undefined) return refuse('no Date or Received field says when it was sent');
  const senders = parseAddresses(header.raw('from'));
  const sent = content.isSent ?? isUnsent(header);
  const to = parseAddresses(header.raw('to'));
  const cc = parseAddresses(header.raw('cc'));
  const mailbox = mailboxOf(content, arrival, { senders, to, cc, sent });
  const email = emailOf(content, { senders, to, cc, sent, mailbox });
  const domain = domainOfAddress(mailbox);
  const auth = authenticationOf(header, email.from, arrival);
  const identity = [mailbox ?? '', email.from ?? '', email.message_uid ?? '', email.subject ?? ''];
  const logsource = LOGSOURCES[source] ?? LOGSOURCES['mail'];
  if (logsource === undefined) return refuse(`${source} is no source of mail`);
  const event: Mail = {
    ...defined({
      kind: 'mail' as const,
      class_uid: 4009 as const,
      time,
      metadata: {
        // With what it says, so that nobody can hide a message behind the id of another.
        uid: `${source}:${contentId(...identity, ...contentsOf(email), String(time))}`,
        source,
        tenant_uid: context.organisation ?? registeredDomain(domain ?? '') ?? domain ?? 'unknown',
      },
      logsource,
      src_endpoint: endpoint({ address: arrival.ip, hostname: arrival.hostname }),
      email,
      email_auth: auth,
      raw,
    }),
    user: mailbox === undefined ? undefined : account(mailbox),
  };
  return { ok: true, events: [event] };
}

/** What tells two messages with the same words apart. */
function contentsOf({ text_fingerprint, links, images, files }: Email): readonly string[] {
  return [
    text_fingerprint ?? '',
    ...[...links, ...images].map(({ url }) => url),
    ...files.map(({ name, sha256 }) => sha256 ?? name ?? ''),
  ];
}

/** Nothing on it was written by a server on its way. */
function isUnsent(header: MailHeader): boolean {
  return !['received', 'return-path', 'delivered-to', 'x-received', 'authentication-results'].some(
    (name) => header.has(name),
  );
}

interface Parties {
  readonly senders: readonly Mailbox[];
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly sent: boolean;
  readonly mailbox?: string | undefined;
}

/** The envelope's recipient, which servers note in several ways; else the only one there is. */
function mailboxOf(
  { header, mailbox }: MessageContent,
  { recipient }: Arrival,
  { senders, to, cc, sent }: Parties,
): string | undefined {
  if (mailbox !== undefined) return mailbox;
  if (sent) return senders[0]?.address;
  for (const name of ['delivered-to', 'x-original-to', 'x-delivered-to', 'envelope-to']) {
    const address = bareAddress(header.raw(name));
    if (address !== undefined) return address;
  }
  return recipient ?? to[0]?.address ?? cc[0]?.address;
}

function emailOf({ header, body, size }: MessageContent, parties: Parties): Email {
  const { senders, to, cc, sent, mailbox } = parties;
  const [sender] = senders;
  const subject = header.text('subject')?.slice(0, MAX_SUBJECT);
  const recipients = [
    ...new Set([...(mailbox === undefined ? [] : [mailbox]), ...to.map(({ address }) => address)]),
  ];
  const page = body.html === '' ? undefined : readPage(body.html);
  const text = page?.text ?? body.plain;
  const words = wordsOf(`${subject ?? ''}\n${text}`, recipients);
  const replyTo = bareAddress(header.raw('reply-to'));
  return defined({
    message_uid: header.text('message-id')?.replace(/^<|>$/g, '').slice(0, MAX_ID),
    from: sender?.address ?? bareAddress(header.raw('sender')),
    from_name: sender?.name ?? nameAlone(header),
    smtp_from: bareAddress(header.raw('return-path') ?? header.raw('x-envelope-from')),
    reply_to: replyTo === sender?.address ? undefined : replyTo,
    to: to.slice(0, MAX_RECIPIENTS).map(({ address }) => address),
    cc: cc.slice(0, MAX_RECIPIENTS).map(({ address }) => address),
    subject,
    size,
    is_bulk: isBulk(header),
    is_sent: sent,
    text_fingerprint: fingerprint(words),
    words: words.length,
    links: linksOf(
      [...(page?.links ?? []), ...linksInText(page === undefined ? body.plain : '')],
      recipients,
    ),
    images: imagesOf(page?.images ?? [], recipients),
    files: body.files,
  });
}

/** A `From` without an address has something to show as well. */
function nameAlone(header: MailHeader): string | undefined {
  const text = header.text('from');
  return text === undefined || text.includes('@')
    ? undefined
    : text.replace(/[<>"]/g, '').trim() || undefined;
}

function isBulk(header: MailHeader): boolean {
  if (/^\s*(?:bulk|list|junk)/i.test(header.raw('precedence') ?? '')) return true;
  return ['list-id', 'list-unsubscribe', 'list-post', 'mailing-list', 'x-mailing-list'].some(
    (name) => header.has(name),
  );
}

const LINK = /\bhttps?:\/\/[^\s<>"'\]]{4,1000}/gi;
const MAX_LINKS_IN_TEXT = 200;

function linksInText(text: string): readonly SeenLink[] {
  const links: SeenLink[] = [];
  for (const [target] of text.matchAll(LINK)) {
    links.push({ target: target.replace(/[.,;:)!?]+$/, ''), text: '' });
    if (links.length >= MAX_LINKS_IN_TEXT) break;
  }
  return links;
}

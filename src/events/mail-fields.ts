import type { Json } from '../lib/json.ts';
import type { Mail } from './event.ts';

interface MailField {
  readonly names: readonly [ocsf: string, ...aliases: string[]];
  readonly read: (event: Mail) => Json | undefined;
  readonly meaning: string;
}

/** The fields of messages: OCSF's names, then those of ECS. */
export const MAIL_FIELDS: readonly MailField[] = [
  {
    names: ['email.from', 'email.from.address'],
    read: ({ email }) => email.from,
    meaning: "sender in the message's header",
  },
  {
    names: ['email.from_name'],
    read: ({ email }) => email.from_name,
    meaning: 'name shown for the sender',
  },
  {
    names: ['email.smtp_from', 'email.sender.address'],
    read: ({ email }) => email.smtp_from,
    meaning: 'sender on the envelope',
  },
  {
    names: ['email.reply_to', 'email.reply_to.address'],
    read: ({ email }) => email.reply_to,
    meaning: 'where answers go',
  },
  {
    names: ['email.to', 'email.to.address'],
    read: ({ email }) => listed(email.to),
    meaning: 'recipients',
  },
  {
    names: ['email.cc', 'email.cc.address'],
    read: ({ email }) => listed(email.cc),
    meaning: 'recipients of copies',
  },
  {
    names: ['email.subject'],
    read: ({ email }) => email.subject,
    meaning: 'subject',
  },
  {
    names: ['email.message_uid', 'email.message_id'],
    read: ({ email }) => email.message_uid,
    meaning: 'message id, without angle brackets',
  },
  { names: ['email.size'], read: ({ email }) => email.size, meaning: 'bytes' },
  {
    names: ['email.is_bulk'],
    read: ({ email }) => email.is_bulk,
    meaning: 'it says of itself that it goes to many',
  },
  {
    names: ['email.urls.url_string', 'url.full'],
    read: ({ email }) => listed(email.links.map(({ url }) => url)),
    meaning: 'links',
  },
  {
    names: ['email.urls.domain', 'url.registered_domain'],
    read: ({ email }) => listed(email.links.flatMap(({ domain }) => domain ?? [])),
    meaning: 'registered domains of the links',
  },
  {
    names: ['email.images.url_string'],
    read: ({ email }) => listed(email.images.map(({ url }) => url)),
    meaning: 'pictures fetched from elsewhere',
  },
  {
    names: ['email.images.hidden'],
    read: ({ email }) => email.images.filter(({ is_hidden }) => is_hidden).length,
    meaning: 'how many of them are not to be seen',
  },
  {
    names: ['email.files.name', 'email.attachments.file.name'],
    read: ({ email }) => listed(email.files.flatMap(({ name }) => name ?? [])),
    meaning: 'names of attachments',
  },
  {
    names: ['email.files.mime_type', 'email.attachments.file.mime_type'],
    read: ({ email }) => listed(email.files.map(({ mime_type }) => mime_type)),
    meaning: 'media types of attachments',
  },
  {
    names: ['email.files.sha256', 'email.attachments.file.hash.sha256'],
    read: ({ email }) => listed(email.files.flatMap(({ sha256 }) => sha256 ?? [])),
    meaning: 'SHA-256 of attachments',
  },
  ...(['spf', 'dkim', 'dmarc'] as const).map((name) => ({
    names: [`email_auth.${name}`] as const,
    read: (event: Mail) => event.email_auth?.[name],
    meaning: `result of ${name.toUpperCase()}, as the organisation's own server found it`,
  })),
];

function listed(values: readonly string[]): Json | undefined {
  return values.length === 0 ? undefined : [...values];
}

import type { JsonObject } from '../lib/json.ts';
import { mailTime } from './mail-date.ts';
import { refuse } from './event-parts.ts';
import { mailEvent } from './mail-event.ts';
import type { MailHeader } from './mail-header.ts';
import { splitHeader } from './mail-header.ts';
import { readParts } from './mail-parts.ts';
import type { Reading, Source, SourceContext } from './source.ts';

/**
 * Messages as mail servers store them: `.eml`, Maildir, mbox. The record is the message, one character per byte
 * (`intake/mail.ts` cuts it out).
 */
export const mail: Source<string> = {
  name: 'mail',
  title: 'Mail messages',
  shape: 'line',
  recognise,
  read(record, context) {
    return readMessage(record, { source: mail.name, context });
  },
};

/** A few fields that hardly any log line begins with. */
const BEGINS =
  /^\s{0,8}(?:(?:from|received|return-path|delivered-to|x-[\w-]{1,60}|message-id|date|subject|to|cc|sender|reply-to|mime-version|authentication-results|arc-[\w-]{1,40}|dkim-[\w-]{1,40}|domainkey-[\w-]{1,40}|received-spf|content-[\w-]{1,40}|delivery-date|status|envelope-[\w-]{1,40}|organization|user-agent|importance|priority|thread-[\w-]{1,40}|list-[\w-]{1,40}|errors-to|precedence|bcc|replied|forwarded|mailing-list|old-[\w-]{1,40}|resent-[\w-]{1,40}):|from \S)/i;

function recognise(record: string): boolean {
  // Log lines are one line.
  return BEGINS.test(record.slice(0, 200)) && record.includes('\n');
}

const SEPARATOR = /^\s*From [^\n]*\n/;

/** Reads a whole message. Used for exports that carry one as text, too. */
export function readMessage(
  record: string,
  {
    source,
    context,
    raw,
    ...more
  }: {
    readonly source: string;
    readonly context: SourceContext;
    readonly raw?: JsonObject;
    readonly received?: number | undefined;
    readonly isSent?: boolean;
    readonly mailbox?: string | undefined;
  },
): Reading {
  const separator = SEPARATOR.exec(record.slice(0, 1000))?.[0] ?? '';
  const { header, body } = splitHeader(record, separator.length);
  if (header.entries().length === 0) return refuse('it has no header');
  const parts = readParts(record, header, body);
  if (typeof parts === 'string') return refuse(parts);
  const hasDate = header.has('date') || header.has('received');
  const received = more.received ?? (hasDate ? undefined : mailTime(separator));
  return mailEvent(
    {
      ...more,
      source,
      header,
      body: parts,
      size: record.length - separator.length,
      received,
      raw: raw ?? rawOf(header),
    },
    context,
  );
}

/** Characters of a field that rules see. */
const MAX_FIELD = 2000;

/** The header's fields by their names in lower case, as rules written for it name them; the first of each name. */
function rawOf(header: MailHeader): JsonObject {
  const fields: Record<string, string> = {};
  for (const [name] of header.entries()) {
    if (Object.hasOwn(fields, name) || name === '__proto__') continue;
    fields[name] = (header.text(name) ?? '').slice(0, MAX_FIELD);
  }
  return { headers: fields };
}

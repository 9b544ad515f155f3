import { arrayAt, isObject, objectAt, textAt } from '../lib/json.ts';
import type { JsonObject } from '../lib/json.ts';
import { firstTime } from './event-parts.ts';
import { mailEvent } from './mail-event.ts';
import { MailHeader } from './mail-header.ts';
import type { MailBody } from './mail-parts.ts';
import type { Reading, Source, SourceContext } from './source.ts';

/** Messages of Microsoft Graph (`GET /users/{id}/messages`), best with `$select` of `internetMessageHeaders`. */
export const mailGraph: Source<JsonObject> = {
  name: 'mail-graph',
  title: 'Mail of Microsoft 365 (Graph)',
  shape: 'object',
  recognise: (record) =>
    isObject(record['from']) || record['from'] === null
      ? 'internetMessageId' in record || ('toRecipients' in record && 'receivedDateTime' in record)
      : 'internetMessageId' in record && 'toRecipients' in record,
  read,
};

function read(record: JsonObject, context: SourceContext): Reading {
  const named = fieldsOf(record);
  const has = new Set(named.map(([name]) => name));
  const added = ownFields(record).filter(([name, value]) => value !== '' && !has.has(name));
  const header = new MailHeader([...named, ...added]);
  const received = firstTime(record['receivedDateTime'], record['sentDateTime']);
  const draft = record['isDraft'] === true;
  return mailEvent(
    {
      source: mailGraph.name,
      header,
      body: bodyOf(record),
      size: (textAt(objectAt(record, 'body'), 'content') ?? '').length,
      received,
      mailbox: textAt(record, 'mailbox') ?? textAt(record, 'userPrincipalName'),
      isSent:
        draft || (named.length > 0 && !has.has('received') && !has.has('authentication-results')),
      raw: record,
    },
    context,
  );
}

function fieldsOf(record: JsonObject): readonly (readonly [string, string])[] {
  const fields: [string, string][] = [];
  for (const field of arrayAt(record, 'internetMessageHeaders') ?? []) {
    if (!isObject(field)) continue;
    const name = textAt(field, 'name');
    if (name !== undefined) fields.push([name.toLowerCase(), latin(textAt(field, 'value') ?? '')]);
  }
  return fields;
}

/** What Graph says in fields of its own, as a header would. */
function ownFields(record: JsonObject): readonly (readonly [string, string])[] {
  return [
    ['from', addressesOf([record['from'] ?? record['sender'] ?? null])],
    ['sender', addressesOf([record['sender'] ?? null])],
    ['to', addressesOf(arrayAt(record, 'toRecipients') ?? [])],
    ['cc', addressesOf(arrayAt(record, 'ccRecipients') ?? [])],
    ['reply-to', addressesOf(arrayAt(record, 'replyTo') ?? [])],
    ['subject', latin(textAt(record, 'subject') ?? '')],
    ['message-id', textAt(record, 'internetMessageId') ?? ''],
  ];
}

function addressesOf(entries: readonly unknown[]): string {
  return entries
    .flatMap((entry) => {
      const mailbox = isObject(entry) ? objectAt(entry, 'emailAddress') : undefined;
      const address = textAt(mailbox, 'address');
      if (address === undefined) return [];
      const name = (textAt(mailbox, 'name') ?? '').replace(/["\\]/g, '');
      return [latin(name === '' || name === address ? `<${address}>` : `"${name}" <${address}>`)];
    })
    .join(', ');
}

function bodyOf(record: JsonObject): MailBody {
  const body = objectAt(record, 'body');
  const content = textAt(body, 'content') ?? textAt(record, 'bodyPreview') ?? '';
  const isHtml = textAt(body, 'contentType')?.toLowerCase() === 'html';
  const files = (arrayAt(record, 'attachments') ?? []).flatMap((file) => {
    if (!isObject(file)) return [];
    const name = textAt(file, 'name');
    const size = Number(file['size'] ?? 0);
    return [
      {
        ...(name !== undefined && { name }),
        mime_type: (textAt(file, 'contentType') ?? 'application/octet-stream').toLowerCase(),
        size: Number.isFinite(size) ? size : 0,
      },
    ];
  });
  return { plain: isHtml ? '' : content, html: isHtml ? content : '', files };
}

/** Header fields are bytes, one character each. */
function latin(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

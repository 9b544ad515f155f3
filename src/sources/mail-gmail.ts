import { hash } from 'node:crypto';
import type { MailFile } from '../events/mail.ts';
import { arrayAt, isObject, objectAt, textAt } from '../lib/json.ts';
import type { JsonObject } from '../lib/json.ts';
import { refuse, timeFrom } from './event-parts.ts';
import { mailEvent } from './mail-event.ts';
import { readMessage } from './mail.ts';
import { MailHeader, parseParameters } from './mail-header.ts';
import { readBytes } from './mail-charset.ts';
import type { MailBody } from './mail-parts.ts';
import type { Reading, Source, SourceContext } from './source.ts';

/** Messages of the Gmail API (`users.messages.get`), `format=full` or `format=raw`. */
export const mailGmail: Source<JsonObject> = {
  name: 'mail-gmail',
  title: 'Mail of Gmail (API)',
  shape: 'object',
  recognise: (record) =>
    'threadId' in record &&
    'internalDate' in record &&
    (typeof record['raw'] === 'string' || isObject(record['payload'])),
  read,
};

/** Parts and levels followed. */
const MAX_PARTS = 1000;
const MAX_DEPTH = 40;

function read(record: JsonObject, context: SourceContext): Reading {
  const received = timeFrom(record['internalDate']);
  const labels = new Set((arrayAt(record, 'labelIds') ?? []).map(String));
  const more = {
    source: mailGmail.name,
    received,
    ...((labels.has('SENT') || labels.has('DRAFT')) && !labels.has('INBOX') && { isSent: true }),
    raw: record,
  };
  const whole = textAt(record, 'raw');
  if (whole !== undefined) {
    return readMessage(Buffer.from(whole, 'base64url').toString('latin1'), { ...more, context });
  }
  const payload = objectAt(record, 'payload');
  if (payload === undefined) return refuse('it has neither payload nor raw');
  const header = headerOf(payload);
  const body = bodyOf(payload);
  if (typeof body === 'string') return refuse(body);
  const size = Number(record['sizeEstimate'] ?? 0);
  return mailEvent({ ...more, header, body, size: Number.isFinite(size) ? size : 0 }, context);
}

function headerOf(part: JsonObject): MailHeader {
  return new MailHeader(
    (arrayAt(part, 'headers') ?? []).flatMap((field) => {
      const name = isObject(field) ? textAt(field, 'name') : undefined;
      if (name === undefined || !isObject(field)) return [];
      const value = Buffer.from(textAt(field, 'value') ?? '', 'utf8').toString('latin1');
      return [[name.toLowerCase(), value] as const];
    }),
  );
}

function bodyOf(payload: JsonObject): MailBody | string {
  const files: MailFile[] = [];
  const texts = { plain: '', html: '' };
  const parts = [{ part: payload, depth: 0 }];
  let count = 0;
  for (let next = parts.pop(); next !== undefined; next = parts.pop()) {
    const { part, depth } = next;
    count += 1;
    if (count > MAX_PARTS) return `has more than ${MAX_PARTS} parts`;
    if (depth > MAX_DEPTH) return `is nested more than ${MAX_DEPTH} levels deep`;
    const type = (textAt(part, 'mimeType') ?? '').toLowerCase();
    const body = objectAt(part, 'body');
    const data = textAt(body, 'data');
    const name = textAt(part, 'filename');
    const inner = (arrayAt(part, 'parts') ?? []).filter((one) => isObject(one));
    parts.push(...inner.toReversed().map((one) => ({ part: one, depth: depth + 1 })));
    if (inner.length > 0) continue;
    const bytes = data === undefined ? undefined : Buffer.from(data, 'base64url');
    if ((type === 'text/plain' || type === 'text/html') && name === undefined) {
      const charset = parseParameters(headerOf(part).raw('content-type') ?? '').parameters;
      const text = readBytes(bytes?.toString('latin1') ?? '', charset.get('charset'));
      if (type === 'text/html') texts.html += text;
      else texts.plain += text;
    } else if (name !== undefined || bytes !== undefined) {
      const size = Number(body?.['size'] ?? 0);
      files.push({
        ...(name !== undefined && { name }),
        mime_type: type,
        size: Number.isFinite(size) ? size : 0,
        ...(bytes !== undefined && { sha256: hash('sha256', bytes, 'hex') }),
      });
    }
  }
  return { ...texts, files };
}

import { hash } from 'node:crypto';
import type { MailFile } from '../events/mail.ts';
import { fromBase64, fromQuotedPrintable, readBytes } from './mail-charset.ts';
import { MailHeader, parseParameters, splitHeader } from './mail-header.ts';

/** Parts and levels of a message. People write dozens and a few; programs that choke readers write more. */
const MAX_PARTS = 1000;
const MAX_DEPTH = 40;

/** Characters of text taken from a message; what a person scrolls through is less. */
const MAX_TEXT = 2_000_000;

/** Attachments named. */
const MAX_FILES = 100;

/** What a message holds, whatever it was wrapped in. */
export interface MailBody {
  readonly plain: string;
  readonly html: string;
  readonly files: readonly MailFile[];
}

interface Part {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

/** The texts and attachments of a message whose header has been taken off; a sentence when it is made to choke readers. */
export function readParts(text: string, header: MailHeader, body: number): MailBody | string {
  const collected = new Collected();
  const parts: (Part & { readonly header?: MailHeader })[] = [
    { start: body, end: text.length, depth: 0, header },
  ];
  let count = 0;
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    count += 1;
    if (count > MAX_PARTS) return `has more than ${MAX_PARTS} parts`;
    if (part.depth > MAX_DEPTH) return `is nested more than ${MAX_DEPTH} levels deep`;
    const own = part.header === undefined ? splitHeader(text, part.start) : undefined;
    const partHeader = part.header ?? own?.header ?? new MailHeader([]);
    const start = Math.min(own?.body ?? part.start, part.end);
    const { depth, end } = part;
    const type = parseParameters(partHeader.raw('content-type') ?? 'text/plain');
    const boundary = type.parameters.get('boundary');
    if (type.value.startsWith('multipart/') && boundary !== undefined && boundary !== '') {
      const inner = split(text, { start, end, depth: depth + 1 }, boundary);
      if (inner.length + parts.length > MAX_PARTS) return `has more than ${MAX_PARTS} parts`;
      parts.push(...inner.toReversed());
    } else if (type.value === 'message/rfc822' && isPlainEncoding(partHeader)) {
      collected.file(partHeader, { type: type.value, name: type.parameters.get('name') });
      parts.push({ start, end, depth: depth + 1 });
    } else collected.take(text.slice(start, end), partHeader, type);
  }
  return collected;
}

function isPlainEncoding(header: MailHeader): boolean {
  return !/base64|quoted/i.test(header.raw('content-transfer-encoding') ?? '');
}

/** The parts between boundary lines; the last one goes on to the end where the closing line is missing. */
function split(text: string, { start, end, depth }: Part, boundary: string): readonly Part[] {
  const mark = `--${boundary}`;
  const parts: Part[] = [];
  let from = -1;
  for (let at = text.indexOf(mark, start); at !== -1 && at < end;) {
    const after = at + mark.length;
    const isLine = at === start || text[at - 1] === '\n';
    if (isLine && /^[ \t\r\n-]?$/.test(text[after] ?? '')) {
      if (from !== -1) parts.push({ start: from, end: trimLine(text, from, at), depth });
      const newline = text.indexOf('\n', after);
      from = newline === -1 ? end : newline + 1;
      if (text.startsWith('--', after)) return parts;
      if (parts.length > MAX_PARTS) return parts;
    }
    at = text.indexOf(mark, after);
  }
  if (from !== -1 && from < end) parts.push({ start: from, end, depth });
  return parts;
}

/** The line break before a boundary belongs to it. */
function trimLine(text: string, from: number, at: number): number {
  const end = text[at - 2] === '\r' ? at - 2 : at - 1;
  return Math.max(from, end);
}

class Collected implements MailBody {
  plain = '';
  html = '';
  readonly files: MailFile[] = [];

  take(raw: string, header: MailHeader, type: ReturnType<typeof parseParameters>): void {
    const disposition = parseParameters(header.raw('content-disposition') ?? '');
    const name = disposition.parameters.get('filename') ?? type.parameters.get('name');
    const encoding = (header.raw('content-transfer-encoding') ?? '').trim().toLowerCase();
    const isText = type.value === 'text/plain' || type.value === 'text/html' || type.value === '';
    if (isText && disposition.value !== 'attachment' && name === undefined) {
      const bytes = decoded(raw, encoding);
      const text = readBytes(bytes, type.parameters.get('charset')).slice(0, MAX_TEXT);
      if (type.value === 'text/html') this.html = joined(this.html, text);
      else this.plain = joined(this.plain, text);
      return;
    }
    const content =
      encoding === 'base64' ? fromBase64(raw) : Buffer.from(decoded(raw, encoding), 'latin1');
    this.file(header, { type: type.value, name, content });
  }

  file(
    header: MailHeader,
    part: { readonly type: string; readonly name: string | undefined; readonly content?: Buffer },
  ): void {
    if (this.files.length >= MAX_FILES) return;
    const name =
      part.name ??
      parseParameters(header.raw('content-disposition') ?? '').parameters.get('filename');
    this.files.push({
      ...(name !== undefined && { name: name.slice(0, MAX_NAME) }),
      mime_type: part.type.slice(0, MAX_NAME),
      size: part.content?.length ?? 0,
      ...(part.content !== undefined && { sha256: hash('sha256', part.content, 'hex') }),
    });
  }
}

/** Characters of an attachment's name. */
const MAX_NAME = 200;

function joined(before: string, text: string): string {
  if (before === '') return text;
  return before.length >= MAX_TEXT ? before : `${before}\n${text}`;
}

function decoded(raw: string, encoding: string): string {
  if (encoding === 'base64') return fromBase64(raw).toString('latin1');
  return encoding === 'quoted-printable' ? fromQuotedPrintable(raw) : raw;
}

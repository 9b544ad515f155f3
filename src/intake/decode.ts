import { isAscii } from 'node:buffer';
import type { Json, JsonObject } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import type { Members } from '../lib/members.ts';
import type { Broken, Chunk } from './chunk.ts';
import { csvRows } from '../lib/csv.ts';
import { isPreamble } from './csv.ts';
import type { JsonLine } from './json-line.ts';
import { CONTAINER_DEPTH, CONTAINER_KEYS, scanJson, START } from './json-scan.ts';
import { EXCERPT_CHARS, MAX_MESSAGE_BYTES } from './limits.ts';
import { nextMailBoundary } from './mail.ts';

/** A record cut out and decoded: an object (JSON, CSV row) or a line of text. */
export interface Decoded {
  readonly record: JsonObject | string;
  /** The same, of which only what is asked for is read; good until the next record comes. */
  readonly members?: Members;
  /** Where it stands, asked for only when it is rejected. */
  locate(reason: string): Broken;
}

/** Receives what a chunk holds, in order. */
export interface DecodeSink {
  record(decoded: Decoded): void;
  broken(broken: Broken): void;
}

/** With `line`, records of JSON are read on demand where they can be. */
export function decodeChunk(chunk: Chunk, sink: DecodeSink, line?: JsonLine): void {
  for (const broken of chunk.broken) sink.broken(broken);
  const buffer = Buffer.from(chunk.bytes.buffer, chunk.bytes.byteOffset, chunk.bytes.byteLength);
  const isJson = chunk.framing === 'json' || chunk.framing === 'ndjson';
  const onDemand = isJson && line?.load(buffer) === true ? line : undefined;
  switch (chunk.framing) {
    case 'json':
      return decodeRanges(chunk, buffer, sink, onDemand);
    case 'csv':
      return decodeCsv(chunk, new Text(chunk, buffer), sink);
    case 'mbox':
    case 'message':
      return decodeMessages(chunk, buffer, sink);
    case 'ndjson':
    case 'lines':
      return decodeLines(chunk, buffer, sink, onDemand);
  }
}

/** The chunk's text, and the way back from an index in it to line and byte. */
class Text {
  readonly text: string;
  readonly #chunk: Chunk;
  readonly #ascii: boolean;
  // Rejected records are asked for in order, so that the way back is walked once.
  #index = 0;
  #bytes = 0;
  #lines = 0;

  constructor(chunk: Chunk, buffer: Buffer) {
    this.#chunk = chunk;
    this.text = buffer.toString('utf8');
    this.#ascii = this.text.length === buffer.length;
  }

  locate(start: number, end: number, reason: string): Broken {
    if (start < this.#index) {
      this.#index = 0;
      this.#bytes = 0;
      this.#lines = 0;
    }
    const between = this.text.slice(this.#index, start);
    this.#bytes += this.#ascii ? between.length : Buffer.byteLength(between);
    for (let at = between.indexOf('\n'); at !== -1; at = between.indexOf('\n', at + 1))
      this.#lines += 1;
    this.#index = start;
    return {
      offset: this.#chunk.offset + this.#bytes,
      line: this.#chunk.line + this.#lines,
      reason,
      excerpt: this.text.slice(start, Math.min(end, start + EXCERPT_CHARS)),
    };
  }
}

/** A message becomes a text of one character per byte: its parts may each be in a character set of their own. */
function decodeMessages(chunk: Chunk, buffer: Buffer, sink: DecodeSink): void {
  const place = new Place(chunk, buffer);
  let start = 0;
  while (start < buffer.length) {
    const next = chunk.framing === 'mbox' ? nextMailBoundary(buffer, start) : -1;
    const end = next === -1 ? buffer.length : next;
    const from = start;
    start = end;
    if (end - from > MAX_MESSAGE_BYTES) {
      sink.broken(place.locate(from, end, `is longer than ${MAX_MESSAGE_BYTES / 1024 / 1024} MiB`));
      continue;
    }
    const record = buffer.toString('latin1', from, end);
    if (record.trim() !== '') {
      sink.record({ record, locate: (reason) => place.locate(from, end, reason) });
    }
  }
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Each line becomes a text of its own: a text cut out of the chunk's would keep all of it in memory. */
function decodeLines(
  chunk: Chunk,
  buffer: Buffer,
  sink: DecodeSink,
  onDemand: JsonLine | undefined,
): void {
  // The same text, and sooner there.
  const encoding = isAscii(buffer) ? 'latin1' : 'utf8';
  const place = new Place(chunk, buffer);
  let start = 0;
  while (start < buffer.length) {
    if (buffer[start] === 0) {
      const end = zerosEnd(buffer, start);
      sink.broken(place.locate(start, end, ZEROS));
      start = end;
    }
    const newline = buffer.indexOf(NEWLINE, start);
    const stop = newline === -1 ? buffer.length : newline;
    const end = newline > start && buffer[newline - 1] === RETURN ? newline - 1 : stop;
    if (onDemand?.show(start, end) === true) {
      sink.record(new OnDemand(onDemand, place, start, end));
      start = stop + 1;
      continue;
    }
    const line = buffer.toString(encoding, start, end);
    if (line.trim() !== '') {
      const from = start;
      if (chunk.framing === 'ndjson') decodeJson(line, from, end, place, sink);
      else if (!isRemark(line)) {
        sink.record({ record: line, locate: (reason) => place.locate(from, end, reason) });
      }
    }
    start = stop + 1;
  }
}

/** What a file system leaves where it had not yet written when the machine went down. The line goes on after it. */
const ZEROS =
  'holds zero bytes instead of text: the file was damaged, as by a crash of its machine';

function zerosEnd(buffer: Buffer, start: number): number {
  let end = start;
  while (end < buffer.length && buffer[end] === 0) end += 1;
  return end;
}

/** journalctl's own remarks between log lines: `-- Boot 3a… --`. */
function isRemark(line: string): boolean {
  return line.startsWith('-- ') && line.trimEnd().endsWith(' --');
}

/** Where bytes of a chunk stand in the file. Rejected records are asked for in order: the way is walked once. */
class Place {
  readonly #chunk: Chunk;
  readonly #buffer: Buffer;
  #counted = 0;
  #lines = 0;

  constructor(chunk: Chunk, buffer: Buffer) {
    this.#chunk = chunk;
    this.#buffer = buffer;
  }

  bytes(start: number, end: number): Buffer {
    return this.#buffer.subarray(start, end);
  }

  locate(start: number, end: number, reason: string): Broken {
    for (;;) {
      const newline = this.#buffer.indexOf(NEWLINE, this.#counted);
      if (newline === -1 || newline >= start) break;
      this.#lines += 1;
      this.#counted = newline + 1;
    }
    return {
      offset: this.#chunk.offset + start,
      line: this.#chunk.line + this.#lines,
      reason,
      excerpt: excerptOf(this.#buffer, start, end),
    };
  }
}

/** A character takes at most four bytes. */
function excerptOf(buffer: Buffer, start: number, end: number): string {
  return buffer
    .toString('utf8', start, Math.min(end, start + EXCERPT_CHARS * 4))
    .slice(0, EXCERPT_CHARS);
}

class OnDemand implements Decoded {
  readonly members: Members;
  readonly #place: Place;
  readonly #start: number;
  readonly #end: number;

  constructor(members: Members, place: Place, start: number, end: number) {
    this.members = members;
    this.#place = place;
    this.#start = start;
    this.#end = end;
  }

  get record(): JsonObject {
    return this.members.whole();
  }

  locate(reason: string): Broken {
    return this.#place.locate(this.#start, this.#end, reason);
  }
}

function decodeRanges(
  chunk: Chunk,
  buffer: Buffer,
  sink: DecodeSink,
  onDemand: JsonLine | undefined,
): void {
  const ranges = chunk.ranges ?? new Uint32Array();
  const place = new Place(chunk, buffer);
  for (let index = 0; index < ranges.length; index += 2) {
    const start = ranges[index] ?? 0;
    const end = ranges[index + 1] ?? 0;
    if (onDemand?.show(start, end) === true) {
      sink.record(new OnDemand(onDemand, place, start, end));
    } else decodeJson(buffer.toString('utf8', start, end), start, end, place, sink);
  }
}

/** `text` is what stands from `start` to `end` in the chunk. */
function decodeJson(
  text: string,
  start: number,
  end: number,
  place: Place,
  sink: DecodeSink,
): void {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    sink.broken(place.locate(start, end, `is no valid JSON: ${(error as Error).message}`));
    return;
  }
  const records = unwrap(value, 0);
  const page =
    records[0] === value ? undefined : new PageMembers(place.bytes(start, end), records.length);
  for (let index = 0; index < records.length; index += 1) {
    const record = records[index];
    const locate = (reason: string): Broken => {
      const [from, to] = page?.at(index) ?? [0, end - start];
      return place.locate(start + from, start + to, reason);
    };
    if (isObject(record)) sink.record({ record, locate });
    else sink.broken(locate('is no JSON object'));
  }
}

/** Where the records of a page stand in it; found out only when one of them is rejected. */
class PageMembers {
  readonly #page: Buffer;
  readonly #count: number;
  #ranges: readonly number[] | undefined;

  constructor(page: Buffer, count: number) {
    this.#page = page;
    this.#count = count;
  }

  /** The whole page when it holds something else than objects. */
  at(index: number): readonly [start: number, end: number] {
    this.#ranges ??= scanJson(this.#page, START, true).ranges;
    const whole = this.#ranges.length === 2 * this.#count;
    const start = this.#ranges[2 * index];
    const end = this.#ranges[2 * index + 1];
    return whole && start !== undefined && end !== undefined
      ? [start, end]
      : [0, this.#page.length];
  }
}

/** The records of a page that stands on a line of its own, or the value itself. */
function unwrap(value: Json, depth: number): readonly Json[] {
  if (Array.isArray(value))
    return depth === 0 && value.length === 0 ? [] : (value as readonly Json[]);
  if (!isObject(value) || depth >= CONTAINER_DEPTH) return [value];
  for (const key in value) {
    const member = value[key];
    if (typeof member !== 'object' || member === null) continue;
    const isContainer = CONTAINER_KEYS.has(key);
    if (Array.isArray(member)) {
      if (isContainer && (member.length === 0 || isObject(member[0])))
        return member as readonly Json[];
    } else if ((isContainer || key === 'response') && isObject(member) && unwrapsFurther(member)) {
      return unwrap(member, depth + 1);
    }
  }
  return [value];
}

function unwrapsFurther(value: JsonObject): boolean {
  return Object.keys(value).some((key) => CONTAINER_KEYS.has(key) && Array.isArray(value[key]));
}

function decodeCsv(chunk: Chunk, text: Text, sink: DecodeSink): void {
  const dialect = chunk.csv;
  if (dialect === undefined) return;
  const { header, delimiter } = dialect;
  for (const row of csvRows(text.text, delimiter)) {
    const locate = (reason: string): Broken => text.locate(row.start, row.end, reason);
    const cells = row.cells;
    if (
      cells.length === header.length &&
      cells.every((cell, index) => cell.trim() === header[index])
    )
      continue;
    if (isPreamble(cells, delimiter)) continue;
    if (row.malformed) {
      sink.broken(locate('has a quoted cell that is not closed properly'));
    } else if (
      cells.length < header.length ||
      cells.slice(header.length).some((cell) => cell !== '')
    ) {
      sink.broken(locate(`has ${cells.length} columns where the header has ${header.length}`));
    } else {
      const record: Record<string, string> = {};
      for (const [index, name] of header.entries()) record[name] = cells[index] ?? '';
      sink.record({ record, locate });
    }
  }
}

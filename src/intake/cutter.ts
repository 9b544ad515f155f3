import type { Broken, Chunk, CsvDialect, Cutter, Framing } from './chunk.ts';
import { lastCsvBoundary } from './csv.ts';
import type { ScanState } from './json-scan.ts';
import { scanJson, START } from './json-scan.ts';
import { CHUNK_BYTES, EXCERPT_CHARS, MAX_MESSAGE_BYTES, MAX_RECORD_BYTES } from './limits.ts';
import { lastMailBoundary, nextMailBoundary } from './mail.ts';

const NEWLINE = 0x0a;
const EMPTY = Buffer.alloc(0);

/** Bytes kept while skipping, so that the place to go on at is found even when it lies across two pieces. */
const LOOK_BACK = 1024;

/** What evtx_dump writes above each record. */
const HEADING = /^Record \d+\s*$/;
const MAX_HEADING = 32;

/** What a framing makes of the bytes at hand, which start where the last cut ended. */
interface Cut {
  /** Bytes that are done with: whole records, or skipped. 0: more bytes are needed. */
  readonly consumed: number;
  readonly ranges?: readonly number[];
  /** Start and end of text that is no record, in pairs. */
  readonly strays?: readonly number[];
}

interface Strategy {
  /** Bytes of the longest record. */
  readonly limit: number;
  /** Whether everything opened has been closed. */
  complete(): boolean;
  cut(bytes: Buffer, atEnd: boolean): Cut;
  /** Where reading goes on after a record that starts at 0 has been given up. -1: not in these bytes. */
  resync(bytes: Buffer): number;
}

/** Makes a cutter for one file. */
export function createCutter(framing: Framing, csv?: CsvDialect): Cutter {
  const strategy = strategyOf(framing);
  return new RecordCutter(framing, strategy, csv);
}

function strategyOf(framing: Framing): Strategy {
  switch (framing) {
    case 'json':
      return jsonStrategy();
    case 'mbox':
    case 'message':
      return mailStrategy(framing);
    default:
      return lineStrategy(framing);
  }
}

/**
 * Collects pieces until about a chunk is there, cuts off the whole records, and gives up a record that grows past the
 * limit. Cutting is tried again only after the bytes have doubled, so that cost stays linear however long a record is.
 */
class RecordCutter implements Cutter {
  readonly #framing: Framing;
  readonly #strategy: Strategy;
  readonly #csv: CsvDialect | undefined;
  #pieces: Buffer[] = [];
  #length = 0;
  #nextTry = CHUNK_BYTES;
  #offset = 0;
  #line = 1;
  /** Set while the rest of a given-up record is being skipped. */
  #skipping = false;

  constructor(framing: Framing, strategy: Strategy, csv: CsvDialect | undefined) {
    this.#framing = framing;
    this.#strategy = strategy;
    this.#csv = csv;
  }

  *push(piece: Buffer): Generator<Chunk, void, undefined> {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length >= this.#nextTry) yield* this.#cut(false);
  }

  *end(): Generator<Chunk, void, undefined> {
    yield* this.#cut(true);
  }

  complete(): boolean {
    return this.#strategy.complete();
  }

  *#cut(atEnd: boolean): Generator<Chunk, void, undefined> {
    let bytes: Buffer =
      this.#pieces.length === 1 ? (this.#pieces[0] ?? EMPTY) : Buffer.concat(this.#pieces);
    while (bytes.length > 0) {
      if (this.#skipping) {
        const next = this.#strategy.resync(bytes);
        this.#skipping = next === -1;
        if (next !== -1) bytes = this.#advance(bytes, next);
        else
          bytes = this.#advance(
            bytes,
            atEnd ? bytes.length : Math.max(0, bytes.length - LOOK_BACK),
          );
        if (next === -1 && !atEnd) break;
        continue;
      }
      const cut = this.#strategy.cut(bytes, atEnd);
      if (cut.consumed > 0) {
        const chunk = this.#chunk(bytes, cut);
        bytes = Buffer.from(this.#advance(bytes, cut.consumed));
        yield chunk;
        if (!atEnd) break;
        continue;
      }
      if (!atEnd && bytes.length <= this.#strategy.limit) break;
      const reason =
        bytes.length <= this.#strategy.limit
          ? 'is cut off: the file ends before it does'
          : `is longer than ${this.#strategy.limit / 1024 / 1024} MiB`;
      const broken = this.#broken(bytes, 0, bytes.length, this.#line, reason);
      yield this.#chunk(bytes, { consumed: 0 }, [broken]);
      this.#skipping = true;
    }
    this.#pieces = bytes.length > 0 ? [bytes] : [];
    this.#length = bytes.length;
    this.#nextTry = Math.max(CHUNK_BYTES, bytes.length * 2);
  }

  #advance(bytes: Buffer, count: number): Buffer {
    this.#line += countNewlines(bytes, 0, count);
    this.#offset += count;
    return bytes.subarray(count);
  }

  #chunk(bytes: Buffer, cut: Cut, broken = this.#strays(bytes, cut)): Chunk {
    return {
      framing: this.#framing,
      bytes: owned(bytes, cut.consumed),
      offset: this.#offset,
      line: this.#line,
      broken,
      ...(cut.ranges && { ranges: Uint32Array.from(cut.ranges) }),
      ...(this.#csv && { csv: this.#csv }),
    };
  }

  #strays(bytes: Buffer, { strays = [] }: Cut): readonly Broken[] {
    const broken: Broken[] = [];
    let line = this.#line;
    let counted = 0;
    for (let index = 0; index < strays.length; index += 2) {
      const start = strays[index] ?? 0;
      const end = strays[index + 1] ?? start;
      line += countNewlines(bytes, counted, start);
      counted = start;
      if (end - start < MAX_HEADING && HEADING.test(bytes.toString('latin1', start, end))) continue;
      broken.push(this.#broken(bytes, start, end, line, 'is no JSON object'));
    }
    return broken;
  }

  #broken(bytes: Buffer, start: number, end: number, line: number, reason: string): Broken {
    const excerpt = bytes.toString('utf8', start, Math.min(end, start + EXCERPT_CHARS));
    return { offset: this.#offset + start, line, reason, excerpt };
  }
}

/**
 * The first bytes in an array of their own, which a thread may be given: without a copy where the bytes are a large
 * allocation that nobody else sees (the caller goes on with a copy of the rest).
 */
function owned(bytes: Buffer, length: number): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset } = bytes;
  const whole =
    byteOffset === 0 && buffer.byteLength === bytes.length && buffer instanceof ArrayBuffer;
  return whole ? new Uint8Array(buffer, 0, length) : new Uint8Array(bytes.subarray(0, length));
}

/** Lines, and CSV rows, whose line breaks inside quotes do not count. */
function lineStrategy(framing: Framing): Strategy {
  const boundary = framing === 'csv' ? lastCsvBoundary : lastLineBoundary;
  return {
    limit: MAX_RECORD_BYTES,
    complete: () => true,
    cut: (bytes, atEnd) => {
      const end = boundary(bytes);
      if (end > 0) return { consumed: end };
      // The last line may lack its line break. An open quote means that the row is cut off.
      const whole = atEnd && (framing !== 'csv' || lastCsvBoundary(withNewline(bytes)) > 0);
      return { consumed: whole ? bytes.length : 0 };
    },
    resync: (bytes) => {
      const newline = bytes.indexOf(NEWLINE);
      return newline === -1 ? -1 : newline + 1;
    },
  };
}

/** Messages: the last one of a file goes on to its end. */
function mailStrategy(framing: 'mbox' | 'message'): Strategy {
  const isBox = framing === 'mbox';
  return {
    limit: MAX_MESSAGE_BYTES,
    complete: () => true,
    cut: (bytes, atEnd) => {
      const boundary = isBox ? lastMailBoundary(bytes) : 0;
      if (!atEnd || boundary > 0) return { consumed: boundary };
      return { consumed: bytes.length > MAX_MESSAGE_BYTES ? 0 : bytes.length };
    },
    resync: (bytes) => (isBox ? nextMailBoundary(bytes) : -1),
  };
}

function lastLineBoundary(bytes: Uint8Array): number {
  return bytes.lastIndexOf(NEWLINE) + 1;
}

function withNewline(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.from('\n')]);
}

function jsonStrategy(): Strategy {
  let state: ScanState = START;
  return {
    limit: MAX_RECORD_BYTES,
    complete: () => state.lists.length === 0 && state.rest === 0,
    cut: (bytes, atEnd) => {
      const scan = scanJson(bytes, state, atEnd);
      state = scan.state;
      return { consumed: scan.consumed, ranges: scan.ranges, strays: scan.strays };
    },
    // A broken record's inner objects must not be taken for records: go on at the next line that opens one at the
    // start of the line or, failing that, give up the rest.
    resync: (bytes) => {
      const next = /\r?\n[ \t]{0,8}(?=\{)/g;
      const text = bytes.toString('latin1');
      for (const match of text.matchAll(next)) {
        const indent = match[0].replace(/[\r\n]/g, '').length;
        if (indent === 0) return match.index + match[0].length;
      }
      return -1;
    },
  };
}

function countNewlines(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (
    let at = bytes.indexOf(NEWLINE, from);
    at !== -1 && at < to;
    at = bytes.indexOf(NEWLINE, at + 1)
  ) {
    count += 1;
  }
  return count;
}

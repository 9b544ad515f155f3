import { createGunzip, createZstdDecompress } from 'node:zlib';
import { HEAD_BYTES } from './limits.ts';

/** A file that cannot be read further; `message` says why and what to do. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
}

interface Magic {
  readonly bytes: readonly number[];
  readonly advice: string;
}

/** Kinds of file we know by their first bytes and do not read, with what to do instead. */
const REFUSED: readonly Magic[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], advice: 'a zip archive (or Office file): unpack it first' },
  { bytes: [0x42, 0x5a, 0x68], advice: 'a bzip2 file: unpack it first with bunzip2' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], advice: 'an xz file: unpack it first with unxz' },
  {
    bytes: [0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65],
    advice:
      'a binary Windows event log: export it to JSON first (EvtxECmd --json or evtx_dump -o jsonl)',
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    advice:
      'an Outlook message (.msg) or old Office file: save messages as .eml, or export the mailbox',
  },
  { bytes: [0x25, 0x50, 0x44, 0x46], advice: 'a PDF: export the log as JSON or CSV instead' },
  { bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], advice: 'a SQLite database, not a log' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], advice: 'a picture, not a log' },
  { bytes: [0x1f, 0x9d], advice: 'a compress (.Z) file: unpack it first' },
  { bytes: [0x50, 0x41, 0x52, 0x31], advice: 'a Parquet file: export it as NDJSON first' },
];

/** Packed bytes unpacked at a time. */
const INFLATE_BYTES = 16 * 1024;

const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/**
 * The text of a file as UTF-8 bytes: decompressed (gzip and zstd by content, not by name), a byte order mark removed,
 * UTF-16 transcoded, lines that end in a bare carriage return (old Macintosh) ended as everywhere. Throws `ContentError` for what we do not read, also in the middle of a damaged archive; what came
 * before has been yielded by then.
 */
export async function* readContent(
  stream: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  const { head, rest } = await splitHead(stream, 16);
  const magic = REFUSED.find(({ bytes }) => startsWith(head, bytes));
  if (magic !== undefined) {
    throw new ContentError(`is ${magic.advice}`);
  }
  if (startsWith(head, GZIP)) yield* decodeText(inflate(rest, 'gzip'));
  else if (startsWith(head, ZSTD)) yield* decodeText(inflate(rest, 'zstd'));
  else yield* decodeText(rest);
}

/**
 * Unpacks a stream. What one piece unpacks to is handed on before the next one is written, so that damage costs only
 * what comes after it, and a small piece that unpacks to very much is held back by whoever reads.
 */
async function* inflate(
  source: AsyncIterable<Buffer>,
  kind: 'gzip' | 'zstd',
): AsyncGenerator<Buffer, void, undefined> {
  const inflater = kind === 'gzip' ? createGunzip() : createZstdDecompress();
  let wake = (): void => undefined;
  let failure: Error | undefined;
  let ended = false;
  inflater.on('readable', () => wake());
  inflater.on('end', () => {
    ended = true;
    wake();
  });
  inflater.on('error', (error) => {
    failure = error;
    wake();
  });
  async function* drain(isDone: () => boolean): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      const piece = inflater.read() as Buffer | null;
      if (piece !== null) yield piece;
      else if (failure !== undefined) throw damaged(kind, failure);
      else if (isDone()) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (failure !== undefined || isDone()) resolve();
        });
      }
    }
  }
  try {
    for await (const piece of source) {
      for (let at = 0; at < piece.length; at += INFLATE_BYTES) {
        let written = false;
        inflater.write(piece.subarray(at, at + INFLATE_BYTES), () => {
          written = true;
          wake();
        });
        yield* drain(() => written);
      }
    }
    inflater.end();
    yield* drain(() => ended);
  } finally {
    inflater.destroy();
  }
}

function damaged(kind: string, cause: Error): ContentError {
  return new ContentError(
    `the ${kind} stream is damaged or ends early (${cause.message}); what came before it is kept`,
  );
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
/** ASCII's record separator, before each record of a JSON text sequence (RFC 7464). */
const SEPARATOR = 0x1e;

/** Text as the rest of the intake expects it: UTF-8 whose lines end in a line feed. */
async function* decodeText(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let changed: readonly [from: number, to: number] | undefined;
  let first = true;
  for await (const piece of decodeUtf(source)) {
    if (first) {
      if (piece[0] === SEPARATOR) changed = [SEPARATOR, 0x20];
      else if (piece.includes(RETURN) && !piece.includes(NEWLINE)) changed = [RETURN, NEWLINE];
    }
    first = false;
    yield changed === undefined ? piece : exchanged(piece, ...changed);
  }
}

/** One byte for another, so that offsets stay. */
function exchanged(bytes: Buffer, from: number, to: number): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(from); at !== -1; at = copy.indexOf(from, at + 1)) copy[at] = to;
  return copy;
}

async function* decodeUtf(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const { head, rest } = await splitHead(source, HEAD_BYTES);
  const encoding = utf16(head);
  if (encoding !== undefined) {
    const decoder = new TextDecoder(encoding);
    for await (const piece of rest) {
      yield Buffer.from(decoder.decode(piece, { stream: true }), 'utf8');
    }
    yield Buffer.from(decoder.decode(), 'utf8');
    return;
  }
  let skip = startsWith(head, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  for await (const piece of rest) {
    yield skip > 0 ? piece.subarray(skip) : piece;
    skip = 0;
  }
}

/** UTF-16 by its byte order mark, or by zero bytes in every other place of the first text. */
function utf16(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (startsWith(head, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(head, [0xfe, 0xff])) return 'utf-16be';
  const sample = head.subarray(0, 64);
  if (sample.length < 8) return undefined;
  let even = 0;
  let odd = 0;
  for (const [index, byte] of sample.entries()) {
    if (byte === 0) {
      if (index % 2 === 0) even += 1;
      else odd += 1;
    }
  }
  const most = (sample.length / 2) * 0.8;
  if (odd >= most && even === 0) return 'utf-16le';
  return even >= most && odd === 0 ? 'utf-16be' : undefined;
}

/**
 * Reads ahead `size` bytes; `rest` gives everything again, the head in one piece, never an empty one. When the source
 * fails within the head, `rest` still gives what came before it fails.
 */
async function splitHead(
  source: AsyncIterable<Buffer | Uint8Array>,
  size: number,
): Promise<{ head: Buffer; rest: AsyncGenerator<Buffer, void, undefined> }> {
  const iterator = source[Symbol.asyncIterator]();
  const pieces: Buffer[] = [];
  let length = 0;
  let failure: unknown;
  while (length < size) {
    const next = await iterator.next().catch((error: unknown) => {
      failure = error;
      return { done: true as const, value: undefined };
    });
    if (next.done === true) break;
    pieces.push(asBuffer(next.value));
    length += next.value.length;
  }
  const head = Buffer.concat(pieces);
  async function* rest(): AsyncGenerator<Buffer, void, undefined> {
    if (head.length > 0) yield head;
    if (failure !== undefined) throw failure;
    for (;;) {
      const next = await iterator.next();
      if (next.done === true) return;
      if (next.value.length > 0) yield asBuffer(next.value);
    }
  }
  return { head, rest: rest() };
}

function asBuffer(bytes: Buffer | Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes);
}

function startsWith(head: Buffer, bytes: readonly number[]): boolean {
  return head.length >= bytes.length && bytes.every((byte, index) => head[index] === byte);
}

import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../lib/json.ts';
import { arrayAt, isObject, numberAt, textAt } from '../lib/json.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { PredictionIndex } from './prediction-index.ts';
import type { SegmentParts } from './segment.ts';
import { Segment } from './segment.ts';
import { VerdictBook } from './verdict-book.ts';

/** `\r\n` and the byte above 127 tell at once when a file went through something that takes it for text. */
const MAGIC = Buffer.from('\x89SCRPRED\r\n', 'latin1');
const VERSION = 1;
/** Magic, version, bytes of the file, length of the description, SHA-256 of all but itself. */
const HEADER = 64;
const AT = { version: 12, size: 16, length: 24, sum: 32 } as const;

type View = Uint8Array | Uint32Array | Float64Array;

/** Kinds of the arrays of a segment, in the order they stand in a file. */
const BYTES = Uint8Array;
const WORDS = Uint32Array;
const LAYOUT = [
  BYTES,
  WORDS,
  BYTES,
  BYTES, // keys
  BYTES,
  WORDS,
  BYTES,
  BYTES, // words
  BYTES,
  WORDS,
  WORDS,
  WORDS, // postings
  WORDS,
  WORDS,
  Float64Array,
  WORDS,
  BYTES, // ranks, places, counts, their ranks, verdicts
  WORDS,
  WORDS,
  BYTES, // originals
  WORDS,
  WORDS, // templates
] as const;

/** The pieces of a file, to be written one after another. */
export function packIndex(index: PredictionIndex, about: JsonObject = {}): readonly Uint8Array[] {
  const { book, rules, segments, unit } = index;
  const views = segments.map(viewsOf);
  const description = Buffer.from(
    JSON.stringify({
      about,
      unit,
      ...(rules === undefined ? {} : { rules }),
      book: book.toJson(),
      segments: segments.map(({ parts }, at) => ({
        words: parts.words.size,
        lengths: views[at]?.map(({ length }) => length) ?? [],
      })),
    } satisfies Json),
  );
  const body = [padded(description), ...views.flat().map((view) => padded(asBytes(view)))];
  const size = body.reduce((total, piece) => total + piece.length, HEADER);
  const header = Buffer.alloc(HEADER);
  MAGIC.copy(header);
  header.writeUInt32LE(VERSION, AT.version);
  header.writeDoubleLE(size, AT.size);
  header.writeDoubleLE(description.length, AT.length);
  const sum = createHash('sha256').update(header.subarray(0, AT.sum));
  for (const piece of body) sum.update(piece);
  sum.digest().copy(header, AT.sum);
  return [header, ...body];
}

/** What `packIndex` was given as `about`, and the index: its arrays are views of `bytes`. */
export interface UnpackedIndex {
  readonly index: PredictionIndex;
  readonly about: JsonObject;
}

/** The error says what is wrong with the file, and what to do. `bytes` begins at a multiple of 8 in its buffer. */
export function unpackIndex(bytes: Buffer): Result<UnpackedIndex, string> {
  const wrong = problemOf(bytes);
  if (wrong !== undefined) return err(wrong);
  const length = bytes.readDoubleLE(AT.length);
  const json = JSON.parse(bytes.toString('utf8', HEADER, HEADER + length)) as Json;
  if (!isObject(json)) return err(DAMAGED);
  let at = HEADER + roundUp(length);
  const segments = arrayAt(json, 'segments').map((entry) => {
    const of = isObject(entry) ? entry : {};
    const lengths = arrayAt(of, 'lengths');
    const views = LAYOUT.map((kind, number): View => {
      const count = Number(lengths[number]);
      const view = new kind(bytes.buffer as ArrayBuffer, bytes.byteOffset + at, count);
      at += roundUp(view.byteLength);
      return view;
    });
    return segmentOf(views, numberAt(of, 'words') ?? 0);
  });
  const index = new PredictionIndex(segments, VerdictBook.fromJson(json['book']), {
    rules: textAt(json, 'rules'),
    unit: numberAt(json, 'unit') ?? 1,
  });
  const { about } = json;
  return ok({ index, about: isObject(about) ? about : {} });
}

const DAMAGED =
  'is damaged: its checksum does not fit; build it again with scrutineer predictions build';

function problemOf(bytes: Buffer): string | undefined {
  if (bytes.length < HEADER || !bytes.subarray(0, MAGIC.length).equals(MAGIC))
    return 'is no index of predictions: make one with scrutineer predictions build';
  const version = bytes.readUInt32LE(AT.version);
  if (version !== VERSION)
    return `is an index of version ${version}, this program reads version ${VERSION}: build it again with scrutineer predictions build`;
  const size = bytes.readDoubleLE(AT.size);
  if (size !== bytes.length)
    return `is cut short or has something added: it has ${bytes.length} bytes and should have ${size}; copy or build it again`;
  const sum = createHash('sha256').update(bytes.subarray(0, AT.sum));
  return sum.update(bytes.subarray(HEADER)).digest().equals(bytes.subarray(AT.sum, HEADER))
    ? undefined
    : DAMAGED;
}

function viewsOf({ parts, templates }: Segment): readonly View[] {
  const { keys, postings, words } = parts;
  return [
    keys.data,
    keys.starts,
    keys.symbols,
    keys.lengths,
    words.data,
    words.starts,
    words.symbols,
    words.lengths,
    postings.bytes,
    postings.starts,
    postings.skips,
    postings.skipStarts,
    parts.ranks,
    parts.places,
    parts.counts,
    parts.countRanks,
    parts.verdicts,
    parts.originalRanks,
    parts.originalStarts,
    parts.originals,
    templates.ranks,
    templates.ids,
  ];
}

function segmentOf(views: readonly View[], size: number): Segment {
  let next = 0;
  const bytes = (): Uint8Array => views[next++] as Uint8Array;
  const numbers = (): Uint32Array => views[next++] as Uint32Array;
  const table = (): SegmentParts['keys'] => ({
    data: bytes(),
    starts: numbers(),
    symbols: bytes(),
    lengths: bytes(),
  });
  const parts: SegmentParts = {
    keys: table(),
    words: { ...table(), size },
    postings: { bytes: bytes(), starts: numbers(), skips: numbers(), skipStarts: numbers() },
    ranks: numbers(),
    places: numbers(),
    counts: views[next++] as Float64Array,
    countRanks: numbers(),
    verdicts: bytes(),
    originalRanks: numbers(),
    originalStarts: numbers(),
    originals: bytes(),
  };
  return new Segment(parts, { ranks: numbers(), ids: numbers() });
}

function asBytes(view: View): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function roundUp(size: number): number {
  return Math.ceil(size / 8) * 8;
}

function padded(bytes: Uint8Array): Uint8Array {
  const size = roundUp(bytes.length);
  if (size === bytes.length) return bytes;
  const out = new Uint8Array(size);
  out.set(bytes);
  return out;
}

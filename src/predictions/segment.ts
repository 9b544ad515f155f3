import { MAX_QUERY_BYTES } from './limits.ts';
import type { PostingParts } from './postings.ts';
import { PostingCursor } from './postings.ts';
import { RankTree } from './rank-tree.ts';
import { StringTable } from './string-table.ts';
import type { StringTableParts } from './string-table.ts';

/**
 * The arrays of a segment; a file holds them as they are. A query has a place in the order of keys, and a rank: 0 is the
 * most popular one, of equal counts the first in order.
 */
export interface SegmentParts {
  readonly keys: StringTableParts;
  /** The words of all keys. */
  readonly words: StringTableParts & { readonly size: number };
  readonly postings: PostingParts;
  /** Rank by place, and place by rank. */
  readonly ranks: Uint32Array;
  readonly places: Uint32Array;
  /** Counts that occur, falling, and the first rank that has each. */
  readonly counts: Float64Array;
  readonly countRanks: Uint32Array;
  /** By rank; see `VerdictBook`. Changes, as all counts together do when they are brought down. */
  readonly verdicts: Uint8Array;
  /** Queries that are shown otherwise than their key: their ranks, ascending, where their texts begin, UTF-8. */
  readonly originalRanks: Uint32Array;
  readonly originalStarts: Uint32Array;
  readonly originals: Uint8Array;
}

/** Templates of the queries of a segment that have one: ranks, ascending, and numbers of templates. */
export interface SegmentTemplates {
  readonly ranks: Uint32Array;
  readonly ids: Uint32Array;
}

/** An immutable index of queries, but for their verdicts. */
export class Segment {
  readonly parts: SegmentParts;
  readonly size: number;
  readonly keys: StringTable;
  readonly words: StringTable;
  readonly tree: RankTree;
  readonly verdicts: Uint8Array;
  templates: SegmentTemplates;
  /** Room for one key; valid until the next call. */
  readonly key = new Uint8Array(MAX_QUERY_BYTES + 8);
  readonly #text = Buffer.from(this.key.buffer);
  #bits: Uint32Array | undefined;
  readonly #cursors: PostingCursor[] = [];

  constructor(parts: SegmentParts, templates: SegmentTemplates) {
    this.parts = parts;
    this.size = parts.ranks.length;
    this.keys = new StringTable(parts.keys, this.size);
    this.words = new StringTable(parts.words, parts.words.size);
    this.tree = new RankTree(parts.ranks);
    this.verdicts = parts.verdicts;
    this.templates = templates;
  }

  /** One bit per query, for one search at a time; all are 0. */
  bits(): Uint32Array {
    if (this.#bits === undefined) this.#bits = new Uint32Array(Math.ceil(this.size / 32));
    else this.#bits.fill(0);
    return this.#bits;
  }

  /** A cursor for the list of a word; the same `number` gives the same cursor. */
  cursor(number: number, word: number): PostingCursor {
    const cursor = (this.#cursors[number] ??= new PostingCursor(this.parts.postings));
    return cursor.open(word);
  }

  placeOf(rank: number): number {
    return this.parts.places[rank] ?? 0;
  }

  rankAt(place: number): number {
    return this.parts.ranks[place] ?? 0;
  }

  /** The place of a key, or -1. */
  find(key: Uint8Array, length: number): number {
    const place = this.keys.bound(key, length, false);
    if (place >= this.size || this.keys.copy(place, this.key) !== length) return -1;
    for (let at = 0; at < length; at += 1) if (this.key[at] !== key[at]) return -1;
    return place;
  }

  countOf(rank: number): number {
    const { countRanks, counts } = this.parts;
    return counts[lastUpTo(countRanks, rank)] ?? 0;
  }

  keyAt(place: number): string {
    return this.#decode(this.keys.copy(place, this.key));
  }

  #decode(length: number): string {
    let all = 0;
    for (let at = 0; at < length; at += 1) all |= this.key[at] ?? 0;
    return all > 0x7f
      ? this.#text.toString('utf8', 0, length)
      : this.#text.toString('latin1', 0, length);
  }

  /** The query as people see it. */
  textOf(rank: number): string {
    return this.originalOf(rank) ?? this.keyAt(this.placeOf(rank));
  }

  /** Undefined when the query is its key. */
  originalOf(rank: number): string | undefined {
    const { originalRanks, originalStarts, originals } = this.parts;
    if (originalRanks.length === 0) return undefined;
    const index = lastUpTo(originalRanks, rank);
    if (originalRanks[index] !== rank) return undefined;
    const end = originalStarts[index + 1] ?? originals.length;
    return Buffer.from(originals.buffer, originals.byteOffset, originals.length).toString(
      'utf8',
      originalStarts[index] ?? 0,
      end,
    );
  }

  templateOf(rank: number): number | undefined {
    const { ids, ranks } = this.templates;
    const index = lastUpTo(ranks, rank);
    return ranks[index] === rank ? ids[index] : undefined;
  }

  /** Bytes in memory, all arrays counted. */
  get bytes(): number {
    const { keys, postings, words, ...rest } = this.parts;
    const { size: _, ...wordArrays } = words;
    const arrays = [keys, postings, wordArrays, rest, this.templates].flatMap((part) =>
      Object.values(part),
    ) as readonly ArrayBufferView[];
    const scratch = (this.#bits?.byteLength ?? 0) + this.tree.bytes;
    return arrays.reduce((sum, array) => sum + array.byteLength, scratch);
  }
}

/** Where the last value stands that is not above `value`; 0 when there is none. */
function lastUpTo(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}

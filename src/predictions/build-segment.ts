import { buildStringTable } from './build-string-table.ts';
import { ByteDictionary } from './byte-dictionary.ts';
import type { ByteStrings } from './byte-sort.ts';
import { sortByBytes } from './byte-sort.ts';
import { GrowingBytes } from './growing-bytes.ts';
import { buildPostings } from './postings.ts';
import type { PostingParts } from './postings.ts';
import type { QueryCollector } from './query-collector.ts';
import { Segment } from './segment.ts';
import type { StringTableParts } from './string-table.ts';

const SPACE = 0x20;

/** Builds a segment. Queries of one key are added up; shown is the way of writing that was counted most. */
export function buildSegment(queries: QueryCollector): Segment {
  const strings = queries.strings();
  const order = new Uint32Array(queries.size).map((_, id) => id);
  sortByBytes(order, strings);
  const merged = mergeEqual(order, queries, strings);
  const { counts, sorted } = merged;
  const ranked = rankByCount(counts);
  const { postings, words } = buildWords(sorted, ranked.places, strings);
  const shown = originalsByRank(sorted, ranked.places, queries);
  const verdicts = new Uint8Array(sorted.length);
  const templates: { ranks: number[]; ids: number[] } = { ranks: [], ids: [] };
  for (let rank = 0; rank < sorted.length; rank += 1) {
    const id = sorted[ranked.places[rank] ?? 0] ?? 0;
    verdicts[rank] = queries.verdictOf(id);
    const template = queries.templateOf(id);
    if (template === undefined) continue;
    templates.ranks.push(rank);
    templates.ids.push(template);
  }
  const keys = buildStringTable(sorted, strings);
  return new Segment(
    { keys, words, postings, ...ranked, verdicts, ...shown },
    { ranks: Uint32Array.from(templates.ranks), ids: Uint32Array.from(templates.ids) },
  );
}

/** One id for each key, the one that was counted most, and the counts together. */
function mergeEqual(
  order: Uint32Array,
  queries: QueryCollector,
  strings: ByteStrings,
): { readonly sorted: Uint32Array; readonly counts: Float64Array } {
  const sorted = new Uint32Array(order.length);
  const counts = new Float64Array(order.length);
  let size = 0;
  let most = 0;
  for (const id of order) {
    const count = queries.countOf(id);
    if (size > 0 && isSame(strings, sorted[size - 1] ?? 0, id)) {
      counts[size - 1] = (counts[size - 1] ?? 0) + count;
      if (count <= most) continue;
      sorted[size - 1] = id;
    } else {
      sorted[size] = id;
      counts[size] = count;
      size += 1;
    }
    most = count;
  }
  return { sorted: sorted.slice(0, size), counts: counts.slice(0, size) };
}

function isSame({ bytes, lengths, starts }: ByteStrings, one: number, other: number): boolean {
  const length = lengths[one] ?? 0;
  if (length !== lengths[other]) return false;
  const a = starts[one] ?? 0;
  const b = starts[other] ?? 0;
  for (let at = 0; at < length; at += 1) if (bytes[a + at] !== bytes[b + at]) return false;
  return true;
}

interface Ranked {
  readonly ranks: Uint32Array;
  readonly places: Uint32Array;
  readonly counts: Float64Array;
  readonly countRanks: Uint32Array;
}

/** Ranks places by their counts, which are few different ones: by counting. Equal counts stay in order. */
function rankByCount(byPlace: Float64Array): Ranked {
  const sizes = new Map<number, number>();
  for (const count of byPlace) sizes.set(count, (sizes.get(count) ?? 0) + 1);
  const counts = Float64Array.from(sizes.keys()).toSorted((a, b) => b - a);
  const countRanks = new Uint32Array(counts.length);
  const next = new Map<number, number>();
  let rank = 0;
  for (const [index, count] of counts.entries()) {
    countRanks[index] = rank;
    next.set(count, rank);
    rank += sizes.get(count) ?? 0;
  }
  const ranks = new Uint32Array(byPlace.length);
  const places = new Uint32Array(byPlace.length);
  for (const [place, count] of byPlace.entries()) {
    const own = next.get(count) ?? 0;
    next.set(count, own + 1);
    ranks[place] = own;
    places[own] = place;
  }
  return { ranks, places, counts, countRanks };
}

/** The words of all keys, and the ranks of the queries of each. */
function buildWords(
  sorted: Uint32Array,
  places: Uint32Array,
  strings: ByteStrings,
): {
  readonly words: StringTableParts & { readonly size: number };
  readonly postings: PostingParts;
} {
  const dictionary = new ByteDictionary(strings.bytes);
  const held = wordsByPlace(sorted, strings, dictionary);
  const alphabetic = new Uint32Array(dictionary.size).map((_, word) => word);
  sortByBytes(alphabetic, dictionary.strings());
  const numbers = new Uint32Array(dictionary.size);
  for (const [number, word] of alphabetic.entries()) numbers[word] = number;
  const ends = new Uint32Array(dictionary.size);
  for (let at = 0; at < held.size; at += 1) {
    const number = numbers[held.words[at] ?? 0] ?? 0;
    held.words[at] = number;
    ends[number] = (ends[number] ?? 0) + 1;
  }
  let total = 0;
  for (const [number, count] of ends.entries()) {
    ends[number] = total;
    total += count;
  }
  const lists = new Uint32Array(total);
  for (const [rank, place] of places.entries()) {
    for (let at = held.starts[place] ?? 0; at < (held.starts[place + 1] ?? 0); at += 1) {
      const number = held.words[at] ?? 0;
      const slot = ends[number] ?? 0;
      lists[slot] = rank;
      ends[number] = slot + 1;
    }
  }
  const words = buildStringTable(alphabetic, dictionary.strings());
  return { words: { ...words, size: dictionary.size }, postings: buildPostings(lists, ends) };
}

interface HeldWords {
  words: Uint32Array;
  size: number;
  readonly starts: Uint32Array;
}

/** The words of each key, each once. */
function wordsByPlace(
  sorted: Uint32Array,
  { bytes, lengths, starts }: ByteStrings,
  dictionary: ByteDictionary,
): HeldWords {
  const held: HeldWords = {
    words: new Uint32Array(sorted.length * 4 + 256),
    size: 0,
    starts: new Uint32Array(sorted.length + 1),
  };
  for (const [place, id] of sorted.entries()) {
    const first = held.size;
    held.starts[place] = first;
    if (first + 256 > held.words.length) {
      const grown = new Uint32Array(held.words.length * 2);
      grown.set(held.words);
      held.words = grown;
    }
    const end = (starts[id] ?? 0) + (lengths[id] ?? 0);
    for (let from = starts[id] ?? 0; from < end;) {
      let to = from;
      while (to < end && bytes[to] !== SPACE) to += 1;
      const word = dictionary.idOf(from, to);
      let at = first;
      while (at < held.size && held.words[at] !== word) at += 1;
      held.words[at] = word;
      if (at === held.size) held.size += 1;
      from = to + 1;
    }
  }
  held.starts[sorted.length] = held.size;
  return held;
}

function originalsByRank(
  sorted: Uint32Array,
  places: Uint32Array,
  queries: QueryCollector,
): {
  readonly originalRanks: Uint32Array;
  readonly originalStarts: Uint32Array;
  readonly originals: Uint8Array;
} {
  const ranks: number[] = [];
  const starts: number[] = [];
  const texts = new GrowingBytes(1 << 10);
  for (const [rank, place] of places.entries()) {
    const original = queries.originalOf(sorted[place] ?? 0);
    if (original === undefined) continue;
    ranks.push(rank);
    starts.push(texts.length);
    texts.append(original);
  }
  return {
    originalRanks: Uint32Array.from(ranks),
    originalStarts: Uint32Array.from(starts),
    originals: texts.finish(),
  };
}

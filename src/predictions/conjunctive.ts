import type { Listed } from './best-of-ranges.ts';
import { MAX_TYPED_WORDS } from './limits.ts';
import type { PostingCursor } from './postings.ts';
import { NONE } from './postings.ts';
import type { Segment } from './segment.ts';

const SPACE = 0x20;

/** Candidates whose last word is looked for in their keys, before marking all queries that have it is thought of. */
const MAX_LOOKED_AT = 256;

/** Looking at a key takes as long as marking this many queries. */
const MARKS_PER_LOOK = 128;

/** Ranks of short lists are put in order rather than marked. */
const MAX_SORTED = 2048;

/** What was typed as words: those that are whole, and how the last one begins. */
interface TypedWords {
  readonly whole: readonly number[];
  /** Words `[from, to)` begin as the last one does; undefined when that one is whole. */
  readonly begun: { readonly from: number; readonly to: number; readonly at: number } | undefined;
}

interface Wanted {
  readonly listed: Listed;
  readonly limit: number;
  readonly shown: Uint8Array;
}

/**
 * Adds the `limit` most popular shown queries that hold all whole words typed, in any order, and a word that begins as the
 * last one does; best first, without those of `listed` (Gog, Pibiri and Venturini 2020).
 */
export function conjunctive(
  segment: Segment,
  typed: Uint8Array,
  length: number,
  wanted: Wanted,
  found: number[],
): void {
  const words = typedWords(segment, typed, length);
  if (words === undefined) return;
  new Conjunction(segment, words, { typed, length }, wanted, found).run();
}

/** Undefined when no query has one of the words. */
function typedWords(segment: Segment, typed: Uint8Array, length: number): TypedWords | undefined {
  const whole: number[] = [];
  let from = 0;
  for (let at = 0; at <= length && whole.length < MAX_TYPED_WORDS; at += 1) {
    if (at < length && typed[at] !== SPACE) continue;
    const word = typed.subarray(from, at);
    const low = at > from ? segment.words.bound(word, word.length, false) : 0;
    if (at === length) {
      if (at === from) break;
      const to = segment.words.bound(word, word.length, true);
      return low === to ? undefined : { whole, begun: { from: low, to, at: from } };
    }
    if (at > from) {
      const size = low < segment.words.size ? segment.words.copy(low, segment.key) : 0;
      if (!isSame(segment.key, size, word)) return undefined;
      if (!whole.includes(low)) whole.push(low);
    }
    from = at + 1;
  }
  return whole.length === 0 ? undefined : { whole, begun: undefined };
}

function isSame(one: Uint8Array, length: number, other: Uint8Array): boolean {
  if (length !== other.length) return false;
  for (let at = 0; at < length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

class Conjunction {
  readonly #segment: Segment;
  readonly #begun: TypedWords['begun'];
  readonly #typed: { readonly typed: Uint8Array; readonly length: number };
  readonly #wanted: Wanted;
  readonly #found: number[];
  /** Of the whole words, the shortest list first. */
  readonly #cursors: readonly PostingCursor[];
  #left: number;
  #lookedAt = 0;
  #marked: Uint32Array | undefined;

  constructor(
    segment: Segment,
    { begun, whole }: TypedWords,
    typed: { readonly typed: Uint8Array; readonly length: number },
    wanted: Wanted,
    found: number[],
  ) {
    this.#segment = segment;
    this.#begun = begun;
    this.#typed = typed;
    this.#wanted = wanted;
    this.#found = found;
    this.#left = wanted.limit;
    this.#cursors = whole
      .map((word, number) => segment.cursor(number + 1, word))
      .toSorted((a, b) => a.count - b.count);
  }

  run(): void {
    const [shortest] = this.#cursors;
    if (this.#begun === undefined) {
      this.#intersect(() => true);
      return;
    }
    const most = shortest?.count ?? this.#segment.size;
    const total = this.#begunTotal(MAX_SORTED);
    if (total <= MAX_SORTED && (shortest === undefined || total < most)) this.#throughBegun(total);
    else if (shortest === undefined) this.#throughMarks();
    else this.#intersect((rank) => this.#hasBegun(rank));
  }

  /** Ranks in the lists of the words that may be the last one, as far as `enough`. */
  #begunTotal(enough: number): number {
    const { from = 0, to = 0 } = this.#begun ?? {};
    let total = 0;
    for (let word = from; word < to && total <= enough; word += 1) {
      total += this.#segment.cursor(0, word).count;
    }
    return total;
  }

  /** Through the shortest list of a whole word; true when the list is full. */
  #intersect(holds: (rank: number) => boolean): void {
    const [shortest, ...others] = this.#cursors;
    if (shortest === undefined) return;
    for (let rank = shortest.next(); rank !== NONE;) {
      const beyond = this.#missing(others, rank);
      if (beyond !== rank) {
        if (beyond === NONE) return;
        rank = shortest.seek(beyond);
        continue;
      }
      if (this.#isWanted(rank) && holds(rank) && this.#take(rank)) return;
      rank = shortest.next();
    }
  }

  /** The rank itself when all cursors have it, else the first one where they might meet. */
  #missing(cursors: readonly PostingCursor[], rank: number): number {
    for (const cursor of cursors) {
      const at = cursor.seek(rank);
      if (at !== rank) return at;
    }
    return rank;
  }

  /** Whether the list is full. */
  #take(rank: number): boolean {
    this.#found.push(rank);
    this.#left -= 1;
    return this.#left === 0;
  }

  #isWanted(rank: number): boolean {
    const { listed, shown } = this.#wanted;
    return shown[this.#segment.verdicts[rank] ?? 0] === 1 && !listed.includes(rank);
  }

  /** Few queries have the last word: they are put in order and looked for among the others. */
  #throughBegun(total: number): void {
    const { from = 0, to = 0 } = this.#begun ?? {};
    const ranks = new Uint32Array(total);
    let size = 0;
    for (let word = from; word < to; word += 1) {
      const cursor = this.#segment.cursor(0, word);
      while (cursor.next() !== NONE) ranks[size++] = cursor.rank;
    }
    ranks.sort();
    let before = NONE;
    for (const rank of ranks) {
      if (rank === before) continue;
      before = rank;
      const beyond = this.#missing(this.#cursors, rank);
      if (beyond === NONE) return;
      if (beyond === rank && this.#isWanted(rank) && this.#take(rank)) return;
    }
  }

  /** A single word that very many queries have. */
  #throughMarks(): void {
    const marks = this.#mark();
    for (const [index, bits] of marks.entries()) {
      for (let left = bits; left !== 0; left &= left - 1) {
        const rank = index * 32 + 31 - Math.clz32(left & -left);
        if (this.#isWanted(rank) && this.#take(rank)) return;
      }
    }
  }

  #mark(): Uint32Array {
    const { from = 0, to = 0 } = this.#begun ?? {};
    const marks = this.#segment.bits();
    for (let word = from; word < to; word += 1) {
      const cursor = this.#segment.cursor(0, word);
      for (let rank = cursor.next(); rank !== NONE; rank = cursor.next()) {
        marks[rank >>> 5] = (marks[rank >>> 5] ?? 0) | (1 << (rank & 31));
      }
    }
    return marks;
  }

  /** As many candidates may be ahead as the shortest list is long. */
  #isMarkingCheaper(): boolean {
    const most = (this.#cursors[0]?.count ?? 0) * MARKS_PER_LOOK;
    return this.#begunTotal(most) <= most;
  }

  #hasBegun(rank: number): boolean {
    if (this.#marked !== undefined)
      return (((this.#marked[rank >>> 5] ?? 0) >>> (rank & 31)) & 1) === 1;
    this.#lookedAt += 1;
    if (this.#lookedAt === MAX_LOOKED_AT && this.#isMarkingCheaper()) {
      this.#marked = this.#mark();
      return this.#hasBegun(rank);
    }
    const { key, keys } = this.#segment;
    const size = keys.copy(this.#segment.placeOf(rank), key);
    const { length, typed } = this.#typed;
    const first = this.#begun?.at ?? 0;
    for (let at = 0; at < size; at += 1) {
      if (at > 0 && key[at - 1] !== SPACE) continue;
      let same = 0;
      while (first + same < length && key[at + same] === typed[first + same] && at + same < size)
        same += 1;
      if (first + same === length) return true;
    }
    return false;
  }
}

import { GrowingBytes } from './growing-bytes.ts';

/** For each word the ranks of the queries that hold it, ascending. */
export interface PostingParts {
  /** Of each list how many ranks, then the gaps, as varints. */
  readonly bytes: Uint8Array;
  /** Where each list begins in `bytes`. */
  readonly starts: Uint32Array;
  /** Of every full block of a list: its last rank and where the next block begins in `bytes`. */
  readonly skips: Uint32Array;
  /** Where the blocks of each list longer than one block begin in `skips`, list and place in turn; ascending. */
  readonly skipStarts: Uint32Array;
}

const BLOCK = 128;

/** `lists` are the ranks of word after word; those of word `w` are `[ends[w - 1], ends[w])`. */
export function buildPostings(lists: Uint32Array, ends: Uint32Array): PostingParts {
  const out = new GrowingBytes(1 << 16);
  const starts = new Uint32Array(ends.length);
  const skips: number[] = [];
  const skipStarts: number[] = [];
  let from = 0;
  for (let word = 0; word < ends.length; word += 1) {
    const to = ends[word] ?? 0;
    starts[word] = out.length;
    out.pushVarint(to - from);
    if (to - from > BLOCK) skipStarts.push(word, skips.length);
    let before = -1;
    for (let at = from; at < to; at += 1) {
      const rank = lists[at] ?? 0;
      out.pushVarint(rank - before - 1);
      before = rank;
      if ((at - from) % BLOCK === BLOCK - 1 && to - from > BLOCK) skips.push(rank, out.length);
    }
    from = to;
  }
  return {
    bytes: out.finish(),
    starts,
    skips: Uint32Array.from(skips),
    skipStarts: Uint32Array.from(skipStarts),
  };
}

/** After the last rank. */
export const NONE = 0xffffffff;

/** Walks one list. */
export class PostingCursor {
  readonly #parts: PostingParts;
  #at = 0;
  #left = 0;
  #skip = 0;
  #skipEnd = 0;
  /** Ranks of the list. */
  count = 0;
  /** Where the cursor stands; `NONE` at the end. */
  rank = NONE;

  constructor(parts: PostingParts) {
    this.#parts = parts;
  }

  /** Stands before the first rank. */
  open(word: number): this {
    this.#at = this.#parts.starts[word] ?? 0;
    this.count = this.#varint();
    this.#left = this.count;
    this.rank = -1;
    this.#skip = 0;
    this.#skipEnd = 0;
    if (this.count > BLOCK) {
      this.#skip = this.#skipStart(word);
      this.#skipEnd = this.#skip + Math.floor(this.count / BLOCK) * 2;
    }
    return this;
  }

  next(): number {
    if (this.#left === 0) return (this.rank = NONE);
    this.#left -= 1;
    this.rank += 1 + this.#varint();
    return this.rank;
  }

  /** The first rank from `least` on, never back. */
  seek(least: number): number {
    if (this.rank >= least && this.rank !== -1) return this.rank;
    const { skips } = this.#parts;
    let jump = -1;
    while (this.#skip < this.#skipEnd && (skips[this.#skip] ?? 0) < least) {
      jump = this.#skip;
      this.#skip += 2;
    }
    if (jump !== -1 && (skips[jump] ?? 0) > this.rank) {
      this.rank = skips[jump] ?? 0;
      this.#at = skips[jump + 1] ?? 0;
      const blocks = Math.floor(this.count / BLOCK) - (this.#skipEnd - this.#skip) / 2;
      this.#left = this.count - blocks * BLOCK;
    }
    while (this.rank < least || this.rank === -1) {
      if (this.next() === NONE) break;
    }
    return this.rank;
  }

  #varint(): number {
    const { bytes } = this.#parts;
    let byte = bytes[this.#at++] ?? 0;
    let value = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = bytes[this.#at++] ?? 0;
      value |= (byte & 0x7f) << shift;
    }
    return value >>> 0;
  }

  #skipStart(word: number): number {
    const { skipStarts } = this.#parts;
    let low = 0;
    let high = skipStarts.length / 2;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((skipStarts[middle * 2] ?? 0) < word) low = middle + 1;
      else high = middle;
    }
    return skipStarts[low * 2 + 1] ?? 0;
  }
}

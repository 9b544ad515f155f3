/** Strings as bytes, one after another; none holds a zero byte. */
export interface ByteStrings {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly lengths: Uint8Array;
}

/** Below this many, insertion sort is faster. */
const FEW = 12;

/** Sorts `ids` by the strings they stand for, equal ones by id. Multikey quicksort, four bytes at a time. */
export function sortByBytes(ids: Uint32Array, strings: ByteStrings): void {
  new ByteSort(ids, strings).sort(0, ids.length, 0);
}

class ByteSort {
  readonly #ids: Uint32Array;
  readonly #strings: ByteStrings;
  /** The four bytes at the current depth, by place in `ids`. */
  readonly #words: Uint32Array;

  constructor(ids: Uint32Array, strings: ByteStrings) {
    this.#ids = ids;
    this.#strings = strings;
    this.#words = new Uint32Array(ids.length);
  }

  sort(from: number, to: number, depth: number): void {
    if (to - from < 2) return;
    for (let at = from; at < to; at += 1) {
      this.#words[at] = this.#wordAt(this.#ids[at] ?? 0, depth);
    }
    this.#partition(from, to, depth);
  }

  #wordAt(id: number, depth: number): number {
    const { bytes, lengths, starts } = this.#strings;
    const left = (lengths[id] ?? 0) - depth;
    const at = (starts[id] ?? 0) + depth;
    let word = 0;
    for (let index = 0; index < 4; index += 1) {
      word = (word << 8) | (index < left ? (bytes[at + index] ?? 0) : 0);
    }
    return word >>> 0;
  }

  /** Words of `[from, to)` are at `depth`. */
  #partition(first: number, last: number, depth: number): void {
    let from = first;
    let to = last;
    while (to - from > FEW) {
      const pivot = this.#pivot(from, to);
      let below = from;
      let above = to;
      for (let at = from; at < above;) {
        const word = this.#words[at] ?? 0;
        if (word < pivot) this.#swap(at++, below++);
        else if (word > pivot) this.#swap(at, (above -= 1));
        else at += 1;
      }
      this.#equal(below, above, depth, pivot);
      // The smaller side by recursion, so that the stack stays short.
      if (below - from < to - above) {
        this.#partition(from, below, depth);
        from = above;
      } else {
        this.#partition(above, to, depth);
        to = below;
      }
    }
    this.#insertion(from, to, depth);
  }

  #pivot(from: number, to: number): number {
    const a = this.#words[from] ?? 0;
    const b = this.#words[(from + to) >>> 1] ?? 0;
    const c = this.#words[to - 1] ?? 0;
    return a < b ? (b < c ? b : Math.max(a, c)) : a < c ? a : Math.max(b, c);
  }

  #equal(from: number, to: number, depth: number, word: number): void {
    if ((word & 0xff) !== 0) this.sort(from, to, depth + 4);
    else this.#ids.subarray(from, to).sort();
  }

  #insertion(from: number, to: number, depth: number): void {
    for (let at = from + 1; at < to; at += 1) {
      for (let back = at; back > from && this.#after(back - 1, back, depth); back -= 1) {
        this.#swap(back - 1, back);
      }
    }
  }

  #after(left: number, right: number, depth: number): boolean {
    const a = this.#words[left] ?? 0;
    const b = this.#words[right] ?? 0;
    if (a !== b) return a > b;
    const one = this.#ids[left] ?? 0;
    const other = this.#ids[right] ?? 0;
    for (let at = depth, word = a; (word & 0xff) !== 0;) {
      at += 4;
      word = this.#wordAt(one, at);
      const beside = this.#wordAt(other, at);
      if (word !== beside) return word > beside;
    }
    return one > other;
  }

  #swap(a: number, b: number): void {
    const id = this.#ids[a] ?? 0;
    const word = this.#words[a] ?? 0;
    this.#ids[a] = this.#ids[b] ?? 0;
    this.#words[a] = this.#words[b] ?? 0;
    this.#ids[b] = id;
    this.#words[b] = word;
  }
}

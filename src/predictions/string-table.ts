import type { SymbolTable } from './symbol-table.ts';
import { ESCAPE } from './symbol-table.ts';

/** Sorted strings in buckets: the first one of each in full, then what differs from the one before, in symbols. */
export interface StringTableParts extends SymbolTable {
  readonly data: Uint8Array;
  /** Where each bucket begins in `data`. */
  readonly starts: Uint32Array;
}

/** Strings of a bucket. */
export const BUCKET = 16;

/** A length of codes that does not fit a byte: two more bytes follow. */
export const LONG = 255;

export class StringTable {
  readonly size: number;
  readonly parts: StringTableParts;
  readonly #data: Uint8Array;
  readonly #starts: Uint32Array;
  readonly #symbols: Uint8Array;
  readonly #lengths: Uint8Array;
  /** Bytes the string last compared shares with the one looked for. */
  #matched = 0;
  /** Of the strings of a bucket up to the one wanted: bytes shared with the one before, where its codes begin and end. */
  readonly #shared = new Int32Array(BUCKET);
  readonly #codes = new Int32Array(BUCKET + 1);
  readonly #ends = new Int32Array(BUCKET);
  readonly #needed = new Int32Array(BUCKET);

  constructor(parts: StringTableParts, size: number) {
    this.parts = parts;
    this.size = size;
    this.#data = parts.data;
    this.#starts = parts.starts;
    this.#symbols = parts.symbols;
    this.#lengths = parts.lengths;
  }

  /** Copies a string to `out`, which has room for the longest; returns its length. */
  copy(index: number, out: Uint8Array): number {
    const data = this.#data;
    let at = this.#starts[index >>> 4] ?? 0;
    const head = data[at] ?? 0;
    at += 1;
    const inside = index & (BUCKET - 1);
    const headAt = at;
    at += head;
    if (inside === 0) {
      for (let byte = 0; byte < head; byte += 1) out[byte] = data[headAt + byte] ?? 0;
      return head;
    }
    for (let entry = 1; entry <= inside; entry += 1) {
      this.#shared[entry] = data[at] ?? 0;
      let codes = data[at + 1] ?? 0;
      at += 2;
      if (codes === LONG) {
        codes = (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8);
        at += 2;
      }
      this.#codes[entry] = at;
      at += codes;
      this.#ends[entry] = at;
    }
    let count = 0;
    let need = 256;
    for (let entry = inside; entry > 0 && need > 0; entry -= 1) {
      const shared = this.#shared[entry] ?? 0;
      if (shared >= need) continue;
      this.#needed[count] = entry;
      count += 1;
      need = shared;
    }
    for (let byte = 0; byte < need; byte += 1) out[byte] = data[headAt + byte] ?? 0;
    let length = need;
    // Later strings write over what earlier ones have too much.
    for (let next = count - 1; next >= 0; next -= 1) {
      const entry = this.#needed[next] ?? 0;
      length = this.#decode(entry, this.#shared[entry] ?? 0, out);
    }
    return length;
  }

  #decode(entry: number, from: number, out: Uint8Array): number {
    const data = this.#data;
    const end = this.#ends[entry] ?? 0;
    let length = from;
    for (let at = this.#codes[entry] ?? 0; at < end; at += 1) {
      const code = data[at] ?? 0;
      if (code === ESCAPE) {
        at += 1;
        out[length] = data[at] ?? 0;
        length += 1;
        continue;
      }
      const bytes = this.#lengths[code] ?? 0;
      const symbol = code << 3;
      for (let byte = 0; byte < bytes; byte += 1) {
        out[length + byte] = this.#symbols[symbol + byte] ?? 0;
      }
      length += bytes;
    }
    return length;
  }

  /**
   * The first string of `[from, to)` that is not below the `length` bytes given; with `past`, the first one after all that
   * begin with them. `to` when there is none.
   */
  bound(bytes: Uint8Array, length: number, past: boolean, from = 0, to = this.size): number {
    if (from >= to) return to;
    let low = from >>> 4;
    let high = ((to - 1) >>> 4) + 1;
    // The last bucket whose head is below.
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#headBelow(middle, bytes, length, past)) low = middle + 1;
      else high = middle;
    }
    if (low <= from >>> 4) return Math.max(from, low << 4);
    const found = this.#scan(low - 1, bytes, length, past);
    return found < from ? from : found > to ? to : found;
  }

  #headBelow(bucket: number, bytes: Uint8Array, length: number, past: boolean): boolean {
    const data = this.#data;
    const at = this.#starts[bucket] ?? 0;
    const head = data[at] ?? 0;
    const shorter = head < length ? head : length;
    for (let index = 0; index < shorter; index += 1) {
      const byte = data[at + 1 + index] ?? 0;
      const wanted = bytes[index] ?? 0;
      if (byte !== wanted) {
        this.#matched = index;
        return byte < wanted;
      }
    }
    this.#matched = shorter;
    return head < length || past;
  }

  /** The bound in a bucket whose head is below, or where the next bucket begins. */
  #scan(bucket: number, bytes: Uint8Array, length: number, past: boolean): number {
    this.#headBelow(bucket, bytes, length, past);
    let matched = this.#matched;
    const data = this.#data;
    const first = bucket << 4;
    const end = Math.min(first + BUCKET, this.size);
    let at = this.#starts[bucket] ?? 0;
    at += 1 + (data[at] ?? 0);
    for (let index = first + 1; index < end; index += 1) {
      const shared = data[at] ?? 0;
      let codes = data[at + 1] ?? 0;
      at += 2;
      if (codes === LONG) {
        codes = (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8);
        at += 2;
      }
      if (shared < matched) return index;
      if (shared === matched && matched < length) {
        this.#matched = matched;
        const order = this.#compare(at, at + codes, bytes, length);
        if (order > 0 || (order === 0 && !past)) return index;
        matched = this.#matched;
      }
      at += codes;
    }
    return end;
  }

  /**
   * Of a string that shares `#matched` bytes up to its codes: below 0, 0 when it begins with what is looked for, above 0.
   * `#matched` then says how much is shared.
   */
  #compare(from: number, to: number, bytes: Uint8Array, length: number): number {
    const data = this.#data;
    let matched = this.#matched;
    for (let at = from; at < to; at += 1) {
      const code = data[at] ?? 0;
      let count = this.#lengths[code] ?? 0;
      let source = this.#symbols;
      let symbol = code << 3;
      if (code === ESCAPE) {
        at += 1;
        count = 1;
        source = data;
        symbol = at;
      }
      for (let byte = 0; byte < count; byte += 1) {
        if (matched === length) {
          this.#matched = length;
          return 0;
        }
        const difference = (source[symbol + byte] ?? 0) - (bytes[matched] ?? 0);
        if (difference !== 0) {
          this.#matched = matched;
          return difference;
        }
        matched += 1;
      }
    }
    this.#matched = matched;
    return matched === length ? 0 : -1;
  }
}

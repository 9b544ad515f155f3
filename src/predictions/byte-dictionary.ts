import type { ByteStrings } from './byte-sort.ts';

/** Numbers for strings of bytes, in the order they first came. Refers to the bytes it was given; they must stay. */
export class ByteDictionary {
  readonly #bytes: Uint8Array;
  #slots = new Uint32Array(1 << 12);
  #starts = new Uint32Array(1 << 11);
  #lengths = new Uint8Array(1 << 11);
  #hashes = new Uint32Array(1 << 11);
  size = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  idOf(from: number, to: number): number {
    const bytes = this.#bytes;
    const length = to - from;
    let hash = 0x811c9dc5;
    for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
    hash = (hash ^ (hash >>> 15)) >>> 0;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const id = (this.#slots[slot] ?? 0) - 1;
      if (id === -1) {
        this.#slots[slot] = this.size + 1;
        return this.#add(from, length, hash);
      }
      if (this.#hashes[id] === hash && this.#lengths[id] === length && this.#same(id, from, length))
        return id;
    }
  }

  #same(id: number, from: number, length: number): boolean {
    const start = this.#starts[id] ?? 0;
    for (let at = 0; at < length; at += 1) {
      if (this.#bytes[start + at] !== this.#bytes[from + at]) return false;
    }
    return true;
  }

  #add(from: number, length: number, hash: number): number {
    const id = this.size;
    this.size += 1;
    if (this.size > this.#starts.length) this.#growIds();
    this.#starts[id] = from;
    this.#lengths[id] = length;
    this.#hashes[id] = hash;
    if (this.size * 2 > this.#slots.length) this.#growSlots();
    return id;
  }

  #growIds(): void {
    const [starts, lengths, hashes] = [this.#starts, this.#lengths, this.#hashes];
    (this.#starts = new Uint32Array(starts.length * 2)).set(starts);
    (this.#lengths = new Uint8Array(lengths.length * 2)).set(lengths);
    (this.#hashes = new Uint32Array(hashes.length * 2)).set(hashes);
  }

  #growSlots(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.size; id += 1) {
      let slot = (this.#hashes[id] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }

  strings(): ByteStrings {
    return {
      bytes: this.#bytes,
      starts: this.#starts.subarray(0, this.size),
      lengths: this.#lengths.subarray(0, this.size),
    };
  }
}

/** The events of one hour, as kept outside memory. */
export interface SeenHour {
  /** Keys of eight bytes, one after the other. */
  readonly keys: Uint8Array;
  /** Times of the first and last event, in milliseconds. */
  readonly first: number;
  readonly last: number;
}

/** Where the hours that are not in memory are kept. */
export interface HourShelf {
  get(hour: number): SeenHour | undefined;
  put(hour: number, seen: SeenHour): void;
}

const HOUR = 3_600_000;

/** Number of the hour a time is in. */
export function hourOf(time: number): number {
  return Math.floor(time / HOUR);
}

/** Bytes of keys in memory, about two thirds of them in use; hours used least lately leave first. */
const MAX_BYTES = 64 * 1024 * 1024;

const FIRST_CAPACITY = 64;

/**
 * Which events have been seen, by keys of 64 bits. They are kept apart by the hour of the event: logs come roughly in
 * order of time, so that few hours are asked for at a time, and a set in memory answers a hundred times sooner than a
 * table on disk. Hours beyond the bound wait on the shelf.
 */
export class SeenHours {
  readonly #shelf: HourShelf;
  readonly #max: number;
  /** The one used last is last. */
  readonly #hours = new Map<number, KeySet>();
  #bytes = 0;
  #hour: number | undefined;
  #keys = new KeySet();

  constructor(shelf: HourShelf, maxBytes = MAX_BYTES) {
    this.#shelf = shelf;
    this.#max = maxBytes;
  }

  /** Adds an event by its time in milliseconds and its key in two words; false when it is there already. */
  add(time: number, low: number, high: number): boolean {
    const hour = hourOf(time);
    if (hour !== this.#hour) this.#turnTo(hour);
    const before = this.#keys.bytes;
    const isNew = this.#keys.add(low, high);
    if (isNew) {
      this.#keys.cover(time);
      this.#bytes += this.#keys.bytes - before;
    }
    return isNew;
  }

  /** Puts everything that has changed on the shelf. */
  save(): void {
    for (const [hour, keys] of this.#hours) this.#put(hour, keys);
  }

  #turnTo(hour: number): void {
    let keys = this.#hours.get(hour);
    if (keys === undefined) {
      keys = new KeySet(this.#shelf.get(hour));
      this.#bytes += keys.bytes;
    } else this.#hours.delete(hour);
    this.#hours.set(hour, keys);
    this.#hour = hour;
    this.#keys = keys;
    this.#makeRoom();
  }

  #makeRoom(): void {
    for (const [hour, keys] of this.#hours) {
      if (this.#bytes <= this.#max || keys === this.#keys) return;
      this.#put(hour, keys);
      this.#hours.delete(hour);
      this.#bytes -= keys.bytes;
    }
  }

  #put(hour: number, keys: KeySet): void {
    if (!keys.changed) return;
    this.#shelf.put(hour, keys.packed());
    keys.changed = false;
  }
}

/** A set of keys of two words with open addressing; the key 0 0 means an empty place. */
class KeySet {
  changed = false;
  #size = 0;
  #first = Infinity;
  #last = -Infinity;
  #words = new Uint32Array(2 * FIRST_CAPACITY);

  constructor(seen?: SeenHour) {
    if (seen === undefined) return;
    const words = new Uint32Array(seen.keys.slice().buffer);
    this.#resize(capacityFor(words.length / 2));
    for (let at = 0; at < words.length; at += 2) this.add(words[at] ?? 0, words[at + 1] ?? 0);
    this.#first = seen.first;
    this.#last = seen.last;
    this.changed = false;
  }

  cover(time: number): void {
    if (time < this.#first) this.#first = time;
    if (time > this.#last) this.#last = time;
  }

  get bytes(): number {
    return this.#words.byteLength;
  }

  add(low: number, high: number): boolean {
    const first = low === 0 && high === 0 ? 1 : low;
    if (!this.#insert(first, high)) return false;
    this.#size += 1;
    this.changed = true;
    // At two thirds full, probing starts to cost.
    if (this.#size * 3 > this.#words.length) this.#resize(this.#words.length);
    return true;
  }

  packed(): SeenHour {
    const packed = new Uint32Array(2 * this.#size);
    const words = this.#words;
    let end = 0;
    for (let at = 0; at < words.length; at += 2) {
      const low = words[at] ?? 0;
      const high = words[at + 1] ?? 0;
      if (low === 0 && high === 0) continue;
      packed[end] = low;
      packed[end + 1] = high;
      end += 2;
    }
    return { keys: new Uint8Array(packed.buffer), first: this.#first, last: this.#last };
  }

  #insert(low: number, high: number): boolean {
    const words = this.#words;
    const mask = words.length - 1;
    let at = (low * 2) & mask;
    for (;;) {
      const thisLow = words[at] ?? 0;
      const thisHigh = words[at + 1] ?? 0;
      if (thisLow === low && thisHigh === high) return false;
      if (thisLow === 0 && thisHigh === 0) {
        words[at] = low;
        words[at + 1] = high;
        return true;
      }
      at = (at + 2) & mask;
    }
  }

  /** `capacity`: keys there is place for, a power of two. */
  #resize(capacity: number): void {
    const before = this.#words;
    this.#words = new Uint32Array(2 * capacity);
    for (let at = 0; at < before.length; at += 2) {
      const low = before[at] ?? 0;
      const high = before[at + 1] ?? 0;
      if (low !== 0 || high !== 0) this.#insert(low, high);
    }
  }
}

function capacityFor(keys: number): number {
  let capacity = FIRST_CAPACITY;
  while (capacity * 2 < keys * 3) capacity *= 2;
  return capacity;
}

const HEX: readonly string[] = Array.from({ length: 256 }, (_, value) =>
  value.toString(16).padStart(2, '0'),
);
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Seeded pseudo-random numbers: sfc32 (Doty-Humphrey, PractRand), its state hashed from a text. `fork` derives an
 * independent stream from the seed and a name alone, never from what has been drawn, so that one stream cannot disturb
 * another. Not for secrets.
 */
export class Random {
  readonly #path: string;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: string | number) {
    this.#path = String(seed);
    [this.#a, this.#b, this.#c] = hash(this.#path);
    for (let round = 0; round < 12; round++) this.next();
  }

  fork(name: string | number): Random {
    return new Random(`${this.#path}/${name}`);
  }

  /** A whole number in [0, 2^32). */
  next(): number {
    const result = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + result) | 0;
    return result >>> 0;
  }

  /** In [0, 1), 32 bits of it. */
  float(): number {
    return this.next() / 4_294_967_296;
  }

  /** A whole number in [0, below). */
  below(below: number): number {
    return Math.floor(this.float() * below);
  }

  /** In [low, high). */
  between(low: number, high: number): number {
    return low + this.float() * (high - low);
  }

  /** A whole number in [low, high], both included. */
  whole(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  pick<T>(list: readonly [T, ...T[]]): T;
  pick<T>(list: readonly T[]): T;
  pick<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new Error('broken invariant: picked from an empty list');
    return found;
  }

  /** `count` different members (all of them when there are fewer), in random order. */
  sample<T>(list: readonly T[], count: number): T[] {
    const pool = [...list];
    const chosen: T[] = [];
    while (chosen.length < count && pool.length > 0) {
      const [taken] = pool.splice(this.below(pool.length), 1);
      if (taken !== undefined) chosen.push(taken);
    }
    return chosen;
  }

  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.float()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.float());
  }

  /** Waiting time of a Poisson process with this mean. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.float());
  }

  /** Poisson count; means here are small, so Knuth's product is enough. */
  count(mean: number): number {
    const limit = Math.exp(-mean);
    let product = this.float();
    let count = 0;
    while (product > limit) {
      product *= this.float();
      count++;
    }
    return count;
  }

  /** RFC 9562 version 4. */
  uuid(): string {
    const a = this.next();
    const b = this.next();
    const c = this.next();
    const d = this.next();
    const word = (n: number) => byte(n >>> 24) + byte(n >>> 16) + byte(n >>> 8) + byte(n);
    return (
      `${word(a)}-${byte(b >>> 24)}${byte(b >>> 16)}-${byte(0x40 | ((b >>> 8) & 15))}${byte(b)}` +
      `-${byte(0x80 | ((c >>> 24) & 63))}${byte(c >>> 16)}-${byte(c >>> 8)}${byte(c)}${word(d)}`
    );
  }

  /** Base64url characters, as opaque token ids are written. */
  token(length: number): string {
    let text = '';
    let bits = 0;
    for (let index = 0; index < length; index++) {
      if (index % 5 === 0) bits = this.next();
      text += BASE64URL.charAt(bits & 63);
      bits >>>= 6;
    }
    return text;
  }
}

function byte(n: number): string {
  return HEX[n & 255] ?? '';
}

/** Three 32-bit words from a text: three FNV-1a passes with different offsets, each finished as MurmurHash3 does. */
function hash(text: string): [number, number, number] {
  return [0x811c9dc5, 0x9e3779b9, 0x85ebca6b].map((offset) => {
    let word = offset | 0;
    for (let index = 0; index < text.length; index++) {
      word = Math.imul(word ^ text.charCodeAt(index), 0x01000193);
    }
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return (word ^ (word >>> 16)) | 0;
  }) as [number, number, number];
}

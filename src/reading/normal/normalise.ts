import type { Span } from '../reading.ts';
import { fold } from './fold.ts';
import { decodeReference, MAX_REFERENCE } from './html.ts';

/** A text as the reader sees it, and where each of its UTF-16 units comes from. */
export interface NormalText {
  readonly original: string;
  readonly text: string;
  /** Offsets in the original by unit of `text`; undefined where both are the same. */
  readonly starts: Uint32Array | undefined;
  readonly ends: Uint32Array | undefined;
}

/** Nothing to fold but case: printable ASCII without `&` and backtick. */
const PLAIN = /^[\n !-%'-_a-~]*$/;

const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;

/**
 * Folds case, compatibility forms, diacritics, look-alike letters, invisible characters and HTML character references.
 * Linear in time. Normalising what is normalised changes nothing.
 */
export function normalise(original: string): NormalText {
  if (PLAIN.test(original)) {
    return { original, text: original.toLowerCase(), starts: undefined, ends: undefined };
  }
  const out = new Output(original.length);
  for (let at = 0; at < original.length;) {
    const codePoint = original.codePointAt(at) ?? 0;
    const next = at + (codePoint > 0xffff ? 2 : 1);
    out.add(foldFast(codePoint), at, next);
    at = next;
  }
  return { original, ...out.finish() };
}

/** Where `[from, to)` of the normalised text stands in the original. */
export function originalSpan(normal: NormalText, from: number, to: number): Span {
  const { starts, ends } = normal;
  if (starts === undefined || ends === undefined) return [from, to];
  if (from >= to)
    return [starts[from] ?? normal.original.length, starts[from] ?? normal.original.length];
  return [starts[from] ?? 0, ends[to - 1] ?? normal.original.length];
}

const ASCII = Array.from({ length: 128 }, (_, code) => fold(code));

function foldFast(codePoint: number): string {
  return ASCII[codePoint] ?? fold(codePoint);
}

class Output {
  #units: Uint16Array;
  #starts: Uint32Array;
  #ends: Uint32Array;
  #length = 0;
  /** Where the last `&` stands that may begin a reference. */
  #ampersand = -1;

  constructor(capacity: number) {
    this.#units = new Uint16Array(capacity + MAX_REFERENCE);
    this.#starts = new Uint32Array(capacity + MAX_REFERENCE);
    this.#ends = new Uint32Array(capacity + MAX_REFERENCE);
  }

  add(text: string, from: number, to: number): void {
    for (let index = 0; index < text.length; index += 1) {
      this.#unit(text.charCodeAt(index), from, to);
    }
  }

  #unit(code: number, from: number, to: number): void {
    if (this.#length === this.#units.length) this.#grow();
    this.#units[this.#length] = code;
    this.#starts[this.#length] = from;
    this.#ends[this.#length] = to;
    this.#length += 1;
    if (code === AMPERSAND) this.#ampersand = this.#length - 1;
    else if (code === SEMICOLON) this.#reference(to);
  }

  /** What a reference stands for may complete another one (`&amp;lt;`), so it is added like any text; it is always shorter. */
  #reference(to: number): void {
    const begin = this.#ampersand;
    if (begin < 0 || this.#length - begin > MAX_REFERENCE) return;
    const decoded = decodeReference(
      String.fromCharCode(...this.#units.subarray(begin, this.#length)),
    );
    if (decoded === undefined || decoded.length >= this.#length - begin) return;
    const from = this.#starts[begin] ?? 0;
    this.#length = begin;
    this.#ampersand = this.#lastAmpersand();
    this.add(decoded, from, to);
  }

  #lastAmpersand(): number {
    const least = Math.max(0, this.#length - MAX_REFERENCE);
    for (let at = this.#length - 1; at >= least; at -= 1) {
      if (this.#units[at] === AMPERSAND) return at;
    }
    return -1;
  }

  #grow(): void {
    const length = this.#units.length * 2;
    const [units, starts, ends] = [this.#units, this.#starts, this.#ends];
    (this.#units = new Uint16Array(length)).set(units);
    (this.#starts = new Uint32Array(length)).set(starts);
    (this.#ends = new Uint32Array(length)).set(ends);
  }

  finish(): { readonly text: string; readonly starts: Uint32Array; readonly ends: Uint32Array } {
    const bytes = Buffer.from(this.#units.buffer, 0, this.#length * 2);
    return {
      text: bytes.toString('utf16le'),
      starts: this.#starts.subarray(0, this.#length),
      ends: this.#ends.subarray(0, this.#length),
    };
  }
}

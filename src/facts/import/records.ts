import type { Json } from '../../lib/json.ts';

/** A record as it stands in a file, before it is read as a fact. */
export interface RawRecord {
  readonly value: Json;
  /** Counts from 1. */
  readonly line: number;
  /** Bytes, or for texts inside others characters, before it. */
  readonly offset: number;
  readonly excerpt: string;
}

/** A record that is no fact, and why. */
export interface Rejected {
  readonly file: string;
  readonly line: number;
  readonly offset: number;
  readonly field?: string;
  readonly reason: string;
  readonly excerpt: string;
}

/** What a format's reader makes of a text. */
export interface RawRecords {
  readonly records: readonly RawRecord[];
  readonly rejected: readonly Omit<Rejected, 'file'>[];
}

/** Where a place in a text stands: asked in order, the text is walked once. */
export class Lines {
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  lineAt(index: number): number {
    if (index < this.#at) {
      this.#at = 0;
      this.#line = 1;
    }
    for (let next = this.#text.indexOf('\n', this.#at); next !== -1 && next < index;) {
      this.#line += 1;
      this.#at = next + 1;
      next = this.#text.indexOf('\n', this.#at);
    }
    return this.#line;
  }
}

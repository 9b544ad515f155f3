import type { CountedQuery } from './prediction-queries.ts';
import { random } from './prediction-queries.ts';

/** What people type, taken from queries as often as they are asked. */
export class Typed {
  readonly #queries: readonly CountedQuery[];
  readonly #sums: Float64Array;
  readonly #next: () => number;

  constructor(queries: readonly CountedQuery[], seed = 7) {
    this.#queries = queries;
    this.#next = random(seed);
    let sum = 0;
    this.#sums = Float64Array.from(queries, ({ count }) => (sum += count));
  }

  #query(): string {
    const wanted = this.#next() * (this.#sums.at(-1) ?? 0);
    let low = 0;
    let high = this.#sums.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sums[middle] ?? 0) <= wanted) low = middle + 1;
      else high = middle;
    }
    return this.#queries[low]?.query ?? '';
  }

  #below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }

  /** The first two to eight characters. */
  prefix(): string {
    return this.#query().slice(0, 2 + this.#below(7));
  }

  /** Two to four of the words in any order, the last one cut to its first one to three characters. */
  words(): string {
    const words = this.#query().split(' ');
    for (let at = words.length - 1; at > 0; at -= 1) {
      const other = this.#below(at + 1);
      [words[at], words[other]] = [words[other] ?? '', words[at] ?? ''];
    }
    const chosen = words.slice(0, 2 + this.#below(3));
    const last = chosen.pop() ?? '';
    return [...chosen, last.slice(0, 1 + this.#below(3))].join(' ');
  }

  /** The first 6 to 12 characters with one exchanged, left out, put in, or turned round with the next. */
  typo(): string {
    const typed = this.#query().slice(0, 6 + this.#below(7));
    const at = this.#below(typed.length - 1);
    const [before, after] = [typed.slice(0, at), typed.slice(at)];
    switch (this.#below(4)) {
      case 0:
        return `${before}q${after.slice(1)}`;
      case 1:
        return before + after.slice(1);
      case 2:
        return `${before}q${after}`;
      default:
        return before + (after[1] ?? '') + (after[0] ?? '') + after.slice(2);
    }
  }
}

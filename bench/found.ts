import { createHash } from 'node:crypto';

/** What a query found, told so that two of any size can be compared. */
export interface Found {
  readonly count: number;
  /** Of all of them, whatever their order. */
  readonly digest: string;
  /** All of them, sorted, unless there are more than `MOST_LISTED`. */
  readonly listed?: readonly string[];
}

const MOST_LISTED = 10_000;

export class FoundTally {
  readonly #listed: string[] = [];
  #count = 0;
  #sum = 0n;

  add(text: string): void {
    this.#count += 1;
    if (this.#count <= MOST_LISTED) this.#listed.push(text);
    const hash = createHash('sha256').update(text).digest('hex');
    this.#sum = BigInt.asUintN(256, this.#sum + BigInt(`0x${hash}`));
  }

  result(): Found {
    return {
      count: this.#count,
      digest: this.#sum.toString(16),
      ...(this.#count <= MOST_LISTED && { listed: this.#listed.toSorted() }),
    };
  }
}

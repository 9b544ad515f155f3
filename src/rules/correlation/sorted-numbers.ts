/** Numbers of a block; twice as many split it. */
const BLOCK = 256;

/** Numbers in order, in blocks, so that putting one in moves few others however many there are. */
export class SortedNumbers {
  readonly #blocks: number[][] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(number: number): void {
    this.#size += 1;
    const at = Math.min(this.#blockOf(number), this.#blocks.length - 1);
    const block = this.#blocks[at];
    if (block === undefined) {
      this.#blocks.push([number]);
      return;
    }
    block.splice(lowerBound(block, number), 0, number);
    if (block.length >= 2 * BLOCK) this.#blocks.splice(at + 1, 0, block.splice(BLOCK));
  }

  /** One of those that are equal to it, which is there. */
  remove(number: number): void {
    const at = this.#blockOf(number);
    const block = this.#blocks[at];
    if (block === undefined) return;
    this.#size -= 1;
    block.splice(lowerBound(block, number), 1);
    if (block.length === 0) this.#blocks.splice(at, 1);
  }

  /** The n-th smallest, from 0. */
  at(rank: number): number | undefined {
    let rest = rank;
    for (const block of this.#blocks) {
      if (rest < block.length) return block[rest];
      rest -= block.length;
    }
    return undefined;
  }

  /** The first block whose last number is not smaller. */
  #blockOf(number: number): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#blocks[middle]?.at(-1) ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

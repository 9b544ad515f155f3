/** Ranks under one leaf. */
const LEAF = 32;

/** No rank. */
export const NO_RANK = 0xffffffff;

/**
 * The best (least) shown rank in any range of the sorted queries. The tree holds what was shown when it was built, so that a
 * list steps over nothing that is suppressed; what has been suppressed since is told by `shown` and stepped over.
 */
export class RankTree {
  readonly #ranks: Uint32Array;
  readonly #tree: Uint32Array;
  readonly #leaves: number;

  constructor(ranks: Uint32Array) {
    this.#ranks = ranks;
    this.#leaves = Math.max(1, Math.ceil(ranks.length / LEAF));
    this.#tree = new Uint32Array(this.#leaves * 2).fill(NO_RANK);
  }

  get bytes(): number {
    return this.#tree.byteLength;
  }

  /** Takes in what is shown now, of the queries `[from, to)` of the order. */
  rebuild(verdicts: Uint8Array, shown: Uint8Array, from = 0, to = this.#ranks.length): void {
    const first = Math.floor(from / LEAF);
    const last = Math.ceil(to / LEAF);
    for (let leaf = first; leaf < last; leaf += 1) {
      this.#tree[this.#leaves + leaf] = this.#least(
        leaf * LEAF,
        (leaf + 1) * LEAF,
        verdicts,
        shown,
      );
    }
    let low = (this.#leaves + first) >>> 1;
    let high = (this.#leaves + last - 1) >>> 1;
    while (high > 0) {
      // Leaves stand on two levels where their number is no power of two: children come before parents.
      for (let node = high; node >= Math.max(low, 1); node -= 1) {
        const left = this.#tree[node * 2] ?? NO_RANK;
        const right = this.#tree[node * 2 + 1] ?? NO_RANK;
        this.#tree[node] = left < right ? left : right;
      }
      low >>>= 1;
      high >>>= 1;
    }
  }

  /** The least shown rank of `[from, to)`, or `NO_RANK`. It may have been suppressed since the tree was built. */
  least(from: number, to: number, verdicts: Uint8Array, shown: Uint8Array): number {
    const first = Math.ceil(from / LEAF);
    const last = Math.floor(to / LEAF);
    if (first >= last) return this.#least(from, to, verdicts, shown);
    let best = this.#least(from, first * LEAF, verdicts, shown);
    const end = this.#least(last * LEAF, to, verdicts, shown);
    if (end < best) best = end;
    const tree = this.#tree;
    let low = first + this.#leaves;
    let high = last + this.#leaves;
    while (low < high) {
      if ((low & 1) === 1) {
        const value = tree[low] ?? NO_RANK;
        if (value < best) best = value;
        low += 1;
      }
      if ((high & 1) === 1) {
        high -= 1;
        const value = tree[high] ?? NO_RANK;
        if (value < best) best = value;
      }
      low >>>= 1;
      high >>>= 1;
    }
    return best;
  }

  #least(from: number, to: number, verdicts: Uint8Array, shown: Uint8Array): number {
    const ranks = this.#ranks;
    const end = to < ranks.length ? to : ranks.length;
    let best = NO_RANK;
    for (let at = from; at < end; at += 1) {
      const rank = ranks[at] ?? NO_RANK;
      if (rank < best && shown[verdicts[rank] ?? 0] === 1) best = rank;
    }
    return best;
  }
}

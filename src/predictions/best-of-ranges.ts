import { NO_RANK } from './rank-tree.ts';
import type { Segment } from './segment.ts';

/** Ranks already in a list; few. */
export type Listed = readonly number[];

/** Places `[from, to)`. */
export type PlaceRange = readonly [from: number, to: number];

/** Ranges waiting, the one with the least best rank last. */
class Waiting {
  #best = new Uint32Array(64);
  #from = new Uint32Array(64);
  #to = new Uint32Array(64);
  size = 0;

  push(best: number, from: number, to: number): void {
    if (this.size === this.#best.length) this.#grow();
    let at = this.size;
    while (at > 0 && (this.#best[at - 1] ?? 0) < best) {
      this.#best[at] = this.#best[at - 1] ?? 0;
      this.#from[at] = this.#from[at - 1] ?? 0;
      this.#to[at] = this.#to[at - 1] ?? 0;
      at -= 1;
    }
    this.#best[at] = best;
    this.#from[at] = from;
    this.#to[at] = to;
    this.size += 1;
  }

  /** Takes the last one off; its values stay readable until the next push. */
  pop(): number {
    this.size -= 1;
    return this.#best[this.size] ?? NO_RANK;
  }

  get from(): number {
    return this.#from[this.size] ?? 0;
  }

  get to(): number {
    return this.#to[this.size] ?? 0;
  }

  #grow(): void {
    const [best, from, to] = [this.#best, this.#from, this.#to];
    (this.#best = new Uint32Array(best.length * 2)).set(best);
    (this.#from = new Uint32Array(from.length * 2)).set(from);
    (this.#to = new Uint32Array(to.length * 2)).set(to);
  }
}

const waiting = new Waiting();

/**
 * Adds the `limit` most popular shown queries in disjoint ranges to `found`, best first, without those of `listed`: the best
 * of a range parts it in two, whose bests are next in line (Hsu and Ottaviano 2013).
 */
export function bestOfRanges(
  { parts, tree, verdicts }: Segment,
  ranges: readonly PlaceRange[],
  {
    listed,
    limit,
    shown,
  }: { readonly listed: Listed; readonly limit: number; readonly shown: Uint8Array },
  found: number[],
): void {
  waiting.size = 0;
  for (const [from, to] of ranges) {
    const best = tree.least(from, to, verdicts, shown);
    if (best !== NO_RANK) waiting.push(best, from, to);
  }
  let left = limit;
  while (waiting.size > 0 && left > 0) {
    const rank = waiting.pop();
    const { from, to } = waiting;
    const place = parts.places[rank] ?? 0;
    if (shown[verdicts[rank] ?? 0] === 1 && !listed.includes(rank)) {
      found.push(rank);
      left -= 1;
      if (left === 0) return;
    }
    if (from < place) {
      const best = tree.least(from, place, verdicts, shown);
      if (best !== NO_RANK) waiting.push(best, from, place);
    }
    if (place + 1 < to) {
      const best = tree.least(place + 1, to, verdicts, shown);
      if (best !== NO_RANK) waiting.push(best, place + 1, to);
    }
  }
}

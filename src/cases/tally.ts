/**
 * How often each of many names occurs, in bounded memory: past `limit` names, further ones go uncounted, so that
 * `size` is then a lower bound.
 */
export class Tally {
  readonly #limit: number;
  readonly #counts = new Map<string, number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#counts.size;
  }

  has(name: string): boolean {
    return this.#counts.has(name);
  }

  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  names(): Iterable<string> {
    return this.#counts.keys();
  }

  /** `times` may be negative: a name that no longer occurs is gone. */
  add(name: string, times = 1): void {
    const before = this.#counts.get(name);
    if (before === undefined) {
      if (times > 0 && this.#counts.size < this.#limit) this.#counts.set(name, times);
      return;
    }
    if (before + times > 0) this.#counts.set(name, before + times);
    else this.#counts.delete(name);
  }

  addAll(other: Tally): void {
    for (const [name, times] of other.#counts) this.add(name, times);
  }

  /** The most frequent names, equals in order of the alphabet. */
  top(limit: number): readonly (readonly [name: string, times: number])[] {
    return [...this.#counts]
      .toSorted(([a, times], [b, others]) => others - times || (a < b ? -1 : 1))
      .slice(0, limit);
  }
}

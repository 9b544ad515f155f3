/**
 * Counts how often each of many names occurs in bounded memory: past `limit` names the rarer half is forgotten. Counts
 * are then lower bounds, and those of frequent names nearly exact.
 */
export class BoundedCounter {
  readonly #limit: number;
  readonly #counts = new Map<string, number>();
  #most = 0;
  #exact = true;

  /** `limit`: at least 2. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    if (this.#counts.size <= this.#limit) return;
    this.#most = this.#limit;
    this.#exact = false;
    for (const [rare] of this.#sorted().slice(Math.floor(this.#limit / 2))) {
      this.#counts.delete(rare);
    }
  }

  /** Whether nothing was forgotten. */
  get exact(): boolean {
    return this.#exact;
  }

  /** Names told apart; a lower bound unless `exact`. */
  get distinct(): number {
    return Math.max(this.#most, this.#counts.size);
  }

  /** The most frequent names, equals in order of the alphabet. */
  top(count: number): readonly { readonly name: string; readonly count: number }[] {
    return this.#sorted()
      .slice(0, count)
      .map(([name, times]) => ({ name, count: times }));
  }

  #sorted(): readonly (readonly [string, number])[] {
    return [...this.#counts].toSorted(
      ([a, times], [b, others]) => others - times || (a < b ? -1 : 1),
    );
  }
}

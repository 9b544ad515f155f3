import type { Gauge, WindowHit } from './window.ts';

/** Distinct values in the window, counted as they come and go. */
export class ValueCount implements Gauge {
  readonly #holds: (count: number) => boolean;
  /** Hits by value; made with the second value, for most groups only ever have one. */
  #counts: Map<string, number> | undefined;
  #only: string | undefined;
  #onlyCount = 0;

  constructor(holds: (count: number) => boolean) {
    this.#holds = holds;
  }

  enter({ value }: WindowHit): void {
    if (value === undefined) return;
    if (this.#counts === undefined && (this.#onlyCount === 0 || this.#only === value)) {
      this.#only = value;
      this.#onlyCount += 1;
      return;
    }
    this.#counts ??= new Map([[this.#only ?? '', this.#onlyCount]]);
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  leave({ value }: WindowHit): void {
    if (value === undefined) return;
    if (this.#counts === undefined) {
      this.#onlyCount -= 1;
      return;
    }
    const left = (this.#counts.get(value) ?? 0) - 1;
    if (left > 0) this.#counts.set(value, left);
    else this.#counts.delete(value);
  }

  holds(): boolean {
    return this.#holds(this.#counts?.size ?? Math.min(1, this.#onlyCount));
  }
}

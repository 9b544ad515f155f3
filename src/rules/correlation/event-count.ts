import type { Gauge } from './window.ts';

/** Hits in the window. */
export class EventCount implements Gauge {
  readonly #holds: (count: number) => boolean;
  #count = 0;

  constructor(holds: (count: number) => boolean) {
    this.#holds = holds;
  }

  enter(): void {
    this.#count += 1;
  }

  leave(): void {
    this.#count -= 1;
  }

  holds(): boolean {
    return this.#holds(this.#count);
  }
}

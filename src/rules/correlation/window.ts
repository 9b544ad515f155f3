/** One hit as a window keeps it. */
export interface WindowHit {
  /** Milliseconds of event time. */
  readonly time: number;
  /** Ids of the events behind it: one, or those of a whole incident in a chain. */
  readonly events: readonly string[];
  /** Which of the correlation's rules it belongs to, by place in `rules`. */
  readonly stages: readonly number[];
  /** What is counted or summed up; undefined where the kind needs no value. */
  readonly value: string | undefined;
}

/**
 * What a correlation measures in a sliding window, kept up to date as hits enter and leave. `holds` is asked after each
 * hit has entered and every hit older than the window has left.
 */
export interface Gauge {
  enter(hit: WindowHit): void;
  leave(hit: WindowHit): void;
  holds(): boolean;
}

/** Hits of one group kept at once; beyond it the oldest are forgotten, and counted as forgotten. */
export const MAX_WINDOW_HITS = 100_000;

/** The hits of the last `timespan`, both ends included. */
export class Window {
  readonly #timespan: number;
  readonly #gauge: Gauge;
  #hits: WindowHit[] = [];
  #start = 0;

  constructor(timespan: number, gauge: Gauge) {
    this.#timespan = timespan;
    this.#gauge = gauge;
  }

  /** Lets a hit in; returns how many hits the limit pushed out (0 or 1). */
  add(hit: WindowHit): number {
    while (this.#first !== undefined && hit.time - this.#first.time > this.#timespan) this.#drop();
    this.#hits.push(hit);
    this.#gauge.enter(hit);
    if (this.#hits.length - this.#start <= MAX_WINDOW_HITS) return 0;
    this.#drop();
    return 1;
  }

  holds(): boolean {
    return this.#gauge.holds();
  }

  get hits(): readonly WindowHit[] {
    return this.#hits.slice(this.#start);
  }

  get #first(): WindowHit | undefined {
    return this.#hits[this.#start];
  }

  #drop(): void {
    const first = this.#first;
    if (first === undefined) return;
    this.#gauge.leave(first);
    this.#start += 1;
    if (this.#start > 4 && this.#start * 2 > this.#hits.length) {
      this.#hits = this.#hits.slice(this.#start);
      this.#start = 0;
    }
  }
}

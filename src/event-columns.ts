import type { FacetTexts } from './facet-numbers.ts';

/** Events of a chunk, attribute by attribute: threads hand over a few arrays faster than many objects. */
export interface IngestedEvents {
  /** Number of the record within the chunk; a record may hold several events. */
  readonly record: Uint32Array;
  /** Two words each, see `writeKey`. */
  readonly keys: Uint32Array;
  /** By place: ids of events that have none of their own. */
  readonly ids: ReadonlyMap<number, string>;
  /** 1: the record had no id of its own; the id is a hash of it, and the how-manieth it is must still be added. */
  readonly hashed: Uint8Array;
  /** Milliseconds since 1970. */
  readonly time: Float64Array;
  /** Index into `SOURCES`. */
  readonly source: Uint8Array;
  /** Index into `OUTCOMES` for sign-ins, -1 for audit events. */
  readonly outcome: Int8Array;
  readonly kept: KeptColumns;
}

/** Of the events that later stages need. */
export interface KeptColumns {
  /** Places of the events, rising. */
  readonly places: Uint32Array;
  /** `ROW_TEXTS` of each; its id first. */
  readonly own: readonly string[];
  /** `ROW_FACETS` numbers each, as the thread numbered them in `texts` here and of chunks before. */
  readonly facets: Uint32Array;
  readonly texts: FacetTexts;
}

const FIRST_EVENTS = 1024;

export class EventColumns {
  #capacity = FIRST_EVENTS;
  #length = 0;
  #record = new Uint32Array(FIRST_EVENTS);
  #time = new Float64Array(FIRST_EVENTS);
  keys = new Uint32Array(2 * FIRST_EVENTS);
  hashed = new Uint8Array(FIRST_EVENTS);
  source = new Uint8Array(FIRST_EVENTS);
  outcome = new Int8Array(FIRST_EVENTS);
  readonly ids = new Map<number, string>();
  readonly #kept: number[] = [];
  readonly #own: string[] = [];
  readonly #facets: number[] = [];

  /** Number of the new event. */
  add(time: number, record: number): number {
    if (this.#length === this.#capacity) this.#grow();
    const index = this.#length;
    this.#length += 1;
    this.#record[index] = record;
    this.#time[index] = time;
    return index;
  }

  /** Of the event at a place; the next one kept is further on. */
  keep(place: number, own: readonly string[], facets: readonly number[]): void {
    this.#kept.push(place);
    this.#own.push(...own);
    this.#facets.push(...facets);
  }

  finish(texts: FacetTexts): IngestedEvents {
    const length = this.#length;
    return {
      record: this.#record.slice(0, length),
      keys: this.keys.slice(0, 2 * length),
      ids: this.ids,
      hashed: this.hashed.slice(0, length),
      time: this.#time.slice(0, length),
      source: this.source.slice(0, length),
      outcome: this.outcome.slice(0, length),
      kept: {
        places: Uint32Array.from(this.#kept),
        own: this.#own,
        facets: Uint32Array.from(this.#facets),
        texts,
      },
    };
  }

  #grow(): void {
    this.#capacity *= 2;
    this.#record = grown(this.#record, new Uint32Array(this.#capacity));
    this.#time = grown(this.#time, new Float64Array(this.#capacity));
    this.keys = grown(this.keys, new Uint32Array(2 * this.#capacity));
    this.hashed = grown(this.hashed, new Uint8Array(this.#capacity));
    this.source = grown(this.source, new Uint8Array(this.#capacity));
    this.outcome = grown(this.outcome, new Int8Array(this.#capacity));
  }
}

function grown<T extends { set(from: ArrayLike<number>): void } & ArrayLike<number>>(
  from: T,
  to: T,
): T {
  to.set(from);
  return to;
}

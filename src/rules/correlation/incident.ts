import type { CompiledCorrelation } from '../compiled.ts';
import { MAX_WINDOW_HITS } from './window.ts';
import type { WindowHit } from './window.ts';

/** Ids of events and distinct values an incident lists; totals go on counting. */
const MAX_INCIDENT_EVENTS = 10_000;
const MAX_INCIDENT_VALUES = 1000;

/** One run of hits of a group that fulfilled a correlation. */
export interface Incident {
  readonly correlation: CompiledCorrelation;
  /** Of the hits; undefined when they carry none. */
  readonly partition: string | undefined;
  /** Values by the names in `group-by`. */
  readonly group: Readonly<Record<string, string>>;
  /** Hits: those in the window when the condition first held, and all since. */
  readonly count: number;
  /** Distinct values of the counted field, in order of first sight. */
  readonly values: readonly string[];
  readonly values_total: number;
  /**
   * Milliseconds of event time: the first and last hit, and when the condition first held (for one with "not": when it
   * was certain).
   */
  readonly first: number;
  readonly last: number;
  readonly detectedAt: number;
  readonly events: readonly string[];
  readonly events_total: number;
  /** Equal for the same incident in every run over the same events; to be hashed into an id. */
  readonly idParts: readonly string[];
}

/** An incident that may still grow. */
export class OpenIncident {
  readonly #correlation: CompiledCorrelation;
  readonly #partition: string | undefined;
  readonly #group: Readonly<Record<string, string>>;
  readonly #detectedAt: number;
  readonly #first: number;
  readonly #values = new Set<string>();
  readonly #events = new Set<string>();
  #count = 0;
  #eventsTotal = 0;
  #last: number;

  constructor(
    correlation: CompiledCorrelation,
    partition: string | undefined,
    group: Readonly<Record<string, string>>,
    hits: readonly WindowHit[],
    detectedAt: number,
  ) {
    this.#correlation = correlation;
    this.#partition = partition;
    this.#group = group;
    this.#first = hits[0]?.time ?? 0;
    this.#detectedAt = detectedAt;
    this.#last = hits.at(-1)?.time ?? 0;
    for (const hit of hits) this.add(hit);
  }

  add({ events, time, value }: WindowHit): void {
    this.#count += 1;
    this.#last = time;
    // Values are told apart up to the same bound as a window's hits; past it the total is a lower bound.
    if (value !== undefined && this.#values.size < MAX_WINDOW_HITS) this.#values.add(value);
    for (const id of events) {
      if (this.#events.has(id)) continue;
      this.#eventsTotal += 1;
      if (this.#events.size < MAX_INCIDENT_EVENTS) this.#events.add(id);
    }
  }

  get events(): readonly string[] {
    return [...this.#events];
  }

  close(): Incident {
    return {
      correlation: this.#correlation,
      partition: this.#partition,
      group: this.#group,
      count: this.#count,
      values: [...this.#values].slice(0, MAX_INCIDENT_VALUES),
      values_total: this.#values.size,
      first: this.#first,
      last: this.#last,
      detectedAt: this.#detectedAt,
      events: this.events,
      events_total: this.#eventsTotal,
      idParts: [
        this.#correlation.key,
        this.#partition ?? '',
        ...Object.entries(this.#group).flat(),
        String(this.#first),
      ],
    };
  }
}

import { contentId } from '../../lib/hash.ts';
import type { CompiledCorrelation } from '../compiled.ts';
import { Distinct } from './distinct.ts';
import type { Hit } from './hit-log.ts';

/** Ids of events and distinct values an incident lists; totals go on counting. */
const MAX_INCIDENT_EVENTS = 10_000;
const MAX_INCIDENT_VALUES = 1000;
/** Values an incident tells apart; past it their total is a lower bound. */
const MAX_TOLD_APART = 100_000;

/** One run of hits of a group that fulfilled a correlation. */
export interface Incident {
  /** The same when it opens, when it closes, and in every run over the same events. */
  readonly id: string;
  /** Open: it may still grow. */
  readonly state: 'open' | 'closed';
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
}

/** Whose incident it is. */
export interface IncidentOwner {
  readonly correlation: CompiledCorrelation;
  readonly partition: string | undefined;
  /** In the order of `group-by`. */
  readonly values: readonly string[];
  /** Milliseconds: its last hit. */
  readonly last: number;
}

/** What a snapshot keeps of an open incident. */
export type SavedIncident = readonly [
  first: number,
  detectedAt: number,
  count: number,
  eventsTotal: number,
  events: readonly string[],
  values: readonly string[],
];

/** An incident that may still grow. Its group's table knows the rest, so that many may be open at once. */
export class OpenIncident {
  readonly first: number;
  readonly #detectedAt: number;
  readonly #events = new Distinct();
  #values: Distinct | undefined;
  #count = 0;
  #eventsTotal = 0;

  constructor(first: number, detectedAt: number) {
    this.first = first;
    this.#detectedAt = detectedAt;
  }

  add({ events, value }: Pick<Hit, 'events' | 'value'>): void {
    this.#count += 1;
    if (value !== undefined) {
      this.#values ??= new Distinct();
      this.#values.add(value, MAX_TOLD_APART);
    }
    if (typeof events === 'string') this.#addEvent(events);
    else for (const id of events) this.#addEvent(id);
  }

  get events(): readonly string[] {
    return [...this.#events.texts];
  }

  as(
    state: Incident['state'],
    { correlation, last, partition, values: given }: IncidentOwner,
  ): Incident {
    const { first } = this;
    const names = correlation.rule.correlation.groupBy;
    const group = Object.fromEntries(names.map(({ text }, at) => [text, given[at] ?? '']));
    const idParts = [correlation.key, partition ?? '', ...Object.entries(group).flat(), `${first}`];
    const values = this.#values?.texts ?? [];
    return {
      id: contentId('incident', ...idParts),
      state,
      correlation,
      partition,
      group,
      count: this.#count,
      values: values.slice(0, MAX_INCIDENT_VALUES),
      values_total: values.length,
      first,
      last,
      detectedAt: this.#detectedAt,
      events: this.events,
      events_total: this.#eventsTotal,
    };
  }

  save(): SavedIncident {
    const values = this.#values?.texts ?? [];
    const counts = [this.#count, this.#eventsTotal] as const;
    return [this.first, this.#detectedAt, ...counts, this.#events.texts, values];
  }

  static restore([
    first,
    detectedAt,
    count,
    eventsTotal,
    events,
    values,
  ]: SavedIncident): OpenIncident {
    const incident = new OpenIncident(first, detectedAt);
    incident.add({ events, value: undefined });
    for (const value of values) incident.add({ events: [], value });
    incident.#count = count;
    incident.#eventsTotal = eventsTotal;
    return incident;
  }

  #addEvent(id: string): void {
    if (this.#events.add(id, MAX_INCIDENT_EVENTS)) this.#eventsTotal += 1;
  }
}

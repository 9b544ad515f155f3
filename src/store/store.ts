import type { Salt } from '../lib/hash.ts';
import type { Json } from '../lib/json.ts';

/**
 * The port behind which lasts what outlives an event: which events have been seen, what the stateful stages need of
 * them, and the findings. One writer at a time.
 */
export interface Store extends Disposable {
  /** What keys of events are made with; other stores have another. */
  readonly salt: Salt;
  /** Notes an event by its time and the two words of its key; false when it is there already. */
  add(time: number, low: number, high: number): boolean;
  /** The number under which a part of events, as JSON text, is named in `keep`; at least 1. Good until the store closes. */
  facet(text: string): number;
  /**
   * Puts a new event on the timeline. `texts`: its id and up to `ROW_TEXTS - 1` other texts of its own; `facets`: up to
   * `ROW_FACETS` numbers, 0 for none.
   */
  keep(time: number, texts: readonly string[], facets: ArrayLike<number>): void;
  /** Makes everything added so far last. What is added between two calls lasts as a whole or not at all. */
  commit(): void;
  /** In order of time, then id. */
  timeline(): Iterable<TimelineEntry>;
  /** What is there from the hour `from` is in to before the one `until` is in; milliseconds. */
  count(from: number, until: number): EventCounts;
  /** Whether the store was empty when it was opened. */
  readonly fresh: boolean;
  /**
   * Makes `findings` the findings of the rules in `rules`: new ones are added, known ones updated, those that no longer
   * hold removed. Findings of other rules stay.
   */
  replaceFindings(rules: readonly string[], findings: Iterable<StoredFinding>): FindingCounts;
  /** Every finding in order of time, then id. */
  findings(): Iterable<StoredFinding>;
  getMeta(key: string): string | undefined;
  setMeta(key: string, value: string): void;
}

/** An event that a rule matched or a detector wants. */
export interface TimelineEntry {
  /** Event time in milliseconds. */
  readonly time: number;
  /** The event's id, then other texts of its own, some of them empty. */
  readonly texts: readonly string[];
  /** In the order they were kept in; null: none. The same value is mostly the same object, never to be changed. */
  readonly facets: readonly Json[];
}

export interface EventCounts {
  readonly events: number;
  /** Those on the timeline. */
  readonly kept: number;
  /** Event times in milliseconds; absent when there are none. */
  readonly span?: { readonly first: number; readonly last: number };
}

export interface StoredFinding {
  readonly id: string;
  /** Event time in milliseconds. */
  readonly time: number;
  /** Id of the rule or detector. */
  readonly rule: string;
  /** The record as JSON text. */
  readonly body: string;
}

export interface FindingCounts {
  readonly total: number;
  readonly added: number;
}

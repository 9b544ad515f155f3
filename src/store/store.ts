/**
 * The port behind which lasts what outlives an event: which events have been seen, what the stateful stages need of
 * them, and the findings. One writer at a time.
 */
export interface Store extends Disposable {
  /** Adds an event; false when one of this id and time (to the second) is there already. */
  add(event: TimelineEntry): boolean;
  /** Makes everything added so far last. What is added between two calls lasts as a whole or not at all. */
  commit(): void;
  /** Entries with a payload in order of time, then id. */
  timeline(): Iterable<TimelineEntry>;
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

export interface TimelineEntry {
  readonly id: string;
  /** Event time in milliseconds. */
  readonly time: number;
  /** JSON text; only for events that a rule matched or a detector wants. */
  readonly payload: string | undefined;
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

/** Sigma's levels, least first. */
export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;

export type Level = (typeof LEVELS)[number];

export function isLevel(text: string): text is Level {
  return (LEVELS as readonly string[]).includes(text);
}

/** Position in `LEVELS`; a higher one is worse. */
export function levelRank(level: Level): number {
  return LEVELS.indexOf(level);
}

/** A rule or detector that matched, with its evidence: the record written to `findings.ndjson`. */
export interface Finding {
  /** The same for the same events and rule, so that a second scan adds nothing twice. */
  readonly id: string;
  /** Event time at which a stream would first have raised it, RFC 3339 UTC. */
  readonly at: string;
  readonly desk: 'accounts' | 'posts' | 'predictions' | 'intel';
  readonly rule: {
    readonly id: string;
    readonly title: string;
    readonly level: Level;
    readonly tags: readonly string[];
    /** Required by the licence of many rules (DRL 1.1). */
    readonly author?: string;
  };
  readonly organisation: string;
  readonly subject: { readonly kind: 'account' | 'address'; readonly id: string };
  /** Ids of the events behind it, at most `MAX_FINDING_EVENTS`. */
  readonly events: readonly string[];
  readonly evidence: Evidence;
  /** One plain sentence. */
  readonly explanation: string;
  readonly next_step?: string;
  /** Of a rule in shadow: no finding yet, only what it would have been. */
  readonly shadow?: true;
}

interface Evidence {
  readonly first_seen: string;
  readonly last_seen: string;
  /** Events behind it, also those beyond the ids listed. */
  readonly events_total: number;
  /** Distinct values worth showing, by field name, at most `MAX_EVIDENCE_VALUES` each. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** True number of distinct values of the fields counted. */
  readonly distinct?: Readonly<Record<string, number>>;
}

export const MAX_FINDING_EVENTS = 1000;
export const MAX_EVIDENCE_VALUES = 50;

/** Where and when a prediction would be shown. */
export interface GuardContext {
  /** BCP 47. */
  readonly lang: string;
  /** ISO 3166, as jurisdictions of facts: `US-GA`. */
  readonly region: string;
  /** Milliseconds of the epoch. */
  readonly time: number;
}

export const CATEGORIES = Object.freeze(['candidate', 'participation', 'integrity'] as const);

export type PredictionCategory = (typeof CATEGORIES)[number];

export interface Verdict {
  readonly action: 'keep' | 'suppress' | 'undecided';
  /** The clause of the policy, of what is suppressed. */
  readonly clause?: string | undefined;
  /** What the query touches, also of what is kept: what a kill switch takes out at once. */
  readonly category?: PredictionCategory | undefined;
  /** The query with names as slots, when it has any: `donate to {CANDIDATE}`. */
  readonly template?: string | undefined;
}

/** Decides one query; pure. */
export type Guard = (query: string, at: GuardContext) => Verdict;

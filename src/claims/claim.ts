import type { JsonObject } from '../lib/json.ts';

/** What a checker found, in words every source's own rating is brought to. */
export const VERDICTS = Object.freeze([
  'false',
  'misleading',
  'mixed',
  'unproven',
  'satire',
  'true',
  'unrated',
] as const);

export type Verdict = (typeof VERDICTS)[number];

/** Who looked at the claim. */
export interface ClaimSource {
  readonly name?: string;
  /** The page that says so. */
  readonly url?: string;
}

/** A claim that somebody has checked, as the library keeps it. */
export interface CheckedClaim {
  /** Absent in a file: made of what the claim says and where it was checked. */
  readonly id: string;
  /** The claim in its different wordings, the headline of the check among them; at least one. */
  readonly texts: readonly string[];
  /** BCP 47, of the wordings. */
  readonly languages: readonly string[];
  readonly verdict: Verdict;
  /** The rating in the checker's own words. */
  readonly rating?: string;
  readonly source: ClaimSource;
  /** Who said it. */
  readonly speaker?: string;
  /** RFC 3339: when it was said, and when the check was published. */
  readonly said?: string;
  readonly checked?: string;
  /** RFC 3339: texts written outside this time do not mean this claim. */
  readonly from?: string;
  readonly until?: string;
  /** Places it is about, as codes (`US`, `US-GA`); none: any. */
  readonly jurisdictions: readonly string[];
  /** Pages where the claim stood. */
  readonly appearances: readonly string[];
  /** Fields nobody knows are kept. */
  readonly extra?: JsonObject;
}

/** A claim as it is written to a file: a line of NDJSON. */
export function claimRecord({ extra, ...claim }: CheckedClaim): JsonObject {
  return { ...(claim as unknown as JsonObject), ...extra };
}

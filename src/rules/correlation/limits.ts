/** Hits of one group kept at once; beyond it the oldest are forgotten, and counted as forgotten. */
const MAX_WINDOW_HITS = 100_000;
/** Groups of one correlation in one organisation; beyond it the one quiet for longest is given up. */
const MAX_GROUPS = 1_000_000;
/** Groups and hits of all correlations and organisations together. */
const MAX_ALL_GROUPS = 2_000_000;
const MAX_ALL_HITS = 4_000_000;
/** Bytes of what one correlation measures by group and rule: an order of 50 rules needs 10 kB for each group. */
export const MAX_GAUGE_BYTES = 268_435_456;

export interface CorrelationLimits {
  readonly windowHits: number;
  readonly groups: number;
  readonly allGroups: number;
  readonly allHits: number;
}

export const CORRELATION_LIMITS: CorrelationLimits = {
  windowHits: MAX_WINDOW_HITS,
  groups: MAX_GROUPS,
  allGroups: MAX_ALL_GROUPS,
  allHits: MAX_ALL_HITS,
};

import type { StrikeLadder, StrikeRung } from './policy.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Strikes of one decision that stands. A decision that is undone takes its strikes with it. */
export interface Strike {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly count: number;
}

/** Where an author stands on the ladder. */
export interface Standing {
  /** Strikes that still count. */
  readonly strikes: number;
  readonly rung?: StrikeRung;
  /** When the sanction ends; absent where it has no end or there is none. Milliseconds since 1970. */
  readonly until?: number;
}

/** Pure: the same strikes in any order, ladder and moment give the same standing. */
export function standingOf(
  strikes: readonly Strike[],
  { expires, rungs }: StrikeLadder,
  now: number,
): Standing {
  const counting = strikes.filter(
    ({ at }) => at <= now && (expires === undefined || now - at < expires * DAY),
  );
  const total = counting.reduce((sum, { count }) => sum + count, 0);
  const rung = rungs.findLast((one) => one.strikes <= total);
  if (rung === undefined || total === 0) return { strikes: total };
  const last = counting.reduce((latest, { at }) => Math.max(latest, at), -Infinity);
  return {
    strikes: total,
    rung,
    ...(rung.hours !== undefined && { until: last + rung.hours * HOUR }),
  };
}

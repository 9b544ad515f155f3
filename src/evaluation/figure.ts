import type { Interval } from './interval.ts';
import { countInterval, shareInterval } from './interval.ts';
import type { Delays, Part } from './score.ts';

/** One measured figure. Without a value when there was nothing to measure. */
export interface Figure {
  readonly value?: number;
  readonly unit: 'share' | 'minutes' | 'per-week' | 'seconds' | 'megabytes' | 'count';
  /** Where the true value lies, at 95 %. */
  readonly interval?: Interval;
  /** What a share is of, or what was counted. */
  readonly counts?: Part;
}

export function shareFigure(counts: Part): Figure {
  const { part, whole } = counts;
  if (whole === 0) return { unit: 'share' };
  return { value: part / whole, unit: 'share', interval: shareInterval(part, whole), counts };
}

/** Share told within so many minutes; what was never told of counts as not. */
export function withinFigure({ whole, minutes }: Delays, within: number): Figure {
  return shareFigure({ part: minutes.filter((delay) => delay <= within).length, whole });
}

export function rateFigure(count: number, weeks: number): Figure {
  if (!(weeks > 0)) return { unit: 'per-week' };
  const { low, high } = countInterval(count);
  return {
    value: count / weeks,
    unit: 'per-week',
    interval: { low: low / weeks, high: high / weeks },
    counts: { part: count, whole: weeks },
  };
}

/** The delay that `share` of what was told of does not exceed (nearest rank); 1 for the longest. */
export function delayFigure({ minutes }: Delays, share: number): Figure {
  const value = minutes[Math.max(0, Math.ceil(share * minutes.length) - 1)];
  return { unit: 'minutes', ...(value !== undefined && { value }) };
}

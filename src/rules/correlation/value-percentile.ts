import { numberOf } from './value-aggregate.ts';
import type { Gauge } from './window.ts';

/**
 * A percentile of the numbers in the window, linear between neighbours (the median of two is their mean). Values that
 * are no numbers are passed over.
 */
export function valuePercentile(percentile: number, holds: (value: number) => boolean): Gauge {
  const sorted: number[] = [];
  return {
    enter({ value }) {
      const number = numberOf(value);
      if (number !== undefined) sorted.splice(lowerBound(sorted, number), 0, number);
    },
    leave({ value }) {
      const number = numberOf(value);
      if (number !== undefined) sorted.splice(lowerBound(sorted, number), 1);
    },
    holds() {
      const rank = (percentile / 100) * (sorted.length - 1);
      const low = sorted[Math.floor(rank)];
      const high = sorted[Math.ceil(rank)];
      if (low === undefined || high === undefined) return false;
      return holds(low + (high - low) * (rank - Math.floor(rank)));
    },
  };
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

import { NONE } from './columns.ts';
import type { Gauge, GaugeContext } from './gauge.ts';
import { numberOf } from './number-of.ts';
import { SortedNumbers } from './sorted-numbers.ts';

/** Up to that many hits a group's numbers are sorted when they are asked for; with more, they are kept in order. */
const FEW = 16;
const FEW_AGAIN = 4;

/**
 * A percentile of the numbers in the window, linear between neighbours (the median of two is their mean). Values that
 * are no numbers are passed over.
 */
export function valuePercentile(
  percentile: number,
  holds: (value: number) => boolean,
  { log, table }: GaugeContext,
): Gauge {
  const kept = new Map<number, SortedNumbers>();
  const numbersOf = (group: number): number[] => {
    const numbers: number[] = [];
    for (let hit = table.head(group); hit !== NONE; hit = log.next(hit)) {
      const number = numberOf(log.value(hit));
      if (number !== undefined) numbers.push(number);
    }
    return numbers;
  };
  return {
    begin() {
      // Nothing is kept of a group with few hits.
    },
    enter(group, hit) {
      const sorted = kept.size === 0 ? undefined : kept.get(group);
      const number = numberOf(log.value(hit));
      if (sorted !== undefined) {
        if (number !== undefined) sorted.add(number);
      } else if (table.hits(group) > FEW) {
        const made = new SortedNumbers();
        for (const one of numbersOf(group)) made.add(one);
        kept.set(group, made);
      }
    },
    leave(group, hit) {
      const sorted = kept.size === 0 ? undefined : kept.get(group);
      if (sorted === undefined) return;
      const number = numberOf(log.value(hit));
      if (number !== undefined) sorted.remove(number);
      if (table.hits(group) <= FEW_AGAIN) kept.delete(group);
    },
    holds(group) {
      const sorted = kept.size === 0 ? undefined : kept.get(group);
      const few = sorted === undefined ? numbersOf(group).toSorted((a, b) => a - b) : [];
      const at = (rank: number) => (sorted === undefined ? few[rank] : sorted.at(rank));
      const rank = (percentile / 100) * ((sorted?.size ?? few.length) - 1);
      const low = at(Math.floor(rank));
      const high = at(Math.ceil(rank));
      if (low === undefined || high === undefined) return false;
      return holds(low + (high - low) * (rank - Math.floor(rank)));
    },
    end: (group) => void kept.delete(group),
  };
}

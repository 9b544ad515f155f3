import { NONE, floats, integers } from './columns.ts';
import type { Gauge, GaugeContext } from './gauge.ts';
import { numberOf } from './number-of.ts';

/** Asked of the sum and the number of values; values that are no numbers are passed over. */
export type TotalTest = (sum: number, count: number) => boolean;

/**
 * A queue as two stacks of running totals: nothing is ever subtracted, so sums do not drift however long it runs, and
 * every value is added twice at most. The older hits of a group, its front, each know the total from themselves to the
 * front's newest; of the newer ones there is one total.
 */
export function valueTotals(holds: TotalTest, { log, table }: GaugeContext): Gauge {
  /** By hit: its number, and the total from it to the end of the front. */
  let numbers = floats(0);
  let totals = floats(0);
  /** By group: hits of the front, total of the rest, numbers in both. */
  let fronts = integers(0);
  let rests = floats(0);
  let counts = integers(0);
  const makeFront = (group: number, length: number): void => {
    const hits: number[] = [];
    for (let hit = table.head(group); hits.length < length; hit = log.next(hit)) hits.push(hit);
    let total = 0;
    for (const hit of hits.toReversed()) totals[hit] = total += numbers[hit] ?? 0;
    fronts[group] = length;
  };
  return {
    begin(group) {
      if (fronts.length < table.room) {
        fronts = integers(table.room, fronts);
        rests = floats(table.room, rests);
        counts = integers(table.room, counts);
      }
      fronts[group] = 0;
      rests[group] = 0;
      counts[group] = 0;
    },
    enter(group, hit) {
      if (numbers.length < log.room) {
        numbers = floats(log.room, numbers);
        totals = floats(log.room, totals);
      }
      const number = numberOf(log.value(hit));
      numbers[hit] = number ?? 0;
      if (number === undefined) return;
      rests[group] = (rests[group] ?? 0) + number;
      counts[group] = (counts[group] ?? 0) + 1;
    },
    leave(group, hit) {
      if (fronts[group] === 0) {
        makeFront(group, table.hits(group));
        rests[group] = 0;
      }
      fronts[group] = (fronts[group] ?? 0) - 1;
      if (numberOf(log.value(hit)) !== undefined) counts[group] = (counts[group] ?? 0) - 1;
    },
    holds(group) {
      const front = fronts[group] === 0 ? 0 : (totals[table.head(group)] ?? 0);
      return holds(front + (rests[group] ?? 0), counts[group] ?? 0);
    },
    save: (group) => [fronts[group] ?? 0],
    load(group, [length]) {
      makeFront(group, length ?? 0);
      let hit = table.head(group);
      for (let place = 0; place < (length ?? 0); place += 1) hit = log.next(hit);
      let rest = 0;
      for (; hit !== NONE; hit = log.next(hit)) rest += numbers[hit] ?? 0;
      rests[group] = rest;
    },
  };
}

import { integers } from './columns.ts';
import type { Gauge, GaugeContext } from './gauge.ts';

/** Hits in the window. */
export function eventCount(holds: (count: number) => boolean, { table }: GaugeContext): Gauge {
  let counts = integers(0);
  return {
    begin(group) {
      if (counts.length < table.room) counts = integers(table.room, counts);
      counts[group] = 0;
    },
    enter(group) {
      counts[group] = (counts[group] ?? 0) + 1;
    },
    leave(group) {
      counts[group] = (counts[group] ?? 0) - 1;
    },
    holds: (group) => holds(counts[group] ?? 0),
  };
}

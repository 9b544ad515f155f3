import { NONE, integers } from './columns.ts';
import type { Gauge, GaugeContext } from './gauge.ts';

/** Up to that many hits a group's values are compared one by one; with more, they are counted in a map. */
const FEW = 16;
/** A map is given up below that many, well under `FEW`, so that no group goes back and forth. */
const FEW_AGAIN = 4;

/** Distinct values in the window, counted as they come and go. */
export function valueCount(holds: (count: number) => boolean, { log, table }: GaugeContext): Gauge {
  let distinct = integers(0);
  const counts = new Map<number, Map<string, number>>();
  const value = (hit: number): string => log.value(hit) ?? '';
  const has = (wanted: string, from: number, until: number): boolean => {
    for (let hit = from; hit !== until; hit = log.next(hit)) if (value(hit) === wanted) return true;
    return false;
  };
  const countAll = (group: number): void => {
    const of = new Map<string, number>();
    for (let hit = table.head(group); hit !== NONE; hit = log.next(hit)) {
      of.set(value(hit), (of.get(value(hit)) ?? 0) + 1);
    }
    counts.set(group, of);
  };
  const change = (group: number, by: number): void => {
    distinct[group] = (distinct[group] ?? 0) + by;
  };
  return {
    begin(group) {
      if (distinct.length < table.room) distinct = integers(table.room, distinct);
      distinct[group] = 0;
    },
    enter(group, hit) {
      const of = counts.size === 0 ? undefined : counts.get(group);
      const entered = value(hit);
      if (of === undefined) {
        if (!has(entered, table.head(group), hit)) change(group, 1);
        if (table.hits(group) > FEW) countAll(group);
        return;
      }
      const count = of.get(entered) ?? 0;
      if (count === 0) change(group, 1);
      of.set(entered, count + 1);
    },
    leave(group, hit) {
      const of = counts.size === 0 ? undefined : counts.get(group);
      const left = value(hit);
      if (of === undefined) {
        if (!has(left, log.next(hit), NONE)) change(group, -1);
        return;
      }
      const count = (of.get(left) ?? 0) - 1;
      if (count > 0) of.set(left, count);
      else {
        of.delete(left);
        change(group, -1);
      }
      if (table.hits(group) <= FEW_AGAIN) counts.delete(group);
    },
    holds: (group) => holds(distinct[group] ?? 0),
    end: (group) => void counts.delete(group),
  };
}

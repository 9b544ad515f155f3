/**
 * On how many days something was seen, and when last: for each of a bounded number of keys, of which the one not seen
 * for longest goes first. One number per key, so that months of an account fit into a few kilobytes and
 * `structuredClone` copies it all.
 */
export type DayCounts<K extends string | number> = Map<K, number>;

/** More days than this count as this many. */
const MAX_DAYS = 0x7fff;

const SHIFT = MAX_DAYS + 1;

export const DAY = 86_400_000;

export function dayOf(time: number): number {
  return Math.floor(time / DAY);
}

export function countDay<K extends string | number>(
  counts: DayCounts<K>,
  key: K,
  day: number,
  limit: number,
): void {
  const before = counts.get(key);
  if (before === undefined) {
    if (counts.size >= limit) {
      for (const oldest of counts.keys()) {
        counts.delete(oldest);
        break;
      }
    }
    counts.set(key, day * SHIFT + 1);
    return;
  }
  // A day that comes late was counted or is one of many.
  if (day <= lastDay(before)) return;
  counts.delete(key);
  counts.set(key, day * SHIFT + Math.min(MAX_DAYS, daysSeen(before) + 1));
}

export function lastDay(count: number): number {
  return Math.floor(count / SHIFT);
}

export function daysSeen(count: number): number {
  return count % SHIFT;
}

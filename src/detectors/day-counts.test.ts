import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countDay, daysSeen, lastDay } from './day-counts.ts';
import type { DayCounts } from './day-counts.ts';

it('counts days, not events', () => {
  const counts: DayCounts<string> = new Map();
  for (const day of [20_000, 20_000, 20_001, 20_005, 20_001]) countDay(counts, 'a', day, 4);
  expect(daysSeen(counts.get('a') ?? 0)).toBe(3);
  expect(lastDay(counts.get('a') ?? 0)).toBe(20_005);
});

it('forgets what was not seen for longest, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { maxLength: 60 }), (keys) => {
      const counts: DayCounts<number> = new Map();
      for (const [index, key] of keys.entries()) countDay(counts, key, 20_000 + index, 4);
      const newest = [...new Set(keys.toReversed())].slice(0, 4);
      expect([...counts.keys()].toReversed()).toEqual(newest);
    }),
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Overlap } from './assignment.ts';
import { assign } from './assignment.ts';

const overlaps = fc.uniqueArray(
  fc.record({ row: fc.nat(4), column: fc.nat(4), weight: fc.integer({ min: 1, max: 30 }) }),
  { maxLength: 14, selector: ({ row, column }) => row * 10 + column },
);

/** The best there is, by trying everything. */
function best(all: readonly Overlap[], row = 0, taken: readonly number[] = []): number {
  if (row > 4) return 0;
  const choices = all.filter((one) => one.row === row && !taken.includes(one.column));
  return Math.max(
    best(all, row + 1, taken),
    ...choices.map(({ column, weight }) => weight + best(all, row + 1, [...taken, column])),
  );
}

it('pairs one to one, with as much in common as trying everything finds', () => {
  fc.assert(
    fc.property(overlaps, (all) => {
      const pairs = assign(all);
      expect(new Set(pairs.values()).size).toBe(pairs.size);
      let sum = 0;
      for (const [row, column] of pairs) {
        const shared = all.find((one) => one.row === row && one.column === column)?.weight ?? 0;
        expect(shared).toBeGreaterThan(0);
        sum += shared;
      }
      expect(sum).toBe(best(all));
    }),
    { numRuns: 300 },
  );
});

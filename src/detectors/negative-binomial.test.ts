import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logTail } from './negative-binomial.ts';

/** Chances of 0, 1, 2, … of a negative binomial by its recurrence. */
function chances(mean: number, shape: number, until: number): readonly number[] {
  const q = mean / (mean + shape);
  const found = [(1 - q) ** shape];
  for (let n = 1; n < until; n += 1) found.push(((found[n - 1] ?? 0) * q * (shape + n - 1)) / n);
  return found;
}

it('is one minus the chances of all smaller counts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.double({ min: 0.01, max: 20, noNaN: true }),
      fc.double({ min: 0.2, max: 10, noNaN: true }),
      (count, mean, shape) => {
        const below = chances(mean, shape, count).reduce((sum, chance) => sum + chance, 0);
        expect(Math.exp(logTail(count, mean, shape))).toBeCloseTo(1 - below, 8);
      },
    ),
  );
});

it('comes near a Poisson count when nothing is bursty', () => {
  // P(N >= 3) for a mean of 1 is 1 - 2.5 / e.
  expect(Math.exp(logTail(3, 1, 1e7))).toBeCloseTo(1 - 2.5 / Math.E, 6);
});

it('tells very small chances apart', () => {
  const many = [50, 100, 200].map((count) => logTail(count, 0.1, 0.5));
  expect(many.every((log) => Number.isFinite(log))).toBe(true);
  expect(many).toEqual(many.toSorted((a, b) => b - a));
  expect(many.at(-1)).toBeLessThan(-300);
});

it('finds nothing surprising in nothing, and everything in the impossible', () => {
  expect(logTail(0, 1, 1)).toBe(0);
  expect(logTail(1, 0, 1)).toBe(-Infinity);
});

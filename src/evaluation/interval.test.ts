import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countInterval, shareInterval } from './interval.ts';

it('gives the published bounds of a share', () => {
  // Newcombe 1998, table I, method 3 (Wilson).
  const cases = [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const;
  for (const [part, whole, low, high] of cases) {
    const found = shareInterval(part, whole);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  }
});

it('gives the exact bounds of a count', () => {
  // Solved apart from this code, by summing the Poisson distribution with 60 digits.
  const cases = [
    [0, 0, 3.6889],
    [1, 0.0253, 5.5716],
    [10, 4.7954, 18.3904],
    [100, 81.3639, 121.6268],
  ] as const;
  for (const [count, low, high] of cases) {
    const found = countInterval(count);
    expect(found.low).toBeCloseTo(low, 3);
    expect(found.high).toBeCloseTo(high, 3);
  }
});

it('holds what was measured, within bounds, also for large counts', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(5000), (a, b) => {
      const [part, whole] = [Math.min(a, b), Math.max(a, b, 1)];
      const share = shareInterval(part, whole);
      expect(share.low).toBeGreaterThanOrEqual(0);
      expect(share.high).toBeLessThanOrEqual(1);
      expect(share.low).toBeLessThanOrEqual(part / whole);
      expect(share.high).toBeGreaterThanOrEqual(part / whole);
      const count = countInterval(a);
      expect(count.low).toBeLessThanOrEqual(a);
      expect(count.high).toBeGreaterThan(a);
    }),
    { numRuns: 50 },
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { count, logChance, noCounts, uncount } from './pitman-yor.ts';

const VALUES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;
const BASE = 1 / VALUES.length;

it('spreads a chance of one over all values there can be', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...VALUES), { maxLength: 60 }), (seen) => {
      const counts = noCounts();
      for (const value of seen) count(counts, value);
      const sum = VALUES.reduce((all, value) => all + Math.exp(logChance(counts, value, BASE)), 0);
      expect(sum).toBeCloseTo(1, 9);
    }),
  );
});

it('expects what it has seen often more than what it has not', () => {
  const counts = noCounts();
  for (let time = 0; time < 50; time += 1) count(counts, 'a');
  expect(logChance(counts, 'a', BASE)).toBeGreaterThan(Math.log(0.9));
  expect(logChance(counts, 'b', BASE)).toBeLessThan(Math.log(0.01));
});

it('expects new values of a sequence that keeps showing new ones', () => {
  const [varied, steady] = [noCounts(), noCounts()];
  for (let time = 0; time < 50; time += 1) {
    count(varied, `value ${time}`);
    count(steady, 'value');
  }
  expect(logChance(varied, 'new', BASE)).toBeGreaterThan(logChance(steady, 'new', BASE) + 2);
});

it('forgets what is taken back', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...VALUES)), fc.constantFrom(...VALUES), (seen, value) => {
      const counts = noCounts();
      for (const one of seen) count(counts, one);
      const before = structuredClone(counts);
      count(counts, value);
      uncount(counts, value);
      expect(counts.total).toBe(before.total);
      expect(counts.of).toEqual(before.of);
    }),
  );
});

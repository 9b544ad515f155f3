import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

describe('Random', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    const draw = (seed: string) =>
      Array.from({ length: 50 }, new Random(seed).next.bind(new Random(seed)));
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('forks by name alone, whatever has been drawn', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(100), (seed, name, drawn) => {
        const used = new Random(seed);
        for (let index = 0; index < drawn; index++) used.next();
        expect(used.fork(name).uuid()).toBe(new Random(seed).fork(name).uuid());
      }),
    );
  });

  it('is even over its range and keeps its mean', () => {
    const random = new Random('even');
    const bins = Array.from({ length: 16 }, () => 0);
    for (let index = 0; index < 160_000; index++) {
      const bin = random.below(16);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    // Chi-squared, 15 degrees of freedom: below 37.7 in 999 of 1,000 honest runs.
    expect(bins.reduce((sum, bin) => sum + (bin - 10_000) ** 2 / 10_000, 0)).toBeLessThan(37.7);
    const waits = Array.from({ length: 20_000 }, () => random.exponential(3));
    expect(waits.reduce((sum, wait) => sum + wait, 0) / 20_000).toBeCloseTo(3, 0);
  });

  it('writes well-formed version 4 identifiers, all different', () => {
    const random = new Random('ids');
    const ids = Array.from({ length: 20_000 }, () => random.uuid());
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('samples without repeating', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat()), fc.nat(20), (list, count) => {
        const chosen = new Random('sample').sample(list, count);
        expect(chosen).toHaveLength(Math.min(count, list.length));
        expect(new Set(chosen).size).toBe(chosen.length);
      }),
    );
  });
});

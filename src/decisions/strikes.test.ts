import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { StrikeLadder } from './policy.ts';
import { standingOf } from './strikes.ts';

const DAY = 86_400_000;
const LADDER: StrikeLadder = {
  expires: 30,
  rungs: [
    { strikes: 1, sanction: 'none' },
    { strikes: 2, sanction: 'lock', hours: 12 },
    { strikes: 5, sanction: 'suspend' },
  ],
};

it('climbs the ladder and counts the lock from the last strike', () => {
  expect(standingOf([], LADDER, 0)).toEqual({ strikes: 0 });
  const two = [
    { at: 0, count: 1 },
    { at: DAY, count: 1 },
  ];
  expect(standingOf(two, LADDER, DAY)).toEqual({
    strikes: 2,
    rung: LADDER.rungs[1],
    until: DAY + 12 * 3_600_000,
  });
  expect(standingOf([...two, { at: DAY, count: 3 }], LADDER, DAY).rung?.sanction).toBe('suspend');
});

it('forgets strikes that have expired, and never counts those to come', () => {
  expect(standingOf([{ at: 0, count: 5 }], LADDER, 30 * DAY).strikes).toBe(0);
  expect(standingOf([{ at: 0, count: 5 }], { rungs: LADDER.rungs }, 900 * DAY).strikes).toBe(5);
  expect(standingOf([{ at: DAY, count: 5 }], LADDER, 0).strikes).toBe(0);
});

it('does not depend on the order of strikes', () => {
  const strike = fc.record({ at: fc.nat(40 * DAY), count: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(strike, { maxLength: 8 }), (strikes) => {
      const now = 40 * DAY;
      expect(standingOf(strikes.toReversed(), LADDER, now)).toEqual(
        standingOf(strikes, LADDER, now),
      );
    }),
  );
});

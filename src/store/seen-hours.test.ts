import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { HourShelf, SeenHour } from './seen-hours.ts';
import { SeenHours } from './seen-hours.ts';

const HOUR = 3_600_000;

function shelf(): HourShelf & { readonly hours: Map<number, SeenHour> } {
  const hours = new Map<number, SeenHour>();
  return { hours, get: (hour) => hours.get(hour), put: (hour, seen) => void hours.set(hour, seen) };
}

const events = fc.array(
  fc.record({
    time: fc.integer({ min: -10 * HOUR, max: 10 * HOUR }),
    // Few different ones, those with zeros among them.
    low: fc.nat({ max: 40 }),
    high: fc.constantFrom(0, 1, 0xffff_ffff),
  }),
  { maxLength: 600 },
);

it('knows what it has seen, however little memory there is, and after it was put away', () => {
  fc.assert(
    fc.property(events, fc.constantFrom(0, 2000, 1e6), fc.nat({ max: 600 }), (all, max, cut) => {
      const store = shelf();
      const known = new Set<string>();
      let seen = new SeenHours(store, max);
      for (const [index, { time, low, high }] of all.entries()) {
        if (index === cut) {
          seen.save();
          seen = new SeenHours(store, max);
        }
        const key = `${Math.floor(time / HOUR)} ${low === 0 && high === 0 ? 1 : low} ${high}`;
        expect(seen.add(time, low, high)).toBe(!known.has(key));
        known.add(key);
      }
      seen.save();
      const kept = [...store.hours.values()].reduce((sum, { keys }) => sum + keys.length / 8, 0);
      expect(kept).toBe(known.size);
      for (const [hour, { first, last }] of store.hours) {
        expect(Math.floor(first / HOUR)).toBe(hour);
        expect(Math.floor(last / HOUR)).toBe(hour);
        expect(first).toBeLessThanOrEqual(last);
      }
    }),
  );
});

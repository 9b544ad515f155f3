import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RowShelf } from './kept-hours.ts';
import { KeptHours } from './kept-hours.ts';
import type { PackedRows } from './kept-rows.ts';
import { ROW_FACETS } from './kept-rows.ts';

const HOUR = 3_600_000;

function shelf(): RowShelf {
  const parts: { hour: number; rows: PackedRows }[] = [];
  return {
    put: (hour, rows) => void parts.push({ hour, rows }),
    get: (hour) => parts.filter((part) => part.hour === hour).map(({ rows }) => rows),
    hours: () => {
      const counts = new Map<number, number>();
      for (const { hour, rows } of parts) counts.set(hour, (counts.get(hour) ?? 0) + rows.events);
      return counts;
    },
  };
}

const events = fc.array(
  fc.record({
    // Few different ones, so that ids decide.
    time: fc.oneof(
      fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
      fc.constantFrom(0, 1, HOUR, -1, 5.5),
    ),
    id: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 9 }), fc.string({ maxLength: 80 })),
    session: fc.string({ unit: 'binary-ascii', maxLength: 5 }),
    facet: fc.nat({ max: 0xffff_ffff }),
  }),
  { maxLength: 300 },
);

it('gives events in order of time and id, however little memory there is and whenever it is saved', () => {
  fc.assert(
    fc.property(
      events,
      fc.constantFrom(0, 5000, 1e8),
      fc.constantFrom(1, 7, 1e6),
      fc.nat({ max: 300 }),
      (all, maxBytes, maxSorted, cut) => {
        const kept = new KeptHours(shelf(), maxBytes, maxSorted);
        for (const [index, { time, id, session, facet }] of all.entries()) {
          if (index === cut) kept.save();
          kept.add(
            time,
            [id, session, ''],
            Array.from({ length: ROW_FACETS }, () => facet),
          );
        }
        const wanted = all.toSorted(
          (a, b) => a.time - b.time || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)),
        );
        const rows = [...kept.rows()].map(({ time, texts, facets }) => [time, texts[0], facets[0]]);
        expect(rows.map(([time, id]) => [time, id])).toEqual(
          wanted.map(({ time, id }) => [time, id]),
        );
        expect(new Set(rows.map(String))).toEqual(
          new Set(all.map(({ time, id, facet }) => String([time, id, facet]))),
        );
        expect(kept.count(-10, 10)).toBe(all.length);
        expect(kept.count(0, 1)).toBe(all.filter(({ time }) => time >= 0 && time < HOUR).length);
      },
    ),
  );
});

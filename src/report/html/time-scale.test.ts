import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateText, spanText } from './dates.ts';
import { partOf, perPart, placeOf, ticks, timeScale } from './time-scale.ts';

const hour = fc.integer({ min: 0, max: 900_000 });

describe('a time scale', () => {
  it('has a part for every hour, few parts, and few labels that stay inside', () => {
    fc.assert(
      fc.property(hour, fc.integer({ min: 0, max: 400_000 }), (from, length) => {
        const scale = timeScale(from, from + length, 120);
        expect(scale.parts).toBeLessThanOrEqual(120);
        expect(partOf(scale, from)).toBeGreaterThanOrEqual(0);
        expect(partOf(scale, from + length)).toBeLessThan(scale.parts);
        const labels = ticks(scale);
        expect(labels.length).toBeLessThanOrEqual(9);
        for (const { place } of labels) expect(place >= 0 && place < 1).toBe(true);
      }),
    );
  });

  it('cuts at midnight and says the day first', () => {
    const start = Date.UTC(2026, 8, 3, 5) / 3_600_000;
    const scale = timeScale(start, start + 24 * 28, 96);
    expect(perPart(scale)).toBe('per 8 hours');
    expect(scale.first % 8).toBe(0);
    const first = ticks(timeScale(start, start + 20, 96)).find(({ minor }) => !minor);
    expect(first?.label).toBe('3 Sep 06:00');
    expect(placeOf(scale, 0)).toBe(0);
  });
});

describe('dates', () => {
  it('say as much as is needed and no more', () => {
    expect(dateText('2026-09-03T08:12:00Z')).toBe('3 Sep 2026, 08:12');
    expect(spanText('2026-09-03T08:12:00Z', '2026-09-03T08:12:30Z')).toBe('3 Sep 2026, 08:12');
    expect(spanText('2026-09-03T08:12:00Z', '2026-09-03T09:00:00Z')).toBe(
      '3 Sep 2026, 08:12 to 09:00',
    );
    expect(spanText('2026-09-03T08:12:00Z', '2026-10-01T09:00:00Z')).toBe(
      '3 Sep, 08:12 to 1 Oct 2026, 09:00',
    );
    expect(spanText('2025-09-03T08:12:00Z', '2026-10-01T09:00:00Z')).toBe(
      '3 Sep 2025, 08:12 to 1 Oct 2026, 09:00',
    );
  });
});

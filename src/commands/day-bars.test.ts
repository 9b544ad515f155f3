import { expect, it } from 'vitest';
import { barRows, bucketDays, daysOf, sparkline } from './day-bars.ts';

const days = daysOf({
  first: Date.parse('2026-09-01T08:00Z'),
  last: Date.parse('2026-09-04T20:00Z'),
});
const counts = [
  { day: '2026-09-01', count: 1 },
  { day: '2026-09-03', count: 8 },
];

it('draws a bar per day, a dot where there is nothing', () => {
  expect(sparkline(counts, days, 10)).toBe('▁·█·');
  expect([bucketDays(days, 10), bucketDays(days, 2)]).toEqual([1, 2]);
  expect(sparkline(counts, days, 2)).toBe('▁█');
});

it('writes a row per day from the first to the last with any', () => {
  expect(barRows(counts, 26)).toEqual([
    '2026-09-01  1  █▍',
    '2026-09-02  0',
    '2026-09-03  8  ███████████',
  ]);
  expect(barRows([], 80)).toEqual([]);
});

it('takes weeks, months or years together where there are many days', () => {
  const long = [
    { day: '2026-01-01', count: 3 },
    { day: '2026-03-02', count: 4 },
  ];
  const rows = barRows(long, 76);
  expect(rows.length).toBe(9);
  expect(rows[0]).toMatch(/^2026-01-01 {2}3 /);
  expect(rows.at(-1)).toMatch(/^2026-02-26 {2}4 /);
});

import { describe, expect, it } from 'vitest';
import { logHealth, wrongClocks } from './log-health.ts';

const HOUR = 3_600_000;
/** A Monday. */
const START = Date.UTC(2026, 9, 5) / HOUR;
const at = (day: number, hour: number): number => START + day * 24 + hour;

/** A made-up log: `rate` records an hour in office hours of working days, `night` otherwise. */
function log(
  days: number,
  rate: number,
  night: (day: number, hour: number) => number = () => 0,
): Map<number, number> {
  const counts = new Map<number, number>();
  for (let day = 0; day < days; day += 1) {
    for (let hour = 0; hour < 24; hour += 1) {
      const office = day % 7 < 5 && hour >= 8 && hour < 18;
      // Some days are busier.
      const count = office ? Math.round(rate * (0.7 + ((day * 5) % 7) / 10)) : night(day, hour);
      if (count > 0) counts.set(at(day, hour), count);
    }
  }
  return counts;
}

function without(counts: Map<number, number>, from: number, until: number): Map<number, number> {
  return new Map([...counts].filter(([hour]) => hour < from || hour >= until));
}

const KEY = 'entra-signin\texample.org';
const NOW = at(60, 0) * HOUR;
const found = (logs: Record<string, Map<number, number>>, now = NOW) =>
  logHealth(new Map(Object.entries(logs)), now).map(
    ({ source, kind, from, until }) =>
      `${source} ${kind} ${from / HOUR - START} ${until / HOUR - START}`,
  );

describe('the health of logs', () => {
  it('finds nothing in a whole one, weekends and nights included', () => {
    expect(found({ [KEY]: log(14, 3) })).toEqual([]);
    expect(found({ [KEY]: log(35, 400, (_, hour) => (hour === 3 ? 1 : 0)) })).toEqual([]);
  });

  it('names the hours that are missing from a working day', () => {
    expect(found({ [KEY]: without(log(14, 8), at(2, 9), at(2, 18)) })).toEqual([
      // Nobody is there after six, so the silence lasts until the next morning.
      `entra-signin gap ${2 * 24 + 9} ${3 * 24 + 8}`,
    ]);
  });

  it('does not call it missing when nights are sometimes busy and sometimes not', () => {
    // One device awake makes many records: five a night is the middle, nothing is usual too.
    const nights = [0, 31, 5, 0, 6, 9, 2, 5, 18, 1, 7, 5, 0, 6];
    const bursty = (day: number, hour: number): number =>
      hour < 6 ? (nights[(day + Math.floor(hour / 6)) % nights.length] ?? 0) : 2;
    expect(found({ [KEY]: log(35, 60, bursty) })).toEqual([]);
  });

  it('names a log that stops while another goes on', () => {
    const other = 'o365-audit\texample.org';
    const early = without(log(14, 8), at(10, 12), at(14, 0));
    expect(found({ [KEY]: log(14, 8), [other]: early })).toEqual([
      `o365-audit ends-early ${10 * 24 + 12} ${11 * 24 + 18}`,
    ]);
  });

  it('is not misled by records of the far past or future', () => {
    const strays = new Map([...log(14, 8), [at(-3000, 0), 1], [at(90_000, 0), 1]]);
    expect(found({ [KEY]: strays })).toEqual([]);
    const gap = without(strays, at(2, 9), at(2, 18));
    expect(found({ [KEY]: gap })).toEqual([`entra-signin gap ${2 * 24 + 9} ${3 * 24 + 8}`]);
  });

  it('says so when records are dated where they cannot be', () => {
    expect(wrongClocks(new Map([[KEY, log(14, 8)]]), NOW)).toEqual([]);
    const wrong = new Map([...log(14, 8), [0, 3], [at(90_000, 0), 1]]);
    expect(wrongClocks(new Map([[KEY, wrong]]), NOW)).toEqual([
      '1 record is dated in the future: a clock was wrong.',
      '3 records are dated before the year 2000: a clock was not set.',
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Correlation, CorrelationType } from '../tree.ts';
import type { Hit } from './hit-log.ts';
import { measureOf } from './measure.ts';
import { SortedNumbers } from './sorted-numbers.ts';
import { Windows } from './windows.ts';

const AT = { line: 1, column: 1 };
const SPAN = 40;

/** A condition that asks whether what is measured equals `value`. */
function measuring(type: CorrelationType, value: number): Correlation {
  return {
    type,
    at: AT,
    rules: [{ text: 'a', at: AT }],
    groupBy: [],
    timespan: SPAN,
    criteria: [{ comparison: 'eq', value, at: AT }],
    fields: [{ text: 'n', at: AT }],
    aliases: [],
    generate: false,
  };
}

const measures: readonly (readonly [CorrelationType, (values: readonly number[]) => number])[] = [
  ['event_count', (values) => values.length],
  ['value_count', (values) => new Set(values).size],
  ['value_sum', (values) => values.reduce((a, b) => a + b, 0)],
  ['value_avg', (values) => values.reduce((a, b) => a + b, 0) / values.length],
  ['value_median', median],
];

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

describe('windows', () => {
  it.each(measures)('measure what a recount of everything measures: %s', (type, recount) => {
    const step = fc.tuple(fc.nat(6), fc.nat(9), fc.constantFrom('a', 'b'));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (steps) => {
        let now = 0;
        const all: { time: number; value: number; key: string }[] = [];
        for (const [wait, value, key] of steps) {
          now += wait;
          all.push({ time: now, value, key });
        }
        const last = all.at(-1);
        if (last === undefined) return;
        const kept = all.filter((one) => one.key === last.key && now - one.time <= SPAN);
        const expected = recount(kept.map(({ value }) => value));
        const right = new Windows(measureOf(measuring(type, expected)), SPAN);
        const wrong = new Windows(measureOf(measuring(type, expected + 1)), SPAN);
        expect([holdsAtEnd(right, all), holdsAtEnd(wrong, all)]).toEqual([true, false]);
      }),
      { numRuns: 200 },
    );
  });

  it('give back what they took once all groups are gone', () => {
    const windows = new Windows(measureOf(measuring('value_count', -1)), SPAN);
    for (let n = 0; n < 5000; n += 1) windows.add(windows.begin(`g${n}`, 0), hit(0, n));
    expect(windows.log.room).toBeGreaterThanOrEqual(5000);
    for (let { oldest } = windows.table; oldest >= 0; { oldest } = windows.table) {
      windows.remove(oldest);
    }
    windows.expire(1);
    expect([windows.log.room, windows.table.room]).toEqual([0, 0]);
  });
});

function hit(time: number, value: number): Hit {
  return { time, events: 'e', stages: [0], value: `${value}` };
}

function holdsAtEnd(
  windows: Windows,
  all: readonly { time: number; value: number; key: string }[],
): boolean {
  let holds = false;
  for (const { key, time, value } of all) {
    windows.expire(time);
    const known = windows.table.find(key);
    holds = windows.add(known < 0 ? windows.begin(key, time) : known, hit(time, value));
  }
  return holds;
}

describe('sorted numbers', () => {
  it('are in the order that sorting gives, whatever comes and goes', () => {
    const numbers = new SortedNumbers();
    const kept: number[] = [];
    for (let n = 0; n < 6000; n += 1) {
      const value = (n * 7919) % 1000;
      numbers.add(value);
      kept.push(value);
      if (n % 3 === 2) numbers.remove(kept.shift() ?? 0);
    }
    const sorted = kept.toSorted((a, b) => a - b);
    expect(sorted.map((_, rank) => numbers.at(rank))).toEqual(sorted);
    expect(numbers.at(sorted.length)).toBeUndefined();
    for (const value of kept) numbers.remove(value);
    expect(numbers.size).toBe(0);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { base, correlation, rulesOf, run } from './streams.test-support.ts';
import type { Rules, Seen } from './streams.test-support.ts';

/** Correlations held against a reading of the profile that sorts everything and looks at every window anew. */
const SPAN = 10_000;

type Test = (window: readonly Seen[]) => boolean;

const isOf = ({ kind: kinds }: Seen, kind: string): boolean =>
  typeof kinds === 'string' && kinds.includes(kind);
const has = (window: readonly Seen[], kind: string): boolean =>
  window.some((hit) => isOf(hit, kind));
const numbers = (window: readonly Seen[]): readonly number[] =>
  window.map((hit) => Number(hit['n'])).toSorted((x, y) => x - y);
const sum = (window: readonly Seen[]): number => numbers(window).reduce((x, y) => x + y, 0);

function percentile(window: readonly Seen[], percent: number): number {
  const sorted = numbers(window);
  const rank = (percent / 100) * (sorted.length - 1);
  const [low = 0, high = 0] = [sorted[Math.floor(rank)], sorted[Math.ceil(rank)]];
  return low + (high - low) * (rank - Math.floor(rank));
}

/** The longest run of different hits whose rules are in the listed order. */
function longestOrder(window: readonly Seen[]): number {
  const best: number[][] = [];
  for (const [at, hit] of window.entries()) {
    const row = ['a', 'b', 'c'].map((kind, stage) => {
      if (!isOf(hit, kind)) return 0;
      const before = best.slice(0, at).flatMap((other) => other.slice(0, stage));
      return 1 + Math.max(0, ...before);
    });
    best.push(row);
  }
  return Math.max(0, ...best.flat());
}

const plain: readonly (readonly [string, string, Test])[] = [
  ['event_count', 'type: event_count, condition: { gte: 3 }', (w) => w.length >= 3],
  [
    'a range',
    'type: event_count, condition: { gt: 1, lt: 4 }',
    (w) => w.length > 1 && w.length < 4,
  ],
  [
    'value_count',
    'type: value_count, condition: { field: n, gte: 3 }',
    (w) => new Set(numbers(w)).size >= 3,
  ],
  ['temporal', 'type: temporal', (w) => ['a', 'b', 'c'].every((kind) => has(w, kind))],
  [
    'temporal with a condition',
    "type: temporal, condition: 'a and (b or c)'",
    (w) => has(w, 'a') && (has(w, 'b') || has(w, 'c')),
  ],
  ['temporal_ordered', 'type: temporal_ordered', (w) => longestOrder(w) >= 3],
  [
    'temporal_ordered of two',
    'type: temporal_ordered, condition: { gte: 2 }',
    (w) => longestOrder(w) >= 2,
  ],
  ['value_sum', 'type: value_sum, condition: { field: n, gte: 9 }', (w) => sum(w) >= 9],
  ['value_avg', 'type: value_avg, condition: { field: n, gt: 3 }', (w) => sum(w) / w.length > 3],
  [
    'value_median',
    'type: value_median, condition: { field: n, eq: 2.5 }',
    (w) => percentile(w, 50) === 2.5,
  ],
  [
    'value_percentile',
    'type: value_percentile, condition: { field: n, percentile: 75, gte: 4 }',
    (w) => percentile(w, 75) >= 4,
  ],
];

const absences: readonly (readonly [string, string, Test])[] = [
  ['a and not b', "type: temporal, condition: 'a and not b'", (w) => has(w, 'a') && !has(w, 'b')],
  [
    'alternatives',
    "type: temporal, condition: '(a and not b) or (c and not a)'",
    (w) => (has(w, 'a') && !has(w, 'b')) || (has(w, 'c') && !has(w, 'a')),
  ],
];

/** `first detected last count` of each incident of one group. */
function expected(hits: readonly Seen[], holds: Test, waits: boolean): readonly string[] {
  const found: string[] = [];
  const end = hits.at(-1)?.time ?? 0;
  for (let at = 0; at < hits.length; at += 1) {
    const now = hits[at]?.time ?? 0;
    const before = hits.slice(0, at + 1).filter(({ time }) => now - time <= SPAN);
    const around = hits.filter(({ time }) => Math.abs(time - now) <= SPAN);
    if (!holds(before) || (waits && !(holds(around) && now + SPAN < end))) continue;
    const members = waits ? [...around] : before;
    let next = waits ? hits.findLastIndex(({ time }) => time <= now + SPAN) + 1 : at + 1;
    for (; next < hits.length; next += 1) {
      const hit = hits[next];
      if (hit === undefined || hit.time - (members.at(-1)?.time ?? 0) > SPAN) break;
      members.push(hit);
    }
    const times = [members[0]?.time, waits ? now + SPAN : now, members.at(-1)?.time];
    found.push([...times, members.length].join(' '));
    at = next - 1;
  }
  return found;
}

/** Waits close to the time span and its parts, so that edges are met to the millisecond. */
const wait = fc.constantFrom(0, 1, 3000, 4999, 5000, 5001, 9999, 10_000, 10_001, 20_000);
const step = fc.record({
  wait,
  kind: fc.constantFrom('a', 'b', 'c', 'a', 'b', 'ab', 'bc'),
  user: fc.constantFrom('ann', 'bob'),
  n: fc.nat(5),
});

function recordsOf(steps: readonly { wait: number; kind: string; user: string; n: number }[]) {
  let time = 0;
  return steps.map(({ wait: pause, ...rest }, at): Seen => {
    time += pause;
    return { ...rest, time, id: String(at).padStart(4, '0') };
  });
}

function rulesFor(body: string): Rules {
  const where = 'rules: [a, b, c], group-by: [user], timespan: 10s';
  return rulesOf(['a', 'b', 'c'].map(base).join('') + correlation('x', `${body}, ${where}`));
}

const all = [
  ...plain.map(([name, body, holds]) => ({ name, body, holds, waits: false })),
  ...absences.map(([name, body, holds]) => ({ name, body, holds, waits: true })),
];

describe('correlations find what looking at every window finds', () => {
  it.each(all)('$name', ({ body, holds, waits }) => {
    const rules = rulesFor(body);
    // The clock is the organisation's: where the end of the input matters, there is one group.
    const users = waits ? ['ann'] : ['ann', 'bob'];
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const given = recordsOf(steps).filter(({ user }) => users.some((one) => one === user));
        const { closed, opened } = run(rules, given);
        const found = closed.map(({ count, detectedAt, first, group, last }) =>
          [group['user'], first, detectedAt, last, count].join(' '),
        );
        const wanted = users.flatMap((name) =>
          expected(
            given.filter(({ user }) => user === name),
            holds,
            waits,
          ).map((text) => `${name} ${text}`),
        );
        expect(found.toSorted()).toEqual(wanted.toSorted());
        expect(new Set(opened.map(({ id }) => id))).toEqual(new Set(closed.map(({ id }) => id)));
      }),
      { numRuns: 300 },
    );
  });
});

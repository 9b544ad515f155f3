import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { sharedData } from '../../test/shared-data.ts';
import { readFileSync } from 'node:fs';
import type { JsonObject } from '../lib/json.ts';
import { compileRules } from './compile.ts';
import { Correlator } from './correlate.ts';
import type { Incident } from './correlation/incident.ts';
import { formatDiagnostic } from './diagnostic.ts';
import { parseRules } from './parse.ts';
import { jsonReader } from './reader.ts';

interface Record extends JsonObject {
  readonly time: number;
  readonly id: string;
}

/** Runs rules over records given in order of time. */
function run(text: string, records: readonly Record[]): readonly Incident[] {
  const { diagnostics, rules } = parseRules(text, 'test.yml');
  const compiled = compileRules(rules, jsonReader);
  const errors = [...diagnostics, ...compiled.diagnostics].filter((d) => d.severity === 'error');
  expect(errors.map(formatDiagnostic)).toEqual([]);
  const incidents: Incident[] = [];
  const correlator = new Correlator(compiled.ruleSet.correlations, (found) =>
    incidents.push(found),
  );
  for (const record of records) {
    const matched = compiled.ruleSet.match(record);
    const value = (field: string): string | undefined => {
      const found = record[field];
      return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
    };
    correlator.observe({ rules: matched, time: record.time, id: record.id, value });
  }
  correlator.end();
  return incidents;
}

const base = (name: string, kind = name): string => `
title: ${name}
name: ${name}
logsource: { product: test }
detection: { selection: { kind: ${kind} }, condition: selection }
---`;

const correlation = (body: string, name = 'over'): string => `
title: ${name}
name: ${name}
correlation: { ${body} }
---`;

let next = 0;
const at = (seconds: number, kind: string, more: JsonObject = {}): Record => {
  next += 1;
  return { time: seconds * 1000, id: `e${next}`, kind, user: 'ann', ...more };
};

const COUNT3 =
  base('fail') +
  correlation(
    'type: event_count, rules: [fail], group-by: [user], timespan: 10s, condition: { gte: 3 }',
  );

describe('event_count', () => {
  it('opens when enough hits lie within the time span, both ends included', () => {
    const [incident, ...more] = run(COUNT3, [at(0, 'fail'), at(5, 'fail'), at(10, 'fail')]);
    expect(more).toEqual([]);
    expect(incident).toMatchObject({ count: 3, first: 0, last: 10_000, detectedAt: 10_000 });
    expect(incident?.group).toEqual({ user: 'ann' });
    expect(incident?.events).toHaveLength(3);
  });

  it('does not count hits a millisecond outside the time span', () => {
    expect(run(COUNT3, [at(0, 'fail'), at(5, 'fail'), at(10.001, 'fail')])).toEqual([]);
  });

  it('reports one incident for a run of hits, and another after a silence', () => {
    const seconds = [0, 1, 2, 3, 12, 20, 31, 32, 33, 34];
    const incidents = run(
      COUNT3,
      seconds.map((second) => at(second, 'fail')),
    );
    expect(incidents.map(({ count, first, last }) => [count, first, last])).toEqual([
      [6, 0, 20_000],
      [4, 31_000, 34_000],
    ]);
  });

  it('keeps groups apart, and leaves hits without a group out', () => {
    const hits = [0, 1, 2].flatMap((second) => [
      at(second, 'fail', { user: 'ann' }),
      at(second, 'fail', { user: `u${second}` }),
      at(second, 'fail', { user: null }),
    ]);
    expect(run(COUNT3, hits).map(({ group }) => group)).toEqual([{ user: 'ann' }]);
  });

  it('counts an event once that several of its rules match', () => {
    const rules = `${base('a', 'x')}${base('b', 'x')}${correlation('type: event_count, rules: [a, b], group-by: [user], timespan: 10s, condition: { gte: 3 }')}`;
    expect(run(rules, [at(0, 'x'), at(1, 'x')])).toEqual([]);
    expect(run(rules, [at(0, 'x'), at(1, 'x'), at(2, 'x')])).toHaveLength(1);
  });

  it('agrees with counting by brute force, whatever the hits', () => {
    const hits = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 60 }), fc.constantFrom('a', 'b', 'c')),
      {
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(hits, (pairs) => {
        const sorted = pairs.toSorted((a, b) => a[0] - b[0]);
        const incidents = run(
          COUNT3,
          sorted.map(([second, user]) => at(second, 'fail', { user })),
        );
        const expected = ['a', 'b', 'c'].flatMap((user) =>
          bruteForce(sorted.filter((pair) => pair[1] === user).map(([second]) => second)),
        );
        const found = incidents.map(({ count, detectedAt, first }) =>
          [first, detectedAt, count].join(' '),
        );
        expect(found.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 300 },
    );
  });
});

/** `first detectedAt count` of each incident of three within ten seconds, by looking at everything every time. */
function bruteForce(seconds: readonly number[]): readonly string[] {
  const found: string[] = [];
  for (let index = 0; index < seconds.length; index += 1) {
    const now = seconds[index] ?? 0;
    const runStart = seconds.findIndex(
      (_, from) => from <= index && isRun(seconds.slice(from, index + 1)),
    );
    const inRun = seconds.slice(runStart, index + 1);
    const opened = inRun.findIndex(
      (second, place) => within(inRun.slice(0, place + 1), second) >= 3,
    );
    if (opened !== inRun.length - 1) continue;
    const window = inRun.filter((second) => now - second <= 10);
    let last = now;
    let count = window.length;
    for (const later of seconds.slice(index + 1)) {
      if (later - last > 10) break;
      last = later;
      count += 1;
    }
    found.push([(window[0] ?? 0) * 1000, now * 1000, count].join(' '));
  }
  return found;
}

function isRun(seconds: readonly number[]): boolean {
  return seconds.every((second, place) => place === 0 || second - (seconds[place - 1] ?? 0) <= 10);
}

function within(seconds: readonly number[], now: number): number {
  return seconds.filter((second) => now - second <= 10).length;
}

describe('value_count', () => {
  const rules =
    base('fail') +
    correlation(
      'type: value_count, rules: [fail], group-by: [ip], timespan: 10s, condition: { field: user, gte: 3 }',
    );

  it('counts distinct values, and lists them', () => {
    const users = ['a', 'b', 'a', 'b', 'c', 'd'];
    const [incident] = run(
      rules,
      users.map((user, second) => at(second, 'fail', { ip: '192.0.2.1', user })),
    );
    expect(incident).toMatchObject({
      count: 6,
      values: ['a', 'b', 'c', 'd'],
      values_total: 4,
      detectedAt: 4000,
    });
  });

  it('forgets values that have left the window', () => {
    const hits = [
      at(0, 'fail', { ip: 'x', user: 'a' }),
      at(6, 'fail', { ip: 'x', user: 'b' }),
      at(12, 'fail', { ip: 'x', user: 'c' }),
    ];
    expect(run(rules, hits)).toEqual([]);
  });

  it('counts combinations of several fields', () => {
    const two =
      base('fail') +
      correlation(
        'type: value_count, rules: [fail], group-by: [ip], timespan: 10s, condition: { field: [user, app], gte: 3 }',
      );
    const hits = [
      ['a', 'x'],
      ['a', 'y'],
      ['b', 'x'],
    ].map(([user, app], second) =>
      at(second, 'fail', { ip: 'x', user: user ?? '', app: app ?? '' }),
    );
    expect(run(two, hits)).toHaveLength(1);
    expect(run(two, hits.slice(0, 2))).toEqual([]);
  });
});

describe('temporal', () => {
  const rules = (type: string): string =>
    `${base('a')}${base('b')}${base('c')}${correlation(`type: ${type}, rules: [a, b, c], group-by: [user], timespan: 10s`)}`;

  it('needs every rule, in any order', () => {
    expect(run(rules('temporal'), [at(0, 'c'), at(1, 'a'), at(2, 'b')])).toHaveLength(1);
    expect(run(rules('temporal'), [at(0, 'c'), at(1, 'a'), at(11, 'b')])).toEqual([]);
    expect(run(rules('temporal'), [at(0, 'c'), at(1, 'c'), at(2, 'b')])).toEqual([]);
  });

  it('needs the listed order when ordered', () => {
    expect(run(rules('temporal_ordered'), [at(0, 'c'), at(1, 'a'), at(2, 'b')])).toEqual([]);
    expect(
      run(rules('temporal_ordered'), [at(0, 'a'), at(1, 'a'), at(2, 'b'), at(3, 'c')]),
    ).toHaveLength(1);
    expect(run(rules('temporal_ordered'), [at(0, 'a'), at(5, 'b'), at(11, 'c')])).toEqual([]);
  });

  it('takes an order from its latest start', () => {
    const hits = [at(0, 'a'), at(4, 'a'), at(6, 'b'), at(12, 'c')];
    expect(run(rules('temporal_ordered'), hits)[0]).toMatchObject({ detectedAt: 12_000 });
  });

  it('agrees with looking for an order by brute force', () => {
    const hits = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom('a', 'b', 'c')),
      { maxLength: 14 },
    );
    fc.assert(
      fc.property(hits, (pairs) => {
        const sorted = pairs.toSorted((a, b) => a[0] - b[0]);
        const found = run(
          rules('temporal_ordered'),
          sorted.map(([second, kind]) => at(second, kind)),
        );
        const exists = sorted.some(
          ([a, kindA], i) =>
            kindA === 'a' &&
            sorted.some(
              ([, kindB], j) =>
                kindB === 'b' &&
                j > i &&
                sorted.some(([c, kindC], k) => kindC === 'c' && k > j && c - a <= 10),
            ),
        );
        expect(found.length > 0).toBe(exists);
      }),
      { numRuns: 300 },
    );
  });

  it('takes a condition over rule names', () => {
    const text =
      base('a') +
      base('b') +
      base('c') +
      correlation(
        "type: temporal, rules: [a, b, c], group-by: [user], timespan: 10s, condition: 'a and (b or c)'",
      );
    expect(run(text, [at(0, 'c'), at(1, 'a')])).toHaveLength(1);
    expect(run(text, [at(0, 'c'), at(1, 'b')])).toEqual([]);
  });
});

describe('a condition with "not"', () => {
  const text = `${base('a')}${base('b')}${base('z')}${correlation("type: temporal, rules: [a, b], group-by: [user], timespan: 10s, condition: 'a and not b'")}${correlation('type: event_count, rules: [z], group-by: [user], timespan: 1s, condition: { gte: 1 }', 'clock')}`;
  const found = (records: readonly Record[]): readonly Incident[] =>
    run(text, records).filter(({ correlation: { key } }) => key === 'over');

  it('holds when nothing came within the time span before and after', () => {
    expect(found([at(0, 'a'), at(10.001, 'z')])).toMatchObject([
      { first: 0, last: 0, detectedAt: 10_000, count: 1 },
    ]);
    expect(found([at(0, 'a'), at(10, 'b'), at(30, 'z')])).toEqual([]);
    expect(found([at(0, 'a'), at(10.001, 'b'), at(30, 'z')])).toHaveLength(1);
    expect(found([at(0, 'b'), at(10, 'a'), at(30, 'z')])).toEqual([]);
    expect(found([at(0, 'b'), at(10.001, 'a'), at(30, 'z')])).toHaveLength(1);
  });

  it('keeps groups apart', () => {
    expect(found([at(0, 'a'), at(1, 'b', { user: 'bob' }), at(30, 'z')])).toHaveLength(1);
  });

  it('is not certain when the input ends', () => {
    expect(found([at(0, 'a'), at(9, 'z')])).toEqual([]);
  });

  it('agrees with looking around every hit', () => {
    const hits = fc.array(fc.tuple(fc.integer({ min: 0, max: 80 }), fc.constantFrom('a', 'b')), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(hits, (pairs) => {
        const sorted = pairs.toSorted((a, b) => a[0] - b[0]);
        const records = [...sorted.map(([second, kind]) => at(second, kind)), at(200, 'z')];
        const lonely = sorted.some(
          ([a, kind]) =>
            kind === 'a' && !sorted.some(([b, other]) => other === 'b' && Math.abs(a - b) <= 10),
        );
        expect(found(records).length > 0).toBe(lonely);
      }),
      { numRuns: 500 },
    );
  });
});

describe('sums and percentiles', () => {
  const rules = (type: string, condition: string): string =>
    base('x') +
    correlation(
      `type: ${type}, rules: [x], group-by: [user], timespan: 10s, condition: { field: n, ${condition} }`,
    );
  const values = (numbers: readonly (number | string)[], step = 1): readonly Record[] =>
    numbers.map((n, index) => at(index * step, 'x', { n }));

  it('sums numbers and passes over what is none', () => {
    expect(run(rules('value_sum', 'gt: 9.5'), values([3, 'none', 3, 4]))).toHaveLength(1);
    expect(run(rules('value_sum', 'gt: 9.5'), values([3, 3, 3.5]))).toEqual([]);
    expect(run(rules('value_sum', 'gt: 9.5'), values([6, 6, 6], 11))).toEqual([]);
  });

  it('averages, takes medians and percentiles', () => {
    expect(run(rules('value_avg', 'gte: 5'), values([1, 2, 12]))[0]).toMatchObject({
      detectedAt: 2000,
    });
    expect(run(rules('value_median', 'eq: 2.5'), values([2, 3]))).toHaveLength(1);
    expect(run(rules('value_percentile', 'percentile: 100, gte: 7'), values([1, 7]))).toHaveLength(
      1,
    );
    expect(run(rules('value_percentile', 'percentile: 0, gte: 7'), values([1, 7]))).toEqual([]);
  });
});

describe('chains and aliases', () => {
  const chain = `${COUNT3}${base('in')}${correlation('type: temporal_ordered, rules: [over, in], group-by: [user], timespan: 10s', 'broken')}`;

  it('lets a correlation feed another at the moment it opens', () => {
    const incidents = run(chain, [at(0, 'fail'), at(1, 'fail'), at(2, 'fail'), at(3, 'in')]);
    const broken = incidents.find(({ correlation: { key } }) => key === 'broken');
    expect(broken).toMatchObject({ first: 2000, detectedAt: 3000, count: 2, events_total: 4 });
    expect(run(chain, [at(0, 'fail'), at(1, 'fail'), at(2, 'in')])).toEqual([]);
  });

  it('reads different fields of different rules under one alias', () => {
    const text = `${base('a')}${base('b')}${correlation('type: temporal, rules: [a, b], group-by: [ip], timespan: 10s, aliases: { ip: { a: src, b: dst } }')}`;
    expect(run(text, [at(0, 'a', { src: 'x' }), at(1, 'b', { dst: 'x' })])).toHaveLength(1);
    expect(run(text, [at(0, 'a', { src: 'x' }), at(1, 'b', { src: 'x', dst: 'y' })])).toEqual([]);
  });

  it('keeps rules that only correlations use from alerting, and says which fields they need', () => {
    const { rules } = parseRules(chain, 'chain.yml');
    const { ruleSet } = compileRules(rules, jsonReader);
    expect(
      ruleSet.rules.map(({ alerts, correlationFields, key }) => [key, alerts, correlationFields]),
    ).toEqual([
      ['fail', false, ['user']],
      ['in', false, ['user']],
    ]);
    expect(ruleSet.correlations.map(({ alerts, key }) => [key, alerts])).toEqual([
      ['over', false],
      ['broken', true],
    ]);
  });
});

const corr2 = sharedData('sigma/corr2/identity_corr.yml');

describe.skipIf(corr2 === undefined)('a brute force and a spray in noise', () => {
  it('finds each planted attack and nothing else', () => {
    const records: Record[] = [];
    const fail = (ms: number, user: string, ip: string): void => {
      records.push({
        time: ms,
        id: `p${records.length}`,
        Status: 'Failure',
        UserPrincipalName: user,
        IPAddress: ip,
      });
    };
    for (let n = 0; n < 20; n += 1) {
      for (let k = 0; k < 20; k += 1)
        fail(n * 7_000_000 + k * 31_578, `victim${n}@example.org`, `198.51.100.${k}`);
      // Twenty in nineteen minutes is no brute force.
      for (let k = 0; k < 20; k += 1)
        fail(n * 7_000_000 + k * 60_000, `slow${n}@example.org`, `203.0.113.${k}`);
    }
    for (let n = 0; n < 10; n += 1) {
      for (let k = 0; k < 50; k += 1)
        fail(200_000_000 + n * 9_000_000 + k * 72_000, `user${k}@example.org`, `192.0.2.${n}`);
    }
    const sorted = records.toSorted((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
    const incidents = run(readFileSync(corr2 ?? '', 'utf8'), sorted);
    const users = incidents.filter(({ group }) => 'UserPrincipalName' in group);
    const addresses = incidents.filter(({ group }) => 'IPAddress' in group);
    expect(users.map(({ group }) => group['UserPrincipalName'])).toEqual(
      Array.from({ length: 20 }, (_, n) => `victim${n}@example.org`),
    );
    expect(addresses.map(({ group }) => group['IPAddress'])).toEqual(
      Array.from({ length: 10 }, (_, n) => `192.0.2.${n}`),
    );
  });
});

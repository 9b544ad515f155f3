import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { sharedData } from '../../../test/shared-data.ts';
import { Correlator } from '../correlate.ts';
import type { Incident } from './incident.ts';
import { Reorder } from './reorder.ts';
import type { Arriving, ReorderLimits } from './reorder.ts';
import type { Rules, Seen } from './streams.test-support.ts';
import { base, correlation, feed, inOrder, rulesOf, run, shown } from './streams.test-support.ts';

const over = 'rules: [a, b, c], group-by: [user], timespan: 10s';

/** Every type, aliases, absence, and chains over a count and over an absence. */
const RULES = rulesOf(
  [
    ...['a', 'b', 'c'].map(base),
    correlation('count', `type: event_count, ${over}, condition: { gte: 3 }, generate: true`),
    correlation('values', `type: value_count, ${over}, condition: { field: n, gte: 3 }`),
    correlation('all', `type: temporal, ${over}`),
    correlation('order', `type: temporal_ordered, ${over}`),
    correlation('sum', `type: value_sum, ${over}, condition: { field: f, gte: 1.1 }`),
    correlation('mean', `type: value_avg, ${over}, condition: { field: f, gt: 0.35 }`),
    correlation(
      'p75',
      `type: value_percentile, ${over}, condition: { field: n, percentile: 75, gte: 4 }`,
    ),
    correlation('alone', `type: temporal, ${over}, condition: 'a and not b', generate: true`),
    correlation(
      'alias',
      'type: temporal, rules: [a, b], group-by: [ip], timespan: 10s, aliases: { ip: { a: src, b: dst } }',
    ),
    correlation(
      'chain',
      'type: temporal_ordered, rules: [count, c], group-by: [user], timespan: 10s',
    ),
    correlation(
      'quiet',
      "type: temporal, rules: [alone, count], group-by: [user], timespan: 10s, condition: 'alone and not count'",
    ),
  ].join(''),
);

const step = fc.record({
  wait: fc.constantFrom(0, 1, 3000, 4999, 5000, 5001, 9999, 10_000, 10_001, 30_000),
  kind: fc.constantFrom('a', 'b', 'c', 'a', 'ab'),
  user: fc.constantFrom('ann', 'bob'),
  tenant: fc.constantFrom('north', 'south'),
  n: fc.nat(5),
  src: fc.constantFrom('x', 'y'),
  dst: fc.constantFrom('x', 'y'),
  /** Where in a batch, and how late, it arrives. */
  delay: fc.nat(20_000),
  cut: fc.boolean(),
});

interface Arrival {
  readonly record: Seen;
  readonly delay: number;
  readonly cut: boolean;
}

const arrivals = fc.array(step, { maxLength: 40, size: 'max' }).map((steps) => {
  let time = 1_000_000;
  return steps.map(({ wait, delay, cut, ...rest }, at): Arrival => {
    time += wait;
    const id = String((at * 37) % 101).padStart(3, '0');
    return { record: { ...rest, f: rest.n / 10, time, id }, delay, cut };
  });
});

/** As they come when each is late by its delay. */
function late(all: readonly Arrival[]): readonly Seen[] {
  return all
    .map(({ delay, record }) => ({ at: record.time + delay, record }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ record }) => record);
}

/** A stream with everything it needs to be killed and resumed. */
class Stream {
  readonly incidents: Map<string, Incident>;
  readonly correlator: Correlator;
  readonly reorder: Reorder<Seen & Arriving>;

  constructor(rules: Rules, limits: Partial<ReorderLimits>, from?: Saved) {
    this.incidents = from?.incidents ?? new Map<string, Incident>();
    const told = (incident: Incident): void => void this.incidents.set(incident.id, incident);
    const options = { onOpen: told };
    const sink = {
      onEvent: (record: Seen & Arriving) => feed(this.correlator, rules, record),
      onWatermark: (partition: string | undefined, time: number) =>
        this.correlator.advanceOne(partition, time),
    };
    if (from === undefined) {
      this.correlator = new Correlator(rules.correlations, told, options);
      this.reorder = new Reorder(sink, limits);
      return;
    }
    const restored = Correlator.restore(rules.correlations, from.correlator, told, options);
    const reorder = Reorder.restore(from.reorder, sink, limits);
    if (!restored.ok || !reorder.ok || restored.value.dropped.length > 0)
      throw new Error('the snapshot is of no use');
    this.correlator = restored.value.correlator;
    this.reorder = reorder.value;
  }

  push(record: Seen): void {
    this.reorder.push(
      { ...record, partition: record['tenant'] === 'south' ? 'south' : 'north' },
      record.time,
    );
  }

  save(): Saved {
    return {
      correlator: [...this.correlator.snapshot()],
      reorder: [...this.reorder.snapshot()],
      incidents: this.incidents,
    };
  }

  end(): readonly string[] {
    this.reorder.end();
    this.correlator.end();
    return shown(this.incidents.values());
  }
}

interface Saved {
  readonly correlator: readonly string[];
  readonly reorder: readonly string[];
  readonly incidents: Map<string, Incident>;
}

function whole(all: readonly Arrival[]): readonly string[] {
  const records = inOrder(all.map(({ record }) => record));
  return shown(run(RULES, records).closed);
}

describe('a stream', () => {
  it('gives, shuffled within the lateness, what the sorted whole gives', () => {
    fc.assert(
      fc.property(arrivals, (all) => {
        const stream = new Stream(RULES, { lateness: 20_000 });
        for (const record of late(all)) stream.push(record);
        expect(stream.end()).toEqual(whole(all));
        for (const one of stream.reorder.health()) expect(one.late).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('finds incidents of every kind in such data', () => {
    const found = new Set<string>();
    for (const all of fc.sample(arrivals, { numRuns: 300, seed: 1 })) {
      const records = inOrder(all.map(({ record }) => record));
      for (const one of run(RULES, records).closed) found.add(one.correlation.key);
    }
    expect([...found].toSorted()).toEqual(RULES.correlations.map(({ key }) => key).toSorted());
  });

  it('gives, killed at any event and resumed from the last snapshot, the same, and nothing twice', () => {
    fc.assert(
      fc.property(arrivals, fc.nat(40), (all, kill) => {
        let stream = new Stream(RULES, { lateness: 20_000 });
        let saved = stream.save();
        let since = 0;
        const records = late(all);
        for (const [at, record] of records.entries()) {
          if (all[at]?.cut === true) {
            saved = stream.save();
            since = at;
          }
          if (at === kill) {
            stream = new Stream(RULES, { lateness: 20_000 }, saved);
            for (const again of records.slice(since, at)) stream.push(again);
          }
          stream.push(record);
        }
        expect(stream.end()).toEqual(whole(all));
      }),
      { numRuns: 300 },
    );
  });

  it('tells of an incident when it opens, and again with the same id when it is over', () => {
    const records = [0, 1000, 2000, 3000].map((time, at): Seen => ({
      time,
      id: `e${at}`,
      kind: 'b',
      user: 'ann',
    }));
    const { closed, opened } = run(RULES, records);
    const count = (all: readonly Incident[]) =>
      all.find(({ correlation: { key } }) => key === 'count');
    expect(count(opened)).toMatchObject({ state: 'open', count: 3, detectedAt: 2000, last: 2000 });
    expect(count(closed)).toMatchObject({
      state: 'closed',
      count: 4,
      detectedAt: 2000,
      last: 3000,
    });
    expect(count(opened)?.id).toBe(count(closed)?.id);
  });

  it('keeps the clock of one organisation from closing what is open in another', () => {
    const rules = rulesOf(
      base('a') +
        correlation(
          'two',
          'type: event_count, rules: [a], group-by: [user], timespan: 10s, condition: { gte: 2 }',
        ),
    );
    const closed: Incident[] = [];
    const correlator = new Correlator(rules.correlations, (one) => closed.push(one));
    const see = (tenant: string, time: number): void =>
      feed(correlator, rules, { tenant, time, id: `${tenant}${time}`, kind: 'a', user: 'ann' });
    see('north', 0);
    see('south', 9e9);
    see('north', 5000);
    correlator.advanceOne('north', 15_000);
    expect(closed).toEqual([]);
    correlator.advanceOne('north', 15_001);
    expect(closed).toMatchObject([{ partition: 'north', count: 2 }]);
  });
});

const corr2 = sharedData('sigma/corr2/identity_corr.yml');

describe.skipIf(corr2 === undefined)('planted brute forces and sprays', () => {
  const rules = corr2 === undefined ? undefined : rulesOf(readFileSync(corr2, 'utf8'));
  const records = planted();
  const last = records.at(-1)?.time ?? 0;
  const random = records.toSorted((one, other) => hashed(one.id) - hashed(other.id));
  const batches = Array.from({ length: 40 }, (_, part) =>
    records.filter(({ id }) => hashed(id) % 40 === part),
  ).flat();

  it.each([
    ['oldest first', records],
    ['newest first', records.toReversed()],
    ['at random', random],
    ['in batches that overlap in time', batches],
    ['every one twice', records.flatMap((record) => [record, record])],
  ])('are found, and nothing else, %s', (_, arriving) => {
    if (rules === undefined) return;
    const stream = new Stream(rules, { lateness: last });
    for (const record of arriving) stream.push(record);
    stream.end();
    const found = [...stream.incidents.values()].map(({ group }) => Object.values(group).join());
    const victims = Array.from({ length: 20 }, (__, n) => `victim${n}@example.org`);
    const sprayers = Array.from({ length: 10 }, (__, n) => `192.0.2.${n}`);
    expect(found.toSorted()).toEqual([...victims, ...sprayers].toSorted());
  });
});

function hashed(id: string): number {
  return (Number(id.slice(1)) * 2_654_435_761) % 4_294_967_291;
}

/** Twenty in ten minutes against each victim, slower ones that are none, fifty accounts from each sprayer, and noise. */
function planted(): readonly Seen[] {
  const records: Seen[] = [];
  const fail = (time: number, user: string, ip: string, status = 'Failure'): void => {
    const who = { Status: status, UserPrincipalName: user, IPAddress: ip, tenant: 'north' };
    records.push({ time, id: `p${records.length}`, ...who });
  };
  for (let n = 0; n < 20; n += 1) {
    for (let k = 0; k < 20; k += 1) {
      fail(n * 7_000_000 + k * 31_578, `victim${n}@example.org`, `198.51.100.${k}`);
      fail(n * 7_000_000 + k * 60_000, `slow${n}@example.org`, `203.0.113.${k}`);
    }
  }
  for (let n = 0; n < 10; n += 1) {
    for (let k = 0; k < 50; k += 1) {
      fail(200_000_000 + n * 9_000_000 + k * 73_469, `user${k}@example.org`, `192.0.2.${n}`);
      fail(200_000_000 + n * 9_000_000 + k * 74_000, `user${k}@example.org`, `192.0.2.${n + 100}`);
    }
  }
  for (let k = 0; k < 3000; k += 1) {
    fail(k * 97_003, `staff${k % 400}@example.org`, `203.0.113.${k % 250}`, 'Success');
  }
  return inOrder(records);
}

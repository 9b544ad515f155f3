import { describe, expect, it } from 'vitest';

import { Correlator } from '../correlate.ts';
import type { CorrelationLimits } from './limits.ts';
import { base, correlation, feed, rulesOf, run } from './streams.test-support.ts';
import type { Seen } from './streams.test-support.ts';

const COUNT = rulesOf(
  base('a') +
    correlation(
      'count',
      'type: event_count, rules: [a], group-by: [user], timespan: 1h, condition: { gte: 3 }',
    ),
);
const ALONE = rulesOf(
  base('a') +
    base('b') +
    correlation(
      'alone',
      "type: temporal, rules: [a, b], group-by: [user], timespan: 1h, condition: 'a and not b'",
    ),
);

/** One hit per second of each of the users. */
function hits(
  users: readonly string[],
  kind = 'a',
  tenants: readonly string[] = [],
): readonly Seen[] {
  return users.map((user, at) => ({
    time: at * 1000,
    id: `e${at}`,
    kind,
    user,
    tenant: tenants[at] ?? null,
  }));
}

function health(limits: Partial<CorrelationLimits>, users: readonly string[], rules = COUNT) {
  const { closed, correlator } = run(rules, hits(users), { limits });
  return { closed, ...correlator.health()[0] };
}

describe('limits of what correlations remember', () => {
  it('of hits in a window: the oldest is forgotten, and said to be', () => {
    const found = health({ windowHits: 2 }, ['ann', 'ann', 'ann', 'ann']);
    expect(found).toMatchObject({
      closed: [],
      forgottenHits: 2,
      losses: { forgottenHits: { count: 2, from: 0, to: 1000 } },
    });
  });

  it('of groups: the one quiet for longest is forgotten, and said to be', () => {
    const found = health({ groups: 2 }, ['ann', 'bob', 'ann', 'cat', 'ann']);
    expect(found.closed).toMatchObject([{ group: { user: 'ann' }, count: 3 }]);
    expect(found.losses?.forgottenGroups).toEqual({ count: 1, from: 1000, to: 1000 });
  });

  it('of groups: an open incident is reported before it goes, and said to have been closed early', () => {
    const found = health({ groups: 1 }, ['ann', 'ann', 'ann', 'ann', 'bob', 'cat']);
    expect(found).toMatchObject({
      closed: [{ group: { user: 'ann' }, count: 4, state: 'closed' }],
      forgottenGroups: 1,
      closedEarly: 1,
      losses: { closedEarly: { count: 1, from: 0, to: 3000 } },
    });
  });

  it('of groups: one that waits for its decision is said to be undecided', () => {
    const found = health({ groups: 1 }, ['ann', 'bob'], ALONE);
    expect(found.losses?.undecided).toEqual({ count: 2, from: 0, to: 1000 });
    expect(found.closed).toEqual([]);
  });

  it('of groups that have expired: they cost no living one its place', () => {
    const rules = rulesOf(
      base('a') +
        correlation(
          'count',
          'type: event_count, rules: [a], group-by: [user], timespan: 1s, condition: { gte: 3 }',
        ),
    );
    const users = Array.from({ length: 100 }, (_, at) => `u${at}`);
    expect(health({ groups: 2 }, users, rules)).toMatchObject({ forgottenGroups: 0 });
  });

  it('of all groups: whoever has most gives up, so that one organisation cannot crowd another out', () => {
    const users = ['ann', ...Array.from({ length: 50 }, (_, at) => `u${at}`), 'ann', 'ann'];
    const tenants = users.map((user) => (user === 'ann' ? 'north' : 'south'));
    const { closed, correlator } = run(COUNT, hits(users, 'a', tenants), {
      limits: { allGroups: 10 },
    });
    expect(closed).toMatchObject([{ partition: 'north', group: { user: 'ann' }, count: 3 }]);
    expect(correlator.health()).toMatchObject([{ forgottenGroups: 41 }]);
  });

  it('of all hits: the oldest go, and are said to', () => {
    const users = Array.from({ length: 30 }, (_, at) => `u${at % 20}`);
    expect(health({ allHits: 10 }, users)).toMatchObject({
      forgottenHits: 20,
      losses: { forgottenHits: { from: 0, to: 19_000 } },
    });
    const alone = health({ allHits: 10 }, users, ALONE);
    expect(alone.losses?.undecided).toMatchObject({ count: 30, from: 0 });
  });
});

describe('a snapshot of correlations', () => {
  const saved = (): readonly string[] => {
    const correlator = new Correlator(COUNT.correlations, () => undefined);
    for (const hit of hits(['ann', 'ann', 'ann', 'bob'])) feed(correlator, COUNT, hit);
    return [...correlator.snapshot()];
  };
  const restore = (lines: readonly string[], rules = COUNT) =>
    Correlator.restore(rules.correlations, lines, () => undefined);

  it('is refused with anything changed, lost, doubled or cut off, and says what to do', () => {
    const lines = saved();
    expect(restore(lines)).toMatchObject({ ok: true, value: { dropped: [] } });
    for (const [at, line] of lines.entries()) {
      expect(restore(lines.toSpliced(at, 1)).ok).toBe(false);
      expect(restore(lines.toSpliced(at, 0, line)).ok).toBe(false);
      expect(restore(lines.slice(0, at)).ok).toBe(false);
      expect(restore(lines.with(at, `${line.slice(0, 12)}#${line.slice(13)}`)).ok).toBe(false);
    }
    const cut = 'the snapshot ends early, after line 3. Start without it, from the first event on.';
    expect(restore(lines.slice(0, 3))).toEqual({ ok: false, error: cut });
  });

  it('loses what a changed rule remembered, says so, and keeps the rest', () => {
    const both = (limit: number, kind = 'a') =>
      rulesOf(
        base('a').replace('contains: a', `contains: ${kind}`) +
          ['one', 'two']
            .map((name) =>
              correlation(
                name,
                `type: event_count, rules: [a], group-by: [user], timespan: 1h, condition: { gte: ${name === 'one' ? limit : 3} }`,
              ),
            )
            .join(''),
      );
    const before = both(2);
    const correlator = new Correlator(before.correlations, () => undefined);
    for (const hit of hits(['ann', 'ann', 'bob'])) feed(correlator, before, hit);
    const lines = [...correlator.snapshot()];
    const text =
      'The correlation "one" has changed since the snapshot, so what it remembered was dropped: 2 groups, 1 of them ' +
      'with an open incident.';
    const after = both(4);
    const incidents: string[] = [];
    const restored = Correlator.restore(
      after.correlations,
      lines,
      ({ correlation: { key }, count }) => incidents.push(`${key} ${count}`),
    );
    expect(restored).toMatchObject({ ok: true, value: { dropped: [text] } });
    if (!restored.ok) return;
    for (const hit of hits(['ann', 'ann', 'ann', 'ann']).slice(2))
      feed(restored.value.correlator, after, hit);
    restored.value.correlator.end();
    expect(incidents).toEqual(['two 4']);
    const changedBase = restore(lines, both(2, 'aa'));
    expect(changedBase.ok && changedBase.value.dropped).toHaveLength(2);
    expect(restore(lines, rulesOf(base('a')))).toMatchObject({
      value: { dropped: [expect.stringContaining('is no longer there'), expect.anything()] },
    });
  });
});

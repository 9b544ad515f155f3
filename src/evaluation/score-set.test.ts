import { describe, expect, it } from 'vitest';
import type { Case, CaseAccount, CaseOutcome } from '../cases/case.ts';
import { formatTime } from '../lib/time.ts';
import { Evidence } from './evidence.ts';
import { falseModes } from './false-modes.ts';
import type { Label, Step } from './label.ts';
import { pool } from './pool.ts';
import { verdicts } from './requirements.ts';
import { scoreSet } from './score-set.ts';
import type { Score } from './score.ts';

const START = Date.UTC(2026, 9, 5);
const MINUTE = 60_000;
const WEEK = 7 * 24 * 60;

function benign(id: string, account: string, minute: number, mode = 'ordinary'): Label {
  return { id, time: START + minute * MINUTE, organisation: 'office', account, mode };
}

function attack(id: string, account: string, minute: number, campaign: string, step: Step): Label {
  return { ...benign(id, account, minute, 'distributed-spray'), attack: { campaign, step } };
}

/** Two campaigns on three people, a week of life, and a phone with an old password. */
const LABELS: readonly Label[] = [
  benign('l1', 'ada', 0),
  benign('l2', 'bob', 1),
  benign('l3', 'cy', 2),
  benign('p1', 'cy', 300, 'stale-phone'),
  benign('p2', 'cy', 310, 'stale-phone'),
  attack('a1', 'ada', 100, 'one', 'attempt'),
  attack('a2', 'bob', 110, 'one', 'attempt'),
  attack('a3', 'nobody', 115, 'one', 'attempt'),
  attack('a4', 'bob', 120, 'one', 'hit'),
  attack('b1', 'cy', 1000, 'two', 'attempt'),
  attack('b2', 'cy', 1010, 'two', 'entry'),
  attack('b3', 'cy', 1020, 'two', 'aftermath'),
  benign('l4', 'ada', WEEK),
];

interface Named {
  readonly account: string;
  readonly outcome: CaseOutcome;
  readonly minute: number;
}

function caseOf(id: string, events: readonly string[], named: readonly Named[], severity = 'high') {
  const at = (minute: number): string => formatTime(START + minute * MINUTE);
  const accounts = named.map(({ account, outcome, minute }): CaseAccount => ({
    account,
    outcome,
    attempts: 1,
    first_seen: at(minute),
    last_seen: at(minute),
    detected_at: at(minute),
    first_step: '',
  }));
  return {
    id,
    kind: 'password-spray',
    organisation: 'office',
    severity,
    detected_at: at(Math.min(...named.map(({ minute }) => minute))),
    accounts,
    events: events.map((event) => `entra-signin:${event}`),
  } as unknown as Case;
}

const ADA: Named = { account: 'ada', outcome: 'targeted', minute: 105 };
const BOB: Named = { account: 'bob', outcome: 'mfa-stopped', minute: 112 };
const CY: Named = { account: 'cy', outcome: 'compromised', minute: 1010 };

const ONE = caseOf('one', ['a1', 'a2', 'a3', 'a4'], [ADA, BOB]);
const TWO = caseOf('two', ['b1', 'b2', 'b3'], [CY]);

function scored(cases: readonly Case[], labels = LABELS): Score {
  const evidence = new Evidence(cases, []);
  for (const label of labels) evidence.add(label);
  return scoreSet(evidence);
}

const PERFECT = scored([ONE, TWO]);

/** The figures of a score that differ from the perfect one. */
function changed(score: Score): readonly string[] {
  return Object.keys(score).filter(
    (name) =>
      JSON.stringify(score[name as keyof Score]) !== JSON.stringify(PERFECT[name as keyof Score]),
  );
}

describe('scoreSet', () => {
  it('gives everything to perfect cases', () => {
    expect(PERFECT).toMatchObject({
      cases: { precision: { part: 2, whole: 2 }, recall: { part: 2, whole: 2 } },
      casesFromMedium: { precision: { part: 2, whole: 2 }, recall: { part: 2, whole: 2 } },
      split: 0,
      merged: 0,
      kinds: { part: 2, whole: 2 },
      accounts: { precision: { part: 3, whole: 3 }, recall: { part: 3, whole: 3 } },
      namesOfNobody: 1,
      outcomes: { part: 3, whole: 3 },
      events: { precision: { part: 7, whole: 7 }, recall: { part: 7, whole: 7 } },
      eventsBeforeEntry: { part: 6, whole: 6 },
      aftermath: { part: 1, whole: 1 },
      officeWeeks: 1,
      campaignDelays: { whole: 2, minutes: [5, 10] },
      accountDelays: { whole: 3, minutes: [2, 5, 10] },
      successDelays: { whole: 2, minutes: [0, 0] },
      falseCases: { low: 0, medium: 0, high: 0, critical: 0 },
      missed: [],
      unlabelled: 0,
    });
  });

  it('takes labels in any order', () => {
    expect(scored([ONE, TWO], LABELS.toReversed())).toEqual(PERFECT);
  });

  it('counts a dropped case in what was found, not in what is precise', () => {
    const score = scored([ONE]);
    expect(score.cases).toEqual({
      precision: { part: 1, whole: 1 },
      recall: { part: 1, whole: 2 },
    });
    expect(score.accounts.precision).toEqual({ part: 2, whole: 2 });
    expect(score.accounts.recall).toEqual({ part: 2, whole: 3 });
    expect(score.events.precision).toEqual({ part: 4, whole: 4 });
    expect(score.events.recall).toEqual({ part: 4, whole: 7 });
    expect(score.aftermath).toEqual({ part: 0, whole: 1 });
    expect(score.falseCases).toEqual(PERFECT.falseCases);
    expect(score.missed.map(({ what }) => what.split(' ')[0])).toEqual(['campaign', 'entry']);
  });

  it('counts a split campaign in cases and events, not in people or delays', () => {
    const parts = [caseOf('one-a', ['a1'], [ADA]), caseOf('one-b', ['a2', 'a3', 'a4'], [BOB])];
    const score = scored([...parts, TWO]);
    expect(changed(score)).toEqual([
      'cases',
      'casesFromMedium',
      'split',
      'events',
      'eventsBeforeEntry',
    ]);
    expect(score.split).toBe(1);
    expect(score.cases.precision).toEqual({ part: 2, whole: 3 });
    expect(score.cases.recall).toEqual({ part: 2, whole: 2 });
    expect(score.events.recall).toEqual({ part: 6, whole: 7 });
  });

  it('counts merged campaigns in cases and events, not in people', () => {
    const score = scored([
      caseOf('both', ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'b3'], [ADA, BOB, CY]),
    ]);
    expect(score.merged).toBe(1);
    expect(score.cases).toEqual({
      precision: { part: 1, whole: 1 },
      recall: { part: 1, whole: 2 },
    });
    expect(score.events.precision).toEqual({ part: 4, whole: 7 });
    expect(score.accounts).toEqual(PERFECT.accounts);
    expect(score.outcomes).toEqual(PERFECT.outcomes);
    expect(score.missed).toEqual([]);
  });

  it('says of a false case what it was made of', () => {
    const score = scored([
      ONE,
      TWO,
      caseOf('phone', ['p1', 'p2'], [{ ...CY, outcome: 'targeted' }], 'medium'),
    ]);
    expect(score.falseCases).toEqual({ low: 0, medium: 1, high: 0, critical: 0 });
    expect(score.accounts.precision).toEqual({ part: 3, whole: 4 });
    expect(score.accounts.recall).toEqual(PERFECT.accounts.recall);
    expect(falseModes(score.falseList)).toEqual([
      { mode: 'stale-phone', cases: 1, events: 2, severities: ['medium'], examples: ['phone'] },
    ]);
  });

  it('judges cases of medium or above apart from those of low', () => {
    const score = scored([ONE, caseOf('two', ['b1', 'b2', 'b3'], [CY], 'low')]);
    expect(changed(score)).toEqual(['casesFromMedium']);
    expect(score.casesFromMedium).toEqual({
      precision: { part: 1, whole: 1 },
      recall: { part: 1, whole: 2 },
    });
  });

  it('misses a success the case keeps quiet about, and an outcome that says too much', () => {
    const quiet = scored([ONE, caseOf('two', ['b1', 'b2', 'b3'], [{ ...CY, outcome: 'locked' }])]);
    expect(quiet.outcomes).toEqual({ part: 2, whole: 3 });
    expect(quiet.outcomesTooLow).toBe(1);
    expect(quiet.missed).toMatchObject([{ why: 'its case says the account is only locked' }]);
    const loud = caseOf('one', ['a1', 'a2', 'a3', 'a4'], [{ ...ADA, outcome: 'compromised' }, BOB]);
    expect(changed(scored([loud, TWO]))).toEqual(['outcomes', 'outcomesTooHigh']);
  });

  it('takes the time at which the scan put a success into the case, where it is told', () => {
    const evidence = new Evidence(
      [ONE, TWO],
      [{ event: 'entra-signin:b2', caseId: 'two', at: START + 1030 * MINUTE }],
    );
    for (const label of LABELS) evidence.add(label);
    const score = scoreSet(evidence);
    expect(changed(score)).toEqual(['successDelays', 'missed']);
    expect(score.successDelays.minutes).toEqual([0, 20]);
  });

  it('knows events by the record alone, whatever the case of its letters', () => {
    const labels = LABELS.map((label) => ({ ...label, id: label.id.toUpperCase() }));
    expect(scored([ONE, TWO], labels)).toEqual(PERFECT);
    const named = LABELS.map((label) => ({ ...label, id: `entra-signin:${label.id}` }));
    expect(scored([ONE, TWO], named)).toEqual(PERFECT);
  });
});

describe('pool', () => {
  it('adds sets as if they were one', () => {
    expect(pool([PERFECT, scored([ONE])])).toMatchObject({
      sets: 2,
      campaigns: 4,
      officeWeeks: 2,
      cases: { precision: { part: 3, whole: 3 }, recall: { part: 3, whole: 4 } },
      accountDelays: { whole: 6, minutes: [2, 2, 5, 5, 10] },
    });
    expect(pool([PERFECT])).toBe(PERFECT);
  });
});

describe('verdicts', () => {
  const cost = { records: 1, seconds: 1, cpuSeconds: 1, peakBytes: 1 };

  it('holds a scenario to what it was made to show, also when there is nothing to show it on', () => {
    expect(verdicts('office-spray', PERFECT, cost).every(({ met }) => met)).toBe(true);
    expect(verdicts(undefined, scored([ONE]), cost).map(({ met }) => met)).toEqual([
      true,
      false,
      false,
    ]);
    const quiet = scored([], [benign('l1', 'ada', 0)]);
    expect(verdicts(undefined, quiet, cost)).toEqual([]);
    expect(verdicts('quiet-year', quiet, cost)).toMatchObject([{ met: false }]);
  });
});

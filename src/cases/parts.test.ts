import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ATTACK_KINDS } from '../detectors/detection.ts';
import { CASE_OUTCOMES } from './case.ts';
import { firstStep } from './first-step.ts';
import { KIND_FACTS } from './kind-facts.ts';
import { Newest } from './newest.ts';
import { senseOf } from './rule-sense.ts';
import { Tally } from './tally.ts';
import { sighting } from './detections.test-support.ts';
import { outcomeAt, rungOf } from './rung.ts';

describe('the ladder', () => {
  test.each([
    [{ outcome: 'in' }, 'compromised'],
    [{ outcome: 'password-known', stoppedBy: 'mfa' }, 'mfa-stopped'],
    [{ outcome: 'password-known', stoppedBy: 'mfa-enrolment' }, 'password-known'],
    [{ outcome: 'password-known', stoppedBy: 'conditional-access' }, 'password-known'],
    [{ outcome: 'locked' }, 'locked'],
    [{ outcome: 'user-unknown' }, 'targeted'],
    [{ outcome: 'none', action: 'mail opened' }, 'targeted'],
  ] as const)('%o is %s', (given, outcome) => {
    expect(outcomeAt(rungOf(sighting(0, given), 'password-spray'))).toBe(outcome);
  });

  test('what is done inside a mailbox is done by somebody who is in', () => {
    const rule = sighting(0, { outcome: 'none', action: 'inbox rule' });
    expect(outcomeAt(rungOf(rule, 'mailbox-rule'))).toBe('compromised');
    const recovery = sighting(0, { outcome: 'none', action: 'account recovery' });
    expect(outcomeAt(rungOf(recovery, 'account-takeover'))).toBe('targeted');
  });
});

describe('the words', () => {
  test('tell everybody how far it got and what to do, whatever the attack', () => {
    for (const kind of ATTACK_KINDS) {
      for (const outcome of CASE_OUTCOMES) {
        const step = firstStep(kind, outcome, 0.9);
        expect(step.length).toBeGreaterThan(60);
        expect(step.length).toBeLessThan(260);
        const known = outcome === 'password-known' || outcome === 'mfa-stopped';
        expect(step.startsWith('The password was right;')).toBe(known);
        expect(step).not.toMatch(/your fault|careless|should have/i);
      }
    }
  });

  test('have an id of their own for each kind of finding', () => {
    const ids = ATTACK_KINDS.map((kind) => KIND_FACTS[kind].rule);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids)
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });
});

test.each([
  ['t1110.003 t1078 initial-access', 'password-spray', 'yes'],
  ['t1110.001', 'brute-force', 'yes'],
  ['t1110.004 t1078 initial-access', 'account-takeover', 'yes'],
  ['t1621 t1078 initial-access', 'mfa-fatigue', 'yes'],
  ['t1528 t1566 credential-access initial-access', 'consent-phishing', 'yes'],
  ['t1528 credential-access defense-evasion', 'account-takeover', 'together'],
  ['t1564.008 defense-evasion', 'mailbox-rule', 'yes'],
  ['t1539 credential-access', 'token-theft', 'yes'],
  ['t1078.004 t1078 initial-access', 'account-takeover', 'yes'],
  ['t1098.003 persistence', 'account-takeover', 'together'],
  ['t1589 reconnaissance', 'account-takeover', 'no'],
] as const)('a rule tagged %s means %s, a case by itself: %s', (tags, kind, alone) => {
  expect(senseOf(tags.split(' ').map((tag) => `attack.${tag}`))).toMatchObject({ kind, alone });
});

describe('what is remembered', () => {
  test('holds the newest entries, and at least half of what it may', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 40 })),
        fc.integer({ min: 2, max: 20 }),
        (keys, limit) => {
          const map = new Newest<number>();
          for (const [index, key] of keys.entries()) map.set(String(key), index, limit);
          expect(map.size).toBeLessThanOrEqual(limit);
          const last = [...new Set(keys.toReversed())].slice(0, Math.floor(limit / 2));
          for (const key of last) expect(map.get(String(key))).toBe(keys.lastIndexOf(key));
          expect([...map.keys()].length).toBe(map.size);
        },
      ),
    );
  });

  test('counts up and down', () => {
    const tally = new Tally(2);
    for (const name of ['a', 'b', 'a', 'c']) tally.add(name);
    expect(tally.top(5)).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    tally.add('b', -1);
    expect(tally.has('b')).toBe(false);
  });
});

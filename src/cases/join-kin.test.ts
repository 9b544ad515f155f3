import { expect, it } from 'vitest';
import type { AttackKind, Detection } from '../detectors/detection.ts';
import { CaseBook } from './case-book.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2020, 7, 3);

function entry(account: string, hours: number, kind: AttackKind = 'token-theft'): Detection {
  const time = START + hours * HOUR;
  return {
    detector: 'sessions',
    organisation: 'example.org',
    attack: `${account} ${time}`,
    kind,
    at: time,
    confidence: 0.9,
    reason: 'Somebody else.',
    sightings: [{ id: `${account} ${time}`, time, account, outcome: 'in', address: account }],
  };
}

function peopleByCase(...detections: readonly Detection[]): readonly (readonly string[])[] {
  const book = new CaseBook();
  for (const one of detections.toSorted((a, b) => a.at - b.at)) book.detection(one);
  return [...book.end()].map(({ record }) => record.accounts.map(({ account }) => account));
}

it('joins attacks of one kind that began within a day of each other', () => {
  expect(peopleByCase(entry('ann', 0), entry('ben', 5), entry('cat', 20))).toEqual([
    ['ann', 'ben', 'cat'],
  ]);
});

it('keeps apart what is of another kind, or began days later', () => {
  const others = [entry('ben', 5, 'mfa-fatigue'), entry('cat', 72)];
  expect(peopleByCase(entry('ann', 0), ...others)).toEqual([['ann'], ['ben'], ['cat']]);
});

it('never joins so what guesses passwords', () => {
  const sprays = [entry('ann', 0, 'password-spray'), entry('ben', 5, 'password-spray')];
  expect(peopleByCase(...sprays)).toHaveLength(2);
});

it('joins nothing so where such attacks begin every few days', () => {
  const usual = Array.from({ length: 40 }, (_, n) => entry(`person ${n}`, n * 2 * 24));
  const close = entry('zoe', 39 * 2 * 24 + 1);
  expect(close.at - START).toBeGreaterThan(70 * DAY);
  expect(peopleByCase(...usual, close)).toHaveLength(41);
});

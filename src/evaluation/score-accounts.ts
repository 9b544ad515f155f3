import type { CaseOutcome } from '../cases/case.ts';
import { CASE_OUTCOMES } from '../cases/case.ts';
import { MINUTE } from './durations.ts';
import type { Campaign, Evidence, FoundCase } from './evidence.ts';
import type { Step } from './label.ts';
import { STEPS } from './label.ts';
import type { Score } from './score.ts';

type AccountScore = Pick<
  Score,
  | 'accounts'
  | 'namesOfNobody'
  | 'outcomes'
  | 'outcomesTooLow'
  | 'outcomesTooHigh'
  | 'accountDelays'
  | 'accountsByEnd'
>;

/** Outcomes that say what a step taught the attacker. Labels do not tell apart what stopped a right password. */
const OUTCOMES_OF: Readonly<Record<Step, readonly CaseOutcome[]>> = {
  attempt: ['targeted', 'locked'],
  hit: ['password-known', 'mfa-stopped'],
  entry: ['compromised'],
  aftermath: ['compromised'],
};

/**
 * A case names an account rightly when a campaign of which it holds something attacked that account; a campaign's account
 * is found when a case that holds something of the campaign names it. So neither splitting nor merging cases changes
 * these figures: they are about the people who are told, or not.
 */
export function scoreAccounts(evidence: Evidence, campaigns: readonly Campaign[]): AccountScore {
  const targeted = scoreTargeted(evidence, campaigns);
  const named = scoreNamed(evidence);
  return {
    accounts: { precision: named.precision, recall: targeted.recall },
    namesOfNobody: targeted.namesOfNobody,
    accountDelays: { whole: targeted.recall.whole, minutes: targeted.minutes },
    accountsByEnd: { part: targeted.byEnd, whole: targeted.recall.whole },
    outcomes: named.outcomes,
    outcomesTooLow: named.tooLow,
    outcomesTooHigh: named.tooHigh,
  };
}

function scoreTargeted(evidence: Evidence, campaigns: readonly Campaign[]) {
  let [whole, byEnd, namesOfNobody] = [0, 0, 0];
  const minutes: number[] = [];
  for (const campaign of campaigns) {
    for (const [account, { first, step }] of campaign.accounts) {
      if (step === 0 && isNobody(evidence, campaign.organisation, account)) {
        namesOfNobody += 1;
        continue;
      }
      whole += 1;
      const told = toldAt(campaign, account);
      if (told === undefined) continue;
      minutes.push(Math.max(0, told - first) / MINUTE);
      if (told <= campaign.last) byEnd += 1;
    }
  }
  return {
    recall: { part: minutes.length, whole },
    minutes: minutes.toSorted((a, b) => a - b),
    byEnd,
    namesOfNobody,
  };
}

/** A name without any ordinary sign-in, where others have theirs: the attacker guessed it. */
function isNobody({ living }: Evidence, organisation: string, account: string): boolean {
  const people = living.get(organisation);
  return people !== undefined && people.size > 0 && !people.has(account);
}

function toldAt(campaign: Campaign, account: string): number | undefined {
  let first: number | undefined;
  for (const { accounts } of campaign.held.keys()) {
    const named = accounts.get(account);
    if (named === undefined) continue;
    const at = Date.parse(named.detected_at);
    if (first === undefined || at < first) first = at;
  }
  return first;
}

function scoreNamed(evidence: Evidence) {
  let [right, wrong, agreeing, tooLow, tooHigh] = [0, 0, 0, 0, 0];
  for (const found of evidence.cases) {
    for (const [account, { outcome }] of found.accounts) {
      const furthest = furthestStep(found, account);
      if (furthest === undefined) {
        wrong += 1;
        continue;
      }
      const ofNobody = [...found.campaigns].every(({ organisation }) =>
        isNobody(evidence, organisation, account),
      );
      if (furthest === 'attempt' && ofNobody) continue;
      right += 1;
      const expected = OUTCOMES_OF[furthest];
      if (expected.includes(outcome)) agreeing += 1;
      else if (rung(outcome) < rung(expected[0])) tooLow += 1;
      else tooHigh += 1;
    }
  }
  return {
    precision: { part: right, whole: right + wrong },
    outcomes: { part: agreeing, whole: right },
    tooLow,
    tooHigh,
  };
}

function rung(outcome: CaseOutcome | undefined): number {
  return outcome === undefined ? -1 : CASE_OUTCOMES.indexOf(outcome);
}

/** The furthest any campaign of the case got with the account; undefined when none attacked it. */
function furthestStep(found: FoundCase, account: string): Step | undefined {
  let furthest = -1;
  for (const { accounts } of found.campaigns) {
    furthest = Math.max(furthest, accounts.get(account)?.step ?? -1);
  }
  return STEPS[furthest];
}

import type { Case, CaseAccount, CaseOutcome } from '../cases/case.ts';
import { CASE_OUTCOMES, SEVERITIES } from '../cases/case.ts';
import { KIND_FACTS } from '../cases/kind-facts.ts';

/** The words for cases, the same on a terminal and in the HTML report. */

type Kind = Case['kind'];

/** What somebody did, in one plain sentence. */
export const PLAINLY: Readonly<Record<Kind, string>> = {
  'password-spray': 'Somebody tried a few likely passwords on many accounts.',
  'brute-force': 'Somebody tried very many passwords on a few accounts.',
  'credential-stuffing': 'Somebody tried passwords that were stolen from other websites.',
  'mfa-fatigue':
    'Somebody who knows the password sent prompts to the phone, hoping that one is approved to be left alone.',
  'account-takeover': 'Somebody who is not its owner seems to use an account.',
  'token-theft':
    'A session that its owner had opened was used from elsewhere: no password was needed for that.',
  'consent-phishing': 'An application or a device was let in; a new password does not shut it out.',
  'mailbox-rule': 'A mailbox was set to hide mail from its owner or to send it on.',
  'web-bug': 'A mail with a hidden picture told its sender who opened it, and when.',
  phishing: 'Mail or a page that poses as a known sign-in asked for a password or a code.',
};

interface OutcomeWords {
  /** At most 22 columns. */
  readonly short: string;
  /** After a number of people: "2 …". */
  readonly counted: string;
  readonly long: string;
}

const OUTCOMES: Readonly<Record<CaseOutcome, OutcomeWords>> = {
  compromised: {
    short: 'got in',
    counted: 'entered by the attacker',
    long: 'The attacker got in.',
  },
  'mfa-stopped': {
    short: 'stopped by 2nd factor',
    counted: 'stopped by the second factor',
    long: 'The password was right; the second factor stopped the attacker.',
  },
  'password-known': {
    short: 'password right, stopped',
    counted: 'stopped although the password was right',
    long: 'The password was right; something else stopped the attacker.',
  },
  locked: {
    short: 'locked',
    counted: 'locked',
    long: 'The account was locked or the address refused: the log does not say whether the password was right.',
  },
  targeted: {
    short: 'did not get in',
    counted: 'not entered',
    long: 'The attacker did not get in.',
  },
};

const NEVER_RIGHT: OutcomeWords = {
  short: 'password never right',
  counted: 'with no right password',
  long: 'The attacker tried passwords; none was right.',
};

export function outcomeWords(outcome: CaseOutcome, kind: Kind): OutcomeWords {
  return outcome === 'targeted' && KIND_FACTS[kind].guesses ? NEVER_RIGHT : OUTCOMES[outcome];
}

/** Furthest first. */
export const RUNGS: readonly CaseOutcome[] = CASE_OUTCOMES.toReversed();

export function rungOf(outcome: CaseOutcome): number {
  return CASE_OUTCOMES.indexOf(outcome);
}

/** The password is in the attacker's hands, whatever stopped them. */
export function passwordKnown(outcome: CaseOutcome): boolean {
  return rungOf(outcome) >= rungOf('password-known');
}

export function byOutcome(accounts: readonly CaseAccount[]): Readonly<Record<CaseOutcome, number>> {
  const counts = Object.fromEntries(CASE_OUTCOMES.map((outcome) => [outcome, 0])) as Record<
    CaseOutcome,
    number
  >;
  for (const { outcome } of accounts) counts[outcome] += 1;
  return counts;
}

/** Those with whom the attack got furthest first, then those attacked most. */
export function comparePeople(a: CaseAccount, b: CaseAccount): number {
  return (
    rungOf(b.outcome) - rungOf(a.outcome) ||
    b.attempts - a.attempts ||
    (a.account < b.account ? -1 : 1)
  );
}

/** What decides a case's place among others; counting its people takes long, so it is done once. */
export interface Standing {
  readonly record: Case;
  readonly people: Readonly<Record<CaseOutcome, number>>;
}

export function standingOf(record: Case): Standing {
  return { record, people: byOutcome(record.accounts) };
}

/** Worst first: by severity, by how far the attack got and with how many, the newest before older ones. */
export function compareStandings(
  { people: mine, record: a }: Standing,
  { people: theirs, record: b }: Standing,
): number {
  const severity = SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity);
  if (severity !== 0) return severity;
  for (const outcome of RUNGS) {
    if (mine[outcome] !== theirs[outcome]) return theirs[outcome] - mine[outcome];
  }
  if (a.last_seen !== b.last_seen) return a.last_seen > b.last_seen ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

export function sureness(confidence: number): string {
  if (confidence >= 0.95) return 'Almost certainly an attack';
  if (confidence >= 0.8) return 'Very likely an attack';
  return confidence >= 0.55 ? 'Probably an attack' : 'Possibly an attack';
}

/** People attacked over several cases, each counted once per organisation, at the furthest the attacks got. */
export function peopleOver(cases: Iterable<Case>): Readonly<Record<CaseOutcome, number>> {
  const furthest = new Map<string, CaseAccount>();
  for (const { accounts, organisation } of cases) {
    for (const account of accounts) {
      const key = `${organisation}\t${account.account}`;
      const known = furthest.get(key);
      if (known === undefined || rungOf(account.outcome) > rungOf(known.outcome))
        furthest.set(key, account);
    }
  }
  return byOutcome([...furthest.values()]);
}

/** People to whom the same first step applies. */
export interface StepGroup {
  readonly people: readonly CaseAccount[];
  readonly step: string;
}

/** Gathers neighbours whose first steps differ in their name alone, so that it is said once: "each of them". */
export function byStep(people: readonly CaseAccount[]): readonly StepGroup[] {
  const groups: { people: CaseAccount[]; step: string; common: string }[] = [];
  for (const one of people) {
    const { account, first_step: step } = one;
    const common = account === '' ? step : step.replaceAll(account, 'each of them');
    const last = groups.at(-1);
    if (last?.common === common) {
      last.people.push(one);
      last.step = common;
    } else groups.push({ people: [one], step, common });
  }
  return groups;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `3 days`, `5 hours`, `12 minutes`: the largest unit of which there are at least two. */
export function lengthOf(ms: number): string {
  if (ms >= 2 * DAY) return `${Math.round(ms / DAY)} days`;
  if (ms >= 2 * HOUR) return `${Math.round(ms / HOUR)} hours`;
  if (ms >= 2 * MINUTE) return `${Math.round(ms / MINUTE)} minutes`;
  return ms >= MINUTE ? '1 minute' : 'less than a minute';
}

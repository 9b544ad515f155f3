import { DAY } from './day-counts.ts';
import { logGamma } from './negative-binomial.ts';
import { sum } from './mail-evidence.ts';
import type { MailLure, MailOffice } from './mail-office.ts';

/** One message in a hundred is a lure: what mail providers say of what reaches inboxes, to the order of magnitude. */
const PRIOR = Math.log(0.01);
/** One that poses as nobody is far rarer: vendors follow their readers in the same way. */
const QUIET_PRIOR = Math.log(0.002);

/** Each further person who got it. Vendors and newsletters write to several as well. */
const FURTHER_PERSON = 0.25;
const MAX_SEVERAL = 1;

/** A picture or link of its own for each reader, at a domain never seen, with little else. */
const WEB_BUG = 1;

/** Sign-ins so long after a message may have to do with it. */
export const FOLLOWS = 14 * DAY;

/** Fewer accounts tried are chance: somebody is always tried. */
const LEAST_TRIED = 2;

/** Logarithm of the odds that a lure is one. */
export function lureOdds(lure: MailLure, office: MailOffice): number {
  const { people, isBulk } = lure;
  const several = isBulk ? 0 : Math.min(MAX_SEVERAL, FURTHER_PERSON * (people.size - 1));
  const prior = poses(lure) ? PRIOR : QUIET_PRIOR;
  return (
    prior + sum(lure.evidence) + several + (isWebBug(lure) ? WEB_BUG : 0) + probeOdds(lure, office)
  );
}

/** Whether something in it is made to be taken for what it is not. */
export function poses({ evidence }: MailLure): boolean {
  return evidence.some(({ name, weight }) => name !== 'stranger' && weight >= 1);
}

/** Whether each reader has a beacon of their own. */
export function isWebBug({ beacons, people, isSparse, isBulk }: MailLure): boolean {
  return isSparse && !isBulk && beacons.size > 0 && beacons.size >= people.size / 2;
}

/**
 * Whether strangers try those who got the message more than the others. Of all accounts that strangers have tried since,
 * so many are among them as chance brings about this seldom (hypergeometric tail: Fisher's exact test, 1935). Of the lures
 * the organisation has got in that time one fits best by chance: their number counts against it (Bonferroni). A message
 * that fetches nothing and leads nowhere new tells its sender nothing.
 */
function probeOdds(lure: MailLure, office: MailOffice): number {
  if (lure.probes.size < LEAST_TRIED || lure.hosts.size === 0) return 0;
  let [accounts, got, tried, both] = [0, 0, 0, 0];
  for (const [account, last] of office.accounts) {
    const isTried = last >= lure.first;
    const hasGot = lure.people.has(account);
    accounts += 1;
    if (hasGot) got += 1;
    if (isTried) tried += 1;
    if (isTried && hasGot) both += 1;
  }
  const chance = logChance({ accounts, got, tried, both: Math.min(both, lure.probes.size) });
  return Math.max(0, -chance - Math.log(1 + rivals(lure, office)));
}

/** Logarithm of the chance that of `tried` accounts drawn from all at least `both` are among those that `got` it. */
function logChance(
  counts: Readonly<Record<'accounts' | 'got' | 'tried' | 'both', number>>,
): number {
  const { accounts, got, tried, both } = counts;
  const whole = logChoose(accounts, tried);
  let sumOf = 0;
  for (let index = both; index <= Math.min(got, tried); index += 1) {
    if (tried - index > accounts - got) continue;
    sumOf += Math.exp(logChoose(got, index) + logChoose(accounts - got, tried - index) - whole);
  }
  return Math.log(Math.min(1, Math.max(sumOf, Number.MIN_VALUE)));
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

/** Other lures to as many people in the same time. */
function rivals(lure: MailLure, { lures }: MailOffice): number {
  let count = 0;
  for (const other of lures.values()) {
    if (other === lure || other.people.size < LEAST_TRIED || other.hosts.size === 0) continue;
    if (Math.abs(other.first - lure.first) <= FOLLOWS) count += 1;
  }
  return count;
}

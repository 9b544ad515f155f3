import { DAY } from './day-counts.ts';
import { sum } from './mail-evidence.ts';
import type { MailLure } from './mail-lure.ts';
import type { MailOffice } from './mail-office.ts';

/** One message in a hundred is a lure: what mail providers say of what reaches inboxes, to the order of magnitude. */
const PRIOR = Math.log(0.01);

/** Each further person who got it. Vendors and newsletters write to several as well. */
const FURTHER_PERSON = 0.25;
const MAX_SEVERAL = 1;

/** A picture or link of its own for each reader, at a domain never seen, with little else. */
const WEB_BUG = 1;

/** Sign-ins so long after a message may have to do with it. */
export const FOLLOWS = 14 * DAY;

/** Part of the accounts strangers try in that time anyway, and how many accounts this belief weighs as much as. */
const TRIED_ANYWAY = 0.05;
const BELIEF = 8;

/** Looking at many lures until one fits by chance costs this. */
const LOOKED_FOR = 1;

/** Logarithm of the odds that a lure is one. */
export function lureOdds(lure: MailLure, office: MailOffice): number {
  const { people, isBulk } = lure;
  const several = isBulk ? 0 : Math.min(MAX_SEVERAL, FURTHER_PERSON * (people.size - 1));
  return PRIOR + sum(lure.evidence) + several + (isWebBug(lure) ? WEB_BUG : 0) + probeOdds(lure, office);
}

/** Whether each reader has a beacon of their own. */
export function isWebBug({ beacons, people, isSparse, isBulk }: MailLure): boolean {
  return isSparse && !isBulk && beacons.size > 0 && beacons.size >= people.size / 2;
}

/**
 * Whether strangers try those who got the message more than the others: the likelihood ratio of the part that was tried
 * (its maximum: Wilks' G) against the part that is tried anyway, by the others in the same time, shrunk towards a belief.
 */
export function probeOdds(lure: MailLure, office: MailOffice): number {
  const tried = lure.probes.size;
  const got = lure.people.size;
  if (tried === 0) return 0;
  let others = 0;
  let triedOthers = 0;
  for (const [account, last] of office.accounts) {
    if (lure.people.has(account)) continue;
    others += 1;
    if (last >= lure.first) triedOthers += 1;
  }
  const anyway = (triedOthers + BELIEF * TRIED_ANYWAY) / (others + BELIEF);
  const part = tried / got;
  if (part <= anyway) return 0;
  const hit = tried * Math.log(part / anyway);
  const miss = part === 1 ? 0 : (got - tried) * Math.log((1 - part) / (1 - anyway));
  return Math.max(0, hit + miss - LOOKED_FOR);
}

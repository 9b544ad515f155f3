import type { Attempt } from './password-attempt.ts';
import type { Campaign, Target } from './password-campaign.ts';
import { BRUTE_PER_HOUR, burstFit, fit, isOver, paceFit, rateOf } from './password-campaign.ts';
import type { Office } from './password-office.ts';
import { perDay } from './password-office.ts';

/** New campaigns per hour and organisation: one a week, once there is one. */
const NEW_PER_HOUR = 1 / (7 * 24);

/** Attempts an hour beyond which a campaign's pace says no more of how likely the next one is its own. */
const FASTEST = 30;

/** Failed sign-ins an hour by each of an organisation's people, of all kinds. */
const FAILED_PER_HOUR = 0.03 / 24;

/** Sign-ins an hour by each of an organisation's people, with a password or a session; and of them those stopped. */
const SIGN_INS_PER_HOUR = 10 / 24;
const STOPPED_PER_HOUR = 1 / 24;

/** Share of guesses that are right. */
const RIGHT = 0.01;

/** Beyond what any score adds up to. */
const SURE = 100;

/** What fits a campaign very well fits it no better than this: one feature must not outweigh everything. */
const BEST_FIT = 6;

/** The campaign that an attempt is most likely part of; undefined when it is likelier its owner's, or of a new one. */
export function campaignOf(office: Office, attempt: Attempt, now: number): Campaign | undefined {
  let best: Campaign | undefined;
  let bestScore = 0;
  for (const campaign of office.campaigns) {
    if (isOver(campaign, now)) continue;
    const score = attempt.failed
      ? scoreOfMiss(office, campaign, attempt, now)
      : isPrize(campaign, attempt)
        ? SURE + fit(campaign, attempt)
        : scoreOfPrize(office, campaign, attempt, now);
    if (score > bestScore) [best, bestScore] = [campaign, score];
  }
  return best;
}

function scoreOfMiss(office: Office, campaign: Campaign, attempt: Attempt, now: number): number {
  const fitting = fit(campaign, attempt);
  const rate = Math.log(Math.min(FASTEST, rateOf(campaign, now)));
  const pace = paceFit(campaign, attempt, now) + burstFit(campaign, now);
  const asNew = fitting + pace + rate - Math.log(NEW_PER_HOUR);
  const ordinary = Math.max(FAILED_PER_HOUR * Math.max(5, office.people), perDay(office, now) / 24);
  const asOwner = attempt.strange + Math.min(BEST_FIT, fitting) + rate - Math.log(ordinary);
  return Math.min(asNew, asOwner);
}

function scoreOfPrize(office: Office, campaign: Campaign, attempt: Attempt, now: number): number {
  if (attempt.second || attempt.client === 'own' || isClose(attempt)) return 0;
  const rate = Math.log(rateOf(campaign, now) * RIGHT);
  const each = isStopped(attempt) ? STOPPED_PER_HOUR : SIGN_INS_PER_HOUR;
  const ordinary = Math.log(each * Math.max(5, office.people));
  return attempt.strange + Math.min(BEST_FIT, fit(campaign, attempt)) + rate - ordinary;
}

function isStopped({ sighting }: Attempt): boolean {
  return sighting.outcome === 'password-known';
}

function isClose({ place }: Attempt): boolean {
  return place === 'own-address' || place === 'own-prefix';
}

/**
 * Whether a right password is the campaign's: it comes from where the campaign comes from, or with what it comes with,
 * or to an account it is after from where and with what nobody there has ever signed in. Wrongly thinking so costs a
 * look at one sign-in; missing it costs an account.
 */
function isPrize(campaign: Campaign, attempt: Attempt): boolean {
  const { client, origin, place, sighting, tool } = attempt;
  // Where colleagues get in from is no sign of an attack, even if attackers have been there as well.
  if (place !== 'new' && place !== 'colleagues-network' && place !== 'own-network') return false;
  const target = campaign.targets.get(sighting.account);
  const stopped = isStopped(attempt);
  // Anybody can have the owner's kind of browser; abroad, an owner who is stopped goes on to pass.
  const abroad = stopped && place === 'new' && attempt.country === 'new' && target !== undefined;
  if (client === 'own') return abroad;
  const seen = (counts: Campaign['tools'], value: string | undefined): boolean =>
    value !== undefined && counts.of.has(value);
  if (target !== undefined && isSameIntruder(target, attempt)) return true;
  if (seen(campaign.addresses, origin.address)) return true;
  const near = place === 'own-network' && client !== 'new';
  if (seen(campaign.prefixes, origin.prefix) && (target !== undefined || client === 'new'))
    return true;
  if (seen(campaign.tools, tool)) {
    if (seen(campaign.networks, origin.network) && !near) return true;
    if (stopped && client === 'new') return true;
  }
  return target !== undefined && isWon(campaign, attempt, target);
}

/** Strangeness from which on a right password for an account under attack is rather the attacker's. */
const WON = 3.5;

/** Whether a right password for an account under attack, from elsewhere than the rest of the attack, is the attacker's. */
function isWon(campaign: Campaign, attempt: Attempt, target: Target): boolean {
  const { client, known, place, second, settled, strange, tool } = attempt;
  const near = place === 'own-network';
  if (settled && campaign.tools.of.has(tool) && (client === 'new' || (!second && !near)))
    return true;
  if (second || !known) return false;
  // An owner who is asked for the second factor gives it, and what was claimed is withdrawn.
  if (isStopped(attempt) && (settled || strange >= WON)) return true;
  if (!isAfter(campaign, attempt, target)) return false;
  if (target.peak >= BRUTE_PER_HOUR) return true;
  if (client === 'new') return settled || strange >= WON;
  return settled && place === 'new' && strange >= WON;
}

/** Tries on one account of a campaign's, and the time since the last, that say it is after this account above all. */
const AFTER_SHARE = 0.05;
const AFTER_TIME = 3_600_000;

function isAfter(campaign: Campaign, { sighting }: Attempt, target: Target): boolean {
  if (sighting.time - target.last <= AFTER_TIME) return true;
  return target.tries >= AFTER_SHARE * campaign.attempts && target.tries > 2;
}

/** How long somebody who got in stays the intruder wherever they come from, without a second factor. */
const STAYS = 24 * 3_600_000;

/** Whether it comes from where, or with what, the account was got into shortly before. */
function isSameIntruder(
  { won, wonAt }: Target,
  { origin, place, second, sighting }: Attempt,
): boolean {
  if (wonAt === undefined || sighting.time - wonAt > STAYS || second) return false;
  const { address, client } = origin;
  if (address !== undefined && won.has(address)) return true;
  return (client !== undefined && won.has(client)) || place === 'new';
}

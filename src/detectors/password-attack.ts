import type { EventDigest } from '../events/digest.ts';
import type { Detector } from './detector.ts';
import type { Relation } from './familiarity.ts';
import { accountOf, originOf } from './familiarity.ts';
import type { Attempt, SignInDigest } from './password-attempt.ts';
import { attemptOf, isAttempt, sightingOf, signInOf } from './password-attempt.ts';
import { addAttempt, isOver } from './password-campaign.ts';
import type { Desk } from './password-desk.ts';
import { deskOf, PASSWORD_ATTACK, tellOf } from './password-desk.ts';
import { campaignOf } from './password-match.ts';
import { attackerOdds } from './password-odds.ts';
import { addToPool, age, changedLately, drop, noteChange } from './password-office.ts';
import { judge } from './password-opening.ts';
import { isOwners, learn } from './password-owner.ts';
import { isNear, NEAR_RIPENS, RIPENS, STRANGE } from './password-ripe.ts';

const DAY = 86_400_000;

/** Names that do not exist are guessed more often than mistyped, in an office whose places are known. */
const GUESSED = 2;
const OFFICE_DAYS = 3;

/** How much less strange a failure is when the password has changed lately. */
const OUTDATED = 2.5;

/** Sign-ins stranger than this teach nothing until a day has passed. */
const STRANGE_IN = 2;

/** How long a strange sign-in waits before it counts as its owner's. */
const WAITS = DAY;

/** How often old attempts are let go. */
const AGES = 6 * DAY;

/**
 * Attacks on passwords: sprays loud, distributed and ultra-slow, brute force, credential stuffing, and what they win.
 * `docs/detection.md` has the statistics. Attempts strange to their account wait in a pool; when there are more of them
 * than ordinary life explains, those that go together become a campaign, which later attempts join or not.
 */
export const passwordAttack: Detector = {
  name: PASSWORD_ATTACK,
  observe(event, state, tell) {
    const desk = deskOf(event, state, tell);
    if (event.kind === 'audit') auditOf(desk, event);
    else if (isAttempt(event)) signIn(desk, event);
  },
};

/** What an account that was broken into is used for from where it was broken into. */
function auditOf(desk: Desk, event: Extract<EventDigest, { readonly kind: 'audit' }>): void {
  const { now, office } = desk;
  if (event.activity === 'password-change' && event.status === 'success') {
    if (event.user !== undefined) noteChange(office, event.user.name, now);
  }
  const account = accountOf(event);
  const origin = originOf(event);
  for (const campaign of office.campaigns) {
    const target = campaign.targets.get(account);
    if (target?.wonAt === undefined || !target.won.has(origin.address ?? '')) continue;
    tellOf(desk, campaign, [sightingOf(event, account, origin)]);
    return;
  }
}

function signIn(desk: Desk, event: SignInDigest): void {
  const { familiarity, now, office } = desk;
  passTime(desk);
  // Scanners and gateways of the organisation's own are no strangers.
  if (event.enrichments?.['network.listed'] === 'trusted') return;
  const relation = familiarity.relation(event);
  // Most of any log: somebody in from where they always are.
  if (event.outcome === 'in' && event.stopped_by === undefined && isAtHome(relation)) {
    learn(desk, signInOf(event, relation), relation);
    return;
  }
  const attempt = attemptOf(event, relation, strangeness(desk, event, relation));
  if (attempt.failed && isOwners(desk, attempt)) return;
  const campaign = campaignOf(office, attempt, now);
  if (campaign !== undefined) {
    addAttempt(campaign, attempt);
    tellOf(desk, campaign, [attempt.sighting]);
  } else if (event.outcome === 'in') gotIn(desk, attempt, relation);
  else if (attempt.strange >= 0) wait(desk, attempt);
}

function isAtHome({ client, place }: Relation): boolean {
  return place === 'own-address' && client?.to === 'own';
}

function strangeness({ now, office }: Desk, event: SignInDigest, relation: Relation): number {
  const account = event.user.name;
  if (event.stopped_by === 'expired-password' && relation.client?.to !== 'new') {
    noteChange(office, account, now);
  }
  const guessed = event.outcome === 'user-unknown' && relation.organisationDays >= OFFICE_DAYS;
  const outdated = relation.country?.to === 'own' && changedLately(office, account, now);
  return (
    attackerOdds(relation, office.habits) + (guessed ? GUESSED : 0) - (outdated ? OUTDATED : 0)
  );
}

function gotIn(desk: Desk, attempt: Attempt, relation: Relation): void {
  const { office } = desk;
  const doubtful = !attempt.second && attempt.strange >= STRANGE_IN;
  // Of an account without a past, whatever gets in first is the past.
  if (!doubtful || !attempt.known) learn(desk, attempt, relation);
  // What nobody has used before may still be claimed in retrospect.
  const novel = !attempt.known || attempt.client === 'new';
  if (doubtful || (novel && !attempt.second)) {
    addToPool(office, attempt);
    office.waiting.push(attempt);
  }
}

function wait(desk: Desk, attempt: Attempt): void {
  const { office } = desk;
  addToPool(office, attempt);
  if (!attempt.failed || attempt.strange < STRANGE) return;
  if (isNear(attempt)) office.near.push(attempt);
  else if (!attempt.known) office.unripe.push(attempt);
  if (attempt.known || isNear(attempt)) judge(desk, attempt);
}

/** Takes up what had to wait for this moment. */
function passTime(desk: Desk): void {
  const { now, office } = desk;
  const queues = [
    [office.unripe, RIPENS],
    [office.near, NEAR_RIPENS],
  ] as const;
  for (const [queue, ripens] of queues) {
    for (const attempt of due(queue, now - ripens)) {
      if (office.pool.includes(attempt)) judge(desk, attempt);
    }
  }
  for (const attempt of due(office.waiting, now - WAITS)) {
    if (!office.pool.includes(attempt)) continue;
    drop(office, [attempt]);
    if (attempt.known) learn(desk, attempt);
  }
  if (now - office.taughtUntil > AGES) age(office, now);
  if (office.campaigns.some((campaign) => isOver(campaign, now))) {
    office.campaigns = office.campaigns.filter((campaign) => !isOver(campaign, now));
  }
}

/** Takes those made up to a time from the front of a queue in order of time. */
function due(queue: Attempt[], until: number): readonly Attempt[] {
  let count = 0;
  while ((queue[count]?.sighting.time ?? Infinity) <= until) count += 1;
  return count === 0 ? [] : queue.splice(0, count);
}

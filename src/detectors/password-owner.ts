import type { Relation } from './familiarity.ts';
import type { Attempt, OwnSignIn } from './password-attempt.ts';
import { usesTool } from './password-campaign.ts';
import type { Desk } from './password-desk.ts';
import { withdraw } from './password-desk.ts';
import { noteHabit } from './password-odds.ts';
import { drop, isOwnTool, isPooled, noteOwnTool, noteTool } from './password-office.ts';
import { isNear } from './password-ripe.ts';

/** What is an account owner's own: what they get in with teaches, and explains failures before and after it. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long after a failure getting in explains it. */
const EXPLAINS = 3 * DAY;

/** Names tried at one address that somebody getting in there explains: slips in typing one's own name. */
const SLIPS = 2;

/** A program of the owner's fails here and there within an hour, not everywhere. */
const MOST_ELSEWHERE = 6;

/** A program that comes back: how long it leaves between two tries at least, and at most. */
const BREATH = 10 * MINUTE;
const COMES_BACK = 3 * HOUR;

/** Tries with a program of its own that tell an account from the others of a campaign, and how many those must be. */
const LEAST_RETURNS = 3;
const MOSTLY = 0.7;
const LEAST_OTHERS = 5;

/** Takes a sign-in to be its owner's. */
export function learn(desk: Desk, attempt: OwnSignIn, relation?: Relation): void {
  const { familiarity, office, organisation } = desk;
  const { origin, sighting, tool } = attempt;
  const who = { organisation, account: sighting.account, time: sighting.time };
  const before = relation ?? familiarity.relationTo(origin, who);
  if (before.accountDays === 0) office.people += 1;
  // What programs do by themselves, most of any log, tells nothing of where people type passwords.
  if (attempt.interactive) noteHabit(office.habits, before);
  noteTool(office, tool);
  familiarity.learnOrigin(origin, who);
  explain(desk, attempt);
}

/** Failures before somebody got in were their own. */
function explain(desk: Desk, attempt: OwnSignIn): void {
  const { office } = desk;
  const { account, address, time } = attempt.sighting;
  if (isPooled(office, account) || isPooled(office, address)) {
    const names = new Set(
      office.pool
        .filter(({ failed, sighting }) => failed && sighting.address === address)
        .map(({ sighting }) => sighting.account),
    );
    const explained = office.pool.filter(
      (other) =>
        time - other.sighting.time <= EXPLAINS &&
        (isSamePerson(other, attempt) ||
          (other.sighting.address === address && names.size <= SLIPS && other.failed)),
    );
    drop(office, explained);
  }
  withdraw(
    desk,
    account,
    (other) => isSamePerson(other, attempt) && time - other.sighting.time <= DAY,
  );
}

/** Whether an earlier attempt was made by whoever made this one, going by where from and with what. */
function isSamePerson(other: Attempt, attempt: OwnSignIn): boolean {
  if (other.sighting.account !== attempt.sighting.account) return false;
  const { prefix, network } = other.origin;
  if (prefix !== undefined && prefix === attempt.origin.prefix) return true;
  return other.tool === attempt.tool && network !== undefined && network === attempt.origin.network;
}

/** Whether a failure is that of a program of the owner's: it is used from the owner's own places, or was before. */
export function isOwners(desk: Desk, attempt: Attempt): boolean {
  const { now, office } = desk;
  const { origin, place, sighting, tool } = attempt;
  const { account } = sighting;
  if (isReturn(desk, attempt)) {
    ownTool(desk, attempt);
    return true;
  }
  if (office.campaigns.some((campaign) => usesTool(campaign, tool))) return false;
  if (place !== 'own-address' && place !== 'own-prefix') return isOwnTool(office, account, tool);
  const others = office.pool.filter(
    (other) =>
      other.sighting.account === account &&
      other.tool === tool &&
      now - other.sighting.time <= HOUR &&
      other.origin.prefix !== origin.prefix,
  );
  if (others.length <= MOST_ELSEWHERE) ownTool(desk, attempt);
  return true;
}

/**
 * Whether a campaign was wrongly given an old password in a telephone. The same program has tried the same account a while
 * before, at leisure, and what it shares with the campaign is this account alone: near the owner, nobody else was tried
 * from its place; on a journey, nobody else at all was tried with it.
 */
function isReturn({ now, office }: Desk, attempt: Attempt): boolean {
  const { origin, sighting, tool } = attempt;
  return office.campaigns.some(({ prefixes, recent, targets }) => {
    const target = targets.get(sighting.account);
    if (target === undefined || target.hourTries > MOST_ELSEWHERE) return false;
    const sameTool = recent.filter((other) => other.failed && other.tool === tool);
    const before = sameTool.filter((other) => other.sighting.account === sighting.account);
    const last = before.at(-1)?.sighting.time;
    if (last === undefined || now - last < BREATH || now - last > COMES_BACK) return false;
    const here = before.filter((other) => other.origin.prefix === origin.prefix);
    const share = (some: readonly Attempt[]): number => {
      const since = some[0]?.sighting.time ?? now;
      const tries = recent.filter(
        (other) => other.sighting.account === sighting.account && other.sighting.time >= since,
      );
      return some.length / Math.max(1, tries.length);
    };
    if (here.length > 0 && isNear(attempt)) {
      return prefixes.of.get(origin.prefix ?? '') === here.length && share(here) >= MOSTLY;
    }
    return (
      before.length >= LEAST_RETURNS &&
      before.length === sameTool.length &&
      targets.size >= LEAST_OTHERS &&
      share(before) >= MOSTLY
    );
  });
}

function ownTool(desk: Desk, { sighting, tool }: Attempt): void {
  noteOwnTool(desk.office, sighting.account, tool, desk.now);
  withdraw(desk, sighting.account, (other) => other.failed && other.tool === tool);
}

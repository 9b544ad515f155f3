import type { State } from '../history/state.ts';
import type { Attempt } from './password-attempt.ts';
import type { Campaign } from './password-campaign.ts';
import { KEPT, MAX_POOL } from './password-pool.ts';
import { STRANGE } from './password-ripe.ts';
import type { Habits } from './password-odds.ts';
import { noHabits } from './password-odds.ts';

const DAY = 86_400_000;

/** Strange attempts a day for each of an organisation's people, each account and address counted once: assumed. */
const ASSUMED_PER_DAY = 0.004;
/** How many days the assumption counts for beside those seen. */
const ASSUMED_DAYS = 21;
/** Strange attempts younger than this do not teach what is usual: they may still turn out to be an attack. */
const TEACHES_AFTER = 5 * DAY;

/** Accounts remembered for changed passwords, and for tools of theirs that failed; about 250 bytes each. */
const MAX_REMEMBERED = 20_000;

/** How long old passwords are about after a change. */
const OLD_PASSWORDS = 14 * DAY;

/** Least shares of ordinary strange attempts, by whether the organisation has ever signed in with the tool. */
const SEEN_TOOL = 0.3;
const UNSEEN_TOOL = 0.03;

/** Kinds of tools counted; an organisation has a few hundred. */
const MAX_TOOLS = 4096;

/** What is remembered of one organisation, as plain data. */
export interface Office {
  /** Time of the first event. */
  since: number;
  /** Accounts that have got in. */
  people: number;
  readonly habits: Habits;
  /** Sign-ins taken for their owners', by tool. */
  readonly tools: Map<string, number>;
  toolsTotal: number;
  /** Tools used on an account from its own places, also where they failed: an old password in a phone fails everywhere. */
  readonly ownTools: Map<string, number>;
  /** When an account's password last changed or had expired: what still has the old one goes on failing. */
  readonly changed: Map<string, number>;
  /** Strange attempts that belong to nothing yet, in order of time. */
  pool: Attempt[];
  /** How many of them by account and by address. */
  readonly pooled: Map<string, number>;
  /** Attempts on accounts of which nothing was known: whoever it was may still get in. */
  readonly unripe: Attempt[];
  /** Attempts from where the owner might be: a telephone with an old password comes back. */
  readonly near: Attempt[];
  /** Strange sign-ins that are learnt from if nothing comes of them. */
  readonly waiting: Attempt[];
  /** Up to when strange attempts have taught what is usual, and how many did. */
  taughtUntil: number;
  taught: number;
  campaigns: Campaign[];
}

export function officeOf(state: State, key: string, organisation: string, now: number): Office {
  const known = state.get(organisation, key) as Office | undefined;
  if (known !== undefined) return known;
  const office: Office = {
    since: now,
    people: 0,
    habits: noHabits(),
    tools: new Map(),
    toolsTotal: 0,
    ownTools: new Map(),
    changed: new Map(),
    pool: [],
    pooled: new Map(),
    unripe: [],
    near: [],
    waiting: [],
    taughtUntil: -Infinity,
    taught: 0,
    campaigns: [],
  };
  state.set(organisation, key, office);
  return office;
}

export function noteTool(office: Office, tool: string): void {
  const { tools } = office;
  const before = tools.get(tool);
  if (before === undefined && tools.size >= MAX_TOOLS) return;
  tools.set(tool, (before ?? 0) + 1);
  office.toolsTotal += 1;
}

/** Remembers that an account's owner uses a tool, by where it was used. */
export function noteOwnTool(office: Office, account: string, tool: string, time: number): void {
  const { ownTools } = office;
  const key = `${account}\n${tool}`;
  if (!remember(ownTools, key, time)) return;
  if (!isPooled(office, account)) return;
  drop(
    office,
    office.pool.filter((other) => other.sighting.account === account && other.tool === tool),
  );
}

/** Puts a key last in a map that forgets what was not put there for longest; false when it was there. */
function remember(map: Map<string, number>, key: string, time: number): boolean {
  const isNew = !map.delete(key);
  map.set(key, time);
  if (map.size > MAX_REMEMBERED) {
    for (const oldest of map.keys()) {
      map.delete(oldest);
      break;
    }
  }
  return isNew;
}

/** Notes that an account's password changed, or has to. */
export function noteChange(office: Office, account: string, time: number): void {
  remember(office.changed, account, time);
}

/** Whether an old password may still be about in a telephone or a forgotten program. */
export function changedLately({ changed }: Office, account: string, now: number): boolean {
  const at = changed.get(account);
  return at !== undefined && now - at <= OLD_PASSWORDS;
}

export function isOwnTool({ ownTools }: Office, account: string, tool: string): boolean {
  return ownTools.has(`${account}\n${tool}`);
}

/** Share of ordinary strange attempts made with a tool: rather with one that colleagues use, too. */
export function toolShare({ tools, toolsTotal }: Office, tool: string): number {
  const seen = tools.get(tool) ?? 0;
  return seen === 0 ? UNSEEN_TOOL : Math.max(SEEN_TOOL, seen / toolsTotal);
}

/**
 * Strange attempts a day to be expected: the mean of a Gamma posterior, from what was assumed of so many people and
 * what has been seen.
 */
export function perDay(office: Office, now: number): number {
  const days = Math.max(0, (now - TEACHES_AFTER - office.since) / DAY);
  const assumed = ASSUMED_PER_DAY * Math.max(5, office.people);
  return (assumed * ASSUMED_DAYS + office.taught) / (ASSUMED_DAYS + days);
}

export function addToPool(office: Office, attempt: Attempt): void {
  office.pool.push(attempt);
  tally(office, attempt, 1);
  if (office.pool.length > MAX_POOL) drop(office, office.pool.slice(0, MAX_POOL / 10));
}

export function drop(office: Office, attempts: readonly Attempt[]): void {
  if (attempts.length === 0) return;
  const gone = new Set(attempts);
  office.pool = office.pool.filter((attempt) => !gone.has(attempt));
  for (const attempt of attempts) {
    tally(office, attempt, -1);
    if (teaches(attempt) && attempt.sighting.time < office.taughtUntil) office.taught -= 1;
  }
}

export function isPooled(office: Office, key: string | undefined): boolean {
  return key !== undefined && office.pooled.has(key);
}

/** Lets old attempts go and counts those that came to nothing. */
export function age(office: Office, now: number): void {
  const until = now - TEACHES_AFTER;
  for (const attempt of office.pool) {
    if (attempt.sighting.time >= until) break;
    if (teaches(attempt) && attempt.sighting.time >= office.taughtUntil) office.taught += 1;
  }
  office.taughtUntil = Math.max(office.taughtUntil, until);
  const old = office.pool.findIndex(({ sighting }) => now - sighting.time <= KEPT);
  const past = old < 0 ? office.pool : office.pool.slice(0, old);
  // What taught stays taught.
  const taught = office.taught;
  drop(office, past);
  office.taught = taught;
}

function teaches({ failed, strange }: Attempt): boolean {
  return failed && strange >= STRANGE;
}

function tally({ pooled }: Office, { sighting }: Attempt, change: 1 | -1): void {
  for (const key of [sighting.account, sighting.address]) {
    if (key === undefined) continue;
    const now = (pooled.get(key) ?? 0) + change;
    if (now > 0) pooled.set(key, now);
    else pooled.delete(key);
  }
}

import { logTail } from './negative-binomial.ts';
import type { Attempt } from './password-attempt.ts';
import { ripeOf, STRANGE } from './password-ripe.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long a strange attempt is kept in case it was the beginning of something slow. */
export const KEPT = 42 * DAY;

/** Strange attempts kept per organisation, about 700 bytes each; the oldest go first. */
export const MAX_POOL = 5000;

/** Windows over which strange attempts are counted. */
const WINDOWS = [10 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 21 * DAY, KEPT] as const;

/** How bursty ordinary strange attempts are: shapes of the negative binomial. */
const SHAPE = 0.5;

/** What is counted together: all strange attempts, or those that share something with the newest one. */
const CELLS = ['all', 'tool', 'network', 'prefix', 'account', 'pace'] as const;

type Cell = (typeof CELLS)[number];

export interface Surprise {
  readonly cell: Cell;
  readonly window: number;
  /** Natural logarithm of the chance that ordinary life looks so. */
  readonly log: number;
  readonly members: readonly Attempt[];
}

/** What is expected of an organisation by itself. */
export interface Expected {
  /** Strange attempts a day, each account and network counted once. */
  readonly perDay: number;
  readonly people: number;
  /** Share of the organisation's people who use a tool. */
  readonly toolShare: (tool: string) => number;
}

/** Accounts and networks that must come together, so that one person's bad day is none. */
const LEAST_UNITS = 3;
/** Networks that must try one account: people with a telephone and a journey come from a few. */
const LEAST_ON_ONE = 6;
/** Addresses from which nobody tries one account within ten minutes, whatever the network. */
const PACE_WINDOW = 10 * MINUTE;
const LEAST_PACE = 15;

/**
 * A scan statistic (Kulldorff, 1997) over windows that end with the newest attempt and over what it shares with others:
 * how surprising are so many accounts and networks, given what is usual? One account tried from one network counts once,
 * however often and from however many of its addresses: phones and programs repeat themselves and carriers move them
 * about. What no phone does, one account tried from very many addresses within minutes, is the cell `pace`.
 */
export function mostSurprising(
  pool: readonly Attempt[],
  newest: Attempt,
  now: number,
  expected: Expected,
): Surprise | undefined {
  let best: Surprise | undefined;
  const strange = pool.filter((attempt) => attempt.failed && attempt.strange >= STRANGE);
  const ripe = ripeOf(strange, now);
  for (const cell of CELLS) {
    const members = (cell === 'pace' ? strange : ripe).filter((attempt) =>
      shares(cell, attempt, newest),
    );
    const found = overWindows(cell, members, newest, now, expected);
    if (found !== undefined && (best === undefined || found.log < best.log)) best = found;
  }
  return best;
}

function shares(cell: Cell, attempt: Attempt, newest: Attempt): boolean {
  switch (cell) {
    case 'tool':
      return attempt.tool === newest.tool;
    case 'network':
      return (
        attempt.origin.network !== undefined && attempt.origin.network === newest.origin.network
      );
    case 'prefix':
      return attempt.origin.prefix !== undefined && attempt.origin.prefix === newest.origin.prefix;
    case 'account':
    case 'pace':
      return attempt.sighting.account === newest.sighting.account;
    default:
      return true;
  }
}

function overWindows(
  cell: Cell,
  members: readonly Attempt[],
  newest: Attempt,
  now: number,
  expected: Expected,
): Surprise | undefined {
  const units = new Set<string>();
  const pace = cell === 'pace';
  const accounts = new Set<string>();
  let best: Surprise | undefined;
  let at = members.length - 1;
  for (const window of pace ? [PACE_WINDOW] : WINDOWS) {
    let grown = false;
    for (; at >= 0; at -= 1) {
      const member = members[at];
      if (member === undefined || now - member.sighting.time > window) break;
      const { account, address } = member.sighting;
      units.add(`${account}\n${(pace ? address : member.origin.network) ?? ''}`);
      accounts.add(account);
      grown = true;
    }
    const least = pace ? LEAST_PACE : accounts.size > 1 ? LEAST_UNITS : LEAST_ON_ONE;
    if (!grown || units.size < least) continue;
    const mean = expected.perDay * (window / DAY) * shareOf(cell, newest, expected);
    const log = logTail(units.size, mean, SHAPE);
    if (best === undefined || log < best.log) {
      best = { cell, window, log, members: members.slice(at + 1) };
    }
  }
  return best;
}

/** How much of all strange attempts is expected to share what the newest one has. */
function shareOf(cell: Cell, newest: Attempt, expected: Expected): number {
  switch (cell) {
    case 'tool':
      return expected.toolShare(newest.tool);
    case 'network':
      return newest.place === 'new' ? 0.1 : 0.5;
    case 'prefix':
      return newest.place === 'new' ? 0.05 : 0.25;
    case 'account':
    case 'pace':
      return 1 / Math.max(3, expected.people);
    default:
      return 1;
  }
}

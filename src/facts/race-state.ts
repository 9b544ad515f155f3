import type { Conflict, ConflictSide } from './conflict.ts';
import { orderedJson } from './content.ts';
import { sourceName } from './fact.ts';
import { formatTime } from '../lib/time.ts';
import type { Held } from './held.ts';
import { order } from './held.ts';
import { foldName } from './jurisdiction.ts';
import type { Quorum } from './quorum.ts';
import { callersOf } from './quorum.ts';

/** Those who call a race for one candidate. */
interface Callers {
  readonly winner: string;
  readonly outlets: readonly string[];
  readonly officials: readonly string[];
  /** Named, but on no list, so that they do not count. */
  readonly uncounted: readonly string[];
  /** Whether they are enough. */
  readonly quorum: boolean;
  /** When there were enough; RFC 3339. */
  readonly since?: string;
  readonly facts: readonly string[];
}

/**
 * `open`: nobody has called it. `claimed`: somebody has, but too few. `called`: a quorum has. `certified`: the authority
 * has. `contested`: a quorum or authorities for more than one winner, and no way to say which.
 */
type RaceStatus = 'open' | 'claimed' | 'called' | 'certified' | 'contested';

export interface RaceState {
  readonly race: string;
  readonly status: RaceStatus;
  /** Whom a quorum or the authority names; of a mere claim, nobody. */
  readonly winner?: string;
  /** Since when the status is what it is; RFC 3339. */
  readonly since?: string;
  readonly calls: readonly Callers[];
  readonly conflicts: readonly Conflict[];
  /** Ids of all facts this rests on. */
  readonly facts: readonly string[];
}

/** The state of one race, of the facts about it that stand and hold. */
export function raceState(race: string, facts: readonly Held[], quorum: Quorum): RaceState {
  const certifications = facts.filter(({ fact }) => fact.kind === 'certification');
  const calls = callsOf(
    facts.filter(({ fact }) => fact.kind === 'call'),
    quorum,
  );
  const certified = sidesOf(certifications, ({ fact }) => textOf(fact.data['winner']));
  const conflicts = conflictsOf(calls, certified, certifications);
  const used = facts
    .filter(({ fact }) => fact.kind === 'call' || fact.kind === 'certification')
    .map(({ fact }) => fact.id)
    .toSorted();
  const status = statusOf(calls, certified, certifications);
  return { race, ...status, calls, conflicts, facts: used };
}

type Standing = Pick<RaceState, 'status' | 'winner' | 'since'>;

function statusOf(
  calls: readonly Callers[],
  certified: readonly ConflictSide[],
  certifications: readonly Held[],
): Standing {
  if (certifications.length > 0) {
    const since = sinceOf(Math.min(...certifications.map(({ from }) => from)));
    if (certified.length > 1) return { status: 'contested', ...since };
    const winner = textOf(certified[0]?.value);
    return { status: 'certified', ...(winner === undefined ? {} : { winner }), ...since };
  }
  const enough = calls.filter((one) => one.quorum);
  const [first] = enough;
  if (first === undefined) return { status: calls.length === 0 ? 'open' : 'claimed' };
  if (enough.length > 1) return { status: 'contested' };
  const { since, winner } = first;
  return { status: 'called', winner, ...(since === undefined ? {} : { since }) };
}

function sinceOf(time: number): { readonly since?: string } {
  return Number.isFinite(time) ? { since: formatTime(time) } : {};
}

interface Vote {
  readonly winner: string;
  readonly name: string;
  readonly desk: string | undefined;
  readonly official: boolean;
  readonly held: Held;
}

/** Calls by winner, each desk with its latest word: an outlet that calls a race anew has taken its first call back. */
function callsOf(facts: readonly Held[], quorum: Quorum): readonly Callers[] {
  const latest = new Map<string, Vote[]>();
  for (const held of facts.toSorted(inTime)) {
    const winner = textOf(held.fact.data['winner']);
    if (winner === undefined) continue;
    for (const { desk, name, official } of callersOf(held.fact, quorum)) {
      const vote = { winner, name, desk, official, held };
      const key = desk ?? `uncounted:${foldName(name)}`;
      // What is said of the same moment is no change of mind but a conflict.
      const before = (latest.get(key) ?? []).filter(
        (one) => foldName(one.winner) === foldName(winner) || one.held.from >= held.from,
      );
      latest.set(key, [...before, vote]);
    }
  }
  const byWinner = new Map<string, Vote[]>();
  for (const vote of [...latest.values()].flat()) {
    const key = foldName(vote.winner);
    byWinner.set(key, [...(byWinner.get(key) ?? []), vote]);
  }
  return [...byWinner.values()]
    .map((votes) => callersFor(votes, quorum))
    .toSorted((a, b) => Number(b.quorum) - Number(a.quorum) || (a.winner < b.winner ? -1 : 1));
}

function callersFor(votes: readonly Vote[], quorum: Quorum): Callers {
  const ordered = votes.toSorted((a, b) => inTime(a.held, b.held));
  const desks = new Map<string, Vote>();
  for (const vote of ordered)
    if (vote.desk !== undefined && !desks.has(vote.desk)) desks.set(vote.desk, vote);
  const counted = [...desks.values()];
  const official = counted.find((vote) => vote.official);
  const outlets = counted.filter((vote) => !vote.official);
  const times = [official?.held.from, outlets[quorum.minimum - 1]?.held.from].filter(
    (time) => time !== undefined,
  );
  return {
    winner: ordered[0]?.winner ?? '',
    outlets: namesOf(outlets),
    officials: namesOf(counted.filter((vote) => vote.official)),
    uncounted: namesOf(ordered.filter(({ desk }) => desk === undefined)),
    quorum: times.length > 0,
    ...(times.length > 0 ? sinceOf(Math.min(...times)) : {}),
    facts: unique(ordered.map(({ held }) => held.fact.id)),
  };
}

function inTime(a: Held, b: Held): number {
  return order(a.from, b.from) || order(a.knownAt, b.knownAt) || (a.fact.id < b.fact.id ? -1 : 1);
}

function namesOf(votes: readonly Vote[]): readonly string[] {
  return unique(votes.map(({ name }) => name));
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}

function conflictsOf(
  calls: readonly Callers[],
  certified: readonly ConflictSide[],
  certifications: readonly Held[],
): readonly Conflict[] {
  const conflicts: Conflict[] = [];
  const called = calls.map(({ facts, officials, outlets, uncounted, winner }) => ({
    value: winner,
    sources: [...officials, ...outlets, ...uncounted],
    facts,
  }));
  if (certified.length > 1) conflicts.push({ about: 'certified winner', sides: certified });
  if (called.length > 1) conflicts.push({ about: 'winner', sides: called });
  const sealed = certified.length === 1 ? certified[0] : undefined;
  const against = called.filter(
    ({ value }) => foldName(value) !== foldName(textOf(sealed?.value) ?? value),
  );
  if (sealed !== undefined && against.length > 0)
    conflicts.push({ about: 'called and certified winner', sides: [sealed, ...against] });
  for (const about of ['votes', 'electors', 'margin', 'shares', 'turnout', 'registered'] as const) {
    const sides = sidesOf(certifications, ({ fact }) => fact.data[about]);
    if (sides.length > 1) conflicts.push({ about, sides });
  }
  const dates = sidesOf(certifications, ({ fact }) => fact.from?.slice(0, 10));
  if (dates.length > 1) conflicts.push({ about: 'certification date', sides: dates });
  return conflicts;
}

/** Facts by what they say, in a fixed order; those that say nothing of it left out. */
export function sidesOf(
  facts: readonly Held[],
  say: (held: Held) => ConflictSide['value'] | undefined,
): readonly ConflictSide[] {
  const sides = new Map<string, { value: ConflictSide['value']; held: Held[] }>();
  for (const held of facts) {
    const value = say(held);
    if (value === undefined || value === null) continue;
    const key = typeof value === 'string' ? foldName(value) : orderedJson(value);
    const side = sides.get(key);
    if (side === undefined) sides.set(key, { value, held: [held] });
    else side.held.push(held);
  }
  return [...sides]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { held, value }]) => ({
      value,
      sources: unique(held.map(({ fact }) => sourceName(fact.source))),
      facts: unique(held.map(({ fact }) => fact.id)),
    }));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

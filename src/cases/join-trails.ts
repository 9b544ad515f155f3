import { quietTime } from './kind-facts.ts';
import type { Span, Trail } from './trail.ts';

/** How surely two attacks are one attacker's, least first. */
const LINK = { network: 1, tools: 2, address: 3, session: 4, event: 5, words: 6 } as const;

interface Link {
  readonly a: number;
  readonly b: number;
  strength: number;
  /** Things shared at that strength. */
  shared: number;
}

/** Attacks compared with another for one thing they share: those before it in order. */
const MAX_SHARERS = 8;

/** Of the smaller attack's addresses with clients, the part that must be the other's. */
const MOST = 0.5;

/**
 * Attacks on one organisation → campaigns. Attacks join, the surest links first, when one account met both from the
 * same address, in the same session, or from the same network with the same client; when they tell of the same event;
 * when most of the addresses and clients of one are the other's; or when two detectors give it the same words. What one detector saw at the same time and told
 * apart stays apart, unless most of the tools are shared: it knew more than what is compared here. The order of
 * `trails` does not matter.
 */
export function joinTrails(trails: readonly Trail[]): readonly (readonly Trail[])[] {
  const sorted = trails.toSorted(compareTrails);
  const campaigns = sorted.map((trail) => [trail]);
  if (sorted.length < 2) return campaigns;
  const links = linksOf(sorted);
  const contained = new Set(
    links.filter(({ strength }) => strength === LINK.tools).map(({ a, b }) => `${a} ${b}`),
  );
  const of = sorted.map((_, index) => index);
  const members = sorted.map((_, index) => [index]);
  for (const { a, b } of strongest(links)) {
    const [mine, theirs] = [of[a] ?? a, of[b] ?? b];
    if (mine === theirs) continue;
    const [into, from] = mine < theirs ? [mine, theirs] : [theirs, mine];
    const [stay, go] = [members[into] ?? [], members[from] ?? []];
    if (stay.some((x) => go.some((y) => toldApart(sorted, x, y, contained)))) continue;
    for (const index of go) of[index] = into;
    stay.push(...go);
    members[from] = [];
  }
  return members
    .filter((group) => group.length > 0)
    .map((group) => group.toSorted((x, y) => x - y).flatMap((index) => sorted[index] ?? []));
}

/** By when it was detected; equals by their names. */
export function compareTrails(a: Trail, b: Trail): number {
  return (
    a.detectedAt - b.detectedAt || compare(a.detector, b.detector) || compare(a.attack, b.attack)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function strongest(links: readonly Link[]): readonly Link[] {
  return links.toSorted(
    (x, y) => y.strength - x.strength || y.shared - x.shared || x.a - y.a || x.b - y.b,
  );
}

function toldApart(
  trails: readonly Trail[],
  x: number,
  y: number,
  contained: ReadonlySet<string>,
): boolean {
  const [a, b] = [trails[x], trails[y]];
  if (a === undefined || b === undefined || a.detector !== b.detector) return false;
  if (contained.has(`${Math.min(x, y)} ${Math.max(x, y)}`)) return false;
  if (gap(a.span, b.span) > 0) return false;
  return (a.accounts.size > 1 && b.accounts.size > 1) || sharesAccount(a, b);
}

function sharesAccount(a: Trail, b: Trail): boolean {
  const [few, many] = a.accounts.size < b.accounts.size ? [a, b] : [b, a];
  for (const account of few.accounts.keys()) if (many.accounts.has(account)) return true;
  return false;
}

/** Milliseconds between two spans; 0 when they overlap. */
function gap(a: Span, b: Span): number {
  return Math.max(0, a.first - b.last, b.first - a.last);
}

/** What attacks share, thing by thing: each is compared with those before it that have the thing as well. */
function linksOf(trails: readonly Trail[]): readonly Link[] {
  const links = new Map<string, Link>();
  const note = (a: number, b: number, strength: number): void => {
    const key = `${a} ${b} ${strength === LINK.tools ? 't' : ''}`;
    const link = links.get(key);
    if (link === undefined) links.set(key, { a, b, strength, shared: 1 });
    else if (link.strength < strength) Object.assign(link, { strength, shared: 1 });
    else if (link.strength === strength) link.shared += 1;
  };
  const spans = trails.map(({ span }) => span);
  const near = (a: number, b: number, [x, y]: readonly [Span | undefined, Span | undefined]) => {
    const [one, other] = [trails[a], trails[b]];
    if (one === undefined || other === undefined || x === undefined || y === undefined)
      return false;
    return gap(x, y) <= Math.max(quietTime(one.kind), quietTime(other.kind));
  };
  for (const { a, b } of sharedThings(trails, ({ attack, accounts }) =>
    [...accounts.keys()].map((account) => `${account}\n${attack}`),
  )) {
    note(a, b, LINK.words);
  }
  for (const { key, a, b } of sharedThings(trails, ({ marks }) => marks.keys())) {
    const [one, other] = [trails[a], trails[b]];
    if (one?.detector === other?.detector) continue;
    if (!near(a, b, [one?.marks.get(key), other?.marks.get(key)])) continue;
    const [kind] = key.split('\n', 1);
    note(
      a,
      b,
      kind === 'session' ? LINK.session : kind === 'address' ? LINK.address : LINK.network,
    );
  }
  for (const { a, b, events } of sharedEvents(trails)) {
    if (isSameHand([trails[a], trails[b]], events)) for (const _ of events) note(a, b, LINK.event);
  }
  for (const { a, b } of sharedThings(trails, ({ tools }) => tools.names())) note(a, b, LINK.tools);
  return [...links.values()].filter(({ a, b, strength, shared }) => {
    if (strength !== LINK.tools) return true;
    const least = Math.min(trails[a]?.tools.size ?? 0, trails[b]?.tools.size ?? 0);
    return shared >= least * MOST && near(a, b, [spans[a], spans[b]]);
  });
}

interface Claimed {
  readonly a: number;
  readonly b: number;
  readonly events: string[];
}

/** What different detectors claim, pair by pair. */
function sharedEvents(trails: readonly Trail[]): Iterable<Claimed> {
  const pairs = new Map<string, Claimed>();
  for (const { key, a, b } of sharedThings(trails, ({ recent }) => recent.keys())) {
    if (trails[a]?.detector === trails[b]?.detector) continue;
    const pair = pairs.get(`${a} ${b}`) ?? { a, b, events: [] };
    pair.events.push(key);
    pairs.set(`${a} ${b}`, pair);
  }
  return pairs.values();
}

/**
 * Whether events that two attacks claim make them one. Who guesses at many accounts is taken for whoever comes to one of
 * them meanwhile: unless most of one attack is the other's as well, the wider one must have been at that account
 * otherwise, too.
 */
function isSameHand(
  [one, other]: readonly [Trail | undefined, Trail | undefined],
  events: readonly string[],
): boolean {
  if (one === undefined || other === undefined) return false;
  if (events.length >= Math.min(one.total, other.total) * MOST) return true;
  const wider = one.accounts.size < other.accounts.size ? other : one;
  const shared = new Map<string, number>();
  for (const id of events) {
    const account = wider.recent.get(id)?.account;
    if (account !== undefined) shared.set(account, (shared.get(account) ?? 0) + 1);
  }
  return [...shared].some(
    ([account, count]) => (wider.accounts.get(account)?.attempts ?? 0) > count,
  );
}

/** Pairs of attacks, the one before first, that share something. */
function* sharedThings(
  trails: readonly Trail[],
  things: (trail: Trail) => Iterable<string>,
): Generator<{ readonly key: string; readonly a: number; readonly b: number }, void, undefined> {
  const holders = new Map<string, number | number[]>();
  for (const [b, trail] of trails.entries()) {
    for (const key of things(trail)) {
      const before = holders.get(key);
      if (before === undefined) {
        holders.set(key, b);
        continue;
      }
      const list = typeof before === 'number' ? [before] : before;
      for (const a of list.slice(-MAX_SHARERS)) yield { key, a, b };
      list.push(b);
      if (typeof before === 'number') holders.set(key, list);
    }
  }
}

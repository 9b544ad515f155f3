import type { Clue } from './clue.ts';
import { compareClues, HIGH, MEDIUM } from './clue.ts';
import type { Dossier } from './dossier.ts';
import { DAY, quietTime } from './kind-facts.ts';
import { COMPROMISED, PASSWORD_KNOWN } from './rung.ts';

const HOUR = 3_600_000;

/** How long after a right password that got nobody in what is done with the account may be the attacker's. */
const SOON = 2 * DAY;

/** Why a finding belongs to a case, least sure first; shared events count on from the last. */
const WHY = { address: 1, account: 2, entered: 3, both: 4, events: 5 } as const;

/** Gives every finding to the case it says most of, and back those no case claims. */
export function joinClues(clues: readonly Clue[], dossiers: readonly Dossier[]): readonly Clue[] {
  return clues.filter((clue) => {
    let best: Dossier | undefined;
    let most = 0;
    for (const dossier of dossiers) {
      const strength = claim(clue, dossier);
      if (strength > most) [best, most] = [dossier, strength];
    }
    if (best === undefined) return true;
    give(clue, best, most);
    return false;
  });
}

/** How much a finding is this case's; 0: not at all. */
function claim(clue: Clue, dossier: Dossier): number {
  const { first, last } = dossier.span;
  const until = last + quietTime(dossier.kind);
  if (clue.last < first - HOUR || clue.first > until) return 0;
  const shared = clue.events.reduce((sum, id) => sum + (dossier.knows(id) ? 1 : 0), 0);
  if (shared > 0) return WHY.events - 1 + shared;
  if (clue.at < first - HOUR || clue.at > until) return 0;
  const accounts = clue.accounts.flatMap((name) => dossier.accounts.get(name) ?? []);
  if (clue.addresses.some((address) => dossier.addresses.has(address))) {
    if (accounts.length > 0) return WHY.both;
    if (clue.level >= MEDIUM) return WHY.address;
  }
  if (accounts.some((account) => clue.last >= account.firstFrom(COMPROMISED))) return WHY.entered;
  const knownSoon = accounts.some((account) => {
    const since = account.firstFrom(PASSWORD_KNOWN);
    return clue.last >= since && clue.at <= Math.max(since, account.last) + SOON;
  });
  return knownSoon && clue.level >= MEDIUM ? WHY.account : 0;
}

function give(clue: Clue, dossier: Dossier, why: number): void {
  const isAct = clue.sense.inside;
  // What else a rule counted beside the events shared may be anybody's.
  if (why >= WHY.events && !isAct) return dossier.take(clue);
  // From the attacker's address, by the account attacked: nobody does that from outside.
  if (why === WHY.both && isAct) dossier.entered(clue.accounts, clue);
  dossier.takeEvents(clue, clue.sense.rung);
}

/** Findings that are a case of their own, with how sure that is. */
export interface ClueGroup {
  readonly clues: readonly [Clue, ...Clue[]];
  readonly confidence: number;
}

/** What one finding of a level alone is worth: medium, high, critical. */
const WORTH: readonly number[] = [0, 0, 0.35, 0.6, 0.85];

const MOST_SURE = 0.95;

/**
 * Findings of rules that no case claims, of one organisation → cases. They join while within a day of each other when
 * they are about the same account, or of the same kind from the same address. What is slight, or happens every day,
 * is no case; it joins one that is about the same account or events.
 */
export function groupClues(unclaimed: readonly Clue[]): readonly ClueGroup[] {
  const sorted = unclaimed.toSorted(compareClues);
  const grave = sorted.filter(({ level, sense }) => level >= MEDIUM && sense.alone !== 'no');
  const groups = chained(grave).flatMap((clues) => {
    const confidence = sureness(clues);
    return confidence === undefined ? [] : [{ clues, confidence }];
  });
  const taken = new Set(groups.flatMap(({ clues }) => clues));
  const rest = sorted.filter((clue) => !taken.has(clue));
  return groups.map(({ clues, confidence }) => {
    const mine = rest.filter((clue) => !taken.has(clue) && belongs(clue, clues));
    for (const clue of mine) taken.add(clue);
    const [first, ...others] = [...clues, ...mine].toSorted(compareClues);
    return { clues: [first ?? clues[0], ...others], confidence };
  });
}

function chained(clues: readonly Clue[]): readonly (readonly [Clue, ...Clue[]])[] {
  /** The group of the clue at the same place, by the place of its first. */
  const leader = clues.map((_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (leader[at] !== at) at = leader[at] ?? at;
    leader[index] = at;
    return at;
  };
  const newest = new Map<string, number>();
  for (const [index, clue] of clues.entries()) {
    for (const [key, bound] of keysOf(clue)) {
      const before = newest.get(key);
      newest.set(key, index);
      const other = before === undefined ? undefined : clues[before];
      if (before === undefined || other === undefined || clue.at - other.last > bound) continue;
      const [a, b] = [find(before), find(index)];
      leader[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const groups = new Map<number, [Clue, ...Clue[]]>();
  for (const [index, clue] of clues.entries()) {
    const group = groups.get(find(index));
    if (group === undefined) groups.set(find(index), [clue]);
    else group.push(clue);
  }
  return [...groups.values()];
}

/** What makes two findings one case, and for how long. */
function keysOf({
  accounts,
  addresses,
  things,
  sense: { kind },
}: Clue): readonly (readonly [string, number])[] {
  return [
    ...accounts.map((account) => [`account\n${account}`, DAY] as const),
    ...addresses.map((address) => [`address\n${kind}\n${address}`, DAY] as const),
    ...things.map((thing) => [`thing\n${kind}\n${thing}`, quietTime(kind)] as const),
  ];
}

/** Undefined: no case. Rules that agree on different events make it surer, the same event told twice does not. */
function sureness(clues: readonly Clue[]): number | undefined {
  const agreeing = independent(clues);
  const isCase =
    clues.some(({ sense }) => sense.alone === 'yes') ||
    agreeing.filter(({ level }) => level >= HIGH).length > 1;
  if (!isCase) return undefined;
  const doubt = agreeing
    .map(({ level }) => WORTH[level] ?? 0)
    .reduce((product, worth, index) => product * (1 - (index === 0 ? worth : worth / 2)), 1);
  return Math.min(MOST_SURE, 1 - doubt);
}

/** One finding per rule, the gravest first, each of events that no other chosen has. */
export function independent(clues: readonly Clue[]): readonly Clue[] {
  const rules = new Set<string>();
  const events = new Set<string>();
  const byGravity = clues.toSorted(
    (a, b) =>
      Number(b.sense.alone === 'yes') - Number(a.sense.alone === 'yes') ||
      b.level - a.level ||
      compareClues(a, b),
  );
  return byGravity.filter((clue) => {
    if (rules.has(clue.rule) || clue.events.some((id) => events.has(id))) return false;
    rules.add(clue.rule);
    for (const id of clue.events) events.add(id);
    return true;
  });
}

function belongs(clue: Clue, group: readonly Clue[]): boolean {
  return group.some(
    (member) =>
      Math.max(clue.first - member.last, member.first - clue.last) <= DAY &&
      (member.accounts.some((account) => clue.accounts.includes(account)) ||
        member.events.some((id) => clue.events.includes(id))),
  );
}

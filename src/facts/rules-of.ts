import type { Json } from '../lib/json.ts';
import type { Conflict } from './conflict.ts';
import { orderedJson } from './content.ts';
import { sourceName } from './fact.ts';
import { parseFactTime } from './fact-time.ts';
import type { Held } from './held.ts';
import { order } from './held.ts';
import { foldName, placeChain, placeKey } from './jurisdiction.ts';
import { sidesOf } from './race-state.ts';

/** What holds for one place. A key on which sources disagree is no key of `data` but a conflict. */
export interface Rules {
  readonly jurisdiction: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, Json>>;
  /** Of each key: the place whose fact it is (the place itself, or one it lies in), and the facts that say so. */
  readonly origins: Readonly<Record<string, Origin>>;
  readonly conflicts: readonly Conflict[];
  /** Ids of all facts used, conflicting ones too. */
  readonly facts: readonly string[];
  /** Of each race its own data, where races differ and none was asked about. */
  readonly byRace?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

interface Origin {
  readonly jurisdiction: string;
  readonly facts: readonly string[];
}

/** Elections less far apart are one, about whose date sources disagree. */
const SAME_ELECTION = 7 * 86_400_000;

/**
 * The rules of a kind for a place, of the facts of that kind that stand and hold: key by key from the narrowest place that speaks
 * of it. A source's later statement about a key stands in the place of its earlier one.
 */
export function rulesOf(
  place: string,
  kind: string,
  facts: readonly Held[],
  validAt: number,
): Rules {
  const data: Record<string, Json> = {};
  const origins: Record<string, Origin> = {};
  const conflicts: Conflict[] = [];
  const settled = new Set<string>();
  const current = ofOneElection(facts, validAt);
  for (const level of placeChain(place)) {
    const here = current.filter(({ fact }) => placeKey(fact.jurisdiction) === placeKey(level));
    const keys = new Set(here.flatMap((held) => [...claims(held).keys()]));
    for (const key of [...keys].toSorted()) {
      if (settled.has(key)) continue;
      settled.add(key);
      const sides = sidesOf(latestBySource(here, key), (held) => claims(held).get(key));
      const [only] = sides;
      if (only === undefined) continue;
      if (sides.length > 1) conflicts.push({ about: key, sides });
      else data[key] = only.value;
      origins[key] = { jurisdiction: level, facts: sides.flatMap((side) => side.facts) };
    }
  }
  return {
    jurisdiction: place,
    kind,
    data: withMethods(data),
    origins,
    conflicts,
    facts: [...new Set(Object.values(origins).flatMap((origin) => origin.facts))].toSorted(),
  };
}

/** The rules of several races together: `data` has what is the same in all that speak of it. */
export function acrossRaces(races: readonly (readonly [name: string, rules: Rules])[]): Rules {
  const all = races.map(([, rules]) => rules);
  const keys = [...new Set(all.flatMap(({ data }) => Object.keys(data)))];
  const shared = keys.flatMap((key) => {
    const values = all.flatMap(({ data }) => (data[key] === undefined ? [] : [data[key]]));
    const [first] = values;
    const same = new Set(values.map(orderedJson)).size === 1;
    return same && first !== undefined ? [[key, first] as const] : [];
  });
  const conflicts = new Map(
    all.flatMap((rules) => rules.conflicts).map((one) => [JSON.stringify(one), one]),
  );
  const [{ jurisdiction, kind } = { jurisdiction: '', kind: '' }] = all;
  return {
    jurisdiction,
    kind,
    data: Object.fromEntries(shared),
    origins: Object.assign({}, ...all.map(({ origins }) => origins)) as Rules['origins'],
    conflicts: [...conflicts.values()],
    facts: [...new Set(all.flatMap(({ facts }) => facts))].toSorted(),
    byRace: Object.fromEntries(races.map(([name, { data }]) => [name, data])),
  };
}

const METHOD = 'method:';

/** What a fact says, key by key; each way to vote is a key of its own, so that a part can allow what the whole forbids. */
function claims({ fact }: Held): ReadonlyMap<string, Json> {
  const all = new Map<string, Json>();
  for (const [key, value] of Object.entries(fact.data)) {
    if (value === undefined || value === null || key === 'note') continue;
    const methods = key === 'allowed' || key === 'not_allowed';
    if (!methods || !Array.isArray(value)) all.set(key, value);
    else
      for (const one of value as readonly Json[])
        all.set(
          `${METHOD}${typeof one === 'string' ? one : JSON.stringify(one)}`,
          key === 'allowed',
        );
  }
  return all;
}

function withMethods(data: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  const rest: Record<string, Json> = {};
  const allowed: string[] = [];
  const refused: string[] = [];
  for (const [key, value] of Object.entries(data)) {
    if (!key.startsWith(METHOD)) rest[key] = value;
    else (value === true ? allowed : refused).push(key.slice(METHOD.length));
  }
  return {
    ...rest,
    ...(allowed.length === 0 ? {} : { allowed: allowed.toSorted() }),
    ...(refused.length === 0 ? {} : { not_allowed: refused.toSorted() }),
  };
}

/** Of each source the latest that speaks of the key; several of the same time stay. */
function latestBySource(facts: readonly Held[], key: string): readonly Held[] {
  const speaking = facts.filter((held) => claims(held).has(key));
  const latest = new Map<string, Held[]>();
  for (const held of speaking) {
    const source = foldName(sourceName(held.fact.source));
    const best = latest.get(source);
    const than = best?.[0];
    const later =
      than === undefined ? 1 : order(held.from, than.from) || order(held.knownAt, than.knownAt);
    if (later > 0) latest.set(source, [held]);
    else if (later === 0) best?.push(held);
  }
  return [...latest.values()].flat();
}

/** Facts that name a day are of one election: the next from the time asked about, else the last before it. */
function ofOneElection(facts: readonly Held[], validAt: number): readonly Held[] {
  const days = facts.map((held) => [held, dayOf(held)] as const);
  const all = days.flatMap(([, day]) => (day === undefined ? [] : [day]));
  if (all.length === 0) return facts;
  const ahead = all.filter((day) => day + 86_400_000 > validAt);
  const chosen = ahead.length > 0 ? Math.min(...ahead) : Math.max(...all);
  return days
    .filter(([, day]) => day === undefined || Math.abs(day - chosen) < SAME_ELECTION)
    .map(([held]) => held);
}

function dayOf({ fact }: Held): number | undefined {
  const { date } = fact.data;
  return typeof date === 'string' ? parseFactTime(date) : undefined;
}

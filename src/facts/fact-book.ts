import type { Fact } from './fact.ts';
import type { At } from './fact-time.ts';
import { asOf } from './fact-time.ts';
import type { Held, Withdrawn } from './held.ts';
import { distinct, holdsAt, standing } from './held.ts';
import { HeldPlaces } from './held-places.ts';
import { placeChain, placeKey } from './jurisdiction.ts';
import { resolvePlace } from './resolve-place.ts';
import { remember } from '../lib/remember.ts';
import type { Quorum } from './quorum.ts';
import { DEFAULT_QUORUM } from './quorum.ts';
import type { Race } from './race.ts';
import { parseRace, raceText, sameRace } from './race.ts';
import type { RaceState } from './race-state.ts';
import { raceState } from './race-state.ts';
import type { Rules } from './rules-of.ts';
import { acrossRaces, rulesOf } from './rules-of.ts';

export interface FactBookOptions {
  readonly quorum?: Quorum;
}

/** Views of what was known at a time that are kept; asking of the same times again is then cheap. */
const MAX_VIEWS = 64;

/** Names of races and places that are kept read. */
const MAX_NAMES = 4096;

interface View {
  readonly standing: readonly Held[];
  readonly withdrawn: readonly Withdrawn[];
  /** The standing ones by the key of their place. */
  readonly byPlace: ReadonlyMap<string, readonly Held[]>;
}

/** Kinds that say how a race ended: those of the whole say nothing of its parts. */
const OUTCOMES: ReadonlySet<string> = new Set(['call', 'certification']);

/**
 * The facts, to be asked what held at one time by what was known at another. Pure: the same facts in any order give the
 * same answers, and every answer names the facts it rests on.
 */
export class FactBook {
  readonly #held: readonly Held[];
  readonly #names: ReadonlyMap<string, string>;
  readonly #byId: ReadonlyMap<string, Held>;
  readonly #places: HeldPlaces;
  readonly #quorum: Quorum;
  /** The moments at which something came to be known, in order: between two of them all views are equal. */
  readonly #moments: readonly number[];
  readonly #views = new Map<number, View>();
  /** The race of each fact, by id. */
  readonly #races: ReadonlyMap<string, Race>;
  readonly #race: (text: string) => Race | undefined;
  readonly #place: (text: string) => string | undefined;

  private constructor(facts: Iterable<Fact>, { quorum = DEFAULT_QUORUM }: FactBookOptions) {
    const { held, names } = distinct(facts);
    this.#held = held;
    this.#names = names;
    this.#byId = new Map(held.map((one) => [one.fact.id, one]));
    this.#places = new HeldPlaces(held.map(({ fact }) => fact.jurisdiction));
    this.#quorum = quorum;
    this.#races = new Map(
      held.flatMap(({ fact }) => {
        const race = fact.race === undefined ? undefined : parseRace(fact.race, fact.jurisdiction);
        return race === undefined ? [] : [[fact.id, race] as const];
      }),
    );
    this.#race = remember(MAX_NAMES, (text) => parseRace(text, undefined, this.#places));
    this.#place = remember(MAX_NAMES, (text) => resolvePlace(text, { held: this.#places }).place);
    this.#moments = [...new Set(held.map(({ knownAt }) => knownAt))].toSorted((a, b) => a - b);
  }

  static from(facts: Iterable<Fact>, options: FactBookOptions = {}): FactBook {
    return new FactBook(facts, options);
  }

  get size(): number {
    return this.#held.length;
  }

  /** Every fact, withdrawn ones too, in the order they became known. */
  facts(): readonly Fact[] {
    return this.#held.map(({ fact }) => fact);
  }

  /** A fact by any id it was given. */
  get(id: string): Fact | undefined {
    return this.#byId.get(this.#names.get(id) ?? id)?.fact;
  }

  /** The place a code or name means among those that facts are held of; undefined when it may be several. */
  place(text: string, near?: string): string | undefined {
    if (near === undefined) return this.#place(text);
    return resolvePlace(text, { held: this.#places, near }).place;
  }

  /** Facts that stand and hold, of a place and all it lies in, a kind, or a race. */
  holding(
    at: At,
    filter: { readonly place?: string; readonly kind?: string; readonly race?: string } = {},
  ): readonly Fact[] {
    const when = asOf(at);
    const place =
      filter.place === undefined ? undefined : (this.place(filter.place) ?? filter.place);
    const chain = place === undefined ? undefined : new Set(placeChain(place).map(placeKey));
    const race = filter.race === undefined ? undefined : this.#race(filter.race);
    return this.#view(when.knownAt)
      .standing.filter((held) => holdsAt(held, when))
      .filter(({ fact }) => {
        const key = placeKey(fact.jurisdiction);
        if (place === undefined || chain === undefined) return true;
        return OUTCOMES.has(fact.kind) ? key === placeKey(place) : chain.has(key);
      })
      .filter(({ fact }) => filter.kind === undefined || fact.kind === filter.kind)
      .filter(({ fact }) => race === undefined || this.#isOf(fact, race))
      .map(({ fact }) => fact);
  }

  /** What had been corrected or retracted by then. */
  withdrawn(at: At): readonly { readonly fact: Fact; readonly how: string; readonly by: string }[] {
    return this.#view(asOf(at).knownAt).withdrawn.map(({ by, held, how }) => ({
      fact: held.fact,
      how,
      by,
    }));
  }

  /** Who won a race, and how surely. A race of which nothing is held is open. */
  race(id: string, at: At): RaceState {
    const when = asOf(at);
    const race = this.#race(id);
    if (race === undefined) return raceState(id, [], this.#quorum);
    const here = this.#view(when.knownAt).byPlace.get(placeKey(race.place)) ?? [];
    const facts = here.filter((held) => holdsAt(held, when) && this.#isOf(held.fact, race));
    return raceState(raceText(race), facts, this.#quorum);
  }

  /** As `race`. */
  stateOf(id: string, at: At): RaceState {
    return this.race(id, at);
  }

  /** Every race facts were held of, by what was known then. */
  races(at: At): readonly string[] {
    const { knownAt } = asOf(at);
    const named = this.#view(knownAt).standing.flatMap(({ fact }) => {
      const race = fact.kind === 'office-holder' ? undefined : this.#races.get(fact.id);
      return race === undefined ? [] : [raceText(race)];
    });
    return [...new Set(named)].toSorted();
  }

  /**
   * The rules of a kind for a place: its own facts, and for what they do not say those of the places it lies in. With a
   * race, facts of other races are left out. Without, what differs from race to race is in `byRace` alone.
   */
  rules(
    jurisdiction: string,
    kind: string,
    at: At,
    options: { readonly race?: string } = {},
  ): Rules {
    const when = asOf(at);
    const place = this.place(jurisdiction) ?? jurisdiction;
    const { byPlace } = this.#view(when.knownAt);
    const facts = placeChain(place)
      .flatMap((level) => byPlace.get(placeKey(level)) ?? [])
      .filter((held) => held.fact.kind === kind && holdsAt(held, when));
    const asked = options.race === undefined ? undefined : this.#race(options.race);
    const of = (race: Race): Rules => {
      const about = facts.filter(({ fact }) => concerns(this.#races.get(fact.id), race));
      return rulesOf(place, kind, about, when.validAt);
    };
    if (asked !== undefined) return of(asked);
    const races = new Map<string, Race>();
    for (const { fact } of facts) {
      const race = this.#races.get(fact.id);
      if (race !== undefined) races.set(raceText(race), race);
    }
    return races.size < 2
      ? rulesOf(place, kind, facts, when.validAt)
      : acrossRaces(
          [...races]
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, race]) => [name, of(race)]),
        );
  }

  #view(knownAt: number): View {
    const at = this.#moments.findLast((moment) => moment <= knownAt) ?? -Infinity;
    const kept = this.#views.get(at);
    if (kept !== undefined) return kept;
    const parts = standing(this.#held, this.#names, at);
    const byPlace = Map.groupBy(parts.standing, ({ fact }) => placeKey(fact.jurisdiction));
    const view = { ...parts, byPlace };
    if (this.#views.size >= MAX_VIEWS) this.#views.clear();
    this.#views.set(at, view);
    return view;
  }

  #isOf(fact: Fact, race: Race): boolean {
    const own = this.#races.get(fact.id);
    if (own !== undefined) return sameRace(own, race);
    // A call that names no race is of the only one there is.
    return OUTCOMES.has(fact.kind) && placeKey(fact.jurisdiction) === placeKey(race.place);
  }
}

/** Rules said of a race of the whole are rules of its part: `US president 2020` concerns `US-GA president 2020`. */
function concerns(own: Race | undefined, race: Race): boolean {
  if (own === undefined) return true;
  const inside = placeChain(race.place).some((place) => placeKey(place) === placeKey(own.place));
  return inside && sameRace({ ...own, place: race.place }, race);
}

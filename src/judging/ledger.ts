import type { Fact } from '../facts/fact.ts';
import type { FactBook } from '../facts/fact-book.ts';
import { parseFactTime } from '../facts/fact-time.ts';
import { placeChain, placeKey } from '../facts/jurisdiction.ts';
import { HeldPlaces } from '../facts/held-places.ts';
import type { Race } from '../facts/race.ts';
import { parseRace } from '../facts/race.ts';
import type { RaceState } from '../facts/race-state.ts';
import type { Rules } from '../facts/rules-of.ts';

const DAY = 86_400_000;

/** Answers kept; between two moments at which some fact begins, ends or becomes known all answers are equal. */
const MAX_ANSWERS = 20_000;

/** Rules that begin this long after a post are those it speaks of. Milliseconds. */
const AHEAD = 400 * DAY;

/** When what is asked held, and what was known when. Milliseconds since 1970. */
export interface Moment {
  readonly validAt: number;
  readonly knownAt: number;
}

/** A fact book whose answers are remembered: posts ask the same few things a million times. Pure as the book itself. */
export class Ledger {
  readonly book: FactBook;
  readonly #moments: readonly number[];
  readonly #rules = new Map<string, Rules>();
  readonly #races = new Map<string, RaceState>();
  readonly #ofKind: ReadonlyMap<string, readonly Fact[]>;
  /** Every race something is held of, whenever it became known. */
  readonly races: readonly Race[];
  readonly #held: HeldPlaces;

  constructor(book: FactBook) {
    this.book = book;
    const facts = book.facts();
    this.#moments = [...new Set(facts.flatMap(momentsOf))].toSorted((a, b) => a - b);
    this.#ofKind = Map.groupBy(facts, ({ kind }) => kind);
    this.#held = new HeldPlaces(facts.map(({ jurisdiction }) => jurisdiction));
    this.races = book
      .races({ validAt: 0, knownAt: Infinity })
      .flatMap((text) => this.readRace(text) ?? []);
  }

  /** A race as facts and gazetteers write it, its place as held. */
  readRace(text: string, near?: string): Race | undefined {
    return parseRace(text, near, this.#held);
  }

  /** Of a place at a time; when none hold yet, those that will hold next. */
  rules(place: string, kind: string, at: Moment): Rules {
    const key = `${kind}\n${place}\n${this.#interval(at)}`;
    const known = this.#rules.get(key);
    if (known !== undefined) return known;
    const now = this.book.rules(place, kind, at);
    const next = now.facts.length > 0 ? undefined : this.#nextStart(place, kind, at.validAt);
    const rules = next === undefined ? now : this.book.rules(place, kind, { ...at, validAt: next });
    return kept(this.#rules, key, rules);
  }

  race(id: string, at: Moment): RaceState {
    const key = `${id}\n${this.#interval(at)}`;
    return this.#races.get(key) ?? kept(this.#races, key, this.book.race(id, at));
  }

  /** Places facts of these kinds are held of, below `under`; without one, all. */
  places(kinds: readonly string[], under: string | undefined): readonly string[] {
    const all = kinds.flatMap((kind) => this.#ofKind.get(kind) ?? []);
    const places = new Set(all.map(({ jurisdiction }) => jurisdiction));
    const within = under === undefined ? undefined : placeKey(under);
    return [...places]
      .filter(
        (place) =>
          within === undefined || placeChain(place).some((one) => placeKey(one) === within),
      )
      .toSorted();
  }

  #nextStart(place: string, kind: string, after: number): number | undefined {
    const chain = new Set(placeChain(place).map(placeKey));
    const starts = (this.#ofKind.get(kind) ?? [])
      .filter(({ jurisdiction }) => chain.has(placeKey(jurisdiction)))
      .flatMap(({ from }) => (from === undefined ? [] : [parseFactTime(from) ?? 0]))
      .filter((start) => start > after && start - after < AHEAD);
    return starts.length === 0 ? undefined : Math.min(...starts);
  }

  /** Moments of which none lies between have equal answers. */
  #interval({ knownAt, validAt }: Moment): string {
    return `${this.#place(validAt)} ${knownAt === validAt ? '' : this.#place(knownAt)}`;
  }

  #place(time: number): number {
    let low = 0;
    let high = this.#moments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#moments[middle] ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function momentsOf({ data, from, known_at: known, until }: Fact): readonly number[] {
  const { date } = data;
  const day = typeof date === 'string' ? parseFactTime(date) : undefined;
  const times = [from, until, known]
    .filter((text) => text !== undefined)
    .flatMap((text) => parseFactTime(text) ?? []);
  // The day after an election its facts are no longer those of the next one.
  return day === undefined ? times : [...times, day + DAY, day + DAY + 1];
}

function kept<T>(answers: Map<string, T>, key: string, answer: T): T {
  if (answers.size >= MAX_ANSWERS) answers.clear();
  answers.set(key, answer);
  return answer;
}

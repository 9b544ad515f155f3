import type { HeldPlaces } from './held-places.ts';
import { foldName, placeChain, wholePlaces } from './jurisdiction.ts';
import { resolvePlace } from './resolve-place.ts';

/**
 * The identity of a race: `PLACE OFFICE YEAR [WHAT]`, as in `US-GA president 2020`, `US-GA senate 2020 special`,
 * `US-ME-CD2 house 2020`. Without a place it is that of the fact; office, year and the rest may be missing.
 */
export interface Race {
  readonly place: string;
  readonly office?: string;
  /** A year, or a year and month, or a day. */
  readonly when?: string;
  /** `special`, `runoff`, `primary democratic`, `seat 3`. */
  readonly round?: string;
}

/** Words of the longest name of a place. */
const MAX_PLACE_WORDS = 6;

const WHEN = /^(?:1[5-9]|2\d)\d\d(?:-\d\d(?:-\d\d)?)?$/;
const ROUNDS = /^(?:special|runoff|run-off|primary|recall|retention|second|first|round|seat)$/;

const OFFICES: Readonly<Record<string, string>> = {
  presidential: 'president',
  presidency: 'president',
  potus: 'president',
  'us president': 'president',
  'president of the united states': 'president',
  'president and vice president': 'president',
  'president/vice president': 'president',
  gubernatorial: 'governor',
  gov: 'governor',
  senator: 'senate',
  'us senate': 'senate',
  'us senator': 'senate',
  'united states senator': 'senate',
  'us house': 'house',
  'us representative': 'house',
  congress: 'house',
};

/** Words that say only that it is an election. */
const EMPTY = new Set(['general', 'election', 'race', 'contest', 'the', 'of', 'for', 'in', 'us']);

/** Reads a race; undefined when the text names neither office, year nor place. */
export function parseRace(text: string, fallback?: string, held?: HeldPlaces): Race | undefined {
  const words = text.trim().split(/\s+/u).filter(Boolean);
  const [length, place] = leadingPlace(words, fallback, held);
  const rest = words.slice(length);
  const where = place ?? fallback;
  if (where === undefined || (rest.length === 0 && place === undefined)) return undefined;
  const tokens = rest.flatMap(splitYear);
  const year = tokens.findIndex((word) => WHEN.test(word));
  const named = tokens.filter((_, index) => index !== year).map((word) => word.toLowerCase());
  const turn = named.findIndex((word) => ROUNDS.test(word));
  const office = officeOf(turn === -1 ? named : named.slice(0, turn));
  const round = turn === -1 ? '' : named.slice(turn).join(' ').replace('run-off', 'runoff');
  return {
    place: narrowed(where, office, fallback),
    ...(office === '' ? {} : { office }),
    ...(year === -1 ? {} : { when: tokens[year] ?? '' }),
    ...(round === '' ? {} : { round }),
  };
}

/** Nobody elects a senate nationwide: `US Senator`, said of Georgia, is Georgia's. */
function narrowed(place: string, office: string, fallback: string | undefined): string {
  const ofPart = office === 'senate' || office === 'house';
  return ofPart && fallback !== undefined && placeChain(fallback).includes(place)
    ? fallback
    : place;
}

/** `president-2020` and `2020-president` are two words. */
function splitYear(word: string): readonly string[] {
  if (WHEN.test(word)) return [word];
  const match = /^(?:(.+?)[-_/])?((?:1[5-9]|2\d)\d\d)(?:[-_/](\D.*))?$/.exec(word);
  if (match === null) return word.split(/[_]/).filter(Boolean);
  return [match[1], match[2], match[3]].filter((part) => part !== undefined);
}

function officeOf(words: readonly string[]): string {
  const all = foldName(words.join(' '));
  const known = OFFICES[all];
  if (known !== undefined) return known;
  const meant = words.filter((word) => !EMPTY.has(word));
  const office = foldName((meant.length === 0 ? [] : meant).join(' '));
  return OFFICES[office] ?? office;
}

/** The longest run of words at the start that names a place: one that is held, one the tables know, or a code with parts. */
function leadingPlace(
  words: readonly string[],
  near: string | undefined,
  held: HeldPlaces | undefined,
): readonly [number, string | undefined] {
  for (let length = Math.min(words.length, MAX_PLACE_WORDS); length > 0; length -= 1) {
    const name = words.slice(0, length).join(' ');
    const own = near !== undefined && foldName(near) === foldName(name) ? near : held?.named(name);
    if (own !== undefined) return [length, own];
    const coded = length === 1 && /^\p{Lu}\p{L}*(?:-\S+)+$/u.test(name);
    if (!coded && wholePlaces(name).length === 0) continue;
    const { place } = resolvePlace(name, {
      ...(held === undefined ? {} : { held }),
      ...(near === undefined ? {} : { near }),
    });
    if (place !== undefined) return [length, place];
  }
  return [0, undefined];
}

export function raceText({ place, office, when, round }: Race): string {
  return [place, office, when, round].filter((part) => part !== undefined).join(' ');
}

/** Whether two descriptions can mean one race: what both say is the same. */
export function sameRace(one: Race, other: Race): boolean {
  const agree = (a: string | undefined, b: string | undefined): boolean =>
    a === undefined || b === undefined || a === b;
  return (
    foldName(one.place) === foldName(other.place) &&
    agree(one.office, other.office) &&
    (agree(one.when, other.when) ||
      one.when?.slice(0, 4) === other.when ||
      other.when?.slice(0, 4) === one.when) &&
    // A race said without a round is the general election, not its runoff.
    one.round === other.round
  );
}

import { placeChain, placeKey, rootOf } from '../facts/jurisdiction.ts';
import type { Race } from '../facts/race.ts';
import { parseRace, raceText } from '../facts/race.ts';
import type { Ledger } from './ledger.ts';

/** What a claim says about which race it means. */
export interface RaceHints {
  /** The place the text itself names. */
  readonly where: string | undefined;
  /** The place of the post. */
  readonly near: string | undefined;
  readonly office: string | undefined;
  /** The race of the person named. */
  readonly race: string | undefined;
  readonly time: number;
}

/** Races of other years than the post's and its neighbours are not meant. */
const YEARS = 1;

/** Races considered for one claim. */
const MAX_RACES = 16;

export interface RaceMeant {
  readonly id: string;
  /** The claim is about a part of it of which nothing of its own is held. */
  readonly part: boolean;
}

/** The races a claim can be about, the likeliest first; none when the ledger knows none. */
export function racesMeant(ledger: Ledger, hints: RaceHints): readonly RaceMeant[] {
  const { where } = hints;
  const own =
    hints.race === undefined ? undefined : ledger.readRace(hints.race, where ?? hints.near);
  if (own !== undefined) {
    const exact = where === undefined ? own : narrowed(own, where);
    const isHeld = exact === own || ledger.races.some((race) => raceText(race) === raceText(exact));
    return [{ id: raceText(isHeld ? exact : own), part: !isHeld }];
  }
  const all = ledger.races.filter(
    (race) => isNear(race, hints.time) && fitsOffice(race, hints.office),
  );
  const inPlace = (place: string): readonly Race[] =>
    all.filter((race) => placeKey(race.place) === placeKey(place));
  if (where !== undefined) {
    const there = inPlace(where);
    if (there.length > 0) return listed(there);
    return listed(placeChain(where).flatMap(inPlace), true);
  }
  // Without a place "the election" is the widest one there is where the writer is.
  const levels = hints.near === undefined ? [] : placeChain(hints.near).toReversed();
  const found = levels.map(inPlace).find((races) => races.length > 0);
  return listed(found ?? all.filter((race) => race.place === rootOf(race.place)));
}

function listed(races: readonly Race[], part = false): readonly RaceMeant[] {
  return races.slice(0, MAX_RACES).map((race) => ({ id: raceText(race), part }));
}

/** "Ann won Georgia", of a candidate for the whole country, speaks of the vote in Georgia. */
function narrowed(race: Race, where: string): Race {
  const inside = placeChain(where).some((place) => placeKey(place) === placeKey(race.place));
  return inside ? { ...race, place: where } : race;
}

function isNear({ when }: Race, time: number): boolean {
  if (when === undefined || !Number.isFinite(time)) return true;
  return Math.abs(Number(when.slice(0, 4)) - new Date(time).getUTCFullYear()) <= YEARS;
}

function fitsOffice(race: Race, office: string | undefined): boolean {
  if (office === undefined || race.office === undefined) return true;
  const meant = parseRace(`${race.place} ${office}`, race.place)?.office;
  // "The office", "the seat": no particular one.
  return meant === undefined || meant === race.office || !KNOWN_OFFICES.has(meant);
}

const KNOWN_OFFICES: ReadonlySet<string> = new Set([
  'president',
  'governor',
  'senate',
  'house',
  'mayor',
]);

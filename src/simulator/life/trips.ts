import type { Person } from '../person.ts';
import type { Place } from '../places.ts';
import { PLACES, distance } from '../places.ts';
import type { Random } from '../random.ts';
import { DAY, HOUR } from '../zone.ts';

/** A journey and back. In the air nobody signs in. Times in milliseconds since 1970. */
export interface Trip {
  readonly place: Place;
  readonly leaves: number;
  readonly arrives: number;
  readonly leavesAgain: number;
  readonly isHome: number;
  /** The phone keeps an address of the carrier at home (home-routed roaming). */
  readonly homeRouted: boolean;
  /** Another hotel each night. */
  readonly hops: boolean;
}

const CRUISE_KM_PER_HOUR = 800;
/** To the airport, on the ground, from the airport. */
const GROUND_HOURS = 4;
const DOMESTIC_SHARE = 0.65;

export interface TripOptions {
  /** First local midnight and number of days. */
  readonly start: number;
  readonly days: number;
  /** Trips begun per day. */
  readonly rate: number;
  readonly homeRouted: number;
  /** Share of trips with another hotel each night. */
  readonly hops: number;
}

/** The trips of one person over the whole simulation, in order, never overlapping. */
export function drawTrips(person: Person, options: TripOptions, random: Random): Trip[] {
  const trips: Trip[] = [];
  const elsewhere = PLACES.filter((place) => place !== person.place);
  const domestic = elsewhere.filter((place) => place.country === person.place.country);
  let free = 0;
  for (let day = 0; day < options.days; day++) {
    if (!random.chance(options.rate) || day < free) continue;
    const near = domestic.length > 0 && random.chance(DOMESTIC_SHARE);
    const place = random.pick(near ? domestic : elsewhere);
    const hours = distance(person.place, place) / CRUISE_KM_PER_HOUR + GROUND_HOURS;
    const leaves = options.start + day * DAY + random.between(6, 19) * HOUR;
    const arrives = leaves + hours * HOUR;
    const leavesAgain = arrives + random.between(0.6, 6) * DAY;
    const isHome = leavesAgain + hours * HOUR;
    const abroad = place.country !== person.place.country;
    trips.push({
      place,
      leaves,
      arrives,
      leavesAgain,
      isHome,
      homeRouted: abroad && random.chance(options.homeRouted),
      hops: options.hops > 0 && random.chance(options.hops),
    });
    free = Math.ceil((isHome - options.start) / DAY) + 1;
  }
  return trips;
}

/** Which night of the trip `time` belongs to, offset so that two travellers do not share their hotels. */
export function lodging(trip: Trip, time: number): number {
  return Math.floor((time - trip.arrives) / DAY) + (Math.floor(trip.leaves / 1000) % 97);
}

export function tripAt(trips: readonly Trip[], time: number): Trip | undefined {
  return trips.find((trip) => time >= trip.leaves && time < trip.isHome);
}

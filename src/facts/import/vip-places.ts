import type { Json, JsonObject } from '../../lib/json.ts';
import { placeName } from '../jurisdiction.ts';
import { MAX_PLACES } from './limits.ts';
import type { VipSpan } from './vip-hours.ts';
import type { VipRow } from './vip-row.ts';

/** The polling places of one state or county. */
export interface VipPlaceGroup {
  readonly place: string;
  readonly row: VipRow;
  readonly locations: readonly JsonObject[];
  readonly early: readonly [string, string] | undefined;
}

interface Group {
  readonly row: VipRow;
  readonly locations: Map<string, JsonObject>;
  early: readonly [string, string] | undefined;
}

/** Gathers polling locations by the place whose states, localities and precincts name them. */
export class VipPlaces {
  readonly #location: (id: string) => VipRow | undefined;
  readonly #spans: (hours: string | undefined) => readonly VipSpan[];
  readonly #groups = new Map<string, Group>();
  /** Rows that name polling locations and are of no place. */
  readonly unplaced: VipRow[] = [];

  constructor(
    location: (id: string) => VipRow | undefined,
    spans: (hours: string | undefined) => readonly VipSpan[],
  ) {
    this.#location = location;
    this.#spans = spans;
  }

  add(row: VipRow, place: string | undefined): void {
    const ids = [...row.many('PollingLocationIds'), ...row.many('EarlyVoteSiteIds')];
    if (ids.length === 0) return;
    if (place === undefined) {
      this.unplaced.push(row);
      return;
    }
    const group = this.#groups.get(place) ?? { row, locations: new Map(), early: undefined };
    for (const id of ids) {
      const location = this.#location(id);
      if (location === undefined) continue;
      const spans = this.#spans(location.one('HoursOpenId'));
      if (location.one('IsEarlyVoting')?.toLowerCase() === 'true')
        group.early = widened(group.early, spans);
      group.locations.set(id, locationOf(location, spans));
    }
    this.#groups.set(place, group);
  }

  groups(): readonly VipPlaceGroup[] {
    return [...this.#groups].map(([place, { early, locations, row }]) => ({
      place,
      row,
      locations: [...locations.values()],
      early,
    }));
  }
}

function widened(
  known: readonly [string, string] | undefined,
  spans: readonly VipSpan[],
): readonly [string, string] | undefined {
  const days = [...(known ?? []), ...spans.flatMap(({ from, to }) => [from, to])]
    .filter((day) => day !== undefined)
    .toSorted();
  const [first] = days;
  const last = days.at(-1);
  return first === undefined || last === undefined ? known : [first, last];
}

function locationOf(location: VipRow, spans: readonly VipSpan[]): JsonObject {
  const [structured] = location.within('AddressStructured');
  const parts =
    structured === undefined
      ? []
      : ['Line1', 'Line2', 'Line3', 'City', 'State', 'Zip'].map((key) => structured.one(key));
  const address =
    location.one('AddressLine') ?? parts.filter((part) => part !== undefined).join(', ');
  const hours = spans.map(({ close, from, open, to }) => definedOnly({ from, to, open, close }));
  return definedOnly({
    name: location.one('Name'),
    address: address === '' ? undefined : address,
    drop_box: isTrue(location.one('IsDropBox')),
    early: isTrue(location.one('IsEarlyVoting')),
    hours: hours.length === 0 ? undefined : hours,
    hours_text: hours.length === 0 ? location.one('Hours') : undefined,
  });
}

function isTrue(text: string | undefined): true | undefined {
  return text?.toLowerCase() === 'true' ? true : undefined;
}

function definedOnly(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** What a place's polling locations say about how one can vote there. */
export function placeRecord({ early, locations, place }: VipPlaceGroup): JsonObject {
  const boxes = locations.filter((one) => one['drop_box'] === true).length;
  const stations = locations.length - boxes;
  const allowed = [
    ...(stations > 0 ? ['in-person'] : []),
    ...(early === undefined ? [] : ['early-in-person']),
    ...(boxes > 0 ? ['drop-box'] : []),
  ];
  const said = [
    ...(stations > 0 ? [`${stations} polling ${stations === 1 ? 'place' : 'places'}`] : []),
    ...(boxes > 0 ? [`${boxes} drop ${boxes === 1 ? 'box' : 'boxes'}`] : []),
    ...(early === undefined ? [] : [`early voting from ${early[0]} to ${early[1]}`]),
  ];
  return {
    kind: 'method',
    jurisdiction: place,
    value: `${placeName(place)} has ${said.join(', ')}.`,
    data: {
      allowed,
      ...(stations > 0 ? { stations } : {}),
      ...(early === undefined ? {} : { early: [...early] }),
      places: locations.slice(0, MAX_PLACES),
    },
  };
}

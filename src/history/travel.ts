import type { EventDigest } from '../events/digest.ts';
import { distanceKm } from './great-circle.ts';
import { networkOf } from './identity.ts';
import type { State } from './state.ts';

/** Any two places on earth can be reached in this time; nothing is said of longer gaps. Milliseconds. */
const MAX_GAP = 24 * 3_600_000;

/** Two sign-ins in the same minute count as a minute apart. Hours. */
const LEAST_HOURS = 1 / 60;

interface Stay {
  readonly time: number;
  readonly lat: number;
  readonly long: number;
  readonly city: string | undefined;
  readonly country: string | undefined;
  readonly network: string;
}

/**
 * How far and how fast an account would have had to travel since it last got in, from the coordinates in the log:
 * `history.travel_km`, `_kmh`, `_minutes`, `_from` and `_to`. Sign-ins of programs, and exits that the log or the
 * user's lists call anonymisers, VPNs or their own, tell nothing of where a person is and are left out at both ends.
 */
export function travelFacts(
  event: EventDigest,
  state: State,
): Readonly<Record<string, string | number>> {
  const stay = stayOf(event);
  if (stay === undefined || event.kind !== 'sign-in') return {};
  const organisation = event.metadata.tenant_uid;
  const last = state.get(organisation, 'stay', event.user.name) as Stay | undefined;
  if (event.outcome === 'in') state.set(organisation, 'stay', stay, event.user.name);
  if (last === undefined || stay.time - last.time > MAX_GAP || last.network === stay.network)
    return {};
  const hours = (stay.time - last.time) / 3_600_000;
  const km = distanceKm(last, stay);
  return {
    'history.travel_km': Math.round(km),
    'history.travel_kmh': Math.round(km / Math.max(hours, LEAST_HOURS)),
    'history.travel_minutes': Math.round(hours * 60),
    'history.travel_from': placeOf(last),
    'history.travel_to': placeOf(stay),
  };
}

function stayOf(event: EventDigest): Stay | undefined {
  if (event.kind !== 'sign-in' || event.is_interactive === false) return undefined;
  if (event.outcome !== 'in' && event.outcome !== 'password-known') return undefined;
  const endpoint = event.src_endpoint;
  const location = endpoint?.location;
  const network = networkOf(event);
  if (location?.lat === undefined || location.long === undefined || network === undefined)
    return undefined;
  if (endpoint?.is_anonymous === true || endpoint?.is_vpn === true) return undefined;
  if (event.enrichments?.['network.listed'] !== undefined) return undefined;
  return {
    time: event.time,
    lat: location.lat,
    long: location.long,
    city: location.city,
    country: location.country,
    network,
  };
}

function placeOf({ city, country }: Stay): string {
  return [city, country].filter((part) => part !== undefined).join(', ') || 'an unnamed place';
}

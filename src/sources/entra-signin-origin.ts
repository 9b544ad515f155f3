import type { Device, Endpoint } from '../events/event.ts';
import { numberAt, objectAt, textAt } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import type { EntraRecord } from './entra-record.ts';
import { anyDefined, endpoint, place } from './event-parts.ts';

/** Where a sign-in came from, and on what. */

const ANONYMOUS_RISKS = new Set(['anonymizedipaddress', 'riskyipaddress']);

export function isAnonymous(riskTypes: readonly string[]): true | undefined {
  return riskTypes.some((type) => ANONYMOUS_RISKS.has(type.toLowerCase())) || undefined;
}

export function sourceOf(record: EntraRecord): Endpoint | undefined {
  return endpoint({
    address: record.text('ipAddress'),
    location:
      record.shape === 'portal' ? portalPlace(record) : graphPlace(record.object('location')),
    asNumber: asNumber(record.number('autonomousSystemNumber')),
    is_anonymous: isAnonymous(riskTypesOf(record)),
  });
}

function asNumber(number: number | undefined): number | undefined {
  return number !== undefined && Number.isInteger(number) && number > 0 ? number : undefined;
}

export function graphPlace(location: JsonObject | undefined): Endpoint['location'] {
  const geo = objectAt(location, 'geoCoordinates');
  return place({
    country: textAt(location, 'countryOrRegion'),
    region: textAt(location, 'state'),
    city: textAt(location, 'city'),
    lat: numberAt(geo, 'latitude'),
    long: numberAt(geo, 'longitude'),
  });
}

/** The portal writes `City, State, CC`; a city's own commas stay with the city. */
function portalPlace(record: EntraRecord): Endpoint['location'] {
  const parts = (record.text('location') ?? '').split(',').map((part) => part.trim());
  const [country, region, ...city] = parts.toReversed().map((part) => part || undefined);
  return place({ country, region, city: city.toReversed().join(', ') || undefined });
}

/** What the portal has in place of `deviceDetail`. */
export const DEVICE_COLUMNS = [
  'deviceId',
  'operatingSystem',
  'browser',
  'isManaged',
  'isCompliant',
] as const;

type DeviceColumn = (typeof DEVICE_COLUMNS)[number];

export function deviceOf(record: EntraRecord): Device | undefined {
  const detail = record.object('deviceDetail');
  const from = (name: DeviceColumn): string | undefined =>
    textAt(detail, name) ?? record.text(name);
  const flag = (name: DeviceColumn): boolean | undefined => {
    const own = detail?.[name];
    return typeof own === 'boolean' ? own : yes(from(name));
  };
  return anyDefined({
    uid: from('deviceId'),
    name: textAt(detail, 'displayName'),
    os: from('operatingSystem'),
    browser: from('browser'),
    is_managed: flag('isManaged'),
    is_compliant: flag('isCompliant'),
  });
}

function yes(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  return /^(?:true|yes)$/i.test(text) ? true : /^(?:false|no)$/i.test(text) ? false : undefined;
}

export function riskTypesOf(record: EntraRecord): readonly string[] {
  const types = record.list('riskEventTypes_v2');
  const all: readonly Json[] = types.length > 0 ? types : record.list('riskEventTypes');
  return all.filter((type) => typeof type === 'string' && type !== '') as readonly string[];
}

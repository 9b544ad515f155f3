import type { User } from '../events/event.ts';
import { arrayAt, booleanAt, isObject, numberAt, objectAt } from '../lib/json.ts';
import type { JsonObject } from '../lib/json.ts';
import { account, anyDefined, asNumberAt, endpoint, meaningfulAt, place } from './event-parts.ts';

/** OCSF objects as parts of events. */

/** The principal: an address when there is one, since `name` is often the name people call each other. */
export function userOf(user: JsonObject | undefined): User | undefined {
  const name = meaningfulAt(user, 'name');
  const uid = meaningfulAt(user, 'uid');
  const principal =
    (name?.includes('@') === true ? name : undefined) ??
    meaningfulAt(user, 'email_addr') ??
    name ??
    meaningfulAt(user, 'uid_alt') ??
    uid ??
    meaningfulAt(user, 'full_name');
  return principal === undefined
    ? undefined
    : account(principal, uid, meaningfulAt(user, 'domain'));
}

export function sourceEndpoint(record: JsonObject) {
  const source = objectAt(record, 'src_endpoint');
  const where = objectAt(source, 'location');
  const [long, lat] = arrayAt(where, 'coordinates');
  const system = objectAt(source, 'autonomous_system');
  const isProxy = booleanAt(objectAt(objectAt(record, 'unmapped'), 'securityContext'), 'isProxy');
  return endpoint({
    address: meaningfulAt(source, 'ip'),
    port: numberAt(source, 'port'),
    hostname: meaningfulAt(source, 'hostname') ?? meaningfulAt(source, 'name'),
    location: place({
      country: meaningfulAt(where, 'country'),
      region: meaningfulAt(where, 'region'),
      city: meaningfulAt(where, 'city'),
      lat: numberAt(where, 'lat') ?? (typeof lat === 'number' ? lat : undefined),
      long: numberAt(where, 'long') ?? (typeof long === 'number' ? long : undefined),
    }),
    asNumber: asNumberAt(system, 'number'),
    asName: meaningfulAt(system, 'name') ?? meaningfulAt(where, 'isp'),
    is_vpn: isProxy ?? (isObject(record['proxy_endpoint']) ? true : undefined),
  });
}

export function deviceOf(record: JsonObject) {
  const device = objectAt(record, 'device');
  return anyDefined({
    uid: meaningfulAt(device, 'uid'),
    name: meaningfulAt(device, 'name') ?? meaningfulAt(device, 'hostname'),
    os:
      meaningfulAt(objectAt(device, 'os'), 'name') ??
      meaningfulAt(objectAt(objectAt(record, 'src_endpoint'), 'os'), 'name'),
    is_managed: booleanAt(device, 'is_managed'),
    is_compliant: booleanAt(device, 'is_compliant'),
  });
}

export function actorUser(record: JsonObject): JsonObject | undefined {
  return objectAt(objectAt(record, 'actor'), 'user');
}

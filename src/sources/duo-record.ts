import type { Audit } from '../events/event.ts';
import type { LogSource } from '../events/logsource.ts';
import { numberAt, objectAt, textAt } from '../lib/json.ts';
import type { JsonObject } from '../lib/json.ts';
import {
  anyDefined,
  asNumberAt,
  domainOf,
  endpoint,
  meaningfulAt,
  place,
  valueText,
} from './event-parts.ts';
import type { SourceContext } from './source.ts';

/** A Duo record whose time is known. */
export interface Entry {
  readonly record: JsonObject;
  readonly time: number;
  readonly context: SourceContext;
}

/** What every event of the record carries; `domains` are names that may end in the organisation's domain, the surest first. */
export function shared(
  { record, time, context }: Entry,
  id: string,
  domains: readonly (string | undefined)[],
) {
  const domain = domains.map((name) => domainOf(name)).find((name) => name !== undefined);
  return {
    time,
    metadata: {
      uid: `duo:${id}`,
      source: 'duo',
      tenant_uid: context.organisation ?? domain ?? textAt(record, 'host') ?? 'unknown',
    },
    raw: record,
  };
}

export function accessEndpoint(record: JsonObject) {
  const access = objectAt(record, 'access_device');
  const where = objectAt(access, 'location') ?? objectAt(record, 'location');
  return endpoint({
    address: meaningfulAt(access, 'ip') ?? meaningfulAt(record, 'ip'),
    hostname: meaningfulAt(access, 'hostname'),
    location: place({
      country: meaningfulAt(where, 'country'),
      region: meaningfulAt(where, 'state'),
      city: meaningfulAt(where, 'city'),
      lat: numberAt(where, 'lat'),
      long: numberAt(where, 'lon'),
    }),
    asNumber: asNumberAt(objectAt(access, 'as'), 'number'),
    is_anonymous: textAt(record, 'reason')?.toLowerCase() === 'anonymous_ip' ? true : undefined,
  });
}

export function accessDevice(record: JsonObject) {
  const access = objectAt(record, 'access_device');
  const trust = textAt(record, 'trusted_endpoint_status')?.toLowerCase();
  return anyDefined({
    uid: meaningfulAt(access, 'epkey'),
    os: meaningfulAt(access, 'os'),
    browser: meaningfulAt(access, 'browser'),
    is_managed: trust === 'trusted' ? true : trust === 'not trusted' ? false : undefined,
  });
}

export function serviceOf(record: JsonObject) {
  const application = objectAt(record, 'application');
  return anyDefined({
    name: meaningfulAt(application, 'name') ?? meaningfulAt(record, 'integration'),
    uid: meaningfulAt(application, 'key'),
  });
}

/** Details as named texts; none is undefined. */
export function texts(details: JsonObject, object?: string): Audit['parameters'] {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(details)) {
    const text = valueText(value);
    if (text !== undefined) values.set(name, text);
  }
  if (object !== undefined) values.set('object', object);
  return values.size === 0 ? undefined : Object.fromEntries(values);
}

export const DUO_SIGN_INS: LogSource = Object.freeze({
  category: 'authentication',
  product: 'cisco',
  services: ['duo'],
});

export const DUO_AUDITS: LogSource = Object.freeze({
  category: 'audit',
  product: 'cisco',
  services: ['duo'],
});

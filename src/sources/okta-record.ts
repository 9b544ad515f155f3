import type { Endpoint, User } from '../events/event.ts';
import { arrayAt, booleanAt, isObject, numberAt, objectAt, textAt } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import {
  account,
  anyDefined,
  asNumberAt,
  domainOf,
  endpoint,
  firstTime,
  found,
  meaningfulAt,
  place,
  valueText,
} from './event-parts.ts';
import type { SourceContext } from './source.ts';
import { NO_ID } from './source.ts';

const COMPANIONS = [
  'published',
  'actor',
  'outcome',
  'client',
  'legacyEventType',
  'displayMessage',
  'debugContext',
  'securityContext',
  'authenticationContext',
  'uuid',
] as const;

export function isLogEvent(record: JsonObject | undefined): boolean {
  if (record === undefined) return false;
  const type = field(record, 'eventType');
  if (typeof type !== 'string' || !/^[a-z]\w*(?:\.\w+)+$/i.test(type)) return false;
  return COMPANIONS.filter((name) => field(record, name) !== undefined).length >= 2;
}

/** The log event inside an EventBridge event of Okta's log streaming. */
export function streamed(record: JsonObject): JsonObject | undefined {
  return /\bokta\b/i.test(textAt(record, 'source') ?? '') ? objectAt(record, 'detail') : undefined;
}

/** A top-level field by its own name or in lower case. */
function field(record: JsonObject, name: string): Json | undefined {
  return record[name] ?? record[name.toLowerCase()] ?? undefined;
}

/** The parts of a log event; missing ones are absent. */
export interface LogEvent {
  readonly raw: JsonObject;
  readonly type: string;
  readonly time: number;
  readonly actor: JsonObject | undefined;
  readonly client: JsonObject | undefined;
  readonly outcome: JsonObject | undefined;
  readonly security: JsonObject | undefined;
  readonly authentication: JsonObject | undefined;
  readonly debug: JsonObject | undefined;
  readonly targets: readonly JsonObject[];
  readonly context: SourceContext;
}

/** Takes a log event apart; a sentence when its type or time is missing. */
export function logEvent(raw: JsonObject, context: SourceContext): LogEvent | string {
  const part = (name: string): JsonObject | undefined => {
    const value = field(raw, name);
    return isObject(value) ? value : undefined;
  };
  const type = textAt(raw, 'eventType') ?? textAt(raw, 'eventtype');
  if (type === undefined) {
    return `eventType should name the event; found ${found(field(raw, 'eventType'))}`;
  }
  const time = firstTime(raw['published'], raw['p_event_time']);
  if (time === undefined) {
    return `published should be when it happened; found ${found(raw['published'])}`;
  }
  return {
    raw,
    type,
    time,
    actor: part('actor'),
    client: part('client'),
    outcome: part('outcome'),
    security: part('securityContext'),
    authentication: part('authenticationContext'),
    debug: objectAt(part('debugContext'), 'debugData'),
    targets: arrayAt(raw, 'target').filter((target) => isObject(target)),
    context,
  };
}

/** Okta's failures for a name in no directory have the actor id `unknown` and the name that was typed. */
export function userOf(person: JsonObject | undefined): User | undefined {
  const uid = meaningfulAt(person, 'id');
  const name = meaningfulAt(person, 'alternateId') ?? meaningfulAt(person, 'displayName') ?? uid;
  return name === undefined ? undefined : account(name, uid);
}

export function targetUser({ targets }: LogEvent): User | undefined {
  const target =
    targets.find((candidate) => candidate['type'] === 'User') ??
    targets.find((candidate) => candidate['type'] === 'AppUser');
  return userOf(target);
}

/** What every event of the record carries. */
export function shared(event: LogEvent, user: User | undefined) {
  const { raw, client, authentication } = event;
  const agent = meaningfulAt(objectAt(client, 'userAgent'), 'rawUserAgent');
  const session =
    meaningfulAt(authentication, 'rootSessionId') ??
    meaningfulAt(authentication, 'externalSessionId');
  return {
    time: event.time,
    metadata: {
      uid: `okta:${textAt(raw, 'uuid') ?? NO_ID}`,
      source: 'okta',
      tenant_uid: organisation(event, user),
    },
    src_endpoint: sourceEndpoint(event),
    http_request: agent === undefined ? undefined : { user_agent: agent },
    session: session === undefined ? undefined : { uid: session },
    device: device(event),
    raw,
  };
}

function organisation({ context, actor, debug }: LogEvent, user: User | undefined): string {
  const acting = domainOf(meaningfulAt(actor, 'alternateId'));
  return (
    context.organisation ??
    (acting === 'okta.com' ? undefined : acting) ??
    user?.domain ??
    host(textAt(debug, 'origin')) ??
    'unknown'
  );
}

function host(url: string | undefined): string | undefined {
  return url === undefined ? undefined : /^https?:\/\/([^/:?#]+)/i.exec(url)?.[1]?.toLowerCase();
}

/**
 * `isProxy` covers VPNs, anonymisers and ordinary proxies alike, so it says VPN and nothing of anonymity; the tunnels
 * Okta lists beside it do.
 */
function sourceEndpoint({ client, security, debug }: LogEvent): Endpoint | undefined {
  const where = objectAt(client, 'geographicalContext');
  const point = objectAt(where, 'geolocation');
  const tunnels = `${valueText(debug?.['tunnels']) ?? ''} ${textAt(debug, 'proxyType') ?? ''}`;
  const anonymous = /"anonymous":\s*true|\btor\b|anonymi[sz]er/i.test(
    tunnels.slice(0, MAX_TUNNELS),
  );
  return endpoint({
    address: meaningfulAt(client, 'ipAddress'),
    location: place({
      country: meaningfulAt(where, 'country'),
      region: meaningfulAt(where, 'state'),
      city: meaningfulAt(where, 'city'),
      lat: numberAt(point, 'lat'),
      long: numberAt(point, 'lon'),
    }),
    asNumber: asNumberAt(security, 'asNumber'),
    asName: meaningfulAt(security, 'asOrg') ?? meaningfulAt(security, 'isp'),
    is_vpn: booleanAt(security, 'isProxy'),
    is_anonymous: anonymous ? true : undefined,
  });
}

const MAX_TUNNELS = 4096;

function device({ raw, client, debug }: LogEvent) {
  const own = objectAt(raw, 'device');
  const agent = objectAt(client, 'userAgent');
  return anyDefined({
    uid: meaningfulAt(own, 'id') ?? meaningfulAt(debug, 'dtHash'),
    name: meaningfulAt(own, 'name'),
    os: meaningfulAt(agent, 'os') ?? meaningfulAt(own, 'os_platform'),
    browser: meaningfulAt(agent, 'browser'),
    is_managed: booleanAt(own, 'managed'),
  });
}

/** `outcome.result`; records without one still have it as the ending of the legacy type. */
export function resultOf({ outcome, raw }: LogEvent): string | undefined {
  const result = textAt(outcome, 'result')?.toUpperCase();
  if (result !== undefined) return result;
  const legacy = field(raw, 'legacyEventType');
  if (typeof legacy !== 'string') return undefined;
  if (/_success$/i.test(legacy)) return 'SUCCESS';
  return /_(?:fail|failed|failure)$/i.test(legacy) ? 'FAILURE' : undefined;
}

/** The application concerned, if any. */
export function serviceOf({ targets }: LogEvent) {
  const app = targets.find((target) => target['type'] === 'AppInstance');
  return anyDefined({
    name: meaningfulAt(app, 'displayName') ?? meaningfulAt(app, 'alternateId'),
    uid: meaningfulAt(app, 'id'),
  });
}

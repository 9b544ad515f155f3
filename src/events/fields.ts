import type { Json, JsonObject } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import { formatTime } from '../lib/time.ts';
import type { Audit, Event, Mail, SignIn } from './event.ts';
import { MAIL_FIELDS } from './mail-fields.ts';

/**
 * The fields a rule may name, beside the vendor's own. A name is looked up in the raw record first (exact key, then
 * dotted path, through arrays), so that rules written for a vendor match unchanged; then here. Every normalised field
 * has its OCSF name and, where ECS has one, the ECS name as an alias.
 */
export type FieldValue = Json | undefined;

type Reader = (event: Event) => FieldValue;

const signIn =
  (read: (event: SignIn) => FieldValue): Reader =>
  (event) =>
    event.kind === 'sign-in' ? read(event) : undefined;
const audit =
  (read: (event: Audit) => FieldValue): Reader =>
  (event) =>
    event.kind === 'audit' ? read(event) : undefined;

interface FieldDefinition {
  readonly names: readonly [ocsf: string, ...aliases: string[]];
  readonly read: Reader;
  readonly meaning: string;
}

/** Every normalised field; `docs/fields.md` is written from this table. */
export const FIELDS: readonly FieldDefinition[] = [
  { names: ['time', '@timestamp'], read: (e) => formatTime(e.time), meaning: 'event time' },
  { names: ['class_uid'], read: (e) => e.class_uid, meaning: 'OCSF class: 3002, 4009 or 6003' },
  { names: ['metadata.uid', 'event.id'], read: (e) => e.metadata.uid, meaning: 'id of the event' },
  {
    names: ['metadata.source', 'event.dataset'],
    read: (e) => e.metadata.source,
    meaning: 'name of the source that read it',
  },
  {
    names: ['metadata.tenant_uid', 'organization.id'],
    read: (e) => e.metadata.tenant_uid,
    meaning: 'organisation whose log this is',
  },
  { names: ['user.name'], read: (e) => e.user?.name, meaning: 'account concerned, lower case' },
  { names: ['user.uid', 'user.id'], read: (e) => e.user?.uid, meaning: "account's immutable id" },
  { names: ['user.domain'], read: (e) => e.user?.domain, meaning: "account's domain" },
  {
    names: ['actor.user.name'],
    read: (e) => (e.kind === 'sign-in' ? e.user.name : actorOf(e)),
    meaning: 'who did it',
  },
  { names: ['src_endpoint.ip', 'source.ip'], read: (e) => e.src_endpoint?.ip, meaning: 'address' },
  {
    names: ['src_endpoint.port', 'source.port'],
    read: (e) => e.src_endpoint?.port,
    meaning: 'source port',
  },
  {
    names: ['src_endpoint.hostname', 'source.domain'],
    read: (e) => e.src_endpoint?.hostname,
    meaning: 'name of the source host',
  },
  {
    names: ['src_endpoint.location.country', 'source.geo.country_iso_code'],
    read: (e) => e.src_endpoint?.location?.country,
    meaning: 'country of the address',
  },
  {
    names: ['src_endpoint.location.city', 'source.geo.city_name'],
    read: (e) => e.src_endpoint?.location?.city,
    meaning: 'city of the address',
  },
  {
    names: ['src_endpoint.autonomous_system.number', 'source.as.number'],
    read: (e) => e.src_endpoint?.autonomous_system?.number,
    meaning: 'autonomous system number',
  },
  {
    names: ['src_endpoint.autonomous_system.name', 'source.as.organization.name'],
    read: (e) => e.src_endpoint?.autonomous_system?.name,
    meaning: 'autonomous system name',
  },
  {
    names: ['src_endpoint.is_anonymous'],
    read: (e) => e.src_endpoint?.is_anonymous,
    meaning: 'the log says the address is Tor or an anonymiser',
  },
  {
    names: ['src_endpoint.is_vpn'],
    read: (e) => e.src_endpoint?.is_vpn,
    meaning: 'the log says the address is a VPN or proxy',
  },
  {
    names: ['http_request.user_agent', 'user_agent.original'],
    read: (e) => e.http_request?.user_agent,
    meaning: 'user agent as sent',
  },
  { names: ['session.uid'], read: (e) => e.session?.uid, meaning: 'session id' },
  { names: ['device.uid'], read: (e) => e.device?.uid, meaning: 'device id' },
  { names: ['device.os'], read: (e) => e.device?.os, meaning: 'operating system' },
  {
    names: ['device.is_managed'],
    read: (e) => e.device?.is_managed,
    meaning: 'device is managed by the organisation',
  },
  {
    names: ['activity_id'],
    read: signIn((e) => e.activity_id),
    meaning: 'OCSF activity: 1 logon, 2 logoff, 3 ticket, 4 service ticket, 6 preauth',
  },
  {
    names: ['outcome'],
    read: signIn((e) => e.outcome),
    meaning:
      'rung of the ladder: none, refused, user-unknown, wrong-password, locked, password-known, in',
  },
  {
    names: ['stopped_by'],
    read: signIn((e) => e.stopped_by),
    meaning: 'what stopped a right password: mfa, conditional-access, expired-password, …',
  },
  {
    names: ['status', 'event.outcome'],
    read: (e) => statusOf(e),
    meaning: 'success, failure or unknown',
  },
  {
    names: ['status_code', 'event.code'],
    read: signIn((e) => e.status_code),
    meaning: "vendor's result code",
  },
  {
    names: ['status_detail', 'event.reason'],
    read: signIn((e) => e.status_detail),
    meaning: 'meaning of the code',
  },
  {
    names: ['service.name'],
    read: (e) => serviceOf(e),
    meaning: 'application or workload',
  },
  { names: ['service.uid'], read: signIn((e) => e.service?.uid), meaning: 'application id' },
  {
    names: ['auth_protocol'],
    read: signIn((e) => e.auth_protocol),
    meaning: 'protocol or client family',
  },
  {
    names: ['is_legacy_protocol'],
    read: signIn((e) => e.is_legacy_protocol),
    meaning: 'the protocol cannot ask for a second factor',
  },
  { names: ['logon_type'], read: signIn((e) => e.logon_type), meaning: 'Windows logon type' },
  { names: ['is_mfa'], read: signIn((e) => e.is_mfa), meaning: 'a second factor was used' },
  {
    names: ['mfa_result'],
    read: signIn((e) => e.mfa_result),
    meaning: 'passed, denied, timeout, fraud or failed',
  },
  {
    names: ['is_interactive'],
    read: signIn((e) => e.is_interactive),
    meaning: 'a person signed in, not a program with a token',
  },
  {
    names: ['risk_level'],
    read: signIn((e) => e.risk_level),
    meaning: "provider's own risk: none, low, medium, high",
  },
  {
    names: ['risk_details'],
    read: signIn((e) => e.risk_details),
    meaning: "provider's risk event types",
  },
  {
    names: ['activity'],
    read: audit((e) => e.activity),
    meaning: 'what an audit record is about: inbox-rule, consent, role-grant, …',
  },
  {
    names: ['api.operation', 'event.action'],
    read: (e) => (e.kind === 'audit' ? e.api.operation : e.kind),
    meaning: "vendor's operation name; else `sign-in` or `mail`",
  },
  ...MAIL_FIELDS.map(({ names, read, meaning }) => ({
    names,
    read: (event: Event) => (event.kind === 'mail' ? read(event) : undefined),
    meaning,
  })),
];

function actorOf(event: Audit | Mail): string | undefined {
  return event.kind === 'audit' ? event.actor?.user.name : event.email.from;
}

function serviceOf(event: Event): string | undefined {
  if (event.kind === 'audit') return event.api.service;
  return event.kind === 'sign-in' ? event.service?.name : undefined;
}

function statusOf(event: Event): string | undefined {
  if (event.kind === 'audit') return event.status;
  return event.kind === 'sign-in' ? signInStatus(event) : undefined;
}

/** Failure unless somebody got in; unknown for what was no attempt. */
function signInStatus(event: SignIn): string {
  if (event.outcome === 'in') return 'success';
  return event.outcome === 'none' ? 'unknown' : 'failure';
}

const READERS: ReadonlyMap<string, Reader> = new Map(
  FIELDS.flatMap(({ names, read }) => names.map((name) => [name, read] as const)),
);

/**
 * Fields that later stages add to an event (`enrichments`). Those of `history.` come from the organisation's own past:
 * rules that use them are matched when events are in order of time, over normalised fields alone.
 */
export const ENRICHMENTS: Readonly<Record<string, string>> = Object.freeze({
  'network.listed': "`anonymiser` or `trusted`: the address is on one of the user's lists",
  'network.is_anonymous': 'the list or the log itself says the address is Tor or an anonymiser',
  'forwarding.address': 'where an inbox rule or mailbox sends mail on to',
  'forwarding.is_external': 'some of it leaves the organisation',
  'history.account_known': 'the account has got in before',
  'history.address_accounts': 'other accounts that have got in from this address (at most 64)',
  'history.address_known': 'the account has got in from this address before',
  'history.network_accounts': 'other accounts that have got in from this network (at most 64)',
  'history.network_known': 'the account has got in from this network before',
  'history.client_known': 'the account has got in with this device or browser before',
  'history.country_known': 'the account has got in from this country before',
  'history.travel_km': 'kilometres from where the account last got in, within 24 hours',
  'history.travel_kmh': 'speed that would take, kilometres per hour',
  'history.travel_minutes': 'minutes since then',
  'history.travel_from': 'that place',
  'history.travel_to': 'this place',
});

export function isHistoryField(name: string): boolean {
  return name.startsWith('history.');
}

const PARAMETERS = 'parameters.';

/** Whether `name` is a normalised field (or a parameter, whose names are open). */
export function isNormalisedField(name: string): boolean {
  return READERS.has(name) || Object.hasOwn(ENRICHMENTS, name) || name.startsWith(PARAMETERS);
}

const NORMALISED_FIRST = 'normalised:';

/**
 * The name under which `eventField` reads a normalised field before the vendor's of the same name: for rules that name
 * no product, and so mean ours. Other names stay as they are.
 */
export function normalisedFirst(name: string): string {
  return isNormalisedField(name) ? NORMALISED_FIRST + name : name;
}

/**
 * Resolves a field name once; the returned function reads it from any event. Undefined means absent, null means the
 * record says null.
 */
export function eventField(name: string): Reader {
  if (name.startsWith(NORMALISED_FIRST)) {
    const plain = name.slice(NORMALISED_FIRST.length);
    const first = normalisedField(plain);
    const otherwise = eventField(plain);
    return first === undefined ? otherwise : (event) => first(event) ?? otherwise(event);
  }
  const raw = fieldOf(name, topOfEvent);
  const normalised = normalisedField(name);
  if (normalised === undefined) return raw;
  return (event) => {
    const value = raw(event);
    // No normalised field is a map: Okta's `outcome` and Graph's `status` only share the name with ours.
    return value === undefined || isObject(value) ? (normalised(event) ?? value) : value;
  };
}

function normalisedField(name: string): Reader | undefined {
  if (name.startsWith(PARAMETERS)) {
    const key = name.slice(PARAMETERS.length);
    return audit((event) => ownValue(event.parameters, key));
  }
  if (Object.hasOwn(ENRICHMENTS, name)) return (event) => ownValue(event.enrichments, name);
  return READERS.get(name);
}

function ownValue<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  if (record === undefined) return undefined;
  const value = record[key];
  // Most are absent. What is there may be every object's, such as `constructor`.
  return value === undefined || Object.hasOwn(record, key) ? value : undefined;
}

/**
 * Reads a dotted path of a JSON record: the exact key wins over the path; an array on the way gives the values of all
 * its members (absent in all: absent).
 */
export function rawField(name: string): (record: JsonObject) => FieldValue {
  return fieldOf<JsonObject>(name, ownValue);
}

function fieldOf<R>(
  name: string,
  top: (record: R, key: string) => FieldValue,
): (record: R) => FieldValue {
  if (!name.includes('.')) return (record) => top(record, name);
  const path = name.split('.');
  const [first = ''] = path;
  return (record) => {
    const exact = top(record, name);
    if (exact !== undefined) return exact;
    const start = top(record, first);
    return start === undefined ? undefined : valueAt(start, path, 1);
  };
}

/** The vendor's record is asked for last: it may have to be parsed for that. */
function topOfEvent(event: Event, key: string): FieldValue {
  const { aliases } = event;
  return aliases === undefined ? ownValue(event.raw, key) : aliases.value(key);
}

function valueAt(value: Json | undefined, path: readonly string[], depth: number): FieldValue {
  const key = path[depth];
  if (key === undefined) return value;
  if (Array.isArray(value)) {
    const found: Json[] = [];
    for (const member of value as readonly Json[]) {
      const inner = valueAt(member, path, depth);
      if (Array.isArray(inner)) found.push(...(inner as Json[]));
      else if (inner !== undefined) found.push(inner);
    }
    return found.length === 0 ? undefined : found;
  }
  if (!isObject(value)) return undefined;
  const next = ownValue(value, key);
  return next === undefined ? undefined : valueAt(next, path, depth + 1);
}

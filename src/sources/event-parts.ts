import { parseAddress } from '../events/address.ts';
import type { Endpoint, Location, User } from '../events/event.ts';
import { numberAt, textAt, trimmed } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { parseTime } from '../lib/time.ts';
import type { Reading } from './source.ts';

/** Building blocks of events that sources for cloud identity logs share. Nothing here throws, whatever the record. */

type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };

/**
 * The parts without undefined ones: absent attributes are absent, never undefined. Takes the object over: it comes back
 * itself when nothing is undefined.
 */
export function defined<T extends object>(parts: T): Defined<T> {
  for (const key in parts) if (parts[key] === undefined) return without(parts);
  return parts;
}

/** As `defined`; undefined when nothing is left, so that no event carries an empty object. */
export function anyDefined<T extends object>(parts: T): Defined<T> | undefined {
  let any = false;
  let all = true;
  for (const key in parts) {
    if (parts[key] === undefined) all = false;
    else any = true;
  }
  if (!any) return undefined;
  return all ? parts : without(parts);
}

function without<T extends object>(parts: T): Defined<T> {
  const kept: Record<string, unknown> = {};
  for (const key in parts) if (parts[key] !== undefined) kept[key] = parts[key];
  return kept as Defined<T>;
}

export function refuse(reason: string): Reading {
  return { ok: false, reason };
}

const EXCERPT = 60;

/** What a field holds, for the sentence that says why it cannot be read. */
export function found(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = jsonText(value);
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
}

/** JSON, or `…` for what is nested too deeply to be written. */
function jsonText(value: Json): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '…';
  }
}

const MAX_SECONDS = 100_000_000_000;
const MAX_MILLISECONDS = 8_640_000_000_000_000;

/**
 * Milliseconds since 1970 from an RFC 3339 time or a number. Vendors and converters mix up units: numbers below 1e11
 * are seconds (until the year 5138), up to 1e14 milliseconds, above that micro- or nanoseconds.
 */
export function timeFrom(value: Json | undefined): number | undefined {
  if (typeof value === 'string') {
    const time = parseTime(value.trim());
    if (time !== undefined) return time;
    if (!/^\d{9,19}(?:\.\d+)?$/.test(value.trim())) return undefined;
  }
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number <= 0) return undefined;
  if (number < MAX_SECONDS) return Math.round(number * 1000);
  if (number < 1e14) return Math.round(number);
  const time = Math.floor(number < 1e17 ? number / 1e3 : number / 1e6);
  return time <= MAX_MILLISECONDS ? time : undefined;
}

/** The first of `candidates` that is a time. */
export function firstTime(...candidates: readonly (Json | undefined)[]): number | undefined {
  for (const candidate of candidates) {
    const time = timeFrom(candidate);
    if (time !== undefined) return time;
  }
  return undefined;
}

const PLACEHOLDERS = new Set([
  'unknown',
  'null',
  'none',
  'n/a',
  'undefined',
  'redacted',
  'null sid',
]);

/** The text at `key` unless it is a placeholder such as `unknown` or `null`. */
export function meaningfulAt(record: JsonObject | undefined, key: string): string | undefined {
  const text = textAt(record, key)?.trim();
  return text === undefined || PLACEHOLDERS.has(text.toLowerCase()) ? undefined : text;
}

/** Domain of `someone@example.org` or `EXAMPLE\someone`, lower case. */
export function domainOf(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const at = name.lastIndexOf('@');
  if (at > 0 && at < name.length - 1) return name.slice(at + 1).toLowerCase();
  const slash = name.indexOf('\\');
  return slash > 0 ? name.slice(0, slash).toLowerCase() : undefined;
}

/** An account; `domain` overrides what the name itself says. */
export function account(name: string, uid?: string, domain?: string): User {
  const bare = trimmed(name);
  return defined({
    name: bare.toLowerCase(),
    uid,
    domain: domainOf(bare) ?? domain?.toLowerCase(),
  });
}

/** A place; `lat` and `long` count only together and in range. */
export function place(parts: {
  readonly country?: string | undefined;
  readonly region?: string | undefined;
  readonly city?: string | undefined;
  readonly lat?: number | undefined;
  readonly long?: number | undefined;
}): Location | undefined {
  const { country, region, city, lat, long } = parts;
  if (lat === undefined || long === undefined) return anyDefined({ country, region, city });
  return Math.abs(lat) <= 90 && Math.abs(long) <= 180
    ? anyDefined({ country, region, city, lat, long })
    : anyDefined({ country, region, city });
}

interface EndpointParts {
  /** As logged, with or without port. */
  readonly address?: string | undefined;
  readonly port?: number | undefined;
  readonly hostname?: string | undefined;
  readonly location?: Location | undefined;
  readonly asNumber?: number | undefined;
  readonly asName?: string | undefined;
  readonly is_anonymous?: boolean | undefined;
  readonly is_vpn?: boolean | undefined;
}

/** An endpoint, or undefined when nothing is known of it. An address that is none counts as its host name. */
export function endpoint(parts: EndpointParts): Endpoint | undefined {
  const { address, location, asNumber, asName, is_anonymous, is_vpn } = parts;
  const parsed = address === undefined ? undefined : parseAddress(address);
  const port = parsed?.port ?? validPort(parts.port);
  const hostname =
    parts.hostname ?? (parsed === undefined && isHostname(address) ? address : undefined);
  const autonomous_system = anyDefined({ number: asNumber, name: asName });
  if (parsed === undefined && hostname === undefined && location === undefined) {
    if (autonomous_system === undefined) return undefined;
  }
  const known: { -readonly [Name in keyof Endpoint]: Endpoint[Name] } = {};
  if (parsed !== undefined) known.ip = parsed.ip;
  if (port !== undefined) known.port = port;
  if (hostname !== undefined) known.hostname = hostname;
  if (location !== undefined) known.location = location;
  if (autonomous_system !== undefined) known.autonomous_system = autonomous_system;
  if (is_anonymous !== undefined) known.is_anonymous = is_anonymous;
  if (is_vpn !== undefined) known.is_vpn = is_vpn;
  return known;
}

function validPort(port: number | undefined): number | undefined {
  return port !== undefined && Number.isInteger(port) && port > 0 && port < 65_536
    ? port
    : undefined;
}

function isHostname(text: string | undefined): text is string {
  return text !== undefined && /^(?=.*[a-z])[\w-]+(?:\.[\w-]+)+$/i.test(text);
}

/** Values written out as rules compare them: text as is, lists joined by a comma, objects as JSON. */
export function valueText(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) {
    const members = value as readonly Json[];
    return members
      .map((member) => (typeof member === 'string' ? member : jsonText(member)))
      .join(',');
  }
  return jsonText(value);
}

/** A finite number at `key`, an integer of at least 1: autonomous system numbers, also written `AS64496`. */
export function asNumberAt(record: JsonObject | undefined, key: string): number | undefined {
  const text = textAt(record, key)?.replace(/^AS/i, '');
  const number = text === undefined ? undefined : numberAt({ text }, 'text');
  return number !== undefined && Number.isInteger(number) && number > 0 ? number : undefined;
}

import type { RiskLevel } from '../events/event.ts';
import { booleanAt, isObject, objectAt, textAt } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';

/** Okta's own verdict: a level, and what it is based on. */
export interface OktaRisk {
  readonly risk_level?: RiskLevel;
  readonly risk_details?: readonly string[];
}

/** Longest text looked into; the real ones are a few hundred characters. */
const MAX_TEXT = 8192;

/**
 * Reads a map that Okta writes as `{New Device=POSITIVE, Velocity=NEGATIVE}` (Java's form, values may hold commas:
 * `{reasons=Anomalous Location, Anomalous Device, level=HIGH}`), and that exports turn into JSON text, an object or
 * a list of `key=value`.
 */
export function looseMap(value: Json | undefined): ReadonlyMap<string, string> {
  if (typeof value === 'string') return textMap(value);
  if (Array.isArray(value)) {
    const members = (value as readonly Json[]).filter((member) => typeof member === 'string');
    return pairs(members);
  }
  return isObject(value) ? objectMap(value) : new Map();
}

function textMap(text: string): ReadonlyMap<string, string> {
  if (text.length > MAX_TEXT) return new Map();
  const trimmed = text.trim();
  const json = jsonObject(trimmed);
  if (json !== undefined) return objectMap(json);
  return pairs(trimmed.replace(/^\{|\}$/g, '').split(/,\s*(?=[^=,]+=)/));
}

function objectMap(object: JsonObject): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [key, value] of Object.entries(object)) {
    if (typeof value === 'string') map.set(key, value);
    else if (Array.isArray(value)) {
      const members = value as readonly Json[];
      map.set(key, members.filter((member) => typeof member === 'string').join(', '));
    }
  }
  return map;
}

function pairs(texts: readonly string[]): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at > 0) map.set(text.slice(0, at).trim(), text.slice(at + 1).trim());
  }
  return map;
}

function jsonObject(text: string): JsonObject | undefined {
  if (!text.startsWith('{"')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `logOnlySecurityData` holds the same two maps, for orgs whose policies do not act on them. */
function logOnly(data: JsonObject | undefined): JsonObject | undefined {
  const value = data?.['logOnlySecurityData'];
  if (isObject(value)) return value;
  return typeof value === 'string' && value.length <= MAX_TEXT ? jsonObject(value) : undefined;
}

export function oktaRisk(
  debugData: JsonObject | undefined,
  securityContext: JsonObject | undefined,
): OktaRisk {
  const extra = logOnly(debugData);
  const risk = firstMap(debugData?.['risk'], securityContext?.['risk'], extra?.['risk']);
  const behaviors = firstMap(
    debugData?.['behaviors'],
    objectAt(securityContext, 'userBehaviors'),
    extra?.['behaviors'],
  );
  const details = [
    ...splitList(risk.get('reasons')),
    ...[...behaviors].filter(([, verdict]) => /^positive$/i.test(verdict)).map(([name]) => name),
    ...looseMap(debugData?.['threatDetections']).keys(),
    ...(booleanAt(debugData, 'threatSuspected') === true ? ['threatSuspected'] : []),
  ];
  const risk_level = riskLevel(risk.get('level') ?? textAt(debugData, 'riskLevel'));
  return {
    ...(risk_level === undefined ? {} : { risk_level }),
    ...(details.length === 0 ? {} : { risk_details: [...new Set(details)] }),
  };
}

function firstMap(...values: readonly (Json | undefined)[]): ReadonlyMap<string, string> {
  for (const value of values) {
    const map = looseMap(value);
    if (map.size > 0) return map;
  }
  return new Map();
}

function splitList(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
}

export function riskLevel(text: string | undefined): RiskLevel | undefined {
  const level = text?.toLowerCase();
  return level === 'none' || level === 'low' || level === 'medium' || level === 'high'
    ? level
    : undefined;
}

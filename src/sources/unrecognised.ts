import { isObject } from '../lib/json.ts';
import type { JsonObject } from '../lib/json.ts';
import { jsonObject } from './entra-record.ts';
import type { Source } from './source.ts';

const MAX_KEYS_SHOWN = 6;

/** Says of a record that no source knows what it is instead, and what to do. A part of a sentence: "is no …". */
export function unrecognised(record: JsonObject | string, sources: readonly Source[]): string {
  if (typeof record === 'string') {
    return 'is no log line we know (syslog with a time, host and program)';
  }
  const keys = Object.keys(record);
  const { category } = record;
  if (typeof category === 'string' && ('properties' in record || 'operationName' in record)) {
    return `is of the category "${category.slice(0, 80)}", not one of sign-ins, audits or risks: leave it out, or ignore this`;
  }
  const shown = keys.slice(0, MAX_KEYS_SHOWN).map((key) => key.slice(0, 40));
  const more = keys.length > MAX_KEYS_SHOWN ? ', …' : '';
  return `is no sign-in or audit record we know (it has ${shown.join(', ') || 'no fields'}${more})${wrapping(record, sources)}`;
}

/** A collector's envelope around a record we know. */
function wrapping(record: JsonObject, sources: readonly Source[]): string {
  const path = pathToKnown(record, sources, MAX_WRAPPERS);
  if (path === undefined) return '';
  const [name = ''] = path.split(' ');
  return `; the record itself is in "${name.slice(1)}": take it out (jq -cr '${path}')`;
}

/** Envelopes are at most this deep (`result._raw`). */
const MAX_WRAPPERS = 2;

/** As jq writes it; text that holds JSON is parsed. */
function pathToKnown(
  record: JsonObject,
  sources: readonly Source[],
  depth: number,
): string | undefined {
  for (const [key, value] of Object.entries(record)) {
    const name = `.${key.slice(0, 40)}`;
    if (typeof value === 'string') {
      if (isKnown(value, sources)) return name;
      const inner = jsonObject(value);
      if (inner !== undefined && isKnown(inner, sources)) return `${name} | fromjson`;
    } else if (isObject(value)) {
      if (isKnown(value, sources)) return name;
      const rest = depth > 1 ? pathToKnown(value, sources, depth - 1) : undefined;
      if (rest !== undefined) return name + rest;
    }
  }
  return undefined;
}

function isKnown(record: JsonObject | string, sources: readonly Source[]): boolean {
  const shape = typeof record === 'string' ? 'line' : 'object';
  return sources.some((source) => source.shape === shape && source.recognise(record));
}

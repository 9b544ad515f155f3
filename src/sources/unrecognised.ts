import { isObject } from '../lib/json.ts';
import type { JsonObject } from '../lib/json.ts';
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
  const wrapper = Object.keys(record).find((key) => {
    const inner = record[key];
    return (
      isObject(inner) &&
      sources.some((source) => source.shape === 'object' && source.recognise(inner))
    );
  });
  return wrapper === undefined
    ? ''
    : `; the record is wrapped in "${wrapper}": unwrap it (jq -c '.${wrapper}')`;
}

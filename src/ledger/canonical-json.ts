import type { Json } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';

/**
 * Canonical JSON (RFC 8785): one text per value, so that a hash of it is a hash of the value. Throws a `RangeError` for
 * what has no such text: a number that is not finite, half of a surrogate pair.
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'string') return textOf(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('a number must be finite');
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (!isObject(value)) return `[${value.map((member) => canonicalJson(member)).join(',')}]`;
  const members: string[] = [];
  // The default order is that of UTF-16 code units, as the RFC has it.
  for (const key of Object.keys(value).toSorted()) {
    const member = value[key];
    if (member !== undefined) members.push(`${textOf(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

function textOf(text: string): string {
  if (!text.isWellFormed()) throw new RangeError('a text holds half of a surrogate pair');
  return JSON.stringify(text);
}

import type { Json } from '../../lib/json.ts';
import { isObject } from '../../lib/json.ts';
import { jsonPlaces } from './json-places.ts';
import { EXCERPT, MAX_DEPTH, MAX_RECORDS } from './limits.ts';
import type { RawRecord, RawRecords, Rejected } from './records.ts';
import { Lines } from './records.ts';

type Refused = Omit<Rejected, 'file'>;

/** One JSON text: a list of facts, `{"defaults": {…}, "facts": […]}`, or a single fact. */
export function jsonRecords(text: string): RawRecords {
  let root: Json;
  try {
    root = JSON.parse(text) as Json;
  } catch (thrown) {
    return { records: [], rejected: [brokenJson(text, (thrown as Error).message)] };
  }
  const places = jsonPlaces(text);
  const lines = new Lines(text);
  if (places.tooDeep !== undefined)
    return { records: [], rejected: [refuse(text, lines, places.tooDeep, deepReason())] };
  const values = listOf(root);
  const whole = [[text.search(/\S/), text.length] as const];
  const ranges = values.length === places.ranges.length ? places.ranges : whole;
  const records: RawRecord[] = [];
  const rejected: Refused[] = [];
  const seen = places.duplicates.map(({ index, key }) => ({ index, key }));
  for (const [index, value] of values.slice(0, MAX_RECORDS).entries()) {
    const [start, end] = ranges[index] ?? [0, text.length];
    const twice = seen.find((one) => one.index >= start && one.index < end);
    const line = lines.lineAt(start);
    const excerpt = text.slice(start, Math.min(end, start + EXCERPT));
    if (twice === undefined) {
      records.push({ value: withDefaults(root, value), line, offset: start, excerpt });
    } else {
      const reason = twiceReason(twice.key);
      rejected.push({
        line: lines.lineAt(twice.index),
        offset: twice.index,
        field: twice.key,
        reason,
        excerpt,
      });
    }
  }
  if (values.length > MAX_RECORDS) rejected.push(tooMany());
  const outside = seen.find(
    ({ index }) => !ranges.some(([start, end]) => index >= start && index < end),
  );
  if (outside !== undefined)
    rejected.push({
      ...refuse(text, lines, outside.index, twiceReason(outside.key)),
      field: outside.key,
    });
  return { records, rejected };
}

/** A fact per line; blank lines do not count. */
export function ndjsonRecords(text: string): RawRecords {
  const records: RawRecord[] = [];
  const rejected: Refused[] = [];
  let line = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    const one = text.slice(start, end).trim();
    line += 1;
    if (one !== '') {
      if (records.length + rejected.length >= MAX_RECORDS)
        return { records, rejected: [...rejected, tooMany()] };
      const read = ndjsonLine(one);
      const at = { line, offset: start, excerpt: one.slice(0, EXCERPT) };
      if ('value' in read) records.push({ value: read.value, ...at });
      else rejected.push({ ...read, ...at });
    }
    start = end + 1;
  }
  return { records, rejected };
}

function ndjsonLine(
  text: string,
): { readonly value: Json } | { readonly reason: string; readonly field?: string } {
  try {
    const value = JSON.parse(text) as Json;
    const { duplicates, tooDeep } = jsonPlaces(text);
    if (tooDeep !== undefined) return { reason: deepReason() };
    const [twice] = duplicates;
    return twice === undefined ? { value } : { reason: twiceReason(twice.key), field: twice.key };
  } catch (thrown) {
    return { reason: `is no valid JSON: ${(thrown as Error).message}` };
  }
}

export function listOf(root: Json): readonly Json[] {
  if (Array.isArray(root)) return root as readonly Json[];
  if (isObject(root) && Array.isArray(root['facts'])) return root['facts'] as readonly Json[];
  return [root];
}

/** What a file says once for all its facts. */
export function withDefaults(root: Json, value: Json): Json {
  if (!isObject(root) || !Array.isArray(root['facts']) || !isObject(root['defaults'])) return value;
  return isObject(value) ? { ...root['defaults'], ...value } : value;
}

export function twiceReason(key: string): string {
  return `"${key}" is given twice: keep one`;
}

export function deepReason(): string {
  return `values are nested more than ${MAX_DEPTH} deep`;
}

function tooMany(): Refused {
  const reason = `the file has more than ${MAX_RECORDS} records: split it; the rest is left out`;
  return { line: 1, offset: 0, reason, excerpt: '' };
}

function refuse(text: string, lines: Lines, index: number, reason: string): Refused {
  return {
    line: lines.lineAt(index),
    offset: index,
    reason,
    excerpt: text.slice(index, index + EXCERPT),
  };
}

function brokenJson(text: string, message: string): Refused {
  const position = /position (\d+)/.exec(message)?.[1];
  const index = position === undefined ? 0 : Number(position);
  return refuse(text, new Lines(text), index, `is no valid JSON: ${message}`);
}

import type { Json, JsonObject } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';

/** A vendor's record: an object, or a line of text. */
export type CaseRecord = JsonObject | string;

/** How one record of a case stands for several. */
export interface Repetition {
  readonly times: number;
  /** Milliseconds from one to the next. */
  readonly every: number;
  /** Values by dotted path; `{n}` in a text counts from 1, a list is gone through in turn. */
  readonly vary: Readonly<Record<string, Json>>;
}

/** The records a repetition stands for, each with its times moved on; `{n}` counts in lines of text too. */
export function repeated(record: CaseRecord, repetition: Repetition): readonly CaseRecord[] {
  return Array.from({ length: repetition.times }, (_, index) => {
    const copy = moveTimes(record, index * repetition.every);
    if (typeof copy === 'string') return numbered(copy, index);
    let varied: JsonObject = copy;
    for (const [path, given] of Object.entries(repetition.vary)) {
      const choices: readonly Json[] = Array.isArray(given) ? given : [given];
      const value = choices[index % choices.length] ?? null;
      const text = typeof value === 'string' ? numbered(value, index) : value;
      varied = withValue(varied, path.split('.'), text) as JsonObject;
    }
    return varied;
  });
}

function numbered(text: string, index: number): string {
  return text.replaceAll('{n}', String(index + 1));
}

/** A copy with the value at a path; a key that holds dots itself goes before the path. Lists are entered by number. */
function withValue(target: Json | undefined, path: readonly string[], value: Json): Json {
  if (path.length === 0) return value;
  const [key = '', ...rest] = path;
  if (Array.isArray(target)) {
    return target.map((member: Json, index) =>
      String(index) === key ? withValue(member, rest, value) : member,
    );
  }
  const object = isObject(target) ? target : {};
  const whole = path.join('.');
  if (rest.length > 0 && Object.hasOwn(object, whole)) return { ...object, [whole]: value };
  return { ...object, [key]: withValue(object[key], rest, value) };
}

const ISO_TIME = /\b(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(\.\d+)?/g;
const SYSLOG_TIME = /^([A-Z][a-z]{2}) ([ \d]\d) (\d\d:\d\d:\d\d)/;

/** Moves every time written in a record: ISO 8601 (also within texts), syslog's own, seconds since 1970. */
function moveTimes<R extends CaseRecord>(record: R, by: number): R {
  if (by === 0) return record;
  return moved(record, '', by) as R;
}

function moved(value: Json, key: string, by: number): Json {
  if (typeof value === 'string') return movedText(value, by);
  if (typeof value === 'number') return movedNumber(value, key, by);
  if (Array.isArray(value)) return value.map((member: Json) => moved(member, key, by));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, moved(member ?? null, name, by)]),
  );
}

function movedText(text: string, by: number): string {
  const iso = text.replaceAll(
    ISO_TIME,
    (whole, date: string, between: string, clock: string, fraction = '') => {
      const time = Date.parse(`${date}T${clock}Z`);
      // Fractions move only by whole seconds: cases are written in them.
      return Number.isNaN(time)
        ? whole
        : `${new Date(time + by).toISOString().slice(0, 19).replace('T', between)}${fraction}`;
    },
  );
  return iso.replace(SYSLOG_TIME, (whole, month: string, day: string, clock: string) => {
    const time = Date.parse(`${month} ${day.trim()} 2001 ${clock} UTC`);
    if (Number.isNaN(time)) return whole;
    const next = new Date(time + by);
    const name = next.toUTCString().slice(8, 11);
    return `${name} ${String(next.getUTCDate()).padStart(2)} ${next.toISOString().slice(11, 19)}`;
  });
}

const EPOCH_KEY = /^(?:timestamp|ts|epoch|time)$/i;
const MILLISECONDS_FROM = 1e11;

function movedNumber(value: number, key: string, by: number): number {
  if (!EPOCH_KEY.test(key)) return value;
  return value >= MILLISECONDS_FROM ? value + by : value + by / 1000;
}

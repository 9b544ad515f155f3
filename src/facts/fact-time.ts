import { formatTime, parseTime } from '../lib/time.ts';

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const DAY = 86_400_000;

/**
 * Milliseconds since 1970 of an RFC 3339 time, or of a day: its start, or as an `end` the end of it, so that what holds
 * until the 3rd holds on the 3rd. Without a zone: UTC.
 */
export function parseFactTime(text: string, end = false): number | undefined {
  const day = parseDay(text);
  if (day !== undefined) return end ? day + DAY : day;
  return parseTime(text);
}

/** Start of a day `2020-11-03` in UTC; undefined when there is no such day. */
function parseDay(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [, year, month, date] = match.map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const time = Date.UTC(year, month - 1, date);
  const made = new Date(time);
  // Date.UTC reads years below 100 as of the last century, and rolls over what no month has.
  return made.getUTCFullYear() === year &&
    made.getUTCMonth() === month - 1 &&
    made.getUTCDate() === date
    ? time
    : undefined;
}

/** The canonical text of a time, or undefined when it is none. */
export function canonicalTime(text: string, end = false): string | undefined {
  const time = parseFactTime(text, end);
  return time === undefined ? undefined : formatTime(time);
}

/** The two times of a question: what held at one, by what was known at the other. */
export interface AsOf {
  readonly validAt: number;
  readonly knownAt: number;
}

/** A single time asks what was known then of then. */
export type At =
  | number
  | string
  | { readonly validAt: number | string; readonly knownAt?: number | string };

/** Throws for a text that is no time: the caller checks what users write. */
export function asOf(at: At): AsOf {
  if (typeof at === 'object') {
    const validAt = instant(at.validAt);
    return { validAt, knownAt: at.knownAt === undefined ? validAt : instant(at.knownAt) };
  }
  const time = instant(at);
  return { validAt: time, knownAt: time };
}

function instant(time: number | string): number {
  const ms = typeof time === 'number' ? time : parseFactTime(time);
  if (ms === undefined) throw new RangeError(`"${time}" is no time`);
  return ms;
}

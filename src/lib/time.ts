import { remember } from './remember.ts';

/** No log is older than its format's epoch. */
const MIN_YEAR = 1970;

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/;

/**
 * Reads an RFC 3339 time and its common relatives (blank for `T`, no zone: UTC, up to nanoseconds, comma) into
 * milliseconds since 1970. Undefined when it is no such time or no such date exists.
 */
export function parseTime(text: string): number | undefined {
  return parsePlain(text) ?? parseAny(text);
}

/** Any form; `parsePlain` is the short way for one of them. */
export function parseAny(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = match;
  const y = Number(year);
  const mo = Number(month);
  const d = Number(day);
  const h = Number(hour);
  const mi = Number(minute);
  const s = Number(second);
  // .NET writes the year 1 and Windows 1601 where there is no time.
  if (y < MIN_YEAR) return undefined;
  if (mo < 1 || mo > 12 || d < 1 || d > 31 || h > 23 || mi > 59 || s > 60) return undefined;
  const base = Date.UTC(y, mo - 1, d, h, mi, s, Number(`${fraction}000`.slice(0, 3)));
  if (new Date(Date.UTC(y, mo - 1, d)).getUTCDate() !== d) return undefined;
  const offset = zoneOffset(zone);
  return offset === undefined ? undefined : base - offset;
}

const DATE_LENGTH = 10;
const DATES_REMEMBERED = 1000;

/** Start of a day from `2026-10-05`: logs repeat their dates. */
const dayOf = remember(DATES_REMEMBERED, (date) => parseAny(`${date}T00:00Z`));

/** `2026-10-05T09:30:00Z`, with up to nine decimals: what nearly every record has. Undefined: not that form. */
function parsePlain(text: string): number | undefined {
  const { length } = text;
  if (length < 20 || length > 30 || length === 21) return undefined;
  if (text.charCodeAt(DATE_LENGTH) !== 0x54 || text.charCodeAt(length - 1) !== 0x5a)
    return undefined;
  if (text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a) return undefined;
  const hour = digitsAt(text, 11, 13);
  const minute = digitsAt(text, 14, 16);
  const second = digitsAt(text, 17, 19);
  // Not digits: below zero.
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return undefined;
  const ms = length === 20 ? 0 : milliseconds(text, length - 1);
  const day = ms < 0 ? undefined : dayOf(text.slice(0, DATE_LENGTH));
  return day === undefined ? undefined : day + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
}

/** The first three decimals from the dot at 19 on, as many as there are; below zero when there is anything else. */
function milliseconds(text: string, end: number): number {
  if (text.charCodeAt(19) !== 0x2e || digitsAt(text, 20, end) < 0) return -1;
  return digitsAt(text, 20, Math.min(end, 23)) * (end === 21 ? 100 : end === 22 ? 10 : 1);
}

function digitsAt(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

function zoneOffset(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'UTC') return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const hours = Number(digits.slice(0, 2));
  const minutes = Number(digits.slice(2, 4));
  if (hours > 23 || minutes > 59) return undefined;
  const offset = (hours * 60 + minutes) * 60_000;
  return zone.startsWith('-') ? -offset : offset;
}

/** RFC 3339 UTC, without a fraction when there is none. */
export function formatTime(ms: number): string {
  const text = new Date(ms).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

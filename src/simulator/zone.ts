export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const CACHE_LIMIT = 4096;
const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** Milliseconds to add to UTC for local time in an IANA zone, as of the UTC day of `time`. */
export function zoneOffset(zone: string, time: number): number {
  const day = Math.floor(time / DAY);
  const key = `${zone} ${day}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= CACHE_LIMIT) offsets.clear();
  const offset = readOffset(zone, day * DAY);
  offsets.set(key, offset);
  return offset;
}

function readOffset(zone: string, time: number): number {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formatters.set(zone, formatter);
  }
  const name = formatter.formatToParts(time).find((part) => part.type === 'timeZoneName')?.value;
  const match = /^GMT([+-])(\d\d):(\d\d)$/.exec(name ?? '');
  if (match === null) return 0;
  const size = Number(match[2]) * HOUR + Number(match[3]) * MINUTE;
  return match[1] === '-' ? -size : size;
}

/** The local midnight that begins the local day containing `time`. */
export function localMidnight(zone: string, time: number): number {
  const offset = zoneOffset(zone, time);
  return Math.floor((time + offset) / DAY) * DAY - offset;
}

/**
 * The local midnight that begins the `day`-th day after the day of `start`: the date is the one it has there at noon UTC,
 * so that a Monday is a Monday wherever people are.
 */
export function dayAfter(zone: string, start: number, day: number): number {
  return localMidnight(zone, Math.floor(start / DAY) * DAY + day * DAY + 12 * HOUR);
}

/** 0 Sunday … 6 Saturday, in local time. */
export function localWeekday(zone: string, time: number): number {
  return new Date(time + zoneOffset(zone, time)).getUTCDay();
}

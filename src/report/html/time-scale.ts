import { MONTHS } from './dates.ts';

/** Hours cut into equal parts, for charts; all in hours since 1970, UTC. */
export interface TimeScale {
  /** Hours in one part. */
  readonly hours: number;
  readonly first: number;
  readonly parts: number;
}

export interface Tick {
  /** Place from 0 to 1. */
  readonly place: number;
  readonly label: string;
  /** Left out where there is little room. */
  readonly minor: boolean;
}

const DAY = 24;
const WEEK = 7 * DAY;

/** 1970-01-01 was a Thursday: weeks begin four days later. */
const MONDAY = 4 * DAY;

const PARTS: readonly number[] = [1, 2, 3, 4, 6, 8, 12, DAY, 2 * DAY, 4 * DAY, WEEK, 4 * WEEK];
const STEPS: readonly number[] = [
  1,
  2,
  3,
  6,
  12,
  DAY,
  2 * DAY,
  4 * DAY,
  WEEK,
  2 * WEEK,
  4 * WEEK,
  13 * WEEK,
  52 * WEEK,
];

/** A shorter stretch is drawn within this much, so that one hour is no wall. Hours. */
const MIN_HOURS = 12;

const MAX_TICKS = 8;

/** Places beyond which a label would leave a wide chart, and a narrow one. */
const LAST_WIDE = 0.95;
const LAST_NARROW = 0.84;

/** The finest scale of at most `most` parts from one hour to another, both included. */
export function timeScale(from: number, to: number, most: number): TimeScale {
  const missing = Math.max(0, MIN_HOURS - (to - from + 1));
  const first = from - Math.floor(missing / 2);
  const end = to + 1 + Math.ceil(missing / 2);
  const count = (hours: number): number => Math.ceil((end - startOf(first, hours)) / hours);
  const hours =
    PARTS.find((part) => count(part) <= most) ??
    Math.ceil((end - first) / (most - 1) / WEEK) * WEEK;
  return { hours, first: startOf(first, hours), parts: count(hours) };
}

/** Parts begin where people begin to count: at midnight, on Mondays. */
function startOf(hour: number, hours: number): number {
  const origin = hours >= WEEK ? MONDAY : 0;
  return Math.floor((hour - origin) / hours) * hours + origin;
}

export function partOf({ first, hours }: TimeScale, hour: number): number {
  return Math.floor((hour - first) / hours);
}

/** Place of a time from 0 to 1, `ms` since 1970. */
export function placeOf({ first, hours, parts }: TimeScale, ms: number): number {
  return Math.min(1, Math.max(0, (ms / 3_600_000 - first) / (hours * parts)));
}

export function ticks({ first, hours, parts }: TimeScale): readonly Tick[] {
  const end = first + hours * parts;
  const step =
    STEPS.find((one) => (end - first) / one <= MAX_TICKS) ??
    Math.ceil((end - first) / MAX_TICKS / WEEK) * WEEK;
  const found: Tick[] = [];
  const origin = step >= WEEK ? MONDAY : 0;
  let dated = false;
  for (let at = Math.ceil((first - origin) / step) * step + origin; at < end; at += step) {
    const place = (at - first) / (end - first);
    if (place > LAST_WIDE) break;
    const minor = ((at - origin) / step) % 2 !== 0 || place > LAST_NARROW;
    // The first of those that are always shown says its day.
    found.push({ place, label: tickLabel(at, step, !dated), minor });
    dated ||= !minor;
  }
  return found;
}

function tickLabel(hour: number, step: number, withDay: boolean): string {
  const date = new Date(hour * 3_600_000);
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  if (step > (13 * WEEK) / 2) return `${day} ${date.getUTCFullYear()}`;
  if (step >= DAY) return day;
  const clock = `${String(date.getUTCHours()).padStart(2, '0')}:00`;
  if (withDay && date.getUTCHours() !== 0) return `${day} ${clock}`;
  return date.getUTCHours() === 0 ? day : clock;
}

/** `per hour`, `per 6 hours`, `per day`. */
export function perPart({ hours }: TimeScale): string {
  if (hours === 1) return 'per hour';
  if (hours < DAY) return `per ${hours} hours`;
  if (hours === DAY) return 'per day';
  return hours === WEEK ? 'per week' : `per ${hours / DAY} days`;
}

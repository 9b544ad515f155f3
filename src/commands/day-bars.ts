import { formatTime } from '../lib/time.ts';
import { DAY } from '../report/backtest.ts';
import { thousands } from '../report/style.ts';

/** Counts over days as bars of text. */

/** Days since 1970, both included. */
export interface Days {
  readonly first: number;
  readonly last: number;
}

interface DayCount {
  /** `2026-09-08`. */
  readonly day: string;
  readonly count: number;
}

const SPARKS = '▁▂▃▄▅▆▇█';
/** Eighths of a column. */
const PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const MAX_ROWS = 31;
/** Days per row: of these the least that fits. */
const STEPS = [1, 7, 30, 365];
const MAX_BAR = 40;

/** `span`: milliseconds; absent: no events. */
export function daysOf(span: { readonly first: number; readonly last: number } | undefined): Days {
  if (span === undefined) return { first: 0, last: 0 };
  return { first: Math.floor(span.first / DAY), last: Math.floor(span.last / DAY) };
}

/** Days that each of at most `bars` bars stands for. */
export function bucketDays({ first, last }: Days, bars: number): number {
  return Math.ceil((last - first + 1) / bars);
}

/** One character per bar; a dot where there is nothing. */
export function sparkline(counts: readonly DayCount[], days: Days, bars: number): string {
  const sums = summed(counts, days, bucketDays(days, bars));
  const most = Math.max(1, ...sums);
  return sums
    .map((sum) => (sum === 0 ? '·' : SPARKS.charAt(Math.ceil((sum / most) * SPARKS.length) - 1)))
    .join('');
}

/** One row per day, week, month or year from the first to the last with any, with its first day. */
export function barRows(counts: readonly DayCount[], width: number): readonly string[] {
  const some = counts.filter(({ count }) => count > 0).map(({ day }) => numberOf(day));
  const [first, last] = [some[0], some.at(-1)];
  if (first === undefined || last === undefined) return [];
  const within = { first, last };
  const size =
    STEPS.find((step) => bucketCount(within, step) <= MAX_ROWS) ?? bucketDays(within, MAX_ROWS);
  const sums = summed(counts, within, size);
  const most = Math.max(...sums);
  const label = Math.max(...sums.map((sum) => thousands(sum).length));
  const room = Math.min(MAX_BAR, width - 14 - label);
  return sums.map((sum, place) => {
    const day = formatTime((within.first + place * size) * DAY).slice(0, 10);
    return `${day}  ${thousands(sum).padStart(label)}  ${bar(sum / most, room)}`.trimEnd();
  });
}

function bar(share: number, room: number): string {
  const eighths = Math.ceil(share * room * PARTS.length);
  return '█'.repeat(Math.floor(eighths / PARTS.length)) + (PARTS[eighths % PARTS.length] ?? '');
}

function summed(counts: readonly DayCount[], days: Days, size: number): readonly number[] {
  const sums = Array.from({ length: bucketCount(days, size) }, () => 0);
  for (const { count, day } of counts) {
    const place = Math.floor((numberOf(day) - days.first) / size);
    const sum = sums[place];
    if (sum !== undefined) sums[place] = sum + count;
  }
  return sums;
}

function bucketCount({ first, last }: Days, size: number): number {
  return Math.ceil((last - first + 1) / size);
}

function numberOf(day: string): number {
  return Math.floor(Date.parse(day) / DAY);
}

/** Events by hour since 1970. */
export type HourCounts = ReadonlyMap<number, number>;

/** A stretch in which a log is silent although it should not be. */
export interface LogGap {
  readonly source: string;
  readonly organisation: string;
  /** Start of the first and end of the last silent hour, milliseconds. */
  readonly from: number;
  readonly until: number;
  /** `gap`: records before and after; `ends-early`: other logs of the scan go on. */
  readonly kind: 'gap' | 'ends-early';
  /** Records that the other days make one expect in that stretch. */
  readonly expected: number;
}

const HOUR = 3_600_000;
const DAY_HOURS = 24;

/** A log needs this many days before its habits are known. */
const MIN_DAYS = 3;

/** Silence where this many records were to be expected is no chance: e^-10 for independent records. */
const MIN_EXPECTED = 10;

/** A log this far behind the others is named late. Hours. */
const MIN_LAG_HOURS = 6;

/** Habits are learnt from at most this much of a log's end. Hours. */
const MAX_HOURS = 400 * DAY_HOURS;

/** Gaps named per log; more say nothing new. */
const MAX_GAPS = 5;

/**
 * Finds silence that means nothing: hours without a record where the same hour of other days (working days and
 * weekends apart) has them. `logs` is keyed by source, tab, organisation.
 */
export function logHealth(logs: ReadonlyMap<string, HourCounts>, now: number): readonly LogGap[] {
  // A record dated in the future must not make every other log look late.
  const ends = [...logs.values()].map((counts) => Math.max(...counts.keys()));
  const end = Math.min(Math.floor(now / HOUR), Math.max(...ends));
  return [...logs]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, counts]) => {
      const [source = '', organisation = ''] = key.split('\t');
      return silences(counts, end).map((found) => ({ source, organisation, ...found }));
    });
}

type Silence = Omit<LogGap, 'source' | 'organisation'>;

function silences(counts: HourCounts, end: number): readonly Silence[] {
  const hours = [...counts.keys()].toSorted((a, b) => a - b);
  const last = hours.at(-1) ?? 0;
  const first = Math.max(hours[0] ?? 0, last - MAX_HOURS);
  if (last - first < (MIN_DAYS - 1) * DAY_HOURS) return [];
  const habit = habits(counts, first, last);
  const found: Silence[] = [];
  for (let index = 1; index < hours.length; index += 1) {
    const from = Math.max(first, (hours[index - 1] ?? 0) + 1);
    const until = hours[index] ?? 0;
    if (until - from < 2) continue;
    const expected = sum(from, until, habit);
    if (expected >= MIN_EXPECTED) found.push(silence('gap', from, until, expected));
  }
  const worst = found.toSorted((a, b) => b.expected - a.expected).slice(0, MAX_GAPS);
  const lag = sum(last + 1, end + 1, habit);
  if (end - last >= MIN_LAG_HOURS && lag >= MIN_EXPECTED) {
    worst.push(silence('ends-early', last + 1, end + 1, lag));
  }
  return worst.toSorted((a, b) => a.from - b.from);
}

function silence(kind: Silence['kind'], from: number, until: number, expected: number): Silence {
  return { kind, from: from * HOUR, until: until * HOUR, expected: Math.round(expected) };
}

/** Median records of an hour of the day, working days and weekends apart: one bad day does not change a habit. */
function habits(counts: HourCounts, first: number, last: number): (hour: number) => number {
  const slots = new Map<number, number[]>();
  for (let hour = first; hour <= last; hour += 1) {
    const slot = slotOf(hour);
    const values = slots.get(slot) ?? [];
    values.push(counts.get(hour) ?? 0);
    slots.set(slot, values);
  }
  const medians = new Map([...slots].map(([slot, values]) => [slot, median(values)]));
  return (hour) => medians.get(slotOf(hour)) ?? 0;
}

/** Hour of the day in UTC, weekends in slots of their own. */
function slotOf(hour: number): number {
  // 1970-01-01 was a Thursday.
  const weekday = (Math.floor(hour / DAY_HOURS) + 4) % 7;
  const weekend = weekday === 0 || weekday === 6;
  return (hour % DAY_HOURS) + (weekend ? DAY_HOURS : 0);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

function sum(from: number, until: number, habit: (hour: number) => number): number {
  let total = 0;
  for (let hour = from; hour < until; hour += 1) total += habit(hour);
  return total;
}

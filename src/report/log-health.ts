import { thousands } from './style.ts';

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

/** Silence is no chance when its probability is below e to the minus this. */
const MIN_SURPRISE = 10;

/** Of the oldest records, this share may be strays from long before; habits are not learnt from that time. */
const STRAY_SHARE = 0.005;

/** Records may be dated this far ahead, in hours: somebody's zone is wrong, not their clock. */
const MAX_AHEAD_HOURS = DAY_HOURS;

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
  // A record dated in the future must not make every log look late, nor hide that one is.
  const limit = Math.floor(now / HOUR) + MAX_AHEAD_HOURS;
  const pasts = [...logs].map(([key, counts]) => ({ key, log: new Log(counts, limit) }));
  const end = Math.min(
    Math.floor(now / HOUR),
    pasts.reduce((latest, { log }) => Math.max(latest, log.last), 0),
  );
  return pasts
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .flatMap(({ key, log }) => {
      const [source = '', organisation = ''] = key.split('\t');
      return silences(log, end).map((found) => ({ source, organisation, ...found }));
    });
}

/** Before this nobody kept such logs: 2000-01-01, in hours. */
const MIN_HOUR = Date.UTC(2000, 0, 1) / HOUR;

/** Sentences about records whose time cannot be right. */
export function wrongClocks(logs: ReadonlyMap<string, HourCounts>, now: number): readonly string[] {
  const limit = Math.floor(now / HOUR) + MAX_AHEAD_HOURS;
  const said = (what: string, wrong: (hour: number) => boolean): readonly string[] => {
    let records = 0;
    for (const counts of logs.values())
      for (const [hour, count] of counts) if (wrong(hour)) records += count;
    return records === 0
      ? []
      : [`${thousands(records)} ${records === 1 ? 'record is' : 'records are'} dated ${what}.`];
  };
  return [
    ...said('in the future: a clock was wrong', (hour) => hour > limit),
    ...said('before the year 2000: a clock was not set', (hour) => hour < MIN_HOUR),
  ];
}

type Silence = Omit<LogGap, 'source' | 'organisation'>;

function silences(log: Log, end: number): readonly Silence[] {
  const { hours, first, last } = log;
  if (last - first < (MIN_DAYS - 1) * DAY_HOURS) return [];
  const found: Silence[] = [];
  for (let index = 1; index < hours.length; index += 1) {
    const from = Math.max(first, (hours[index - 1] ?? 0) + 1);
    const until = hours[index] ?? 0;
    if (isNoChance(log, from, until)) {
      found.push(silence('gap', from, until, log.expected(from, until)));
    }
  }
  const worst = found.toSorted((a, b) => b.expected - a.expected).slice(0, MAX_GAPS);
  if (end - last >= MIN_LAG_HOURS && isNoChance(log, last + 1, end + 1)) {
    worst.push(silence('ends-early', last + 1, end + 1, log.expected(last + 1, end + 1)));
  }
  return worst.toSorted((a, b) => a.from - b.from);
}

function silence(kind: Silence['kind'], from: number, until: number, expected: number): Silence {
  return { kind, from: from * HOUR, until: until * HOUR, expected: Math.round(expected) };
}

/**
 * Whether nobody would see that silence in a log that is whole. Records come in bursts (one device awake at night makes
 * many), so their number in the same hours of different days scatters more than chance alone would have it: it is taken
 * as negative binomial, with the scatter that the log itself shows. The first and last hour do not count: when clocks
 * change, the day's beginning and end move by an hour.
 */
function isNoChance(log: Log, first: number, last: number): boolean {
  const from = first + 1;
  const until = last - 1;
  // With any scatter silence is more likely than without.
  if (log.expected(from, until) < MIN_SURPRISE) return false;
  let surprise = 0;
  for (let start = from; start < until; start += DAY_HOURS) {
    const stop = Math.min(start + DAY_HOURS, until);
    const steadiness = log.steadiness(start, stop);
    surprise += steadiness * Math.log(1 + log.expected(start, stop) / steadiness);
  }
  return surprise >= MIN_SURPRISE;
}

/** The negative binomial's shape is kept within these: no office is steadier, and few days tell little. */
const MAX_STEADINESS = 10;
const MIN_STEADINESS = 0.5;
const UNKNOWN_STEADINESS = 2;

/** Days to compare with before scatter is known. */
const MIN_COMPARED = 3;

/** One log's records by hour, and its habits. */
class Log {
  /** Hours with records, in order. */
  readonly hours: readonly number[];
  readonly first: number;
  readonly last: number;
  readonly #counts: HourCounts;
  readonly #habits: ReadonlyMap<number, number>;

  constructor(counts: HourCounts, limit: number) {
    this.#counts = counts;
    this.hours = [...counts.keys()].filter((hour) => hour <= limit).toSorted((a, b) => a - b);
    this.last = this.hours.at(-1) ?? 0;
    this.first = Math.max(this.#afterStrays(), this.last - MAX_HOURS);
    this.#habits = this.#medians();
  }

  /** Records to be expected from one hour up to another. */
  expected(from: number, until: number): number {
    let total = 0;
    for (let hour = from; hour < until; hour += 1) total += this.#habits.get(slotOf(hour)) ?? 0;
    return total;
  }

  /** How alike the same hours of other days of the same kind are: mean² / (variance − mean). At most a day. */
  steadiness(from: number, until: number): number {
    const totals: number[] = [];
    for (let by = this.#firstShift(from); until + by <= this.last + 1; by += DAY_HOURS) {
      const alike = isWeekend(from + by) === isWeekend(from);
      if (by === 0 || !alike || isWeekend(until - 1 + by) !== isWeekend(until - 1)) continue;
      totals.push(this.#total(from + by, until + by));
    }
    // One of them may be an outage too.
    const compared = totals
      .toSorted((a, b) => b - a)
      .slice(0, Math.max(MIN_COMPARED, totals.length - 1));
    if (compared.length < MIN_COMPARED) return UNKNOWN_STEADINESS;
    const mean = sum(compared) / compared.length;
    const variance = sum(compared.map((total) => (total - mean) ** 2)) / (compared.length - 1);
    const shape = variance > mean ? mean ** 2 / (variance - mean) : MAX_STEADINESS;
    return Math.min(MAX_STEADINESS, Math.max(MIN_STEADINESS, shape));
  }

  #firstShift(from: number): number {
    return -Math.floor((from - this.first) / DAY_HOURS) * DAY_HOURS;
  }

  #total(from: number, until: number): number {
    let total = 0;
    for (let hour = from; hour < until; hour += 1) total += this.#counts.get(hour) ?? 0;
    return total;
  }

  #afterStrays(): number {
    const strays = sum(this.hours.map((hour) => this.#counts.get(hour) ?? 0)) * STRAY_SHARE;
    let before = 0;
    for (const hour of this.hours) {
      before += this.#counts.get(hour) ?? 0;
      if (before > strays) return hour;
    }
    return 0;
  }

  /** Median records of an hour of the day, working days and weekends apart: one bad day does not change a habit. */
  #medians(): ReadonlyMap<number, number> {
    const slots = new Map<number, number[]>();
    for (let { first: hour } = this; hour <= this.last; hour += 1) {
      const values = slots.get(slotOf(hour)) ?? [];
      values.push(this.#counts.get(hour) ?? 0);
      slots.set(slotOf(hour), values);
    }
    return new Map([...slots].map(([slot, values]) => [slot, median(values)]));
  }
}

/** Hour of the day in UTC, weekends in slots of their own. */
function slotOf(hour: number): number {
  return (hour % DAY_HOURS) + (isWeekend(hour) ? DAY_HOURS : 0);
}

function isWeekend(hour: number): boolean {
  // 1970-01-01 was a Thursday.
  const weekday = (Math.floor(hour / DAY_HOURS) + 4) % 7;
  return weekday === 0 || weekday === 6;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

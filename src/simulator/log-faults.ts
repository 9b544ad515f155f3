import { Random } from './random.ts';
import { HOUR, MINUTE } from './zone.ts';

interface Gap {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly minutes: number;
}

/** How a log differs from what happened. What a record says and its label stay as they are. */
export interface LogFaults {
  /** Share of records that come late, and by how many hours at most; most by minutes, few by hours. */
  readonly late: number;
  readonly lateHours: number;
  /** Every record may come up to so many minutes after its time: out of order, within this bound. */
  readonly shuffleMinutes: number;
  /** Share of records delivered twice, the second time within an hour of the first. */
  readonly duplicates: number;
  /** Stretches of which nothing was kept, record nor label. */
  readonly gaps: readonly Gap[];
}

export const PERFECT_LOG: LogFaults = Object.freeze({
  late: 0,
  lateHours: 12,
  shuffleMinutes: 0,
  duplicates: 0,
  gaps: [],
});

/** The least by which a late record is late. */
const LEAST_LATE = 2 * MINUTE;

export function isPerfect(faults: LogFaults): boolean {
  const { late, shuffleMinutes, duplicates, gaps } = faults;
  return late === 0 && shuffleMinutes === 0 && duplicates === 0 && gaps.length === 0;
}

export function checkFaults(faults: LogFaults): string[] {
  const problems: string[] = [];
  const { late, duplicates, lateHours, shuffleMinutes } = faults;
  for (const [name, share] of Object.entries({ late, duplicates })) {
    if (!(share >= 0 && share <= 1)) problems.push(`The log's "${name}" must be from 0 to 1.`);
  }
  for (const [name, value] of Object.entries({ lateHours, shuffleMinutes })) {
    if (!(value >= 0 && value <= 10_000)) {
      problems.push(`The log's "${name}" must be from 0 to 10,000.`);
    }
  }
  return problems;
}

interface Dated {
  readonly label: { readonly id: string; readonly time: string };
}

/** `again` on the second delivery of a record. */
type Delivered<T> = T & { readonly again?: true };

interface Held<T> {
  readonly arrival: number;
  readonly order: number;
  readonly record: Delivered<T>;
}

/**
 * The same records as they would arrive. What befalls a record depends on the seed and its id alone. Holds what is under
 * way, a minute's arrivals together: memory grows with the rate and the longest delay.
 */
export function* asLogged<T extends Dated>(
  records: Iterable<T>,
  faults: LogFaults,
  seed: string | number,
): Generator<Delivered<T>> {
  const minutes = new Map<number, Held<T>[]>();
  let order = 0;
  let due: number | undefined;
  for (const record of records) {
    const time = Date.parse(record.label.time);
    const now = Math.floor(time / MINUTE);
    due ??= now;
    for (; due < now; due++) yield* arrivals(minutes, due);
    if (faults.gaps.some((gap) => time >= gap.start && time < gap.start + gap.minutes * MINUTE)) {
      continue;
    }
    for (const [turn, arrival] of arrivalsOf(record, time, faults, seed).entries()) {
      const minute = Math.floor(arrival / MINUTE);
      const held = minutes.get(minute) ?? [];
      minutes.set(minute, held);
      held.push({
        arrival,
        order: order++,
        record: turn === 0 ? record : { ...record, again: true },
      });
    }
  }
  for (const minute of [...minutes.keys()].toSorted((one, other) => one - other)) {
    yield* arrivals(minutes, minute);
  }
}

function* arrivals<T>(minutes: Map<number, Held<T>[]>, minute: number): Generator<Delivered<T>> {
  const held = minutes.get(minute);
  if (held === undefined) return;
  minutes.delete(minute);
  held.sort((one, other) => one.arrival - other.arrival || one.order - other.order);
  for (const { record } of held) yield record;
}

function arrivalsOf(
  record: Dated,
  time: number,
  faults: LogFaults,
  seed: string | number,
): number[] {
  const random = new Random(`log ${seed} ${record.label.id}`);
  let arrival = time + random.float() * faults.shuffleMinutes * MINUTE;
  if (random.chance(faults.late)) {
    const most = Math.max(LEAST_LATE, faults.lateHours * HOUR);
    arrival += LEAST_LATE * (most / LEAST_LATE) ** random.float();
  }
  return random.chance(faults.duplicates) ? [arrival, arrival + random.float() * HOUR] : [arrival];
}

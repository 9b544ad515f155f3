import type { Json } from '../../lib/json.ts';
import type { Result } from '../../lib/result.ts';
import { err, ok } from '../../lib/result.ts';
import { EventHeap } from './event-heap.ts';
import type { Timed } from './event-heap.ts';
import { SealedReader, sealedLines } from './sealed-lines.ts';

const KIND = { name: 'reorder', version: 1 };

/** How long an event may be overtaken by others, in milliseconds of event time: ten minutes. */
const MAX_LATENESS = 10 * 60_000;
/** How far ahead of the clock of arrival an event's time is believed: two minutes. */
const MAX_AHEAD = 2 * 60_000;
/** Events that wait at once, of all organisations together. */
const MAX_WAITING = 200_000;
/** Late events that are named; all are counted. */
const MAX_NAMED_LATE = 20;

export interface ReorderLimits {
  readonly lateness: number;
  readonly ahead: number;
  readonly waiting: number;
}

const REORDER_LIMITS: ReorderLimits = {
  lateness: MAX_LATENESS,
  ahead: MAX_AHEAD,
  waiting: MAX_WAITING,
};

export interface Arriving extends Timed {
  /** Organisation: each has a watermark of its own. */
  readonly partition?: string;
}

/** What became of the events of one organisation besides being passed on in order. */
export interface ReorderHealth {
  readonly partition: string | undefined;
  /** Nothing earlier than that is let through any more (milliseconds; undefined before the first event). */
  readonly watermark: number | undefined;
  readonly waiting: number;
  /** Left out because others, up to the allowed lateness later, had gone before; the first few by id. */
  readonly late: number;
  readonly lateIds: readonly string[];
  /** Event times between which the late ones lie. */
  readonly lateFrom?: number;
  readonly lateTo?: number;
  /** Left out because the same event was there already. */
  readonly duplicates: number;
  /** Dated further ahead than is believed: they wait for their time, and move nothing on. */
  readonly ahead: number;
  /** Of those, left out because too many waited. */
  readonly aheadLost: number;
  /** Passed on before their time because too many waited: some that came after them may have been left out as late. */
  readonly forced: number;
}

type Counts = Omit<ReorderHealth, 'partition' | 'watermark' | 'waiting'>;
const NOTHING: Counts = { late: 0, lateIds: [], duplicates: 0, ahead: 0, aheadLost: 0, forced: 0 };

interface Waiting<T extends Arriving> {
  readonly heap: EventHeap<T>;
  /** Dated further ahead than is believed. */
  readonly future: EventHeap<T>;
  watermark: number;
  /** The last one passed on: what does not come after it is late, or the same again. */
  lastTime: number;
  lastId: string;
  counts: Counts;
}

export interface ReorderSink<T extends Arriving> {
  readonly onEvent: (event: T) => void;
  /** Everything of an organisation before that time has been passed on. */
  readonly onWatermark?: (partition: string | undefined, time: number) => void;
}

type Saved<T> =
  | readonly ['partition', partition: string | null, ReadonlyArray<number | null>, string, Counts]
  | readonly ['event', T, isFuture: boolean];

/**
 * Puts events into order of event time, then of id, however they arrive within the allowed lateness: an event waits until
 * one has come that is later by that much. Events that come later still are left out, counted and named. Watermarks are by
 * organisation, so that a wrong clock in one neither holds back nor shuts out another's events; and a clock that runs ahead
 * moves its own organisation's watermark at most `ahead` beyond the time of arrival.
 */
export class Reorder<T extends Arriving> {
  readonly #limits: ReorderLimits;
  readonly #sink: ReorderSink<T>;
  readonly #partitions = new Map<string | undefined, Waiting<T>>();
  #waiting = 0;

  constructor(sink: ReorderSink<T>, limits: Partial<ReorderLimits> = {}) {
    this.#sink = sink;
    this.#limits = { ...REORDER_LIMITS, ...limits };
  }

  /** `arrival`: what the clock says now, in milliseconds. */
  push(event: T, arrival: number): void {
    const { ahead, lateness, waiting } = this.#limits;
    const own = this.#partition(event.partition);
    const mostBelieved = arrival + ahead;
    const isFuture = event.time > mostBelieved;
    if (isFuture) count(own, 'ahead');
    const isSame = event.time === own.lastTime && event.id === own.lastId;
    if (isSame) return count(own, 'duplicates');
    if (isLate(event, own)) return countLate(own, event);
    believe(own, mostBelieved);
    (isFuture ? own.future : own.heap).push(event);
    this.#waiting += 1;
    this.#release(own, event.partition, Math.min(event.time, mostBelieved) - lateness);
    while (this.#waiting > waiting) this.#force();
  }

  /** Says that nothing before `time` will come of an organisation, as a source may promise. */
  advance(partition: string | undefined, time: number): void {
    const own = this.#partition(partition);
    believe(own, time);
    this.#release(own, partition, time);
  }

  /** Passes on everything that waits: the input has ended. */
  end(): void {
    for (const [partition, own] of this.#partitions) {
      believe(own, Infinity);
      this.#release(own, partition, Infinity);
    }
  }

  health(): readonly ReorderHealth[] {
    return Array.from(this.#partitions, ([partition, { counts, future, heap, watermark }]) => ({
      partition,
      watermark: Number.isFinite(watermark) ? watermark : undefined,
      waiting: heap.size + future.size,
      ...counts,
    }));
  }

  /** Everything that waits, as lines to be kept together. Events must be plain JSON. */
  snapshot(): Generator<string, void, undefined> {
    return sealedLines(KIND, this.#records());
  }

  /** One that goes on from a snapshot, or why the snapshot is of no use. Limits may have changed. */
  static restore<T extends Arriving>(
    lines: Iterable<string>,
    sink: ReorderSink<T>,
    limits: Partial<ReorderLimits> = {},
  ): Result<Reorder<T>, string> {
    const reorder = new Reorder<T>(sink, limits);
    const reader = new SealedReader(KIND, lines);
    for (const record of reader.records()) reorder.#restore(record);
    return reader.problem === undefined ? ok(reorder) : err(reader.problem);
  }

  *#records(): Generator<Saved<T>, void, undefined> {
    for (const [partition, own] of this.#partitions) {
      const times = [own.watermark, own.lastTime].map((time) =>
        Number.isFinite(time) ? time : null,
      );
      yield ['partition', partition ?? null, times, own.lastId, own.counts];
      for (const event of own.heap.all) yield ['event', event, false];
      for (const event of own.future.all) yield ['event', event, true];
    }
  }

  /** Lines were checked to be what `#records` wrote. */
  #restore(record: Json): void {
    const saved = record as unknown as Saved<T>;
    if (saved[0] === 'partition') {
      const [, partition, [watermark, lastTime], lastId, counts] = saved;
      const own = this.#partition(partition ?? undefined);
      own.watermark = watermark ?? -Infinity;
      own.lastTime = lastTime ?? -Infinity;
      own.lastId = lastId;
      own.counts = counts;
    } else {
      const [, event, isFuture] = saved;
      const { future, heap } = this.#partition(event.partition);
      (isFuture ? future : heap).push(event);
      this.#waiting += 1;
    }
  }

  #partition(partition: string | undefined): Waiting<T> {
    let own = this.#partitions.get(partition);
    if (own === undefined) {
      const heaps = { heap: new EventHeap<T>(), future: new EventHeap<T>() };
      const before = { watermark: -Infinity, lastTime: -Infinity, lastId: '' };
      own = { ...heaps, ...before, counts: NOTHING };
      this.#partitions.set(partition, own);
    }
    return own;
  }

  /** Passes on what lies before a watermark, which never goes back. */
  #release(own: Waiting<T>, partition: string | undefined, watermark: number): void {
    if (watermark <= own.watermark) return;
    own.watermark = watermark;
    for (let { first } = own.heap; first !== undefined; { first } = own.heap) {
      if (first.time >= watermark) break;
      this.#pass(own);
    }
    if (watermark < Infinity) this.#sink.onWatermark?.(partition, watermark);
  }

  /** Too many wait: whoever has most of them leaves one of the future out, or else passes the earliest on. */
  #force(): void {
    const size = ({ future, heap }: Waiting<T>): number => heap.size + future.size;
    let most: Waiting<T> | undefined;
    for (const own of this.#partitions.values()) {
      if (most === undefined || size(own) > size(most)) most = own;
    }
    if (most === undefined) return;
    if (most.future.shift() === undefined) {
      count(most, 'forced');
      this.#pass(most);
    } else {
      count(most, 'aheadLost');
      this.#waiting -= 1;
    }
  }

  #pass(own: Waiting<T>): void {
    const event = own.heap.shift();
    if (event === undefined) return;
    this.#waiting -= 1;
    if (event.time === own.lastTime && event.id === own.lastId) return count(own, 'duplicates');
    own.lastTime = event.time;
    own.lastId = event.id;
    this.#sink.onEvent(event);
  }
}

function isLate(
  { id, time }: Timed,
  { lastId, lastTime, watermark }: Omit<Waiting<Arriving>, 'heap' | 'future'>,
): boolean {
  return time < watermark || time < lastTime || (time === lastTime && id < lastId);
}

/** The clock has come to where some events of the future are. */
function believe<T extends Arriving>({ future, heap }: Waiting<T>, time: number): void {
  for (let { first } = future; first !== undefined && first.time <= time; { first } = future) {
    heap.push(first);
    future.shift();
  }
}

function count(
  own: Pick<Waiting<Arriving>, 'counts'>,
  what: 'duplicates' | 'ahead' | 'aheadLost' | 'forced',
): void {
  own.counts = { ...own.counts, [what]: own.counts[what] + 1 };
}

function countLate(own: Pick<Waiting<Arriving>, 'counts'>, { id, time }: Timed): void {
  const { counts } = own;
  const { late, lateFrom = time, lateIds, lateTo = time } = counts;
  own.counts = {
    ...counts,
    late: late + 1,
    lateIds: late < MAX_NAMED_LATE ? [...lateIds, id] : lateIds,
    lateFrom: Math.min(lateFrom, time),
    lateTo: Math.max(lateTo, time),
  };
}

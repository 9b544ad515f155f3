import { NONE } from './columns.ts';
import type { Gauge } from './gauge.ts';
import { GroupTable } from './group-table.ts';
import { HitLog } from './hit-log.ts';
import type { Hit } from './hit-log.ts';
import type { Measure } from './measure.ts';

/** Room of a table whose columns are worth giving back. */
const LARGE = 1024;

/**
 * The sliding windows of a correlation's groups, both ends included. Where a condition asks for absence, hits stay twice as
 * long: one is decided when the time span after it is over, over everything from the time span before it.
 */
export class Windows {
  readonly table = new GroupTable();
  readonly log: HitLog;
  readonly #timespan: number;
  readonly #makeGauge: () => Gauge;
  #gauge: Gauge;
  /** Of everything kept, where the condition asks for absence. */
  #wide: Gauge | undefined;
  /** Whether a hit that fulfils the condition is decided only once the time span after it is over. */
  readonly waits: boolean;
  /** With `wide`: the first hit that has not left the window, and from where on hits are to be decided. */
  #narrow = NONE;
  #undecided = NONE;
  #now = -Infinity;

  constructor(measure: Measure, timespan: number) {
    this.#timespan = timespan;
    this.log = new HitLog(measure.keeps);
    this.#makeGauge = () => measure.gauge({ log: this.log, table: this.table });
    this.waits = measure.waits;
    this.#gauge = this.#makeGauge();
    this.#wide = this.waits ? this.#makeGauge() : undefined;
  }

  /** Milliseconds: up to when windows have moved on. */
  get now(): number {
    return this.#now;
  }

  /** Moves all windows on, so that they end at `time`. */
  expire(time: number): void {
    this.#now = time;
    if (!this.waits) {
      this.#retireBefore(time);
      return;
    }
    for (; this.#narrow !== NONE && this.#hasLeft(this.#narrow);) {
      const group = this.log.group(this.#narrow);
      if (group !== NONE) this.#gauge.leave(group, this.#narrow);
      this.#narrow = this.log.after(this.#narrow);
    }
    this.#retireBefore(time - this.#timespan);
  }

  begin(key: string, time: number): number {
    const group = this.table.add(key, time);
    this.#gauge.begin(group);
    this.#wide?.begin(group);
    return group;
  }

  /** Lets a hit into its group's window; true when the condition holds now. */
  add(group: number, hit: Hit): boolean {
    const added = this.#append(group, hit);
    this.#gauge.enter(group, added);
    this.#wide?.enter(group, added);
    if (!this.#gauge.holds(group, hit.time)) return false;
    if (this.waits) this.log.toggleMark(added);
    return true;
  }

  /** When the next hit can be decided: milliseconds, the last moment that may still refute it. */
  get nextDecision(): number {
    if (!this.waits) return Infinity;
    while (this.#undecided !== NONE && !this.log.isMarked(this.#undecided)) {
      this.#undecided = this.log.after(this.#undecided);
    }
    return this.#undecided === NONE ? Infinity : this.log.time(this.#undecided) + this.#timespan;
  }

  /** Decides that hit; returns its group when the condition has held. */
  decide(): number {
    const hit = this.#undecided;
    this.#retireBefore(this.log.time(hit));
    this.log.toggleMark(hit);
    const group = this.log.group(hit);
    return this.#wide?.holds(group, this.#now) === true ? group : NONE;
  }

  /** The first hit of a group that waits for its decision. */
  undecided(group: number): number {
    if (!this.waits) return NONE;
    let hit = this.table.head(group);
    while (hit !== NONE && !this.log.isMarked(hit)) hit = this.log.next(hit);
    return hit;
  }

  /** Every hit of a group, which then has no window any more. */
  *take(group: number): Generator<Hit, void, undefined> {
    for (let hit = this.table.head(group); hit !== NONE;) {
      yield this.log.read(hit);
      const next = this.log.next(hit);
      this.log.forget(hit);
      hit = next;
    }
    this.table.empty(group);
    this.#gauge.end?.(group);
    this.#wide?.end?.(group);
  }

  remove(group: number): void {
    const { room } = this.table;
    for (let hit = this.table.head(group); hit !== NONE; hit = this.log.next(hit)) {
      this.log.forget(hit);
    }
    this.#gauge.end?.(group);
    this.#wide?.end?.(group);
    this.table.remove(group);
    if (this.table.size > 0 || room <= LARGE) return;
    // Columns of a rush are given back once it is over.
    this.#gauge = this.#makeGauge();
    if (this.waits) this.#wide = this.#makeGauge();
  }

  /** Takes the oldest hit of its group out early. */
  retire(hit: number): void {
    const group = this.log.group(hit);
    if (!this.waits || !this.#hasLeft(hit)) this.#gauge.leave(group, hit);
    this.#wide?.leave(group, hit);
    this.table.shift(group, this.log.next(hit));
    this.log.forget(hit);
  }

  /** Gives the slot of the front back. */
  shift(): void {
    const { front } = this.log;
    const after = this.log.after(front);
    if (this.#narrow === front) this.#narrow = after;
    if (this.#undecided === front) this.#undecided = after;
    this.log.shift();
  }

  gaugeState(group: number): readonly (number | null)[] | undefined {
    return this.#gauge.save?.(group);
  }

  restoreNow(time: number): void {
    this.#now = time;
  }

  restoreHit(group: number, hit: Hit, marked: boolean): void {
    const added = this.#append(group, hit);
    if (!this.waits || !this.#hasLeft(added)) this.#gauge.enter(group, added);
    else if (this.#narrow === added) this.#narrow = NONE;
    this.#wide?.enter(group, added);
    if (marked) this.log.toggleMark(added);
  }

  restoreGauge(group: number, state: readonly (number | null)[]): void {
    this.#gauge.load?.(group, state);
  }

  #append(group: number, hit: Hit): number {
    const added = this.log.append(hit, group, this.table.tail(group));
    this.table.push(group, added);
    if (this.waits && this.#narrow === NONE) this.#narrow = added;
    if (this.waits && this.#undecided === NONE) this.#undecided = added;
    return added;
  }

  #hasLeft(hit: number): boolean {
    return this.#now - this.log.time(hit) > this.#timespan;
  }

  /** Drops what lies outside of a window that ends at `time`, and what was forgotten. */
  #retireBefore(time: number): void {
    for (let { front } = this.log; front !== NONE; { front } = this.log) {
      const forgotten = this.log.group(front) === NONE;
      if (!forgotten && time - this.log.time(front) <= this.#timespan) return;
      if (!forgotten) this.retire(front);
      this.shift();
    }
  }
}

import { Newest } from './newest.ts';
import type { Rung } from './rung.ts';
import { RUNGS } from './rung.ts';

/** What is remembered of a sighting, so that it can be taken back and not be counted twice. */
export interface Trace {
  readonly id: string;
  readonly account: string;
  readonly time: number;
  readonly rung: Rung;
  /** The directory has no such account. */
  readonly unknown: boolean;
  readonly address: string | undefined;
  readonly asn: string | undefined;
  readonly country: string | undefined;
  readonly client: string | undefined;
}

const HOUR = 3_600_000;

/** In a cell of `hours`: attempts × `CELL` + the highest rung. */
const CELL = 8;

export interface Cell {
  readonly hour: number;
  readonly attempts: number;
  readonly rung: Rung;
}

/** What one attack did to one account. */
export class AccountTrace {
  readonly account: string;
  /** Event time at which a stream would first have named this account, in milliseconds. */
  detectedAt: number;
  /** Sightings at each rung, and the time of the first. */
  readonly counts: number[] = Array.from({ length: RUNGS }, () => 0);
  readonly firsts: number[] = Array.from({ length: RUNGS }, () => Infinity);
  /** Sightings in which the directory knew no such account. */
  unknown = 0;
  last = -Infinity;
  /** Newest sightings by id. */
  readonly recent = new Newest<Trace>();
  /** Undefined once this account's hours are no longer charted. */
  hours: Map<number, number> | undefined = new Map();

  constructor(account: string, detectedAt: number) {
    this.account = account;
    this.detectedAt = detectedAt;
  }

  get attempts(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  get first(): number {
    return Math.min(...this.firsts);
  }

  /** The highest rung reached. */
  get rung(): Rung {
    return Math.max(
      0,
      this.counts.findLastIndex((count) => count > 0),
    );
  }

  /** Whether the directory was seen to have this account. */
  get exists(): boolean {
    return this.unknown < this.attempts;
  }

  /** Gives back how many cells of the chart were added. */
  add(trace: Trace): number {
    const { rung, time } = trace;
    this.counts[rung] = (this.counts[rung] ?? 0) + 1;
    this.firsts[rung] = Math.min(this.firsts[rung] ?? Infinity, time);
    this.last = Math.max(this.last, time);
    if (trace.unknown) this.unknown += 1;
    return this.#chart(Math.floor(time / HOUR), 1, rung);
  }

  /** Takes back a sighting that was added. */
  remove(trace: Trace): void {
    const { rung, time } = trace;
    const left = (this.counts[rung] ?? 0) - 1;
    this.counts[rung] = left;
    this.recent.delete(trace.id);
    if (trace.unknown) this.unknown -= 1;
    const others = [...this.recent.values()];
    if (left <= 0) this.firsts[rung] = Infinity;
    else if (time === this.firsts[rung]) {
      const same = others.filter((other) => other.rung === rung);
      if (same.length > 0) this.firsts[rung] = Math.min(...same.map((other) => other.time));
    }
    if (time === this.last && others.length > 0) {
      this.last = Math.max(...others.map((other) => other.time));
    }
    this.#unchart(Math.floor(time / HOUR), others);
  }

  /** Counts a sighting once that another attack told of as well. */
  uncountTwin({ rung, unknown, time }: Trace): void {
    this.counts[rung] = (this.counts[rung] ?? 0) - 1;
    if (unknown) this.unknown -= 1;
    const hour = Math.floor(time / HOUR);
    const before = this.hours?.get(hour);
    if (before !== undefined && before >= 2 * CELL) this.hours?.set(hour, before - CELL);
  }

  /** Adds what a finding says was done, without telling one try from another. */
  note(
    rung: Rung,
    attempts: number,
    { first, last }: { readonly first: number; readonly last: number },
  ): void {
    this.counts[rung] = (this.counts[rung] ?? 0) + attempts;
    this.firsts[rung] = Math.min(this.firsts[rung] ?? Infinity, first);
    this.last = Math.max(this.last, last);
    this.#chart(Math.floor(first / HOUR), attempts, rung);
  }

  /** Time of the first sighting at this rung or a higher one; infinite when there is none. */
  firstFrom(rung: Rung): number {
    const reached = this.firsts.filter((_, at) => at >= rung && (this.counts[at] ?? 0) > 0);
    return Math.min(...reached);
  }

  *cells(): Generator<Cell, void, undefined> {
    for (const [hour, packed] of this.hours ?? []) {
      yield { hour, attempts: Math.floor(packed / CELL), rung: packed % CELL };
    }
  }

  /** Adds what another attack did to the same account. */
  merge(other: AccountTrace): void {
    this.detectedAt = Math.min(this.detectedAt, other.detectedAt);
    for (const [rung, count] of other.counts.entries()) {
      this.counts[rung] = (this.counts[rung] ?? 0) + count;
      this.firsts[rung] = Math.min(this.firsts[rung] ?? Infinity, other.firsts[rung] ?? Infinity);
    }
    this.unknown += other.unknown;
    this.last = Math.max(this.last, other.last);
    for (const trace of other.recent.values()) this.recent.set(trace.id, trace, Infinity);
    for (const { hour, attempts, rung } of other.cells()) this.#chart(hour, attempts, rung);
  }

  #chart(hour: number, attempts: number, rung: Rung): number {
    if (this.hours === undefined) return 0;
    const before = this.hours.get(hour);
    const highest = Math.max(rung, before === undefined ? 0 : before % CELL);
    const total = attempts + Math.floor((before ?? 0) / CELL);
    this.hours.set(hour, total * CELL + highest);
    return before === undefined ? 1 : 0;
  }

  #unchart(hour: number, others: readonly Trace[]): void {
    const before = this.hours?.get(hour);
    if (before === undefined) return;
    const left = Math.floor(before / CELL) - 1;
    if (left <= 0) {
      this.hours?.delete(hour);
      return;
    }
    const same = others.filter((other) => Math.floor(other.time / HOUR) === hour);
    // Those no longer remembered can only be guessed at; the highest rung then stands.
    const highest = same.length < left ? before % CELL : Math.max(...same.map(({ rung }) => rung));
    this.hours?.set(hour, left * CELL + highest);
  }
}

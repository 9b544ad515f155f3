import type { PackedRows } from './kept-rows.ts';
import { RowBuilder, RowReader } from './kept-rows.ts';
import { hourOf } from './seen-hours.ts';

/** Where the rows that are not in memory are kept. */
export interface RowShelf {
  /** Beside what is there of the hour. */
  put(hour: number, rows: PackedRows): void;
  /** Number of events by hour, in any order. */
  hours(): Iterable<readonly [hour: number, events: number]>;
  get(hour: number): Iterable<PackedRows>;
}

export interface KeptRow {
  readonly time: number;
  /** `ROW_TEXTS` of them, the event's id first. */
  readonly texts: readonly string[];
  /** `ROW_FACETS` of them; 0: none. */
  readonly facets: Uint32Array;
}

/** Bytes of rows in memory; hours used least lately leave first. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Rows of one hour put into order at a time; the hour of a larger log is gone through several times. */
const MAX_SORTED = 250_000;

const HOUR = 3_600_000;

/** Events that later stages need, by the hour they are of: in memory while there is room, in order when they are read. */
export class KeptHours {
  readonly #shelf: RowShelf;
  readonly #maxBytes: number;
  readonly #maxSorted: number;
  /** The one used last is last. */
  readonly #hours = new Map<number, RowBuilder>();
  #bytes = 0;
  #hour: number | undefined;
  #rows = new RowBuilder();

  constructor(shelf: RowShelf, maxBytes = MAX_BYTES, maxSorted = MAX_SORTED) {
    this.#shelf = shelf;
    this.#maxBytes = maxBytes;
    this.#maxSorted = maxSorted;
  }

  add(time: number, texts: readonly string[], facets: ArrayLike<number>): void {
    const hour = hourOf(time);
    if (hour !== this.#hour) this.#turnTo(hour);
    const before = this.#rows.bytes;
    this.#rows.add(time, texts, facets);
    this.#bytes += this.#rows.bytes - before;
    if (this.#bytes > this.#maxBytes) this.#makeRoom();
  }

  /** Puts everything on the shelf. */
  save(): void {
    for (const [hour, rows] of this.#hours) this.#shelf.put(hour, rows.packed());
    this.#hours.clear();
    this.#hour = undefined;
    this.#bytes = 0;
  }

  /** Events from the hour `first` to before `last`. */
  count(first: number, last: number): number {
    let events = 0;
    for (const [hour, inHour] of this.#counts()) if (hour >= first && hour < last) events += inHour;
    return events;
  }

  /** In order of time, then id. */
  *rows(): Generator<KeptRow, void, undefined> {
    const hours = [...this.#counts()].toSorted(([a], [b]) => a - b);
    for (const [hour, events] of hours) {
      const passes = Math.ceil(events / this.#maxSorted);
      for (let pass = 0; pass < passes; pass += 1) {
        const from = hour * HOUR + Math.floor((pass * HOUR) / passes);
        const until = hour * HOUR + Math.floor(((pass + 1) * HOUR) / passes);
        yield* sorted(passes === 1 ? this.#parts(hour) : [this.#between(hour, from, until)]);
      }
    }
  }

  #counts(): Map<number, number> {
    const counts = new Map(this.#shelf.hours());
    for (const [hour, { events }] of this.#hours) {
      counts.set(hour, (counts.get(hour) ?? 0) + events);
    }
    return counts;
  }

  *#parts(hour: number): Generator<PackedRows, void, undefined> {
    yield* this.#shelf.get(hour);
    const rows = this.#hours.get(hour);
    if (rows !== undefined) yield rows.packed();
  }

  /** The rows of a part of an hour alone, so that no more than these are in memory. */
  #between(hour: number, from: number, until: number): PackedRows {
    const chosen = new RowBuilder();
    for (const part of this.#parts(hour)) {
      const rows = new RowReader(part);
      for (let row = 0; row < rows.events; row += 1) {
        const time = rows.times[row] ?? 0;
        if (time >= from && time < until) chosen.add(time, rows.textsOf(row), rows.facetsOf(row));
      }
    }
    return chosen.packed();
  }

  #turnTo(hour: number): void {
    const rows = this.#hours.get(hour) ?? new RowBuilder();
    if (!this.#hours.delete(hour)) this.#bytes += rows.bytes;
    this.#hours.set(hour, rows);
    this.#hour = hour;
    this.#rows = rows;
  }

  #makeRoom(): void {
    for (const [hour, rows] of this.#hours) {
      this.#shelf.put(hour, rows.packed());
      this.#hours.delete(hour);
      this.#bytes -= rows.bytes;
      if (hour === this.#hour) this.#hour = undefined;
      if (this.#bytes <= this.#maxBytes / 2) return;
    }
  }
}

interface Place {
  readonly rows: RowReader;
  readonly row: number;
}

function* sorted(parts: Iterable<PackedRows>): Generator<KeptRow, void, undefined> {
  const places: Place[] = [];
  for (const part of parts) {
    const rows = new RowReader(part);
    for (let row = 0; row < rows.events; row += 1) places.push({ rows, row });
  }
  // Logs come in order of time, nearly always.
  if (places.some((place, index) => !inOrder(places[index - 1], place))) places.sort(compare);
  for (const { rows, row } of places) {
    yield { time: rows.times[row] ?? 0, texts: rows.textsOf(row), facets: rows.facetsOf(row) };
  }
}

function inOrder(before: Place | undefined, place: Place): boolean {
  return before === undefined || compare(before, place) <= 0;
}

function compare(a: Place, b: Place): number {
  const difference = (a.rows.times[a.row] ?? 0) - (b.rows.times[b.row] ?? 0);
  return difference === 0 ? a.rows.compareIds(a.row, b.rows, b.row) : difference;
}

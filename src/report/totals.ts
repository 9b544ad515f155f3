import { formatTime } from '../lib/time.ts';
import type { Counts, FileSummary, SourceSummary } from './summary.ts';

interface FileTally {
  readonly file: string;
  records: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  problem?: string;
  first_rejected?: { readonly line: number; readonly reason: string };
}

interface SourceTally {
  events: number;
  first: number;
  last: number;
  readonly outcomes: Record<string, number>;
}

/** Hours are kept for at most this many logs (source and organisation). */
const MAX_LOGS = 1000;

/** Counts what went in and what became of it. */
export class Totals {
  readonly #files: readonly FileTally[];
  readonly #sources = new Map<string, SourceTally>();
  readonly #hours = new Map<string, Map<number, number>>();
  #regexCuts = 0;

  constructor(files: readonly string[]) {
    this.#files = files.map((file) => ({
      file,
      records: 0,
      accepted: 0,
      duplicates: 0,
      rejected: 0,
    }));
  }

  add(file: number, what: Partial<Counts>): void {
    const tally = this.#files[file];
    if (tally === undefined) return;
    tally.records += what.records ?? 0;
    tally.accepted += what.accepted ?? 0;
    tally.duplicates += what.duplicates ?? 0;
    tally.rejected += what.rejected ?? 0;
  }

  /** How often a regular expression saw only the beginning of a value. */
  cut(times: number): void {
    this.#regexCuts += times;
  }

  get regexCuts(): number {
    return this.#regexCuts;
  }

  /** Records that could not be read, in the order they stand in the file. */
  rejected(
    file: number,
    records: readonly { readonly line: number; readonly reason: string }[],
  ): void {
    this.add(file, { rejected: records.length });
    const tally = this.#files[file];
    const [first] = records;
    if (tally !== undefined && first !== undefined) {
      tally.first_rejected ??= { line: first.line, reason: first.reason };
    }
  }

  problem(file: number, reason: string): void {
    const tally = this.#files[file];
    if (tally !== undefined) tally.problem ??= reason;
  }

  /** `added`: it was not known before; times count either way. */
  event(source: string, time: number, outcome: string | undefined, added: boolean): void {
    let tally = this.#sources.get(source);
    if (tally === undefined) {
      tally = { events: 0, first: time, last: time, outcomes: {} };
      this.#sources.set(source, tally);
    }
    if (time < tally.first) tally.first = time;
    if (time > tally.last) tally.last = time;
    if (!added) return;
    tally.events += 1;
    if (outcome !== undefined) tally.outcomes[outcome] = (tally.outcomes[outcome] ?? 0) + 1;
  }

  hours(counts: ReadonlyMap<string, ReadonlyMap<number, number>>): void {
    for (const [log, hours] of counts) {
      let total = this.#hours.get(log);
      if (total === undefined) {
        if (this.#hours.size >= MAX_LOGS) continue;
        total = new Map();
        this.#hours.set(log, total);
      }
      for (const [hour, count] of hours) total.set(hour, (total.get(hour) ?? 0) + count);
    }
  }

  get logs(): ReadonlyMap<string, ReadonlyMap<number, number>> {
    return this.#hours;
  }

  get files(): readonly FileSummary[] {
    return this.#files.map((tally) => ({ ...tally }));
  }

  get counts(): Counts {
    const sum = (key: keyof Counts): number =>
      this.#files.reduce((total, tally) => total + tally[key], 0);
    return {
      records: sum('records'),
      accepted: sum('accepted'),
      duplicates: sum('duplicates'),
      rejected: sum('rejected'),
    };
  }

  /** Sources by name, with the titles given. */
  sources(title: (source: string) => string): readonly SourceSummary[] {
    return [...this.#sources]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([source, { events, first, last, outcomes }]) => ({
        source,
        title: title(source),
        events,
        first: formatTime(first),
        last: formatTime(last),
        outcomes,
      }));
  }

  get span(): { readonly first: string; readonly last: string } | undefined {
    const tallies = [...this.#sources.values()];
    if (tallies.length === 0) return undefined;
    const first = Math.min(...tallies.map((tally) => tally.first));
    return {
      first: formatTime(first),
      last: formatTime(Math.max(...tallies.map((tally) => tally.last))),
    };
  }
}

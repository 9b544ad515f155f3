import type { CompiledCorrelation } from '../compiled.ts';
import type { Budget } from './budget.ts';
import { Groups } from './groups.ts';
import type { IncidentSink, Opened } from './groups.ts';
import type { Hit } from './hit-log.ts';
import type { Correlated, RoutePart, Routes } from './routes.ts';
import type { Tally } from './tally.ts';

/** What was seen of one rule, passed up: a hit, or the incident of a lower correlation. */
export interface Signal {
  readonly time: number;
  readonly events: Hit['events'];
  readonly value: (field: string) => string | undefined;
}

/** What the lanes of all organisations share. */
export interface LaneContext {
  readonly correlations: readonly CompiledCorrelation[];
  readonly routes: Routes;
  /** By place of the correlation. */
  readonly tallies: readonly Tally[];
  readonly budget: Budget;
  readonly sink: IncidentSink;
}

/** A group that one signal belongs to, as some of the correlation's rules. */
interface Entry {
  readonly values: readonly string[];
  readonly value: string | undefined;
  readonly stages: number[];
}

/** The correlations of one organisation, on a clock of its own: they never mix with another's. */
export class Lane {
  readonly partition: string | undefined;
  readonly #context: LaneContext;
  readonly #groups: (Groups | undefined)[] = [];
  #now = -Infinity;
  #due = Infinity;

  constructor(partition: string | undefined, context: LaneContext) {
    this.partition = partition;
    this.#context = context;
  }

  /** Milliseconds: everything before it has come. */
  get now(): number {
    return this.#now;
  }

  /** Nothing happens by itself until after that time. */
  get due(): number {
    return this.#due;
  }

  get groups(): readonly Groups[] {
    return this.#groups.filter((groups) => groups !== undefined);
  }

  /** Moves the clock on: absences become certain and incidents close, in order of time. */
  advance(time: number): void {
    this.#now = time;
    if (time <= this.#due) return;
    for (let next = this.#nextDecision(time); next !== undefined; next = this.#nextDecision(time)) {
      const opened = next.decide();
      if (opened !== undefined) this.#pass(next.correlation, opened);
    }
    this.#due = Infinity;
    for (const groups of this.#groups) {
      if (groups === undefined) continue;
      groups.advance(time);
      this.#due = Math.min(this.#due, groups.due);
    }
  }

  signal(of: readonly Correlated[], signal: Signal): void {
    for (const { parts, to } of this.#context.routes.from(of)) this.#enter(to, parts, signal);
  }

  end(): void {
    for (const groups of this.#groups) groups?.end();
  }

  /** The groups of a correlation, by its place. */
  groupsOf(place: number): Groups | undefined {
    const known = this.#groups[place];
    const { budget, correlations, sink, tallies } = this.#context;
    const correlation = correlations[place];
    const tally = tallies[place];
    if (known !== undefined || correlation === undefined || tally === undefined) return known;
    const groups = new Groups({ correlation, partition: this.partition, sink, tally, budget });
    // In the order of the correlations, so that lower ones come first.
    while (this.#groups.length < place) this.#groups.push(undefined);
    this.#groups[place] = groups;
    return groups;
  }

  restoreNow(time: number): void {
    this.#now = time;
    // The first step looks at everything and finds out when something is due.
    this.#due = -Infinity;
  }

  /** Those whose next absence is certain before `time`, the earliest first, the lower one of equals. */
  #nextDecision(time: number): Groups | undefined {
    let next: Groups | undefined;
    let earliest = time;
    for (const groups of this.#groups) {
      if (groups === undefined || groups.nextDecision >= earliest) continue;
      next = groups;
      earliest = groups.nextDecision;
    }
    return next;
  }

  #enter(to: number, parts: readonly RoutePart[], signal: Signal): void {
    const groups = this.groupsOf(to);
    const tally = this.#context.tallies[to];
    if (groups === undefined || tally === undefined) return;
    for (const { stages, value, values } of entriesOf(parts, signal, tally)) {
      if (stages.length > 1) stages.sort((a, b) => a - b);
      const { events, time } = signal;
      const kept = groups.keepsValues ? value : undefined;
      const opened = groups.add(values, { time, events, stages, value: kept });
      this.#due = Math.min(this.#due, groups.due);
      if (opened !== undefined) this.#pass(groups.correlation, opened, signal.value);
    }
  }

  /** A lower correlation counts as one hit when its incident opens; above it are the correlations that refer to it. */
  #pass(of: CompiledCorrelation, { events, time, values }: Opened, rest?: Signal['value']): void {
    const names = of.rule.correlation.groupBy;
    const value = (field: string): string | undefined => {
      const place = names.findIndex(({ text }) => text === field);
      return place < 0 ? rest?.(field) : values[place];
    };
    this.signal([of], { time, events, value });
  }
}

/** One event counts once per group however many of a correlation's rules it matches. */
function entriesOf(parts: readonly RoutePart[], { value }: Signal, tally: Tally): readonly Entry[] {
  const entries: Entry[] = [];
  for (const { source, stage } of parts) {
    const values = readAll(source.groupBy, value);
    const counted = values && readAll(source.fields, value);
    if (values === undefined) tally.ungrouped += 1;
    else if (counted === undefined) tally.valueless += 1;
    else {
      // Several counted fields are counted as one combined value.
      const one = counted.length > 1 ? JSON.stringify(counted) : counted[0];
      const known = entries.find(
        (entry) => entry.value === one && entry.values.every((text, at) => text === values[at]),
      );
      if (known === undefined) entries.push({ values, value: one, stages: [stage] });
      else known.stages.push(stage);
    }
  }
  return entries;
}

/** Undefined when any value is missing. */
function readAll(
  fields: readonly string[],
  value: (field: string) => string | undefined,
): readonly string[] | undefined {
  const values: string[] = [];
  for (const field of fields) {
    const found = value(field);
    if (found === undefined) return undefined;
    values.push(found);
  }
  return values;
}

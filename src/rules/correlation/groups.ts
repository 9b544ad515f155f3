import type { CompiledCorrelation } from '../compiled.ts';
import { Candidate, needsAbsence } from './absence.ts';
import type { Presence } from './absence.ts';
import { compileExpression, gaugeFactory } from './gauge.ts';
import { OpenIncident } from './incident.ts';
import type { Incident } from './incident.ts';
import { Recency } from './recency.ts';
import type { Linked } from './recency.ts';
import type { Gauge, WindowHit } from './window.ts';
import { Window } from './window.ts';

/** Groups of one correlation kept at once; beyond it the one quiet for longest is given up, and counted. */
const MAX_GROUPS = 1_000_000;

export interface GroupKey {
  readonly partition: string | undefined;
  /** In the order of `group-by`. */
  readonly values: readonly string[];
}

/** A group is in one state at a time: watched through its window, waiting as a candidate, or an open incident. */
interface Group extends Linked<Group> {
  readonly id: string;
  readonly key: GroupKey;
  /** Milliseconds: its last hit. */
  last: number;
  window: Window | undefined;
  /** While a condition with "not" holds but is not certain; the window goes on. */
  candidate: Candidate | undefined;
  /** Everything within the time span belongs to it, so that it needs no window. */
  incident: OpenIncident | undefined;
}

/** An incident that opened because something did not happen. */
interface Decided {
  /** Milliseconds: when it was certain. */
  readonly time: number;
  readonly key: GroupKey;
  readonly incident: OpenIncident;
}

/** The state of one correlation: every group with a hit within the time span. */
export class Groups {
  readonly correlation: CompiledCorrelation;
  readonly #timespan: number;
  readonly #makeGauge: () => Gauge;
  readonly #onClosed: (incident: Incident) => void;
  readonly #groups = new Map<string, Group>();
  readonly #recency = new Recency<Group>();
  /** The condition, where it asks for absence. */
  readonly #presence: Presence | undefined;
  /** Groups with a candidate, in order of their deadlines. */
  #waiting: Group[] = [];
  #undecided = 0;
  #forgottenHits = 0;
  #forgottenGroups = 0;

  constructor(correlation: CompiledCorrelation, onClosed: (incident: Incident) => void) {
    this.correlation = correlation;
    const { correlation: parts } = correlation.rule;
    this.#timespan = parts.timespan;
    this.#makeGauge = gaugeFactory(parts);
    this.#onClosed = onClosed;
    if (parts.expression !== undefined && needsAbsence(parts.expression)) {
      this.#presence = compileExpression(parts.expression, parts);
    }
  }

  get forgotten(): { readonly hits: number; readonly groups: number } {
    return { hits: this.#forgottenHits, groups: this.#forgottenGroups };
  }

  /** Candidates the input ended too early for. */
  get undecided(): number {
    return this.#undecided;
  }

  /** Adds a hit. The incident it opened is returned, so that chains can go on from it. */
  add(key: GroupKey, hit: WindowHit): OpenIncident | undefined {
    const group = this.#group(key);
    this.#recency.touch(group);
    group.last = hit.time;
    if (group.incident !== undefined) {
      group.incident.add(hit);
      return undefined;
    }
    const { candidate, window } = group;
    this.#forgottenHits += window?.add(hit) ?? 0;
    candidate?.add(hit);
    if (candidate !== undefined || window?.holds() !== true) return undefined;
    if (this.#presence === undefined) return this.#open(group, window.hits, hit.time);
    group.candidate = new Candidate(window.hits, hit.time + this.#timespan);
    this.#waiting.push(group);
    return undefined;
  }

  /** Decides what has waited long enough by `time`; the incidents this opens are returned. */
  decide(time: number): readonly Decided[] {
    const decided: Decided[] = [];
    while (this.#waiting[0] !== undefined) {
      const [group] = this.#waiting;
      const { candidate } = group;
      if (candidate !== undefined && candidate.deadline >= time) break;
      this.#waiting.shift();
      group.candidate = undefined;
      if (candidate === undefined || this.#presence === undefined) continue;
      if (!candidate.holds(this.#presence)) continue;
      const incident = this.#open(group, candidate.hits, candidate.deadline);
      decided.push({ time: candidate.deadline, key: group.key, incident });
    }
    return decided;
  }

  /** Closes every group with no hit in the time span before `time`. */
  advance(time: number): void {
    for (let { oldest } = this.#recency; oldest !== undefined; { oldest } = this.#recency) {
      if (time - oldest.last <= this.#timespan) return;
      this.#close(oldest);
    }
  }

  end(): void {
    this.#undecided += this.#waiting.length;
    this.#waiting = [];
    this.advance(Infinity);
  }

  #group(key: GroupKey): Group {
    const { partition, values } = key;
    const id = JSON.stringify([partition ?? '', ...values]);
    const known = this.#groups.get(id);
    if (known !== undefined) return known;
    const { oldest } = this.#recency;
    if (this.#groups.size >= MAX_GROUPS && oldest !== undefined) {
      if (oldest.incident === undefined) this.#forgottenGroups += 1;
      this.#close(oldest);
    }
    const group: Group = {
      id,
      key,
      last: -Infinity,
      window: new Window(this.#timespan, this.#makeGauge()),
      candidate: undefined,
      incident: undefined,
      older: undefined,
      newer: undefined,
    };
    this.#groups.set(id, group);
    return group;
  }

  #open(group: Group, hits: readonly WindowHit[], detectedAt: number): OpenIncident {
    const { partition, values } = group.key;
    const names = this.correlation.rule.correlation.groupBy;
    const named = Object.fromEntries(names.map(({ text }, index) => [text, values[index] ?? '']));
    const incident = new OpenIncident(this.correlation, partition, named, hits, detectedAt);
    group.window = undefined;
    group.incident = incident;
    return incident;
  }

  #close(group: Group): void {
    this.#groups.delete(group.id);
    this.#recency.remove(group);
    group.candidate = undefined;
    if (group.incident !== undefined) this.#onClosed(group.incident.close());
  }
}

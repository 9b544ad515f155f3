import { assert } from '../lib/assert.ts';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import type { CompiledCorrelation, CompiledRule } from './compiled.ts';
import { Budget } from './correlation/budget.ts';
import type { Incident } from './correlation/incident.ts';
import { Lane } from './correlation/lane.ts';
import type { LaneContext } from './correlation/lane.ts';
import { CORRELATION_LIMITS } from './correlation/limits.ts';
import type { CorrelationLimits } from './correlation/limits.ts';
import { Routes } from './correlation/routes.ts';
import { restoreCorrelations, saveCorrelations } from './correlation/snapshot.ts';
import type { CorrelatorState } from './correlation/snapshot.ts';
import { Tally } from './correlation/tally.ts';
import type { Loss, LossKind } from './correlation/tally.ts';

/** A record that detection rules matched, as correlations see it. */
export interface CorrelationHit {
  readonly rules: readonly CompiledRule[];
  /** Event time in milliseconds. */
  readonly time: number;
  readonly id: string;
  /** Groups never mix partitions (organisations). */
  readonly partition?: string;
  /** A field of the record as text: one of the `correlationFields` of its rules. */
  value(field: string): string | undefined;
}

/** What correlations could not take in: limits reached, fields missing. */
export interface CorrelationHealth {
  readonly correlation: CompiledCorrelation;
  /** Hits without a value for every `group-by` field: they belong to no group. */
  readonly ungrouped: number;
  /** Hits without the value that is counted. */
  readonly valueless: number;
  /** Groups where the input ended, or a limit was reached, before an absence was certain. */
  readonly undecided: number;
  /** Hits pushed out of a full window, groups given up before they fell silent. */
  readonly forgottenHits: number;
  readonly forgottenGroups: number;
  /** Incidents that were closed, and so reported, while they could still have grown. */
  readonly closedEarly: number;
  /** The same four, with the event times between which they lie. */
  readonly losses: Readonly<Record<LossKind, Loss>>;
}

export interface CorrelatorOptions {
  /** An incident began. It comes again, with the same id, when it is over. */
  readonly onOpen?: (incident: Incident) => void;
  readonly limits?: Partial<CorrelationLimits>;
}

/**
 * Runs correlations over hits in order of event time. For every group an incident opens when the condition first holds
 * in a sliding window of `timespan`, both ends included; it grows with every further hit that is no more than
 * `timespan` after the last one, and is reported when it opens and, whole, when it closes. A hit without a value for a
 * `group-by` field belongs to no group and is left out, as one without the counted value is; `health` counts both. A lower
 * correlation counts as one hit at the moment its incident opens. A condition with `not` must hold from `timespan` before
 * to `timespan` after some hit, so its incident opens only then, and not at all when the input ends earlier.
 *
 * Every organisation has its own clock, so hits need to be in order only within one.
 */
export class Correlator {
  readonly #context: LaneContext;
  readonly #lanes = new Map<string | undefined, Lane>();
  /** Everything before it has come, in every organisation. */
  #now = -Infinity;
  #due = Infinity;

  /** `correlations` as a rule set has them: each after those it refers to. `onIncident` is told what has closed. */
  constructor(
    correlations: readonly CompiledCorrelation[],
    onIncident: (incident: Incident) => void,
    { limits, onOpen }: CorrelatorOptions = {},
  ) {
    this.#context = {
      correlations,
      routes: new Routes(correlations),
      tallies: correlations.map(() => new Tally()),
      budget: new Budget({ ...CORRELATION_LIMITS, ...limits }),
      sink: { ...(onOpen && { onOpen }), onClosed: onIncident },
    };
  }

  /**
   * A correlator that goes on from a snapshot, and what had to be dropped because its rule has changed; or why the snapshot
   * is of no use.
   */
  static restore(
    correlations: readonly CompiledCorrelation[],
    lines: Iterable<string>,
    onIncident: (incident: Incident) => void,
    options: CorrelatorOptions = {},
  ): Result<{ readonly correlator: Correlator; readonly dropped: readonly string[] }, string> {
    const correlator = new Correlator(correlations, onIncident, options);
    const state = correlator.#state();
    const restored = restoreCorrelations(state, lines);
    if (!restored.ok) return restored;
    correlator.#now = state.now;
    correlator.#due = -Infinity;
    return ok({ correlator, dropped: restored.value });
  }

  /** Everything remembered, as lines to be kept together; taken between two calls. */
  snapshot(): Generator<string, void, undefined> {
    return saveCorrelations(this.#state());
  }

  /** Takes a hit no earlier than the last one of its organisation. Equal times count in the order given. */
  observe(hit: CorrelationHit): void {
    const { id, partition, rules, time } = hit;
    const lane = this.#lane(partition);
    assert(time >= lane.now && time >= this.#now, 'hits come in order of event time');
    if (time > lane.now) lane.advance(time);
    lane.signal(rules, { time, events: id, value: (field) => hit.value(field) });
    this.#due = Math.min(this.#due, lane.due);
  }

  /** Says that nothing earlier will come of any organisation. */
  advance(time: number): void {
    if (time <= this.#now) return;
    this.#now = time;
    if (time <= this.#due) return;
    this.#due = Infinity;
    for (const lane of this.#lanes.values()) {
      if (time > lane.now) lane.advance(time);
      this.#due = Math.min(this.#due, lane.due);
    }
  }

  /** Says that nothing earlier will come of one organisation. */
  advanceOne(partition: string | undefined, time: number): void {
    const lane = this.#lane(partition);
    if (time > lane.now) lane.advance(time);
    this.#due = Math.min(this.#due, lane.due);
  }

  /** Closes what is open. */
  end(): void {
    for (const lane of this.#lanes.values()) lane.end();
  }

  health(): readonly CorrelationHealth[] {
    const { correlations, tallies } = this.#context;
    return correlations.map((correlation, place) => {
      const { losses, ungrouped, valueless } = tallies[place] ?? new Tally();
      return {
        correlation,
        ungrouped,
        valueless,
        undecided: losses.undecided.count,
        forgottenHits: losses.forgottenHits.count,
        forgottenGroups: losses.forgottenGroups.count,
        closedEarly: losses.closedEarly.count,
        losses,
      };
    });
  }

  #lane(partition: string | undefined): Lane {
    let lane = this.#lanes.get(partition);
    if (lane === undefined) {
      lane = new Lane(partition, this.#context);
      this.#lanes.set(partition, lane);
    }
    return lane;
  }

  #state(): CorrelatorState {
    const { correlations, tallies } = this.#context;
    const lanes = this.#lanes.values();
    return {
      correlations,
      tallies,
      now: this.#now,
      lanes,
      lane: (partition) => this.#lane(partition),
    };
  }
}

import { assert } from '../lib/assert.ts';
import type { CompiledCorrelation, CompiledRule, CorrelationSource } from './compiled.ts';
import { Groups } from './correlation/groups.ts';
import type { GroupKey } from './correlation/groups.ts';
import type { Incident } from './correlation/incident.ts';

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

/** What was seen of one rule, passed up: a hit, or the incident of a lower correlation. */
interface Signal {
  readonly time: number;
  readonly events: readonly string[];
  readonly partition: string | undefined;
  readonly value: (field: string) => string | undefined;
}

interface Subscription {
  readonly groups: Groups;
  readonly source: CorrelationSource;
  readonly stage: number;
}

/** What correlations could not take in: limits reached, fields missing. */
export interface CorrelationHealth {
  readonly correlation: CompiledCorrelation;
  /** Hits without a value for every `group-by` field: they belong to no group. */
  readonly ungrouped: number;
  /** Hits without the value that is counted. */
  readonly valueless: number;
  /** Groups where the input ended before an absence was certain. */
  readonly undecided: number;
  /** Hits pushed out of a full window, groups given up before they fell silent. */
  readonly forgottenHits: number;
  readonly forgottenGroups: number;
}

/**
 * Runs correlations over hits in order of event time. For every group an incident opens when the condition first holds
 * in a sliding window of `timespan`, both ends included; it grows with every further hit that is no more than
 * `timespan` after the last one, and is reported once, when it closes. A hit without a value for a `group-by` field
 * belongs to no group and is left out, as one without the counted value is; `health` counts both. A lower correlation
 * counts as one hit at the moment its incident opens. A condition with `not` must hold from `timespan` before to `timespan`
 * after some hit, so its incident opens only then, and not at all when the input ends earlier.
 */
export class Correlator {
  readonly #groups: readonly Groups[];
  readonly #subscriptions = new Map<CompiledRule | CompiledCorrelation, Subscription[]>();
  readonly #ungrouped = new Map<Groups, number>();
  readonly #valueless = new Map<Groups, number>();
  #now = -Infinity;

  /** `correlations` as a rule set has them: each after those it refers to. */
  constructor(
    correlations: readonly CompiledCorrelation[],
    onIncident: (incident: Incident) => void,
  ) {
    this.#groups = correlations.map((correlation) => new Groups(correlation, onIncident));
    for (const groups of this.#groups) {
      for (const [stage, source] of groups.correlation.sources.entries()) {
        const subscriptions = this.#subscriptions.get(source.of) ?? [];
        subscriptions.push({ groups, source, stage });
        this.#subscriptions.set(source.of, subscriptions);
      }
    }
  }

  /** Takes a hit no earlier than the last one. Equal times count in the order given. */
  observe(hit: CorrelationHit): void {
    assert(hit.time >= this.#now, 'hits come in order of event time');
    if (hit.time > this.#now) this.#advance(hit.time);
    this.#now = hit.time;
    const { partition, time } = hit;
    const value = (field: string): string | undefined => hit.value(field);
    this.#signal(hit.rules, { time, events: [hit.id], partition, value });
  }

  #advance(time: number): void {
    for (const groups of this.#groups) {
      for (const { incident, key, time: certain } of groups.decide(time)) {
        this.#signal([groups.correlation], {
          time: certain,
          events: incident.events,
          partition: key.partition,
          value: (field) => groupValue(groups, key, field),
        });
      }
      groups.advance(time);
    }
  }

  /** Closes what is open. */
  end(): void {
    for (const groups of this.#groups) groups.end();
  }

  health(): readonly CorrelationHealth[] {
    return this.#groups.map((groups) => ({
      correlation: groups.correlation,
      ungrouped: this.#ungrouped.get(groups) ?? 0,
      valueless: this.#valueless.get(groups) ?? 0,
      undecided: groups.undecided,
      forgottenHits: groups.forgotten.hits,
      forgottenGroups: groups.forgotten.groups,
    }));
  }

  /** One event counts once per group however many of a correlation's rules it matches. */
  #signal(of: readonly (CompiledRule | CompiledCorrelation)[], signal: Signal): void {
    const bySubscriber = new Map<Groups, Subscription[]>();
    for (const rule of of) {
      for (const subscription of this.#subscriptions.get(rule) ?? []) {
        const known = bySubscriber.get(subscription.groups);
        if (known === undefined) bySubscriber.set(subscription.groups, [subscription]);
        else known.push(subscription);
      }
    }
    for (const [groups, subscriptions] of bySubscriber) this.#enter(groups, subscriptions, signal);
  }

  #enter(groups: Groups, subscriptions: readonly Subscription[], signal: Signal): void {
    const { fields, type } = groups.correlation.rule.correlation;
    const entries = new Map<
      string,
      { key: GroupKey; value: string | undefined; stages: number[] }
    >();
    for (const { source, stage } of subscriptions) {
      const values = readAll(source.groupBy, signal.value);
      if (values === undefined) {
        this.#ungrouped.set(groups, (this.#ungrouped.get(groups) ?? 0) + 1);
        continue;
      }
      const counted = readAll(source.fields, signal.value);
      if (counted === undefined) {
        this.#valueless.set(groups, (this.#valueless.get(groups) ?? 0) + 1);
        continue;
      }
      // Several counted fields are counted as one combined value.
      const [only] = counted;
      const value = counted.length > 1 ? JSON.stringify(counted) : only;
      const id = JSON.stringify([values, value ?? null]);
      const known = entries.get(id);
      if (known !== undefined) known.stages.push(stage);
      else
        entries.set(id, { key: { partition: signal.partition, values }, value, stages: [stage] });
    }
    for (const { key, stages, value } of entries.values()) {
      const kept = fields.length > 0 || type.startsWith('value_') ? value : undefined;
      const hit = { time: signal.time, events: signal.events, stages, value: kept };
      const opened = groups.add(key, hit);
      if (opened === undefined) continue;
      this.#signal([groups.correlation], {
        time: signal.time,
        events: opened.events,
        partition: signal.partition,
        value: (field) => groupValue(groups, key, field) ?? signal.value(field),
      });
    }
  }
}

function groupValue(groups: Groups, key: GroupKey, field: string): string | undefined {
  const place = groups.correlation.rule.correlation.groupBy.findIndex(({ text }) => text === field);
  return place < 0 ? undefined : key.values[place];
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

import type { Event } from './events/event.ts';
import type { Finding } from './findings/finding.ts';
import { findingFromIncident } from './findings/from-incident.ts';
import { MatchFindings } from './findings/from-match.ts';
import type { Values } from './findings/values.ts';
import { ValueReader } from './findings/values.ts';
import { historyFacts } from './history/history.ts';
import { MemoryState } from './history/state.ts';
import { historyWants } from './history/wants.ts';
import type { KeptEvent } from './kept-event.ts';
import { RuleSet } from './rules/compile.ts';
import type { CompiledCorrelation, CompiledRule } from './rules/compiled.ts';
import type { CorrelationHealth, CorrelationHit } from './rules/correlate.ts';
import { Correlator } from './rules/correlate.ts';
import type { Incident } from './rules/correlation/incident.ts';
import { eventReader } from './rules/reader.ts';
import { usesHistory } from './rules/uses-history.ts';

export interface ReplayOptions {
  /** Whose findings are given: those of rules in shadow, of all others (the default), or of both. */
  readonly drafts?: boolean | 'all';
  /** Told once, at the end. */
  readonly health?: (health: readonly CorrelationHealth[]) => void;
  /** Told once, at the end: how often a regular expression saw only the beginning of a value. */
  readonly cuts?: (times: number) => void;
  /** Told of every event that rules match, in order of time, with what they ask of it. */
  readonly match?: (rules: readonly CompiledRule[], event: Event, values: Values) => void;
  /** Told of every event kept, in order of time, before what the past says of it is added. */
  readonly event?: (event: Event) => void;
  /** Told of every incident when it closes, also of correlations that raise nothing themselves. */
  readonly incident?: (incident: Incident) => void;
}

/**
 * The stages that remember: events in order of time → what the past says of them → the rules that ask for it →
 * correlations → findings. Everything is derived from the timeline, so that any way to get the same events gives the
 * same findings.
 */
export function* replay(
  timeline: Iterable<KeptEvent>,
  rules: RuleSet<Event>,
  { drafts = false, cuts, event: seen, health, incident, match }: ReplayOptions = {},
): Generator<Finding, void, undefined> {
  const raises = (rule: CompiledRule | CompiledCorrelation): boolean =>
    rule.alerts && (drafts === 'all' || rule.shadow === drafts);
  const byKey = new Map(rules.rules.map((rule) => [rule.key, rule]));
  const waiting = new RuleSet(rules.rules.filter(usesHistory), [], eventReader);
  const found: Finding[] = [];
  const correlator = new Correlator(rules.correlations, (closed) => {
    incident?.(closed);
    if (raises(closed.correlation)) found.push(findingFromIncident(closed));
  });
  const matches = new MatchFindings();
  const state = new MemoryState();
  const reader = new ValueReader();
  for (const { event: kept, marks } of timeline) {
    seen?.(kept);
    // Kept for detectors alone: rules speak of the others only, whether there are detectors or not.
    if (marks === undefined && !historyWants(kept)) continue;
    const event = waiting.rules.length === 0 ? kept : withPast(kept, historyFacts(kept, state));
    // All organisations are in one order here, so each event moves the clock of every one.
    correlator.advance(event.time);
    const late = waiting.match(event);
    const told = drafts === true ? marks?.drafts : marks;
    const early = (told?.rules ?? [])
      .map((key) => byKey.get(key))
      .filter((rule) => rule !== undefined);
    const matched: readonly CompiledRule[] = [...early, ...late];
    if (matched.length === 0) continue;
    const values =
      late.length === 0 ? (told?.values ?? {}) : { ...told?.values, ...reader.read(event, late) };
    match?.(matched, event, values);
    for (const rule of matched) if (raises(rule)) found.push(...matches.add(rule, event, values));
    correlator.observe(hitOf(event, matched, values));
    if (found.length > 0) yield* found.splice(0);
  }
  correlator.end();
  found.push(...matches.end());
  yield* found.splice(0);
  health?.(correlator.health());
  cuts?.(waiting.cuts);
}

/** The event, which is nobody else's, with what the past says of it. */
function withPast(event: Event, past: NonNullable<Event['enrichments']>): Event {
  const enrichments = Object.assign(past, event.enrichments);
  return Object.assign(event, { enrichments });
}

/** What correlations take in of an event that rules match. */
export function hitOf(
  event: Event,
  rules: readonly CompiledRule[],
  values: Values,
): CorrelationHit {
  return {
    rules,
    time: event.time,
    id: event.metadata.uid,
    partition: event.metadata.tenant_uid,
    value: (field) => values[field],
  };
}

import type { Event } from './events/event.ts';
import { ValueReader } from './findings/values.ts';
import { formatTime } from './lib/time.ts';
import { hitOf } from './replay.ts';
import { filtersOf } from './rules/compile.ts';
import type { RuleSet } from './rules/compile.ts';
import type { CompiledCorrelation, CompiledRule, CorrelationSource } from './rules/compiled.ts';
import { Correlator } from './rules/correlate.ts';
import type { Incident } from './rules/correlation/incident.ts';
import { createExplainer } from './rules/explain.ts';
import type { RuleExplanation } from './rules/explain.ts';
import { eventReader } from './rules/reader.ts';
import type { FilterRule, RuleDocument } from './rules/tree.ts';
import { usesHistory } from './rules/uses-history.ts';

/** What a rule makes of each of some events. */
export interface MatchExplanation {
  readonly kind: 'detection';
  readonly rule: CompiledRule;
  readonly events: readonly { readonly event: Event; readonly explanation: RuleExplanation }[];
}

/** What a correlation makes of some events together. */
export interface CorrelationExplanation {
  readonly kind: 'correlation';
  readonly rule: CompiledCorrelation;
  readonly incidents: readonly Incident[];
  readonly hits: readonly CorrelatedHit[];
  readonly groups: readonly GroupTotal[];
  /** In the order of the rule's `rules`. */
  readonly parts: readonly Explanation[];
}

export type Explanation = MatchExplanation | CorrelationExplanation;

/** An event that one of the correlation's own rules matches, with what the correlation reads of it. */
interface CorrelatedHit {
  readonly event: string;
  readonly time: string;
  readonly rule: string;
  /** By the names in `group-by`; null: absent, so that the event belongs to no group. */
  readonly group: Readonly<Record<string, string | null>>;
  /** By the names counted; null: absent, so that the event does not count. */
  readonly counted: Readonly<Record<string, string | null>>;
}

/** Over all the events given, whatever their times. */
interface GroupTotal {
  readonly group: Readonly<Record<string, string | null>>;
  readonly hits: number;
  /** Distinct (combinations of) counted values; absent where none are counted. */
  readonly values?: number;
}

/** Explains rules over events in order of time. `documents` are all rules that were loaded, for their filters. */
export class RuleExplainer {
  readonly #events: readonly Event[];
  readonly #filters: readonly FilterRule[];
  readonly #documents: readonly RuleDocument[];
  readonly #incidents: readonly Incident[];
  readonly #values = new ValueReader();

  constructor(
    ruleSet: RuleSet<Event>,
    documents: readonly RuleDocument[],
    events: readonly Event[],
  ) {
    this.#events = events;
    this.#documents = documents;
    this.#filters = documents.filter((rule) => rule.kind === 'filter');
    this.#incidents = this.#correlate(ruleSet);
  }

  explain(rule: CompiledRule | CompiledCorrelation): Explanation {
    if ('sources' in rule) return this.#correlation(rule);
    const filters = filtersOf(rule.rule, this.#filters, this.#documents);
    const explain = createExplainer(rule, eventReader, { filters });
    const events = this.#events.map((event) => ({
      event,
      explanation: explain(seenBy(rule, event)),
    }));
    return { kind: 'detection', rule, events };
  }

  #correlate(ruleSet: RuleSet<Event>): readonly Incident[] {
    const incidents: Incident[] = [];
    const correlator = new Correlator(ruleSet.correlations, (found) => incidents.push(found));
    for (const event of this.#events) {
      const matched = [event, seenLate(event)].flatMap((seen, place) =>
        ruleSet.match(seen).filter((rule) => usesHistory(rule) === (place === 1)),
      );
      const values = this.#values.read(event, matched);
      correlator.observe(hitOf(event, matched, values));
    }
    correlator.end();
    return incidents;
  }

  #correlation(rule: CompiledCorrelation): CorrelationExplanation {
    const parts = rule.sources.map((source) => ({ source, part: this.explain(source.of) }));
    const hits = parts.flatMap(({ part, source }) => this.#hits(rule, source, part));
    return {
      kind: 'correlation',
      rule,
      incidents: this.#incidents.filter(({ correlation }) => correlation === rule),
      hits: hits.toSorted((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time))),
      groups: totals(hits),
      parts: parts.map(({ part }) => part),
    };
  }

  #hits(
    { rule }: CompiledCorrelation,
    source: CorrelationSource,
    part: Explanation,
  ): readonly CorrelatedHit[] {
    if (part.kind === 'correlation') return [];
    const { fields, groupBy } = rule.correlation;
    return part.events
      .filter(({ explanation }) => explanation.matches)
      .map(({ event }) => {
        const values = this.#values.read(event, [part.rule]);
        const named = (names: readonly { text: string }[], read: readonly string[]) =>
          Object.fromEntries(
            names.map(({ text }, place) => [text, values[read[place] ?? text] ?? null]),
          );
        return {
          event: event.metadata.uid,
          time: formatTime(event.time),
          rule: part.rule.rule.title,
          group: named(groupBy, source.groupBy),
          counted: named(fields, source.fields),
        };
      });
  }
}

/** Rules that ask what the past says see an event without the vendor's record, as `replay` shows it to them. */
function seenBy(rule: CompiledRule, event: Event): Event {
  return usesHistory(rule) ? seenLate(event) : event;
}

function seenLate(event: Event): Event {
  const { aliases: _, ...rest } = event;
  return { ...rest, raw: {} };
}

function totals(hits: readonly CorrelatedHit[]): readonly GroupTotal[] {
  const groups = new Map<string, { group: CorrelatedHit['group']; of: CorrelatedHit[] }>();
  const complete = (values: CorrelatedHit['group']): boolean =>
    !Object.values(values).includes(null);
  for (const hit of hits) {
    if (!complete(hit.group) || !complete(hit.counted)) continue;
    const key = JSON.stringify(hit.group);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { group: hit.group, of: [hit] });
    else known.of.push(hit);
  }
  return [...groups.values()].map(({ group, of }) => {
    const values = new Set(of.map(({ counted }) => JSON.stringify(counted)));
    const counts = of.some(({ counted }) => Object.keys(counted).length > 0);
    return {
      group,
      hits: new Set(of.map(({ event }) => event)).size,
      ...(counts && { values: values.size }),
    };
  });
}

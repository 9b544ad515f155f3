import type { Event } from '../events/event.ts';
import { incidentSubject } from '../findings/from-incident.ts';
import { matchSubject } from '../findings/from-match.ts';
import type { Finding, Level } from '../findings/finding.ts';
import { ruleOf } from '../findings/rule-of.ts';
import type { Values } from '../findings/values.ts';
import { BoundedCounter } from '../lib/bounded-counter.ts';
import { formatTime } from '../lib/time.ts';
import type { CompiledCorrelation, CompiledRule } from '../rules/compiled.ts';
import type { CorrelationHealth } from '../rules/correlate.ts';
import type { Incident } from '../rules/correlation/incident.ts';

/** Milliseconds since 1970: from the first to before the second. */
export interface Period {
  readonly from: number;
  readonly until: number;
}

export type AnyRule = CompiledRule | CompiledCorrelation;

/** What a rule would have found over some events. */
export interface RuleBacktest {
  readonly id: string;
  readonly title: string;
  readonly kind: 'detection' | 'correlation';
  readonly level: Level;
  /** False: only correlations use it, so that it has matches and no findings. */
  readonly alerts: boolean;
  readonly shadow: boolean;
  readonly file: string;
  readonly line: number;
  /** Events it matched; of a correlation: events that the rules below it matched. */
  readonly matches: number;
  /** Of all events of the period, from 0 to 1. */
  readonly share: number;
  readonly findings: number;
  /** Of correlations: groups that events belong to, and incidents, also where they raise no finding. */
  readonly groups?: Distinct;
  readonly incidents?: number;
  /** Hits that a correlation could not take in for want of a field, and groups it could not tell of at the end. */
  readonly unused?: {
    readonly without_group: number;
    readonly without_value: number;
    readonly undecided_groups: number;
  };
  /** Whom findings (of a rule that raises none: matches) are about, and where the matched events came from. */
  readonly subjects: Distinct;
  readonly addresses: Distinct;
  /** Of the matched events; absent when there are none. */
  readonly first?: string;
  readonly last?: string;
  /** Days (UTC) with any, in order. */
  readonly per_day: readonly DayCount[];
}

interface DayCount {
  readonly day: string;
  readonly matches: number;
  readonly findings: number;
}

interface Distinct {
  /** A lower bound unless `exact`. */
  readonly distinct: number;
  readonly exact: boolean;
  readonly top: readonly { readonly name: string; readonly count: number }[];
}

export const DAY = 86_400_000;

/** Names counted over all rules: about 100 bytes each. */
const MAX_NAMES = 600_000;
/** Names counted per rule and kind, however few or many rules there are. */
const NAMES_EACH = { least: 20, most: 10_000 };
/** Days counted apart per rule; no log that is not damaged spans more than these eleven years. */
const MAX_DAYS = 4000;
const MAX_TOP = 10;

interface Tally {
  readonly rule: AnyRule;
  matches: number;
  findings: number;
  incidents: number;
  first: number;
  last: number;
  readonly subjects: BoundedCounter;
  readonly addresses: BoundedCounter;
  readonly groups: BoundedCounter;
  readonly days: Map<number, { matches: number; findings: number }>;
  health?: CorrelationHealth;
}

/** Counts, in bounded memory, what `replay` tells of matches, incidents and findings in a period. */
export class BacktestTally {
  readonly #period: Period;
  readonly #tallies = new Map<AnyRule, Tally>();
  readonly #byId = new Map<string, Tally>();
  /** By rule: correlations it feeds, directly or through others. */
  readonly #above = new Map<AnyRule, Set<CompiledCorrelation>>();

  constructor(rules: readonly AnyRule[], period: Period) {
    this.#period = period;
    const fair = Math.floor(MAX_NAMES / (3 * Math.max(1, rules.length)));
    const limit = Math.min(NAMES_EACH.most, Math.max(NAMES_EACH.least, fair));
    for (const rule of rules) {
      const tally = newTally(rule, limit);
      this.#tallies.set(rule, tally);
      this.#byId.set(rule.key, tally);
      if ('sources' in rule) this.#climb(rule, rule);
    }
  }

  match(rules: readonly CompiledRule[], event: Event, values: Values): void {
    if (!this.#covers(event.time)) return;
    const reached = new Set<CompiledCorrelation>();
    for (const rule of rules) {
      const tally = this.#tallies.get(rule);
      if (tally !== undefined) {
        countMatch(tally, event);
        tally.subjects.add(matchSubject(rule.rule, event, values).id);
      }
      for (const above of this.#above.get(rule) ?? []) reached.add(above);
      this.#group(rule, event.metadata.tenant_uid, values);
    }
    for (const correlation of reached) {
      const tally = this.#tallies.get(correlation);
      if (tally !== undefined) countMatch(tally, event);
    }
  }

  incident(incident: Incident): void {
    if (!this.#covers(incident.detectedAt)) return;
    const { correlation, group, partition } = incident;
    this.#group(correlation, partition ?? '', group);
    const tally = this.#tallies.get(correlation);
    if (tally === undefined) return;
    tally.incidents += 1;
    tally.subjects.add(incidentSubject(incident).id);
  }

  finding({ at, rule }: Finding): void {
    const time = Date.parse(at);
    const tally = this.#byId.get(rule.id);
    if (tally === undefined || !this.#covers(time)) return;
    tally.findings += 1;
    const day = dayOf(tally, time);
    if (day !== undefined) day.findings += 1;
  }

  health(all: readonly CorrelationHealth[]): void {
    for (const one of all) {
      const tally = this.#tallies.get(one.correlation);
      if (tally !== undefined) tally.health = one;
    }
  }

  /** `events`: all of the period. */
  finish(events: number): readonly RuleBacktest[] {
    return [...this.#tallies.values()].map((tally) => finished(tally, events));
  }

  #covers(time: number): boolean {
    return time >= this.#period.from && time < this.#period.until;
  }

  #climb(top: CompiledCorrelation, from: CompiledCorrelation): void {
    for (const { of } of from.sources) {
      const above = this.#above.get(of) ?? new Set();
      if (above.has(top)) continue;
      above.add(top);
      this.#above.set(of, above);
      if ('sources' in of) this.#climb(top, of);
    }
  }

  /** Notes the groups of correlations right above a rule that one of its hits belongs to. */
  #group(rule: AnyRule, partition: string, values: Values): void {
    for (const above of this.#above.get(rule) ?? []) {
      const tally = this.#tallies.get(above);
      for (const source of above.sources) {
        if (source.of !== rule) continue;
        const key = source.groupBy.map((field) => values[field]);
        if (!key.includes(undefined)) tally?.groups.add(JSON.stringify([partition, ...key]));
      }
    }
  }
}

function newTally(rule: AnyRule, limit: number): Tally {
  return {
    rule,
    matches: 0,
    findings: 0,
    incidents: 0,
    first: Infinity,
    last: -Infinity,
    subjects: new BoundedCounter(limit),
    addresses: new BoundedCounter(limit),
    groups: new BoundedCounter(limit),
    days: new Map(),
  };
}

function countMatch(tally: Tally, { src_endpoint: endpoint, time }: Event): void {
  tally.matches += 1;
  tally.first = Math.min(tally.first, time);
  tally.last = Math.max(tally.last, time);
  if (endpoint?.ip !== undefined) tally.addresses.add(endpoint.ip);
  const day = dayOf(tally, time);
  if (day !== undefined) day.matches += 1;
}

function dayOf({ days }: Tally, time: number) {
  const number = Math.floor(time / DAY);
  const known = days.get(number);
  if (known !== undefined || days.size >= MAX_DAYS) return known;
  const fresh = { matches: 0, findings: 0 };
  days.set(number, fresh);
  return fresh;
}

function finished(tally: Tally, events: number): RuleBacktest {
  const { alerts, key, rule, shadow } = tally.rule;
  const { health } = tally;
  const isCorrelation = rule.kind === 'correlation';
  return {
    id: key,
    title: rule.title,
    kind: rule.kind,
    level: ruleOf(key, rule).level,
    alerts,
    shadow,
    file: rule.file,
    line: rule.at.line,
    matches: tally.matches,
    share: events === 0 ? 0 : tally.matches / events,
    findings: tally.findings,
    ...(isCorrelation && { groups: distinct(tally.groups, 0), incidents: tally.incidents }),
    ...(health !== undefined && {
      unused: {
        without_group: health.ungrouped,
        without_value: health.valueless,
        undecided_groups: health.undecided,
      },
    }),
    subjects: distinct(tally.subjects, MAX_TOP),
    addresses: distinct(tally.addresses, MAX_TOP),
    ...(tally.matches > 0 && { first: formatTime(tally.first), last: formatTime(tally.last) }),
    per_day: [...tally.days]
      .toSorted(([a], [b]) => a - b)
      .map(([day, counts]) => ({ day: formatTime(day * DAY).slice(0, 10), ...counts })),
  };
}

function distinct(counter: BoundedCounter, top: number): Distinct {
  return { distinct: counter.distinct, exact: counter.exact, top: counter.top(top) };
}

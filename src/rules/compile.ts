import type { LogSource } from '../events/logsource.ts';
import { checkEach } from './check.ts';
import { resolver } from './checks/check.ts';
import type { Diagnostic } from './diagnostic.ts';
import { diagnostic, error } from './diagnostic.ts';
import type { CompiledCorrelation, CompiledRule } from './compiled.ts';
import { linkCorrelations } from './link.ts';
import { MatcherFactory } from './matcher.ts';
import { and, renameFields } from './plan.ts';
import type { Plan } from './plan.ts';
import { planDetection } from './plan-rule.ts';
import { filtersAsProcessed, placeholdersOf, readerName, withDerived } from './pipeline/reading.ts';
import type { Placeholders } from './plan-text.ts';
import type { RecordReader } from './reader.ts';
import { RuleIndex } from './rule-index.ts';
import type { DetectionRule, FilterRule, RuleDocument, RuleLogSource } from './tree.ts';

export interface CompileOptions {
  /** Values of the placeholders in values marked `expand`. */
  readonly placeholders?: Placeholders;
}

export interface Compiled<R> {
  readonly ruleSet: RuleSet<R>;
  /** What checks found; a rule with an error here is not in the set. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles rules that are loaded together: detections, the correlations over them, filters. */
export function compileRules<R>(
  rules: readonly RuleDocument[],
  reader: RecordReader<R>,
  options: CompileOptions = {},
): Compiled<R> {
  const placeholders = options.placeholders ?? {};
  const found = checkEach(rules, { placeholders });
  const diagnostics: Diagnostic[] = [...found.values()].flat();
  const isSound = (rule: RuleDocument): boolean =>
    found.get(rule)?.some(({ severity }) => severity === 'error') !== true;
  const sound = rules.filter(isSound);
  const filters = sound.filter((rule) => rule.kind === 'filter');
  const plans = new Map<DetectionRule, Plan>();
  for (const rule of sound) {
    if (rule.kind !== 'detection') continue;
    const values = placeholdersOf(rule, placeholders);
    const plan = planDetection(rule.detection, values, []);
    if (plan === undefined) continue;
    const filtered = withFilters(rule, plan, filters, rules, values);
    plans.set(rule, renameFields(filtered, readerName(rule, reader)));
  }
  const linked = linkCorrelations(sound, plans, resolver(rules));
  for (const { rule, reference } of linked.leftOut) {
    const finding = error(
      reference.at,
      `"${reference.text}" is left out for its errors, so this is too`,
    );
    diagnostics.push(diagnostic(finding, rule.file, rule.title));
  }
  return { ruleSet: new RuleSet(linked.rules, linked.correlations, reader), diagnostics };
}

function withFilters(
  rule: DetectionRule,
  plan: Plan,
  filters: readonly FilterRule[],
  rules: readonly RuleDocument[],
  placeholders: Placeholders,
): Plan {
  const plans = filtersOf(rule, filters, rules).map((filter) =>
    planDetection(filter.detection, placeholders, []),
  );
  return and([plan, ...plans.filter((part) => part !== undefined)]);
}

/** The filters that are added to a rule; `rules` are all that are loaded together. */
export function filtersOf(
  rule: DetectionRule,
  filters: readonly FilterRule[],
  rules: readonly RuleDocument[],
): readonly FilterRule[] {
  if (filters.length === 0) return [];
  // A draft of a filter changes drafts only.
  const usable = filters.filter(
    ({ scrutineer }) => scrutineer.shadow !== true || rule.scrutineer.shadow === true,
  );
  return rule.processed === undefined
    ? filtersFor(rule, usable, rules)
    : filtersAsProcessed(usable, rule.processed);
}

/** As `filtersOf`, drafts or not; the rule as it is written. */
export function filtersFor(
  rule: DetectionRule,
  filters: readonly FilterRule[],
  rules: readonly RuleDocument[],
): readonly FilterRule[] {
  const resolve = resolver(rules);
  return filters.filter(
    (filter) =>
      isWithin(rule.logsource, filter.logsource) &&
      (filter.rules === 'any' || filter.rules.some(({ text }) => resolve(text) === rule)),
  );
}

/** Whether every part the filter's log source names is the rule's as well. */
function isWithin(rule: RuleLogSource, filter: RuleLogSource): boolean {
  return (['category', 'product', 'service'] as const).every(
    (part) => filter[part] === undefined || same(filter[part], rule[part]),
  );
}

function same(a: string, b: string | undefined): boolean {
  return b !== undefined && a.toLowerCase() === b.toLowerCase();
}

/** Whether a record of `source` is one the rule is written for. */
export function applies({ category, product, service }: RuleLogSource, source: LogSource): boolean {
  return (
    (category === undefined || same(category, source.category)) &&
    (product === undefined || same(product, source.product)) &&
    (service === undefined || source.services.some((name) => same(service, name)))
  );
}

/** Log sources whose rules are kept ready; a reader that makes a new object per record is merely slow. */
const MAX_LOG_SOURCES = 1000;

/** Rules that are matched together. */
export class RuleSet<R> {
  readonly rules: readonly CompiledRule[];
  readonly correlations: readonly CompiledCorrelation[];
  readonly #reader: RecordReader<R>;
  #factory: MatcherFactory<R> | undefined;
  readonly #indexes = new Map<LogSource | undefined, RuleIndex<R, CompiledRule>>();

  constructor(
    rules: readonly CompiledRule[],
    correlations: readonly CompiledCorrelation[],
    reader: RecordReader<R>,
  ) {
    this.rules = rules;
    this.correlations = correlations;
    this.#reader = reader;
  }

  /** The detection rules that match a record, in the order they were given. */
  match(record: R): readonly CompiledRule[] {
    const factory = (this.#factory ??= new MatcherFactory(
      withDerived(
        this.#reader,
        this.rules.map(({ rule }) => rule),
      ),
      this.rules.map(({ plan }) => plan),
    ));
    const index = this.#indexFor(this.#reader.logsource(record), factory);
    factory.show(record);
    const matched = index.match();
    factory.clear();
    return matched;
  }

  /** How often a regular expression saw only the beginning of a value that is longer than it may look at. */
  get cuts(): number {
    return this.#factory?.cuts ?? 0;
  }

  /** The rules a record of this log source can match. */
  rulesFor(source: LogSource | undefined): readonly CompiledRule[] {
    if (source === undefined) return this.rules;
    return this.rules.filter(({ rule }) => applies(rule.logsource, source));
  }

  #indexFor(source: LogSource | undefined, factory: MatcherFactory<R>): RuleIndex<R, CompiledRule> {
    const known = this.#indexes.get(source);
    if (known !== undefined) return known;
    if (this.#indexes.size >= MAX_LOG_SOURCES) this.#indexes.clear();
    const rules = this.rulesFor(source).map((rule) => ({ rule, plan: rule.plan }));
    const index = new RuleIndex(factory, rules);
    this.#indexes.set(source, index);
    return index;
  }
}

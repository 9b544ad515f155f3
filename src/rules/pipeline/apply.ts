import { resolver } from '../checks/check.ts';
import { filtersFor } from '../compile.ts';
import { error } from '../diagnostic.ts';
import type { Placeholders } from '../plan-text.ts';
import { templateFields } from '../template.ts';
import type {
  CorrelationRule,
  DetectionRule,
  FilterRule,
  Name,
  Processed,
  RuleDocument,
} from '../tree.ts';
import { applyItem } from './apply-item.ts';
import type { Item, Pipeline } from './pipeline.ts';
import type { WorkSearch } from './work.ts';
import { Work } from './work.ts';

/** Rules, and the pipelines that are for them. */
export interface PipedRules {
  readonly rules: readonly RuleDocument[];
  /** In the order given; those of lower priority come first all the same. */
  readonly pipelines: readonly Pipeline[];
  /** Those that are for rules which are not loaded as well: a file or folder of the pack was, and not all of it. */
  readonly forMore?: readonly Pipeline[];
  /** Win over those of pipelines. */
  readonly placeholders?: Placeholders;
  /** Why none of the rules may run: a pipeline for them is broken. */
  readonly broken?: string;
}

/**
 * The rules as their pipelines change them, in the same order. A filter is changed for every rule it is added to, as a
 * part of that rule; what a correlation reads is changed as each of the rules it counts is.
 */
export function applyPipelines(sets: readonly PipedRules[]): readonly (readonly RuleDocument[])[] {
  if (sets.every(isIdle)) return sets.map(({ rules }) => rules);
  return new Application(sets.flatMap(({ rules }) => rules)).run(sets);
}

function isIdle({ broken, pipelines, placeholders = {} }: PipedRules): boolean {
  return broken === undefined && pipelines.length === 0 && Object.keys(placeholders).length === 0;
}

class Application {
  readonly #all: readonly RuleDocument[];
  readonly #resolve: (reference: string) => RuleDocument | undefined;
  readonly #filters: readonly FilterRule[];
  /** Names that correlations read of the rules they count. */
  readonly #correlated: readonly string[];
  /** Items that were for a rule. */
  readonly #opened = new Map<RuleDocument, Set<Item>>();

  constructor(all: readonly RuleDocument[]) {
    this.#all = all;
    this.#resolve = resolver(all);
    this.#filters = all.filter((rule) => rule.kind === 'filter');
    const names = all.flatMap((rule) => (rule.kind === 'correlation' ? namesOf(rule) : []));
    this.#correlated = [...new Set(names)];
  }

  run(sets: readonly PipedRules[]): readonly (readonly RuleDocument[])[] {
    const made = new Map<RuleDocument, RuleDocument>();
    // What happened to the rules a correlation counts decides what happens to it.
    for (const kind of ['filter', 'detection', 'correlation'] as const) {
      for (const set of sets) {
        for (const rule of set.rules) if (rule.kind === kind) made.set(rule, this.#rule(rule, set));
      }
    }
    return sets.map(({ rules }) => rules.map((rule) => made.get(rule) ?? rule));
  }

  #rule(rule: RuleDocument, set: PipedRules): RuleDocument {
    if (isIdle(set)) return rule;
    const pipelines = set.pipelines.toSorted((a, b) => a.priority - b.priority);
    const basis: Processed = {
      problems: set.broken === undefined ? [] : [error(rule.at, set.broken)],
      placeholders: Object.fromEntries(
        [...pipelines.map((one) => one.placeholders), set.placeholders ?? {}].flatMap((one) =>
          Object.entries(one),
        ),
      ),
      derived: derivedOf(pipelines),
      readings: {},
      filters: [],
    };
    if (basis.problems.length > 0) return { ...rule, processed: basis };
    switch (rule.kind) {
      case 'detection':
        return this.#detection(rule, pipelines, basis);
      case 'filter':
        return this.#filter(rule, pipelines, basis);
      default:
        return this.#correlation(rule, pipelines, basis);
    }
  }

  #detection(rule: DetectionRule, pipelines: readonly Pipeline[], basis: Processed): RuleDocument {
    const filters = filtersFor(rule, this.#filters, this.#all);
    const owned = (of: DetectionRule | FilterRule): readonly WorkSearch[] =>
      of.detection.searches.map((search) => ({
        ...search,
        of: of.kind === 'filter' ? of : undefined,
      }));
    const work = new Work(rule, {
      logsources: [rule.logsource],
      searches: [...owned(rule), ...filters.flatMap(owned)],
      fixed: new Set(basis.derived.map(({ name }) => name)),
      names: [...shownBy(rule), ...this.#correlated],
    });
    this.#run(work, pipelines);
    const [logsource = rule.logsource] = work.logsources;
    const searchesOf = (filter?: FilterRule) =>
      work.searches
        .filter(({ of }) => of === filter)
        .map(({ at, name, search }) => ({ at, name, search }));
    return {
      ...rule,
      logsource,
      detection: { searches: searchesOf(), conditions: work.conditions },
      ...attributesOf(work),
      processed: {
        ...basis,
        problems: work.problems,
        readings: readingsOf(work),
        filters: filters.map((of) => ({
          title: of.title,
          file: of.file,
          at: of.at,
          detection: { ...of.detection, searches: searchesOf(of) },
        })),
      },
    };
  }

  /** A filter by itself, to be checked; what rules use are the forms made for them. */
  #filter(rule: FilterRule, pipelines: readonly Pipeline[], basis: Processed): RuleDocument {
    const work = new Work(rule, {
      logsources: [rule.logsource],
      searches: rule.detection.searches.map((search) => ({ ...search, of: rule })),
      fixed: new Set(basis.derived.map(({ name }) => name)),
      names: [],
    });
    this.#run(work, pipelines);
    const searches = work.searches.map(({ at, name, search }) => ({ at, name, search }));
    return { ...rule, detection: { ...rule.detection, searches }, processed: basis };
  }

  #correlation(
    rule: CorrelationRule,
    pipelines: readonly Pipeline[],
    basis: Processed,
  ): RuleDocument {
    const counted = this.#counted(rule, new Set());
    const names = namesOf(rule);
    const work = new Work(rule, {
      logsources: counted.map(({ logsource }) => logsource),
      searches: [],
      fixed: new Set(basis.derived.map(({ name }) => name)),
      names,
    });
    this.#run(work, pipelines, (item) => counted.some((one) => this.#opened.get(one)?.has(item)));
    const problems = [...work.problems];
    const renamed = (name: Name): Name => {
      const [text = name.text, ...more] = work.readings.get(name.text) ?? [];
      if (more.length > 0) {
        const message = `the pipeline maps "${name.text}" to several fields; a correlation reads one`;
        problems.push(error(name.at, message, 'map it for the rules it counts instead'));
      }
      return text === name.text ? name : { text, at: name.at };
    };
    const { correlation } = rule;
    const isAlias = ({ text }: Name): boolean =>
      correlation.aliases.some(({ name }) => name === text);
    return {
      ...rule,
      ...attributesOf(work),
      correlation: {
        ...correlation,
        groupBy: correlation.groupBy.map((name) => (isAlias(name) ? name : renamed(name))),
        fields: correlation.fields.map((name) => (isAlias(name) ? name : renamed(name))),
      },
      processed: { ...basis, problems },
    };
  }

  /**
   * `isLeft`: items that rename fields of the rules a correlation counts; the correlation keeps its own names for them.
   */
  #run(
    work: Work,
    pipelines: readonly Pipeline[],
    isLeft: (item: Item) => boolean | undefined = () => false,
  ): void {
    const opened = new Set<Item>();
    this.#opened.set(work.rule, opened);
    const apply = (item: Item): void => {
      if (item.transformation.kind === 'fields' && isLeft(item) === true) return;
      applyItem(work, item, (one) => opened.add(one));
    };
    for (const { items } of pipelines) for (const item of items) apply(item);
  }

  /** The detection rules a correlation counts, through other correlations too. */
  #counted({ correlation }: CorrelationRule, seen: Set<RuleDocument>): readonly DetectionRule[] {
    return correlation.rules.flatMap(({ text }) => {
      const rule = this.#resolve(text);
      if (rule === undefined || seen.has(rule)) return [];
      seen.add(rule);
      if (rule.kind === 'correlation') return this.#counted(rule, seen);
      return rule.kind === 'detection' ? [rule] : [];
    });
  }
}

/** Those of later pipelines take the place of earlier ones of the same name. */
function derivedOf(pipelines: readonly Pipeline[]): Processed['derived'] {
  const fields = pipelines.flatMap(({ derived }) => derived);
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}

/** Names a rule uses outside its searches. */
function shownBy({ fields, scrutineer }: DetectionRule): readonly string[] {
  const { explanation, next_step: nextStep, subject } = scrutineer;
  const sentences = [explanation?.text ?? '', nextStep ?? ''].flatMap(templateFields);
  return [...fields, ...sentences, ...(subject === undefined ? [] : [subject.text])];
}

function namesOf({ correlation }: CorrelationRule): readonly string[] {
  const { aliases, fields, groupBy } = correlation;
  const aliased = aliases.flatMap((alias) => alias.fields.map(({ field }) => field));
  return [...[...groupBy, ...fields].map(({ text }) => text), ...aliased];
}

function attributesOf({ custom, fields }: Work): Pick<RuleDocument, 'custom' | 'fields'> {
  return { fields, custom: Object.fromEntries(custom) };
}

function readingsOf({ readings }: Work): Processed['readings'] {
  const changed = [...readings].filter(
    ([name, [only, ...more]]) => only !== name || more.length > 0,
  );
  return Object.fromEntries(changed);
}

import type { Json } from '../../lib/json.ts';
import type { Problem } from '../diagnostic.ts';
import type { Condition, FilterRule, RuleDocument, RuleLogSource, Search } from '../tree.ts';
import type { RuleValue } from '../tree.ts';

/** One search of the rule itself, or of a filter that is added to it. */
export interface WorkSearch {
  readonly name: string;
  readonly of: FilterRule | undefined;
  readonly at: Problem['at'];
  search: Search;
}

/** A rule while pipelines change it. */
export class Work {
  readonly rule: RuleDocument;
  /** Log sources of a detection rule, or of those a correlation counts. */
  logsources: readonly RuleLogSource[];
  readonly searches: WorkSearch[];
  conditions: readonly Condition[];
  /** Evidence fields of the rule. */
  fields: readonly string[];
  /** Name outside searches → where it is read now. */
  readonly readings: Map<string, readonly string[]>;
  readonly custom: Map<string, Json>;
  readonly state = new Map<string, RuleValue['value']>();
  /** Ids of the items that were applied. */
  readonly applied = new Set<string>();
  /** Field name → ids of the items that made it. */
  readonly renamedBy = new Map<string, ReadonlySet<string>>();
  readonly problems: Problem[] = [];
  /** Derived fields keep their names. */
  readonly fixed: ReadonlySet<string>;

  constructor(
    rule: RuleDocument,
    from: Pick<Work, 'logsources' | 'searches' | 'fixed'> & { readonly names: readonly string[] },
  ) {
    this.rule = rule;
    this.logsources = from.logsources;
    this.searches = from.searches;
    this.conditions = rule.kind === 'correlation' ? [] : rule.detection.conditions;
    this.fields = rule.fields;
    this.readings = new Map(from.names.map((name) => [name, [name]]));
    this.custom = new Map(Object.entries(rule.custom).map(([key, value]) => [key, value] as const));
    this.fixed = from.fixed;
  }

  get failed(): boolean {
    return this.problems.length > 0;
  }
}

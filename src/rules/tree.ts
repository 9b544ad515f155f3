import type { Json } from '../lib/json.ts';
import type { DerivedField } from './derived-field.ts';
import type { Position, Problem } from './diagnostic.ts';

/**
 * Rules as written, as plain JSON: what checks, compilers, explanations and generated documentation read. Nothing is
 * resolved yet: modifiers are names, references are names.
 */
export type RuleDocument = DetectionRule | CorrelationRule | FilterRule;

export interface DetectionRule extends Metadata {
  readonly kind: 'detection';
  readonly logsource: RuleLogSource;
  readonly detection: Detection;
}

export interface CorrelationRule extends Metadata {
  readonly kind: 'correlation';
  readonly correlation: Correlation;
}

/** A Sigma global filter: its condition is added, with `and`, to every rule it names. */
export interface FilterRule extends Metadata {
  readonly kind: 'filter';
  readonly logsource: RuleLogSource;
  /** `any` filters every rule of its log source. */
  readonly rules: readonly Name[] | 'any';
  readonly detection: Detection;
}

export interface Metadata {
  readonly file: string;
  readonly at: Position;
  readonly title: string;
  readonly id?: string;
  readonly name?: string;
  readonly status?: Name;
  readonly level?: Name;
  readonly description?: string;
  readonly author?: string;
  readonly license?: string;
  readonly taxonomy?: string;
  readonly date?: Name;
  readonly modified?: Name;
  readonly references: readonly string[];
  readonly tags: readonly string[];
  readonly fields: readonly string[];
  readonly falsepositives: readonly string[];
  readonly scope: readonly string[];
  readonly related: readonly { readonly id: string; readonly type: string }[];
  readonly scrutineer: Extension;
  /** Top-level keys Sigma does not define. */
  readonly custom: Readonly<Record<string, Json>>;
  /** What processing pipelines made of the rule besides changing it; absent when there were none. */
  readonly processed?: Processed;
}

export interface Processed {
  /** Why a pipeline refuses the rule. */
  readonly problems: readonly Problem[];
  readonly placeholders: Readonly<Record<string, readonly string[]>>;
  readonly derived: readonly DerivedField[];
  /**
   * The fields to read where sentences, `subject`, `fields` and correlations name one: the first that is there. Names
   * that no pipeline maps are absent.
   */
  readonly readings: Readonly<Record<string, readonly string[]>>;
  /** The filters added to this rule, as its pipelines changed them for it. */
  readonly filters: readonly {
    readonly title: string;
    readonly file: string;
    readonly at: Position;
    readonly detection: Detection;
  }[];
}

/** The one custom block with a meaning: `scrutineer:`. */
export interface Extension {
  /** Field that names who or what a match is about. */
  readonly subject?: Name;
  /** One sentence with `{field}` placeholders. */
  readonly explanation?: Name;
  readonly next_step?: string;
  /** A draft: what it finds is counted apart and raises nothing. Absent in a correlation: as its rules are. */
  readonly shadow?: boolean;
  /** Of a rule over claims: what is to be done with the post. */
  readonly action?: Name;
  /** What is done instead where there is doubt; absent: `review` where the action is more than a label. */
  readonly doubt?: Name;
  readonly category?: Name;
  /** The clause of the policy it enforces. */
  readonly clause?: string;
  /** Posts of this time on, up to but not including `until`. A day begins in UTC. */
  readonly from?: Name;
  readonly until?: Name;
  /** Id of a label text of the pack. */
  readonly label?: string;
  /** Name of a limit of the pack that the post falls under as well. */
  readonly limit?: string;
  /** Strikes it counts against the author. */
  readonly strikes?: number;
}

/** Something written that is looked up later. */
export interface Name {
  readonly text: string;
  readonly at: Position;
}

export interface RuleLogSource {
  readonly category?: string;
  readonly product?: string;
  readonly service?: string;
  readonly definition?: string;
  readonly at: Position;
}

export interface Detection {
  readonly searches: readonly NamedSearch[];
  /** Several conditions are alternatives. */
  readonly conditions: readonly Condition[];
}

export interface NamedSearch {
  readonly name: string;
  readonly at: Position;
  readonly search: Search;
}

export type Search =
  | { readonly kind: 'every'; readonly of: readonly Search[] }
  | { readonly kind: 'some'; readonly of: readonly Search[] }
  | FieldSearch;

export interface FieldSearch {
  readonly kind: 'field';
  /** Undefined: keywords, looked for in every value of the record. */
  readonly field?: string;
  readonly modifiers: readonly Name[];
  readonly values: readonly RuleValue[];
  readonly at: Position;
  readonly changed?: Changed;
}

/** What pipelines did to a field search. */
export interface Changed {
  /** The field as the rule names it; absent: it names none. */
  readonly field?: string;
  /** The pipeline items that did it, in order; `label` names the pipeline as well. */
  readonly by: readonly { readonly id: string; readonly label: string }[];
}

export interface RuleValue {
  readonly value: string | number | boolean | null;
  /** As written, without quotes. */
  readonly source: string;
  readonly at: Position;
  /** Where the text starts, when it is written on one line without escapes. */
  readonly textAt?: Position;
}

export type Condition =
  | { readonly kind: 'and'; readonly of: readonly Condition[] }
  | { readonly kind: 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'search'; readonly name: string; readonly at: Position }
  | {
      readonly kind: 'quantified';
      readonly quantifier: 'any' | 'all';
      /** `them`, or search names with `*` for any characters. */
      readonly pattern: string;
      readonly at: Position;
    };

export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
] as const;

export type CorrelationType = (typeof CORRELATION_TYPES)[number];

export const COMPARISONS = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;

export type Comparison = (typeof COMPARISONS)[number];

export interface Criterion {
  readonly comparison: Comparison;
  readonly value: number;
  readonly at: Position;
}

export interface Correlation {
  readonly type: CorrelationType;
  readonly at: Position;
  readonly rules: readonly Name[];
  readonly groupBy: readonly Name[];
  /** Milliseconds. */
  readonly timespan: number;
  /** All must hold; empty when the condition is absent or is an expression. */
  readonly criteria: readonly Criterion[];
  /** A condition over rule names (temporal types only). */
  readonly expression?: Condition;
  /** Fields whose values are counted or summed up, in order. */
  readonly fields: readonly Name[];
  /** 0 to 100. */
  readonly percentile?: number;
  readonly aliases: readonly Alias[];
  readonly generate: boolean;
}

export interface Alias {
  readonly name: string;
  readonly at: Position;
  /** Field to read instead, by the rule as the alias names it. */
  readonly fields: readonly { readonly rule: Name; readonly field: string }[];
}

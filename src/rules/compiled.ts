import type { Plan } from './plan.ts';
import type { CorrelationRule, DetectionRule } from './tree.ts';

/** A detection rule ready to match. */
export interface CompiledRule {
  readonly rule: DetectionRule;
  /** Id, else name, else title: what findings and suppressions call the rule. */
  readonly key: string;
  /** With every modifier, wildcard, placeholder and filter resolved. */
  readonly plan: Plan;
  /** False when only correlations use it and none asks for it with `generate: true`. */
  readonly alerts: boolean;
  /** A draft: what it finds is kept apart. */
  readonly shadow: boolean;
  /** Fields that correlations read from the records it matches. */
  readonly correlationFields: readonly string[];
}

/** A correlation whose references are resolved. */
export interface CompiledCorrelation {
  readonly rule: CorrelationRule;
  readonly key: string;
  /** False when only other correlations use it and none asks for it with `generate: true`. */
  readonly alerts: boolean;
  /** A draft: what it finds is kept apart. */
  readonly shadow: boolean;
  /** In the order of the rule's `rules`. */
  readonly sources: readonly CorrelationSource[];
}

export interface CorrelationSource {
  readonly of: CompiledRule | CompiledCorrelation;
  /** Fields to read from its hits, after aliases; in the order of `group-by` and `field`. */
  readonly groupBy: readonly string[];
  readonly fields: readonly string[];
}

import type { Problem } from '../diagnostic.ts';
import type { Placeholders } from '../plan-text.ts';
import type { RuleDocument } from '../tree.ts';

/** One thing a rule can get wrong. Pure: the same rules give the same findings. */
export interface Check {
  readonly name: string;
  run(rule: RuleDocument, context: CheckContext): readonly Problem[];
}

export interface CheckContext {
  /** Every rule that is loaded together, in order. */
  readonly rules: readonly RuleDocument[];
  readonly placeholders: Placeholders;
  /** The rule a reference means, by id or name. */
  readonly resolve: (reference: string) => RuleDocument | undefined;
}

/** First rule of each id and name; ids win. */
export function resolver(rules: readonly RuleDocument[]): CheckContext['resolve'] {
  const found = new Map<string, RuleDocument>();
  for (const key of ['id', 'name'] as const) {
    for (const rule of rules) {
      const value = rule.kind === 'filter' ? undefined : rule[key];
      if (value !== undefined && !found.has(value)) found.set(value, rule);
    }
  }
  return (reference) => found.get(reference);
}

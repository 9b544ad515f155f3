import type { Diagnostic } from '../diagnostic.ts';
import { fieldsOf } from '../rule-fields.ts';
import { templateFields } from '../template.ts';
import type { RuleDocument } from '../tree.ts';
import type { PipedRules } from './apply.ts';

/** Derived fields of pipelines that no rule names: a slip of the pen in one of the two. */
export function unusedDerived(
  sets: readonly PipedRules[],
  rules: readonly RuleDocument[],
): readonly Diagnostic[] {
  const forMore = new Set(sets.flatMap((set) => set.forMore ?? []));
  const pipelines = [...new Set(sets.flatMap((set) => set.pipelines))].filter(
    (pipeline) => pipeline.derived.length > 0 && !forMore.has(pipeline),
  );
  if (pipelines.length === 0) return [];
  const used = new Set(rules.flatMap(namedBy));
  // A derived field may be there for another one.
  for (const { derived } of pipelines) {
    for (const { field, name } of derived.toReversed()) if (used.has(name)) used.add(field);
  }
  return pipelines.flatMap(({ derived, file }) =>
    derived
      .filter(({ name }) => !used.has(name))
      .map(({ at, name }) => ({
        severity: 'warning' as const,
        file,
        line: at.line,
        column: at.column,
        message: `no rule uses the derived field "${name}"`,
      })),
  );
}

function namedBy(rule: RuleDocument): readonly string[] {
  const sentences = [rule.scrutineer.explanation?.text ?? '', rule.scrutineer.next_step ?? ''];
  return [
    ...fieldsOf(rule).map(({ text }) => text),
    ...rule.fields,
    ...sentences.flatMap(templateFields),
  ];
}

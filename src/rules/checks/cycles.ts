import { error } from '../diagnostic.ts';
import type { RuleDocument } from '../tree.ts';
import type { Check, CheckContext } from './check.ts';

/** Correlations of correlations of correlations: more levels than this are a mistake. */
const MAX_CHAIN = 16;

/** No correlation feeds itself, and chains end. */
export const cycles: Check = {
  name: 'cycles',
  run(rule, context) {
    if (rule.kind !== 'correlation') return [];
    const path = pathTo(rule, rule, context, new Set());
    if (path !== undefined) {
      const names = [...path, rule].map(({ name, title }) => name ?? title);
      return [error(rule.at, `the correlation refers to itself: ${names.join(' → ')}`)];
    }
    if (heightOf(rule, context, new Map()) <= MAX_CHAIN) return [];
    return [error(rule.at, `correlations are chained more than ${MAX_CHAIN} deep`)];
  },
};

/** The rules from `from` to a reference to `goal`; every rule is entered once. */
function pathTo(
  goal: RuleDocument,
  from: RuleDocument,
  context: CheckContext,
  seen: Set<RuleDocument>,
): readonly RuleDocument[] | undefined {
  if (from.kind !== 'correlation' || seen.has(from)) return undefined;
  seen.add(from);
  for (const { text } of from.correlation.rules) {
    const next = context.resolve(text);
    if (next === goal) return [from];
    const rest = next && pathTo(goal, next, context, seen);
    if (rest !== undefined) return [from, ...rest];
  }
  return undefined;
}

function heightOf(
  rule: RuleDocument,
  context: CheckContext,
  known: Map<RuleDocument, number>,
): number {
  const have = known.get(rule);
  if (have !== undefined) return have;
  // Counts as the bottom while it is worked out: a cycle further down is reported by its own rules.
  known.set(rule, 0);
  let height = 0;
  for (const { text } of rule.kind === 'correlation' ? rule.correlation.rules : []) {
    const next = context.resolve(text);
    if (next !== undefined) height = Math.max(height, 1 + heightOf(next, context, known));
  }
  known.set(rule, height);
  return height;
}

import type { CheckContext } from './checks/check.ts';
import type { CompiledCorrelation, CompiledRule, CorrelationSource } from './compiled.ts';
import type { Plan } from './plan.ts';
import { shadowRules } from './shadow.ts';
import type { Correlation, CorrelationRule, DetectionRule, Name, RuleDocument } from './tree.ts';

export interface Linked {
  readonly rules: readonly CompiledRule[];
  /** Every correlation comes after those it refers to. */
  readonly correlations: readonly CompiledCorrelation[];
  readonly leftOut: readonly { readonly rule: CorrelationRule; readonly reference: Name }[];
}

/** Resolves references, aliases and who needs which field. `sound` rules passed their checks: no cycles. */
export function linkCorrelations(
  sound: readonly RuleDocument[],
  plans: ReadonlyMap<DetectionRule, Plan>,
  resolve: CheckContext['resolve'],
): Linked {
  const usable = new Set<RuleDocument>(plans.keys());
  const order: CorrelationRule[] = [];
  const pending = new Set(sound.filter((rule) => rule.kind === 'correlation'));
  const missing = ({ correlation }: CorrelationRule): Name | undefined =>
    correlation.rules.find(({ text }) => !usable.has(resolve(text) as RuleDocument));
  for (let grown = true; grown;) {
    grown = false;
    for (const rule of pending) {
      if (missing(rule) !== undefined) continue;
      pending.delete(rule);
      usable.add(rule);
      order.push(rule);
      grown = true;
    }
  }
  const leftOut: { rule: CorrelationRule; reference: Name }[] = [];
  for (const rule of pending) {
    const reference = missing(rule);
    if (reference !== undefined) leftOut.push({ rule, reference });
  }
  const shadow = shadowRules(sound);
  const alerts = alerting(sound, resolve, shadow);
  const about = (rule: RuleDocument) => ({
    key: keyOf(rule),
    alerts: alerts(rule),
    shadow: shadow.has(rule),
  });
  const needed = neededFields(order, resolve);
  const compiled = new Map<RuleDocument, CompiledRule | CompiledCorrelation>();
  const rules: CompiledRule[] = [];
  for (const [rule, plan] of plans) {
    const correlationFields = [...(needed.get(rule) ?? [])];
    const one = { ...about(rule), rule, plan, correlationFields };
    rules.push(one);
    compiled.set(rule, one);
  }
  const correlations: CompiledCorrelation[] = [];
  for (const rule of order) {
    const sources = rule.correlation.rules.flatMap((reference): readonly CorrelationSource[] => {
      const target = resolve(reference.text);
      const of = target && compiled.get(target);
      if (target === undefined || of === undefined) return [];
      return [{ of, ...fieldsFor(rule.correlation, target, resolve) }];
    });
    const one = { ...about(rule), rule, sources };
    correlations.push(one);
    compiled.set(rule, one);
  }
  return { rules, correlations, leftOut };
}

function keyOf({ id, name, title }: RuleDocument): string {
  return id ?? name ?? title;
}

/** The fields of one referred rule that a correlation groups by and counts, aliases resolved. */
function fieldsFor(
  { aliases, fields, groupBy }: Correlation,
  target: RuleDocument,
  resolve: CheckContext['resolve'],
): { readonly groupBy: readonly string[]; readonly fields: readonly string[] } {
  const resolved = ({ text }: Name): string => {
    const alias = aliases.find(({ name }) => name === text);
    return alias?.fields.find(({ rule }) => resolve(rule.text) === target)?.field ?? text;
  };
  return { groupBy: groupBy.map(resolved), fields: fields.map(resolved) };
}

/**
 * Whether a rule alerts by itself: nothing correlates it, or something that does says `generate: true`. A correlation
 * in shadow silences no rule that is not.
 */
function alerting(
  rules: readonly RuleDocument[],
  resolve: CheckContext['resolve'],
  shadow: ReadonlySet<RuleDocument>,
): (rule: RuleDocument) => boolean {
  const used = new Map<RuleDocument, boolean>();
  for (const rule of rules) {
    if (rule.kind !== 'correlation') continue;
    for (const { text } of rule.correlation.rules) {
      const target = resolve(text);
      if (target === undefined || (shadow.has(rule) && !shadow.has(target))) continue;
      used.set(target, used.get(target) === true || rule.correlation.generate);
    }
  }
  return (rule) => used.get(rule) ?? true;
}

/** What every rule's hits must be able to tell the correlations above it; `order` runs from the bottom up. */
function neededFields(
  order: readonly CorrelationRule[],
  resolve: CheckContext['resolve'],
): ReadonlyMap<RuleDocument, ReadonlySet<string>> {
  const needed = new Map<RuleDocument, Set<string>>();
  for (const rule of order.toReversed()) {
    const grouped = new Set(rule.correlation.groupBy.map(({ text }) => text));
    // What a correlation does not group by is read from the hit that fulfilled it.
    const passed = [...(needed.get(rule) ?? [])].filter((field) => !grouped.has(field));
    for (const { text } of rule.correlation.rules) {
      const target = resolve(text);
      if (target === undefined) continue;
      const fields = fieldsFor(rule.correlation, target, resolve);
      const have = needed.get(target) ?? new Set();
      for (const field of [...fields.groupBy, ...fields.fields, ...passed]) have.add(field);
      needed.set(target, have);
    }
  }
  return needed;
}

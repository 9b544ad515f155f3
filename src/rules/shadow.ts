import { unreachable } from '../lib/assert.ts';
import { resolver } from './checks/check.ts';
import type { Condition, CorrelationRule, RuleDocument } from './tree.ts';

/** What is added to the id of a draft whose id a rule that is no draft has as well. */
const SUFFIX = ' (shadow)';

/**
 * The rules that run in shadow: those that say so, and correlations that say nothing themselves but use one that does.
 */
export function shadowRules(rules: readonly RuleDocument[]): ReadonlySet<RuleDocument> {
  const shadow = new Set(rules.filter(({ scrutineer }) => scrutineer.shadow === true));
  if (shadow.size === 0) return shadow;
  const resolve = resolver(rules);
  const open = rules.filter(
    (rule): rule is CorrelationRule =>
      rule.kind === 'correlation' && rule.scrutineer.shadow === undefined,
  );
  const usesShadow = ({ correlation }: CorrelationRule): boolean =>
    correlation.rules.some(({ text }) => {
      const target = resolve(text);
      return target !== undefined && shadow.has(target);
    });
  for (let grown = true; grown;) {
    grown = false;
    for (const rule of open) {
      if (shadow.has(rule) || !usesShadow(rule)) continue;
      shadow.add(rule);
      grown = true;
    }
  }
  return shadow;
}

/**
 * The rules without those in shadow: exactly what would be loaded if there were no drafts, and drafts only as far as
 * correlations use them that say they are none.
 */
export function withoutShadow(
  rules: readonly RuleDocument[],
  shadow: ReadonlySet<RuleDocument>,
): readonly RuleDocument[] {
  if (shadow.size === 0) return rules;
  const kept = new Set(rules.filter((rule) => !shadow.has(rule)));
  const resolve = resolver(rules);
  // A set takes in what is added while it is walked.
  for (const rule of kept) {
    if (rule.kind !== 'correlation') continue;
    for (const { text } of rule.correlation.rules) {
      const target = resolve(text);
      if (target !== undefined) kept.add(target);
    }
  }
  return rules.filter((rule) => kept.has(rule));
}

/** The rules as they would be if none were a draft. */
export function asLive(rules: readonly RuleDocument[]): readonly RuleDocument[] {
  return rules.map((rule) => ({ ...rule, scrutineer: { ...rule.scrutineer, shadow: false } }));
}

/**
 * Makes rules drafts, whatever they say themselves. A draft of a rule that is loaded already, under its id or name,
 * runs beside it under another one; what the drafts refer to among themselves is drafts.
 */
export function asDrafts(
  rules: readonly RuleDocument[],
  others: readonly RuleDocument[],
): readonly RuleDocument[] {
  const taken = new Set(others.flatMap(({ id, name, title }) => [id, name, id ?? name ?? title]));
  const renamed = new Map<string, string>();
  for (const { id, name } of rules) {
    for (const known of [id, name]) {
      if (known !== undefined && taken.has(known)) renamed.set(known, known + SUFFIX);
    }
  }
  const now = (text: string): string => renamed.get(text) ?? text;
  return rules.map((rule): RuleDocument => {
    const { id, name, title } = rule;
    const nameless = id === undefined && name === undefined && taken.has(title);
    const draft = {
      ...(id !== undefined && { id: now(id) }),
      ...(name !== undefined && { name: now(name) }),
      ...(nameless && { name: title + SUFFIX }),
      scrutineer: { ...rule.scrutineer, shadow: true },
    };
    if (rule.kind === 'detection') return { ...rule, ...draft };
    if (rule.kind === 'filter') {
      const named =
        rule.rules === 'any'
          ? rule.rules
          : rule.rules.map((one) => ({ ...one, text: now(one.text) }));
      return { ...rule, ...draft, rules: named };
    }
    return { ...rule, ...draft, correlation: withReferences(rule.correlation, now) };
  });
}

function withReferences(
  correlation: CorrelationRule['correlation'],
  now: (text: string) => string,
): CorrelationRule['correlation'] {
  const { aliases, expression, rules } = correlation;
  return {
    ...correlation,
    rules: rules.map((name) => ({ ...name, text: now(name.text) })),
    ...(expression !== undefined && { expression: renamedIn(expression, now) }),
    aliases: aliases.map((alias) => ({
      ...alias,
      fields: alias.fields.map(({ rule, field }) => ({
        rule: { ...rule, text: now(rule.text) },
        field,
      })),
    })),
  };
}

function renamedIn(condition: Condition, now: (text: string) => string): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { ...condition, of: condition.of.map((part) => renamedIn(part, now)) };
    case 'not':
      return { ...condition, of: renamedIn(condition.of, now) };
    case 'search':
      return { ...condition, name: now(condition.name) };
    case 'quantified':
      return { ...condition, pattern: now(condition.pattern) };
    default:
      return unreachable(condition);
  }
}

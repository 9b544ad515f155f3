import { unreachable } from '../../lib/assert.ts';
import { error, warning } from '../diagnostic.ts';
import type { Problem } from '../diagnostic.ts';
import { didYouMean } from '../../lib/suggest.ts';
import type { Condition, CorrelationRule, CorrelationType, Criterion } from '../tree.ts';
import type { Check, CheckContext } from './check.ts';

/** A correlation has what its type needs, and its condition can hold. */
export const correlationParts: Check = {
  name: 'correlation-parts',
  run(rule, context) {
    if (rule.kind !== 'correlation') return [];
    return [...groupBy(rule), ...condition(rule), ...aliases(rule, context)];
  },
};

function groupBy({ correlation }: CorrelationRule): readonly Problem[] {
  if (correlation.groupBy.length > 0) return [];
  const hint = 'name the fields whose values keep counts apart, such as user.name';
  return [error(correlation.at, 'a correlation needs "group-by"', hint)];
}

function isTemporal(type: CorrelationType): boolean {
  return type === 'temporal' || type === 'temporal_ordered';
}

function condition({ correlation }: CorrelationRule): readonly Problem[] {
  const { at, criteria, expression, fields, percentile, rules, type } = correlation;
  const findings: Problem[] = [];
  if (isTemporal(type)) {
    if (fields.length > 0)
      findings.push(error(at, `"${type}" counts rules, not values of a field`));
    if (expression !== undefined && type === 'temporal_ordered') {
      findings.push(error(at, 'a condition over rule names has no order', 'write type: temporal'));
    }
    if (expression !== undefined)
      findings.push(
        ...names(
          expression,
          correlation.rules.map(({ text }) => text),
        ),
      );
  } else {
    if (expression !== undefined)
      findings.push(error(at, `the condition of "${type}" is a map, such as { gte: 10 }`));
    else if (criteria.length === 0)
      findings.push(error(at, `"${type}" needs a condition`, 'for example { gte: 10 }'));
    if (type === 'event_count' && fields.length > 0) {
      findings.push(
        error(at, '"event_count" counts events, not values', 'write type: value_count'),
      );
    } else if (type !== 'event_count' && fields.length === 0) {
      findings.push(error(at, `"${type}" needs a "field" in its condition`));
    } else if (type !== 'value_count' && fields.length > 1) {
      findings.push(error(at, `"${type}" takes a single field`));
    }
  }
  if (type === 'value_percentile' && percentile === undefined) {
    findings.push(
      warning(at, 'no "percentile" is given: the median (50) is taken', 'add percentile: 95'),
    );
  } else if (type !== 'value_percentile' && percentile !== undefined) {
    findings.push(error(at, '"percentile" belongs to "value_percentile"'));
  }
  const most = isTemporal(type) ? rules.length : Infinity;
  findings.push(
    ...impossible(
      criteria,
      type.startsWith('value_') && type !== 'value_count' ? -Infinity : 1,
      most,
    ),
  );
  return findings;
}

/** Criteria that no number from `least` to `most` meets; a finite `least` means that whole numbers are compared. */
function impossible(
  criteria: readonly Criterion[],
  least: number,
  most: number,
): readonly Problem[] {
  const whole = Number.isFinite(least);
  let low = least;
  let high = most;
  let open = false;
  for (const { comparison, value } of criteria) {
    if (comparison === 'gte' || comparison === 'eq') low = Math.max(low, value);
    if (comparison === 'lte' || comparison === 'eq') high = Math.min(high, value);
    if (comparison === 'gt') low = Math.max(low, whole ? Math.floor(value) + 1 : value);
    if (comparison === 'lt') high = Math.min(high, whole ? Math.ceil(value) - 1 : value);
    open ||= !whole && (comparison === 'gt' || comparison === 'lt');
  }
  const [first] = criteria;
  if (first === undefined || low < high || (low === high && !open)) return [];
  return [error(first.at, 'this condition can never hold')];
}

function names(expression: Condition, rules: readonly string[]): readonly Problem[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.of.flatMap((part) => names(part, rules));
    case 'not':
      return names(expression.of, rules);
    case 'search': {
      if (rules.includes(expression.name)) return [];
      const hint = didYouMean(expression.name, rules) ?? `listed: ${rules.join(', ')}`;
      return [error(expression.at, `"${expression.name}" is not among "rules"`, hint)];
    }
    case 'quantified': {
      const { at, pattern } = expression;
      return pattern.toLowerCase() === 'them'
        ? []
        : [error(at, 'write "them", or the names of rules')];
    }
    default:
      return unreachable(expression);
  }
}

function aliases({ correlation }: CorrelationRule, { resolve }: CheckContext): readonly Problem[] {
  const findings: Problem[] = [];
  const targets = new Map(correlation.rules.map(({ text }) => [resolve(text), text] as const));
  const used = new Set([...correlation.groupBy, ...correlation.fields].map(({ text }) => text));
  for (const alias of correlation.aliases) {
    if (!used.has(alias.name)) {
      findings.push(
        warning(alias.at, `nothing uses the alias "${alias.name}"`, didYouMean(alias.name, used)),
      );
    }
    for (const { rule } of alias.fields) {
      const target = resolve(rule.text);
      if (target !== undefined && targets.has(target)) continue;
      const hint = didYouMean(rule.text, targets.values());
      findings.push(
        error(rule.at, `"${rule.text}" is not among the rules of this correlation`, hint),
      );
    }
    const given = new Set(alias.fields.map(({ rule }) => resolve(rule.text)));
    for (const [target, text] of targets) {
      if (target === undefined || given.has(target)) continue;
      const message = `the alias "${alias.name}" gives no field for "${text}"; "${alias.name}" itself is read`;
      findings.push(warning(alias.at, message));
    }
  }
  return findings;
}

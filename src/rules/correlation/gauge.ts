import { unreachable } from '../../lib/assert.ts';
import { compileComparison } from '../predicate.ts';
import type { Condition, Correlation, Criterion } from '../tree.ts';
import type { Presence } from './absence.ts';
import { EventCount } from './event-count.ts';
import { temporal } from './temporal.ts';
import { temporalOrdered } from './temporal-ordered.ts';
import { valueAverage, valueSum } from './value-aggregate.ts';
import { ValueCount } from './value-count.ts';
import { valuePercentile } from './value-percentile.ts';
import type { Gauge } from './window.ts';

/** What makes the gauge of each group of a correlation. */
export function gaugeFactory(correlation: Correlation): () => Gauge {
  const { criteria, percentile, rules, timespan, type } = correlation;
  const holds = allOf(criteria);
  const enough = criteria.length === 0 ? (count: number) => count >= rules.length : holds;
  switch (type) {
    case 'event_count':
      return () => new EventCount(holds);
    case 'value_count':
      return () => new ValueCount(holds);
    case 'temporal': {
      const met = correlation.expression && compileExpression(correlation.expression, correlation);
      const isHit = met ?? ((has) => enough(rules.filter((_, stage) => has(stage)).length));
      return () => temporal(rules.length, isHit);
    }
    case 'temporal_ordered':
      return () => temporalOrdered(rules.length, timespan, enough);
    case 'value_sum':
      return () => valueSum(holds);
    case 'value_avg':
      return () => valueAverage(holds);
    case 'value_median':
      return () => valuePercentile(50, holds);
    case 'value_percentile':
      return () => valuePercentile(percentile ?? 50, holds);
    default:
      return unreachable(type);
  }
}

function allOf(criteria: readonly Criterion[]): (value: number) => boolean {
  const each = criteria.map(({ comparison, value }) => compileComparison(comparison, value));
  return (value) => each.every((holds) => holds(value));
}

export function compileExpression(expression: Condition, correlation: Correlation): Presence {
  switch (expression.kind) {
    case 'and':
    case 'or': {
      const of = expression.of.map((part) => compileExpression(part, correlation));
      return expression.kind === 'and'
        ? (has) => of.every((part) => part(has))
        : (has) => of.some((part) => part(has));
    }
    case 'not': {
      const of = compileExpression(expression.of, correlation);
      return (has) => !of(has);
    }
    case 'search': {
      const stage = correlation.rules.findIndex(({ text }) => text === expression.name);
      return (has) => has(stage);
    }
    case 'quantified': {
      const stages = correlation.rules.map((_, stage) => stage);
      return expression.quantifier === 'all'
        ? (has) => stages.every(has)
        : (has) => stages.some(has);
    }
    default:
      return unreachable(expression);
  }
}

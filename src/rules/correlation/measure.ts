import { unreachable } from '../../lib/assert.ts';
import { compileComparison } from '../predicate.ts';
import type { Condition, Correlation, Criterion } from '../tree.ts';
import { needsAbsence } from './absence.ts';
import type { Presence } from './absence.ts';
import { eventCount } from './event-count.ts';
import type { Gauge, GaugeContext } from './gauge.ts';
import { temporal } from './temporal.ts';
import { orderCells, temporalOrdered } from './temporal-ordered.ts';
import { valueTotals } from './value-aggregate.ts';
import { valueCount } from './value-count.ts';
import { valuePercentile } from './value-percentile.ts';

/** How a correlation measures its windows. */
export interface Measure {
  readonly gauge: (context: GaugeContext) => Gauge;
  /** Whether its condition asks for absence, so that it must also hold for the time span after a hit. */
  readonly waits: boolean;
  readonly keeps: { readonly stages: boolean; readonly values: boolean };
  /** Bytes of columns that grow with the number of rules. */
  readonly bytesPerGroup: number;
}

export function measureOf(correlation: Correlation): Measure {
  const { expression, fields, rules, type } = correlation;
  const stages = type === 'temporal' || type === 'temporal_ordered';
  const bytes = type === 'temporal' ? 8 * rules.length : 8 * orderCells(rules.length);
  return {
    gauge: (context) => gaugeOf(correlation, context),
    waits: type === 'temporal' && needsAbsence(expression),
    keeps: { stages, values: fields.length > 0 || type.startsWith('value_') },
    bytesPerGroup: stages ? bytes : 0,
  };
}

function gaugeOf(correlation: Correlation, context: GaugeContext): Gauge {
  const { criteria, percentile, rules, timespan, type } = correlation;
  const holds = allOf(criteria);
  const enough = criteria.length === 0 ? (count: number) => count >= rules.length : holds;
  switch (type) {
    case 'event_count':
      return eventCount(holds, context);
    case 'value_count':
      return valueCount(holds, context);
    case 'temporal': {
      const met = correlation.expression && compileExpression(correlation.expression, correlation);
      return temporal(rules.length, met ?? hitRules(rules.length, enough), context);
    }
    case 'temporal_ordered':
      return temporalOrdered({ rules: rules.length, timespan }, enough, context);
    case 'value_sum':
      return valueTotals((sum, count) => count > 0 && holds(sum), context);
    case 'value_avg':
      return valueTotals((sum, count) => count > 0 && holds(sum / count), context);
    case 'value_median':
      return valuePercentile(50, holds, context);
    case 'value_percentile':
      return valuePercentile(percentile ?? 50, holds, context);
    default:
      return unreachable(type);
  }
}

function hitRules(rules: number, enough: (count: number) => boolean): Presence {
  return (has) => {
    let count = 0;
    for (let stage = 0; stage < rules; stage += 1) if (has(stage)) count += 1;
    return enough(count);
  };
}

function allOf(criteria: readonly Criterion[]): (value: number) => boolean {
  const each = criteria.map(({ comparison, value }) => compileComparison(comparison, value));
  return (value) => each.every((holds) => holds(value));
}

function compileExpression(expression: Condition, correlation: Correlation): Presence {
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

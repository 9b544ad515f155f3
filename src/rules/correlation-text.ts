import type { Condition, Correlation } from './tree.ts';

/** `value_count of user.name by src_endpoint.ip within 1h: gte 20`. */
export function correlationText(correlation: Correlation): string {
  const { criteria, expression, fields, groupBy, percentile, timespan, type } = correlation;
  const names = (of: readonly { text: string }[]): string => of.map(({ text }) => text).join(', ');
  const wanted =
    expression === undefined
      ? criteria.map(({ comparison, value }) => `${comparison} ${value}`).join(', ')
      : conditionText(expression);
  return [
    type,
    ...(percentile === undefined ? [] : [`(${percentile})`]),
    ...(fields.length > 0 ? [`of ${names(fields)}`] : []),
    ...(groupBy.length > 0 ? [`by ${names(groupBy)}`] : []),
    `within ${span(timespan)}${wanted === '' ? '' : `: ${wanted}`}`,
  ].join(' ');
}

/** A condition as it could be written, with no more brackets than it needs. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of
        .map((part) =>
          part.kind === 'or' || (part.kind === 'and' && condition.kind === 'or')
            ? `(${conditionText(part)})`
            : conditionText(part),
        )
        .join(` ${condition.kind} `);
    case 'not': {
      const inner = conditionText(condition.of);
      const joined = condition.of.kind === 'and' || condition.of.kind === 'or';
      return joined ? `not (${inner})` : `not ${inner}`;
    }
    case 'search':
      return condition.name;
    default:
      return `${condition.quantifier === 'any' ? '1' : 'all'} of ${condition.pattern}`;
  }
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

function span(ms: number): string {
  for (const [unit, size] of UNITS) if (ms % size === 0) return `${ms / size}${unit}`;
  return `${ms / 1000}s`;
}

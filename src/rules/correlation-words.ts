import { spanText } from './span-text.ts';
import { conditionText } from './correlation-text.ts';
import { markdownCode } from './markdown.ts';
import type { Comparison, Correlation } from './tree.ts';

/** What a correlation waits for, as a sentence of Markdown. `named`: the text for a rule as `rules` refers to it. */
export function correlationWords(
  correlation: Correlation,
  named: (reference: string) => string,
): string {
  const { groupBy, timespan } = correlation;
  const per =
    groupBy.length === 0
      ? 'over all events of an organisation together'
      : `for the same ${groupBy.map(({ text }) => markdownCode(text)).join(' and ')}`;
  return `${wanted(correlation, named)}, ${per}, within ${spanText(timespan)}.`;
}

function wanted(correlation: Correlation, named: (reference: string) => string): string {
  const { criteria, expression, fields, percentile, rules, type } = correlation;
  const names = rules.map(({ text }) => named(text));
  const counted = fields.map(({ text }) => markdownCode(text)).join(' and ');
  const limits = criteria
    .map(({ comparison, value }) => `${COMPARISON_WORDS[comparison]} ${value}`)
    .join(' and ');
  const of = `of ${joined(names, 'or')}`;
  switch (type) {
    case 'event_count':
      return `${capital(limits)} events ${of}`;
    case 'value_count':
      return `${capital(limits)} different values of ${counted} in events ${of}`;
    case 'temporal':
      return expression === undefined
        ? `${joined(names, 'and')}, in any order${criteria.length > 0 ? `: ${limits} of them` : ''}`
        : `${markdownCode(conditionText(expression))}, of ${joined(names, 'and')}`;
    case 'temporal_ordered':
      return names.join(', then ');
    case 'value_sum':
      return `A sum of ${counted} of ${limits} in events ${of}`;
    case 'value_avg':
      return `An average of ${counted} of ${limits} in events ${of}`;
    case 'value_median':
      return `A median of ${counted} of ${limits} in events ${of}`;
    case 'value_percentile':
      return `A percentile (${percentile ?? 50}) of ${counted} of ${limits} in events ${of}`;
    default:
      return type;
  }
}

const COMPARISON_WORDS: Readonly<Record<Comparison, string>> = {
  gt: 'more than',
  gte: 'at least',
  lt: 'fewer than',
  lte: 'at most',
  eq: 'exactly',
  neq: 'not exactly',
};

function joined(names: readonly string[], word: string): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1) ?? ''}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

import type { CorrelationExplanation, Explanation, MatchExplanation } from '../explain-rules.ts';
import { oneLine } from '../findings/explain.ts';
import { unreachable } from '../lib/assert.ts';
import { formatTime } from '../lib/time.ts';
import type { Paint } from '../report/style.ts';
import type {
  ExplainedCondition,
  ExplainedField,
  ExplainedSearch,
  RuleExplanation,
} from '../rules/explain.ts';
import type { Correlation } from '../rules/tree.ts';
import { counted } from './plain.ts';

/** Values of a list shown, and characters of each and of what was found. */
const MAX_VALUES = 6;
const MAX_VALUE = 60;
const MAX_FOUND = 200;

/** Hits and groups of a correlation that are shown. */
const MAX_HITS = 10;
const MAX_GROUPS = 10;

/** An explanation as lines of text; everything from logs and rules is made safe for a terminal. */
export function renderExplanation(explanation: Explanation, paint: Paint): readonly string[] {
  return explanation.kind === 'detection'
    ? renderMatches(explanation, paint)
    : renderCorrelation(explanation, paint);
}

function renderMatches({ events, rule }: MatchExplanation, paint: Paint): readonly string[] {
  const { file, at, title } = rule.rule;
  const lines = [heading(title, file, at.line, paint)];
  for (const { event, explanation } of events) {
    const when = `${formatTime(event.time)}  ${event.metadata.uid}`;
    const verdict = explanation.matches ? 'matches' : 'does not match';
    lines.push(
      `${mark(explanation.matches, paint)} ${verdict}  ${paint('dim', safe(when))}`,
      ...renderRule(explanation, paint).map((line) => `  ${line}`),
    );
  }
  return lines;
}

function heading(title: string, file: string, line: number, paint: Paint): string {
  return `${paint('bold', safe(title))}  ${paint('dim', safe(`${file}:${line}`))}`;
}

function renderRule(explanation: RuleExplanation, paint: Paint): readonly string[] {
  const { condition, filters, logsource } = explanation;
  const wanted = Object.entries(logsource.wanted).map(([part, name]) => `${part}: ${name}`);
  const found = logsource.found;
  const is =
    found === undefined
      ? ''
      : `  ${paint('dim', safe(`event: ${[found.category, found.product, ...found.services].join(', ')}`))}`;
  return [
    `${mark(logsource.matches, paint)} log source ${safe(wanted.join(', ')) || 'any'}${is}`,
    ...renderCondition(condition, paint),
    ...filters.flatMap((filter) => [
      `${mark(filter.condition.holds, paint)} filter "${safe(filter.title)}"`,
      ...indented(renderCondition(filter.condition, paint)),
    ]),
  ];
}

function renderCondition(condition: ExplainedCondition, paint: Paint): readonly string[] {
  const sign = mark(condition.holds, paint);
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const label = condition.kind === 'and' ? 'all of these (and)' : 'any of these (or)';
      return [
        `${sign} ${label}`,
        ...indented(condition.of.flatMap((part) => renderCondition(part, paint))),
      ];
    }
    case 'not':
      return [`${sign} not`, ...indented(renderCondition(condition.of, paint))];
    case 'quantified':
      return [
        `${sign} ${safe(condition.text)}`,
        ...indented(condition.of.flatMap((part) => renderCondition(part, paint))),
      ];
    case 'search':
      return [
        `${sign} search "${safe(condition.name)}"`,
        ...indented(renderSearch(condition.search, paint)),
      ];
    default:
      return unreachable(condition);
  }
}

function renderSearch(search: ExplainedSearch, paint: Paint): readonly string[] {
  if (search.kind === 'field') return [renderField(search, paint)];
  const parts = search.of.flatMap((part) => renderSearch(part, paint));
  // A map of several fields needs no heading: all of them are listed below the search.
  if (search.kind === 'every' || search.of.length === 1) return parts;
  const grouped = search.of.flatMap((part) =>
    part.kind === 'every' && part.of.length > 1
      ? [`${mark(part.holds, paint)} all of`, ...indented(renderSearch(part, paint))]
      : renderSearch(part, paint),
  );
  return [`${mark(search.holds, paint)} any of`, ...indented(grouped)];
}

function renderField(explained: ExplainedField, paint: Paint): string {
  const { compared, field, found, holds, needs, values } = explained;
  const keyword = field === undefined || field.startsWith('|');
  const label = field === undefined ? 'keyword' : keyword ? `keyword ${field}` : field;
  const telling = values.filter((value) => value.holds === (needs === 'any'));
  // What decided comes first; of long lists the rest is counted.
  const ordered = [...telling, ...values.filter((value) => !telling.includes(value))];
  const shown = ordered.slice(0, MAX_VALUES).map(({ value }) => ruleText(value));
  const more = values.length > shown.length ? `, … ${values.length - shown.length} more` : '';
  const join = values.length === 1 ? '' : needs === 'any' ? 'any of ' : 'all of ';
  const decided =
    values.length > 1 && telling.length > 0
      ? `, ${needs === 'any' ? 'holds for' : 'fails for'} ${telling.length === 1 ? ruleText(telling[0]?.value ?? null) : counted(telling.length, 'value')}`
      : '';
  const has = keyword ? '' : `  ${paint('dim', foundText(found))}`;
  const others = Object.entries(compared ?? {}).map(([name, value]) =>
    paint('dim', `, ${safe(name)} ${foundText(value)}`),
  );
  return `${mark(holds, paint)} ${safe(label)}: ${join}${shown.join(', ')}${more}${decided}${has}${others.join('')}`;
}

function ruleText(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  const plain = /^\S(?:.*\S)?$/.test(value);
  return oneLine(plain ? value : JSON.stringify(value), MAX_VALUE);
}

function foundText(value: ExplainedField['found']): string {
  return value === undefined ? 'absent' : `found ${oneLine(JSON.stringify(value), MAX_FOUND)}`;
}

function renderCorrelation(explained: CorrelationExplanation, paint: Paint): readonly string[] {
  const { groups, hits, incidents, parts, rule } = explained;
  const { at, file, title } = rule.rule;
  const opened = incidents.length > 0;
  const lines = [
    heading(title, file, at.line, paint),
    `${mark(opened, paint)} ${opened ? counted(incidents.length, 'incident') : 'no incident'}  ${paint('dim', safe(inWords(rule.rule.correlation)))}`,
  ];
  for (const incident of incidents.slice(0, MAX_GROUPS)) {
    const when = `${formatTime(incident.first)} to ${formatTime(incident.last)}`;
    lines.push(`  ${safe(pairs(incident.group))}: ${counted(incident.count, 'hit')}, ${when}`);
  }
  lines.push(`  ${counted(hits.length, 'hit')} of its own rules`);
  for (const hit of hits.slice(0, MAX_HITS)) {
    const all = pairs({ ...hit.group, ...hit.counted });
    const lost = Object.values({ ...hit.group, ...hit.counted }).includes(null);
    const note = lost ? paint('yellow', '  (does not count: a field is absent)') : '';
    lines.push(`    ${safe(`${hit.time}  ${hit.rule}  ${all}`)}${note}`);
  }
  if (hits.length > MAX_HITS) lines.push(`    … and ${hits.length - MAX_HITS} more`);
  for (const { group, hits: count, values } of groups.slice(0, MAX_GROUPS)) {
    const distinct = values === undefined ? '' : `, ${counted(values, 'distinct value')}`;
    lines.push(`  group ${safe(pairs(group)) || '(all)'}: ${counted(count, 'hit')}${distinct}`);
  }
  if (groups.length > MAX_GROUPS) lines.push(`  … and ${groups.length - MAX_GROUPS} more groups`);
  for (const part of parts) {
    lines.push(
      ...indented(
        part.kind === 'detection' ? renderPart(part, paint) : renderCorrelation(part, paint),
      ),
    );
  }
  return lines;
}

/** Of a rule that a correlation uses: in full while that is short, else the first event it does not match. */
function renderPart(part: MatchExplanation, paint: Paint): readonly string[] {
  if (part.events.length === 1) return renderMatches(part, paint);
  const missed = part.events.filter(({ explanation }) => !explanation.matches);
  const matched = part.events.length - missed.length;
  const { at, file, title } = part.rule.rule;
  const lines = [
    heading(title, file, at.line, paint),
    `${mark(matched > 0, paint)} matches ${matched} of ${counted(part.events.length, 'event')}`,
  ];
  if (matched > 0) return lines;
  const [head, ...tree] = renderMatches({ ...part, events: missed.slice(0, 1) }, paint);
  return head === undefined ? lines : [...lines, ...tree];
}

/** `value_count of user.name by src_endpoint.ip within 1h: gte 20`. */
function inWords(correlation: Correlation): string {
  const { criteria, expression, fields, groupBy, timespan, type } = correlation;
  const names = (of: readonly { text: string }[]): string => of.map(({ text }) => text).join(', ');
  const wanted =
    expression !== undefined
      ? 'a condition over its rules'
      : criteria.map(({ comparison, value }) => `${comparison} ${value}`).join(', ');
  return `${type}${fields.length > 0 ? ` of ${names(fields)}` : ''} by ${names(groupBy)} within ${span(timespan)}${wanted === '' ? '' : `: ${wanted}`}`;
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

function pairs(values: Readonly<Record<string, string | null>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value ?? 'absent'}`)
    .join('  ');
}

function mark(holds: boolean, paint: Paint): string {
  return holds ? paint('green', '✓') : paint('red', '✗');
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function safe(text: string): string {
  return oneLine(text, 500);
}

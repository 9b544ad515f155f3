import type { CorrelationExplanation, Explanation, MatchExplanation } from '../explain-rules.ts';
import { unreachable } from '../lib/assert.ts';
import { printable } from '../lib/printable.ts';
import { formatTime } from '../lib/time.ts';
import type { Paint } from '../report/style.ts';
import { cut } from '../report/style.ts';
import type {
  ExplainedCondition,
  ExplainedField,
  ExplainedSearch,
  RuleExplanation,
} from '../rules/explain.ts';
import type { RuleDocument } from '../rules/tree.ts';
import { correlationText } from '../rules/correlation-text.ts';
import type { TreeLine } from './tree-lines.ts';
import { deeper, layOut } from './tree-lines.ts';
import { counted } from './plain.ts';

/** Values of a list shown, and columns of each, of what was found, and of anything else. */
const MAX_VALUES = 6;
const MAX_VALUE = 60;
const MAX_FOUND = 200;
const MAX_TEXT = 400;

/** Hits and groups of a correlation that are shown. */
const MAX_HITS = 10;
const MAX_GROUPS = 10;

/** An explanation as lines of at most 80 columns; everything from logs and rules is made safe for a terminal. */
export function renderExplanation(explanation: Explanation, paint: Paint): readonly string[] {
  const lines =
    explanation.kind === 'detection' ? matchLines(explanation) : correlationLines(explanation);
  return layOut(lines, paint);
}

function matchLines({ events, rule }: MatchExplanation): readonly TreeLine[] {
  return [
    heading(rule.rule),
    ...events.flatMap(({ event, explanation }) => [
      {
        holds: explanation.matches,
        text: explanation.matches ? 'matches' : 'does not match',
        aside: safe(`${formatTime(event.time)}  ${event.metadata.uid}`),
      },
      ...deeper(ruleLines(explanation)),
    ]),
  ];
}

function heading({ at, file, title }: Pick<RuleDocument, 'at' | 'file' | 'title'>): TreeLine {
  return { title: true, text: safe(title), aside: safe(`${file}:${at.line}`) };
}

function ruleLines({ condition, filters, logsource }: RuleExplanation): readonly TreeLine[] {
  const wanted = Object.entries(logsource.wanted).map(([part, name]) => `${part}: ${name}`);
  const { found } = logsource;
  const is = found && ['event:', [found.category, found.product, ...found.services].join(', ')];
  return [
    {
      holds: logsource.matches,
      text: `log source ${safe(wanted.join(', ')) || 'any'}`,
      ...(is && { aside: safe(is.join(' ')) }),
    },
    ...conditionLines(condition),
    ...filters.flatMap((filter) => [
      { holds: filter.condition.holds, text: `filter "${safe(filter.title)}"` },
      ...deeper(conditionLines(filter.condition)),
    ]),
  ];
}

function conditionLines(condition: ExplainedCondition): readonly TreeLine[] {
  const { holds } = condition;
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const text = condition.kind === 'and' ? 'all of these (and)' : 'any of these (or)';
      return [{ holds, text }, ...deeper(condition.of.flatMap(conditionLines))];
    }
    case 'not':
      return [{ holds, text: 'not' }, ...deeper(conditionLines(condition.of))];
    case 'quantified':
      return [
        { holds, text: safe(condition.text) },
        ...deeper(condition.of.flatMap(conditionLines)),
      ];
    case 'search':
      return [
        { holds, text: `search "${safe(condition.name)}"` },
        ...deeper(searchLines(condition.search)),
      ];
    default:
      return unreachable(condition);
  }
}

function searchLines(search: ExplainedSearch): readonly TreeLine[] {
  if (search.kind === 'field') return [fieldLine(search)];
  const parts = search.of.flatMap(searchLines);
  // A map of several fields needs no heading: all of them are listed below the search.
  if (search.kind === 'every' || search.of.length === 1) return parts;
  const grouped = search.of.flatMap((part) =>
    part.kind === 'every' && part.of.length > 1
      ? [{ holds: part.holds, text: 'all of' }, ...deeper(searchLines(part))]
      : searchLines(part),
  );
  return [{ holds: search.holds, text: 'any of' }, ...deeper(grouped)];
}

function fieldLine(explained: ExplainedField): TreeLine {
  const { changed, compared, cut: unseen, field, found, holds, needs, values } = explained;
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
  const others = Object.entries(compared ?? {}).map(
    ([name, value]) => `${safe(name)} ${foundText(value)}`,
  );
  const mapped = changed === undefined ? [] : [safe(changedText(explained))];
  const has = [...(keyword ? [] : [foundText(found)]), ...others, ...mapped].join(', ');
  return {
    holds,
    text: `${safe(label)}: ${join}${shown.join(', ')}${more}${decided}`,
    ...(has !== '' && { aside: has }),
    ...(unseen !== undefined && { warning: cutText(unseen) }),
  };
}

function cutText({ length, seen }: NonNullable<ExplainedField['cut']>): string {
  const [of, first] = [length, seen].map((count) => count.toLocaleString('en-GB'));
  return `(regular expressions see only the first ${first} of its ${of} characters; "contains" sees all)`;
}

/** `from CommandLine by ecs/rename`: what the rule itself says there, and which items of pipelines changed it. */
function changedText({ changed, field }: ExplainedField): string {
  const from = changed?.field ?? 'keywords';
  const by = `by ${changed?.by.join(', ')}`;
  return field?.split('|')[0] === from ? `changed ${by}` : `from ${from} ${by}`;
}

function ruleText(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  const plain = /^\S(?:.*\S)?$/.test(value);
  return cut(printable(plain ? value : JSON.stringify(value)), MAX_VALUE);
}

function foundText(value: ExplainedField['found']): string {
  return value === undefined
    ? 'absent'
    : `found ${cut(printable(JSON.stringify(value)), MAX_FOUND)}`;
}

function correlationLines(explained: CorrelationExplanation): readonly TreeLine[] {
  const { incidents, parts, rule } = explained;
  const opened = incidents.length > 0;
  const shown = incidents.slice(0, MAX_GROUPS).map(({ count, first, group, last }) => ({
    depth: 1,
    text: `${safe(pairs(group)) || 'all'}: ${counted(count, 'hit')}`,
    aside: `${formatTime(first)} to ${formatTime(last)}`,
  }));
  return [
    heading(rule.rule),
    {
      holds: opened,
      text: opened ? counted(incidents.length, 'incident') : 'no incident',
      aside: safe(correlationText(rule.rule.correlation)),
    },
    ...shown,
    ...furtherLine(incidents.length - shown.length, 'incident', 1),
    ...hitLines(explained),
    ...groupLines(explained),
    ...parts.flatMap((part) =>
      deeper(part.kind === 'detection' ? partLines(part) : correlationLines(part)),
    ),
  ];
}

function hitLines({ hits, parts }: CorrelationExplanation): readonly TreeLine[] {
  const shown = hits.slice(0, MAX_HITS).map((hit): TreeLine => {
    const values = { ...hit.group, ...hit.counted };
    const which = parts.length > 1 ? `  ${hit.rule}` : '';
    const lost = Object.values(values).includes(null);
    return {
      depth: 2,
      text: safe(`${hit.time}${which}`),
      aside: safe(pairs(values)),
      ...(lost && { warning: '(does not count: a field is absent)' }),
    };
  });
  return [
    { depth: 1, text: `${counted(hits.length, 'hit')} of its own rules` },
    ...shown,
    ...furtherLine(hits.length - shown.length, 'hit', 2),
  ];
}

function groupLines({ groups }: CorrelationExplanation): readonly TreeLine[] {
  // Those nearest to an incident first.
  const sorted = groups.toSorted((a, b) => (b.values ?? 0) - (a.values ?? 0) || b.hits - a.hits);
  const shown = sorted.slice(0, MAX_GROUPS).map(({ group, hits, values }) => {
    const distinct = values === undefined ? '' : `, ${counted(values, 'distinct value')}`;
    return {
      depth: 1,
      text: `group ${safe(pairs(group)) || '(all)'}: ${counted(hits, 'hit')}${distinct}`,
    };
  });
  return [...shown, ...furtherLine(groups.length - shown.length, 'group', 1)];
}

function furtherLine(count: number, what: string, depth: number): readonly TreeLine[] {
  return count > 0 ? [{ depth, text: `… and ${counted(count, `more ${what}`)}` }] : [];
}

/** Of a rule that a correlation uses: in full while that is short, else the first event it does not match. */
function partLines(part: MatchExplanation): readonly TreeLine[] {
  if (part.events.length === 1) return matchLines(part);
  const missed = part.events.filter(({ explanation }) => !explanation.matches);
  const matched = part.events.length - missed.length;
  const lines = [
    heading(part.rule.rule),
    {
      holds: matched > 0,
      text: `matches ${matched.toLocaleString('en-GB')} of ${counted(part.events.length, 'event')}`,
    },
  ];
  if (matched > 0) return lines;
  return [...lines, ...matchLines({ ...part, events: missed.slice(0, 1) }).slice(1)];
}

function pairs(values: Readonly<Record<string, string | null>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value === null ? 'absent' : cut(value, MAX_VALUE)}`)
    .join('  ');
}

function safe(text: string): string {
  return cut(printable(text).trim(), MAX_TEXT);
}

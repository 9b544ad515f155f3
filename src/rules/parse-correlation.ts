import type { Problem, Position } from './diagnostic.ts';
import { error } from './diagnostic.ts';
import { parseCondition } from './parse-condition.ts';
import { nameAt, nameOf, namesAt } from './shape.ts';
import { didYouMean } from '../lib/suggest.ts';
import type { Alias, Correlation, CorrelationType, Criterion, Name } from './tree.ts';
import { COMPARISONS, CORRELATION_TYPES } from './tree.ts';
import type { YamlMap, YamlNode } from './yaml-node.ts';
import { describe, entryOf, valueOf } from './yaml-node.ts';

const KEYS = ['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate'];
const CONDITION_KEYS = [...COMPARISONS, 'field', 'percentile'];
const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
/** The longest window, about a year: longer ones would keep state for ever. */
const MAX_TIMESPAN = 366 * 86_400_000;

export function parseCorrelation(root: YamlMap, findings: Problem[]): Correlation | undefined {
  const node = valueOf(root, 'correlation');
  if (node?.kind !== 'map') {
    findings.push(error(node?.at ?? root.at, '"correlation" must be a map'));
    return undefined;
  }
  unknownKeys(node, KEYS, 'correlation', findings);
  const type = parseType(node, findings);
  const timespan = parseTimespan(node, findings);
  const rules = namesAt(node, 'rules', findings);
  if (rules.length === 0) findings.push(error(node.at, 'a correlation needs "rules"'));
  const condition = parseMeasure(node, findings);
  const aliases = parseAliases(node, findings);
  const generate = parseGenerate(node, root, findings);
  if (type === undefined || timespan === undefined || rules.length === 0) return undefined;
  const groupBy = namesAt(node, 'group-by', findings);
  return { type, at: node.at, rules, groupBy, timespan, ...condition, aliases, generate };
}

function unknownKeys(
  node: YamlMap,
  known: readonly string[],
  where: string,
  findings: Problem[],
): void {
  for (const { key } of node.entries) {
    if (known.includes(key.source)) continue;
    const hint = didYouMean(key.source, known) ?? `known keys: ${known.join(', ')}`;
    findings.push(error(key.at, `unknown key "${key.source}" in "${where}"`, hint));
  }
}

function parseType(node: YamlMap, findings: Problem[]): CorrelationType | undefined {
  const written = nameAt(node, 'type', findings);
  if (written === undefined) {
    findings.push(error(node.at, 'a correlation needs a "type"'));
    return undefined;
  }
  const type = CORRELATION_TYPES.find((known) => known === written.text);
  if (type === undefined) {
    const hint = didYouMean(written.text, CORRELATION_TYPES);
    findings.push(error(written.at, `unknown correlation type "${written.text}"`, hint));
  }
  return type;
}

function parseTimespan(node: YamlMap, findings: Problem[]): number | undefined {
  const written = nameAt(node, 'timespan', findings);
  if (written === undefined) {
    findings.push(
      error(node.at, 'a correlation needs a "timespan"', 'for example "timespan: 10m"'),
    );
    return undefined;
  }
  const [, count, unit = ''] = /^(\d+)([a-zA-Z])$/.exec(written.text) ?? [];
  const span = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (Number.isFinite(span) && span > 0 && span <= MAX_TIMESPAN) return span;
  const hint = 'a whole number and s, m, h, d or w, at most 366d: "90m"';
  findings.push(error(written.at, `"${written.text}" is not a time span`, hint));
  return undefined;
}

type Measure = Pick<Correlation, 'criteria' | 'expression' | 'fields' | 'percentile'>;

function parseMeasure(node: YamlMap, findings: Problem[]): Measure {
  const written = valueOf(node, 'condition');
  if (written === undefined) return { criteria: [], fields: [] };
  if (written.kind === 'scalar' && typeof written.value === 'string') {
    const expression = parseCondition(written, findings);
    return { criteria: [], fields: [], ...(expression === undefined ? {} : { expression }) };
  }
  if (written.kind !== 'map') {
    findings.push(error(written.at, `"condition" must be a map, not ${describe(written)}`));
    return { criteria: [], fields: [] };
  }
  unknownKeys(written, CONDITION_KEYS, 'condition', findings);
  const criteria: Criterion[] = [];
  for (const comparison of COMPARISONS) {
    const value = numberAt(written, comparison, findings);
    if (value !== undefined) criteria.push({ comparison, ...value });
  }
  const percentile = numberAt(written, 'percentile', findings);
  if (percentile !== undefined && !(percentile.value >= 0 && percentile.value <= 100)) {
    findings.push(error(percentile.at, 'a percentile lies between 0 and 100'));
  }
  const fields = namesAt(written, 'field', findings);
  return {
    criteria,
    fields,
    ...(percentile === undefined ? {} : { percentile: percentile.value }),
  };
}

function numberAt(
  node: YamlMap,
  key: string,
  findings: Problem[],
): { value: number; at: Position } | undefined {
  const value = valueOf(node, key);
  if (value === undefined) return undefined;
  if (value.kind === 'scalar' && typeof value.value === 'number' && Number.isFinite(value.value)) {
    return { value: value.value, at: value.at };
  }
  findings.push(error(value.at, `"${key}" must be a number, not ${describe(value)}`));
  return undefined;
}

function parseAliases(node: YamlMap, findings: Problem[]): readonly Alias[] {
  const written = valueOf(node, 'aliases');
  if (written === undefined) return [];
  if (written.kind !== 'map') {
    findings.push(error(written.at, `"aliases" must be a map, not ${describe(written)}`));
    return [];
  }
  return written.entries.map(({ key, value }) => {
    const fields: { rule: Name; field: string }[] = [];
    for (const entry of entriesOf(value, key.source, findings)) {
      if (entry.value.kind === 'scalar' && entry.value.value !== null) {
        fields.push({ rule: nameOf(entry.key), field: entry.value.source });
      } else {
        findings.push(error(entry.value.at, 'an alias gives one field name per rule'));
      }
    }
    return { name: key.source, at: key.at, fields };
  });
}

function entriesOf(node: YamlNode, name: string, findings: Problem[]): YamlMap['entries'] {
  if (node.kind === 'map') return node.entries;
  const hint = 'write "rule_name: field" for each rule';
  findings.push(error(node.at, `the alias "${name}" must be a map, not ${describe(node)}`, hint));
  return [];
}

/** Sigma's text shows `generate` beside `correlation`, its examples inside: both count. */
function parseGenerate(node: YamlMap, root: YamlMap, findings: Problem[]): boolean {
  const entry = entryOf(node, 'generate') ?? entryOf(root, 'generate');
  if (entry === undefined) return false;
  if (entry.value.kind === 'scalar' && typeof entry.value.value === 'boolean')
    return entry.value.value;
  findings.push(error(entry.value.at, '"generate" must be true or false'));
  return false;
}

import { unreachable } from '../lib/assert.ts';
import type { Problem } from './diagnostic.ts';
import { error } from './diagnostic.ts';
import { parseCondition } from './parse-condition.ts';
import type {
  Condition,
  Detection,
  FieldSearch,
  NamedSearch,
  RuleLogSource,
  RuleValue,
  Search,
} from './tree.ts';
import { textAt } from './shape.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from './yaml-node.ts';
import { describe, positionIn, valueOf } from './yaml-node.ts';

/** Parses the `detection` of a rule or the `filter` of a filter; `skip` names keys that are no searches. */
export function parseDetection(
  node: YamlMap,
  skip: readonly string[],
  findings: Problem[],
): Detection | undefined {
  const searches: NamedSearch[] = [];
  for (const { key, value } of node.entries) {
    if (key.source === 'condition' || skip.includes(key.source)) continue;
    if (key.source === 'timeframe') {
      const hint = 'write a correlation rule with "timespan"';
      findings.push(error(key.at, '"timeframe" was removed from Sigma', hint));
      continue;
    }
    const search = parseSearch(key, value, findings);
    if (search !== undefined) searches.push({ name: key.source, at: key.at, search });
  }
  const conditions = parseConditions(node, findings);
  return conditions === undefined ? undefined : { searches, conditions };
}

function parseConditions(node: YamlMap, findings: Problem[]): readonly Condition[] | undefined {
  const written = valueOf(node, 'condition');
  if (written === undefined) {
    findings.push(error(node.at, '"condition" is missing'));
    return undefined;
  }
  const conditions: Condition[] = [];
  const items = written.kind === 'list' ? written.items : [written];
  for (const item of items) {
    if (item.kind !== 'scalar' || item.value === null) {
      findings.push(error(item.at, `a condition must be text, not ${describe(item)}`));
      continue;
    }
    const condition = parseCondition(item, findings);
    if (condition !== undefined) conditions.push(condition);
  }
  if (items.length === 0) findings.push(error(written.at, 'the list of conditions is empty'));
  return conditions.length === items.length && items.length > 0 ? conditions : undefined;
}

function parseSearch(key: YamlScalar, node: YamlNode, findings: Problem[]): Search | undefined {
  switch (node.kind) {
    case 'map':
      return parseFields(node, findings);
    case 'list':
      return parseAlternatives(node.at, node.items, findings);
    case 'scalar':
      if (node.value === null) {
        findings.push(error(key.at, `the search "${key.source}" is empty`));
        return undefined;
      }
      return { kind: 'field', modifiers: [], values: [ruleValue(node)], at: node.at };
    default:
      return unreachable(node);
  }
}

/** All entries of a map must hold. */
export function parseFields(map: YamlMap, findings: Problem[]): Search | undefined {
  const of: Search[] = [];
  for (const entry of map.entries) {
    const search = parseField(entry, findings);
    if (search !== undefined) of.push(search);
  }
  if (map.entries.length === 0) findings.push(error(map.at, 'this search has no fields'));
  return of.length === map.entries.length && of.length > 0 ? { kind: 'every', of } : undefined;
}

/** A list holds maps, keywords, or both: any of them. */
function parseAlternatives(
  at: YamlNode['at'],
  items: readonly YamlNode[],
  findings: Problem[],
): Search | undefined {
  const of: Search[] = [];
  const keywords: RuleValue[] = [];
  let failed = items.length === 0;
  if (failed) findings.push(error(at, 'this search is an empty list'));
  for (const item of items) {
    if (item.kind === 'scalar') {
      keywords.push(ruleValue(item));
      continue;
    }
    const search =
      item.kind === 'map'
        ? parseFields(item, findings)
        : parseAlternatives(item.at, item.items, findings);
    if (search === undefined) failed = true;
    else of.push(search);
  }
  if (keywords.length > 0) of.push({ kind: 'field', modifiers: [], values: keywords, at });
  return failed ? undefined : { kind: 'some', of };
}

function parseField(entry: YamlEntry, findings: Problem[]): FieldSearch | undefined {
  const { key, value } = entry;
  const [field = '', ...modifiers] = key.source.split('|');
  const values = parseValues(key, value, findings);
  if (values === undefined) return undefined;
  if (field === '' && modifiers.length === 0) {
    findings.push(error(key.at, 'a field has no name'));
    return undefined;
  }
  let offset = field.length + 1;
  const names = modifiers.map((text) => {
    const at = positionIn(key, offset);
    offset += text.length + 1;
    return { text, at };
  });
  return {
    kind: 'field',
    ...(field === '' ? {} : { field }),
    modifiers: names,
    values,
    at: key.at,
  };
}

function parseValues(
  key: YamlScalar,
  node: YamlNode,
  findings: Problem[],
): readonly RuleValue[] | undefined {
  if (node.kind === 'scalar') return [ruleValue(node)];
  if (node.kind === 'map') {
    const hint = 'write nested fields with dots: parent.child';
    findings.push(error(node.at, `"${key.source}" must be a value or a list, not a map`, hint));
    return undefined;
  }
  if (node.items.length === 0) {
    findings.push(error(node.at, `the list of values of "${key.source}" is empty`));
    return undefined;
  }
  const values: RuleValue[] = [];
  for (const item of node.items) {
    if (item.kind === 'scalar') values.push(ruleValue(item));
    else
      findings.push(
        error(item.at, `a value of "${key.source}" must be plain, not ${describe(item)}`),
      );
  }
  return values.length === node.items.length ? values : undefined;
}

function ruleValue(node: YamlScalar): RuleValue {
  const { value, source, at, textAt: textPosition } = node;
  return { value, source, at, ...(textPosition === undefined ? {} : { textAt: textPosition }) };
}

export function parseLogSource(root: YamlMap, findings: Problem[]): RuleLogSource | undefined {
  const node = valueOf(root, 'logsource');
  if (node === undefined) {
    findings.push(error(root.at, '"logsource" is missing'));
    return undefined;
  }
  if (node.kind !== 'map') {
    findings.push(error(node.at, `"logsource" must be a map, not ${describe(node)}`));
    return undefined;
  }
  const part = (name: string): Record<string, string> => {
    const text = textAt(node, name, findings);
    return text === undefined ? {} : { [name]: text };
  };
  return {
    ...part('category'),
    ...part('product'),
    ...part('service'),
    ...part('definition'),
    at: node.at,
  };
}

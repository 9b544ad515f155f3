import type { Problem } from '../diagnostic.ts';
import { parseCondition } from '../parse-condition.ts';
import { didYouMean } from '../../lib/suggest.ts';
import type { Condition } from '../tree.ts';
import type { YamlNode } from '../yaml-node.ts';
import { describe } from '../yaml-node.ts';
import { Keys } from './keys.ts';
import type { Gate } from './pipeline.ts';

/** Conditions of one item of one kind. */
const MAX_CONDITIONS = 200;

/** Makes the test of one type of condition from its keys; undefined with the reason among the problems. */
export type TestParser<T> = (keys: Keys) => T | undefined;

/** Reads `rule_conditions`, `rule_cond_op`, `rule_cond_not` and `rule_cond_expr`, or the same of another kind. */
export function parseGate<T>(
  kind: 'rule' | 'detection_item' | 'field_name',
  keys: Keys,
  parsers: Readonly<Record<string, TestParser<T>>>,
): Gate<T> {
  const listed = keys.node(`${kind}_conditions`);
  const join = keys.choice(`${kind}_cond_op`, ['and', 'or'], 'and') ?? 'and';
  const not = keys.flag(`${kind}_cond_not`);
  const written = keys.node(`${kind}_cond_expr`);
  const tests: { name: string; test: T }[] = [];
  for (const [name, node] of conditionsOf(listed, keys)) {
    const test = parseTest(node, parsers, keys.problems);
    if (test !== undefined) tests.push({ name, test });
  }
  const gate = { tests, join, not };
  if (written === undefined) return gate;
  if (written.kind !== 'scalar' || listed?.kind !== 'map') {
    const hint = `give "${kind}_conditions" as a map from names to conditions`;
    keys.fail(written.at, `"${kind}_cond_expr" joins named conditions`, hint);
    return gate;
  }
  if (keys.node(`${kind}_cond_op`) !== undefined) {
    keys.fail(written.at, `either "${kind}_cond_expr" or "${kind}_cond_op", not both`);
  }
  const expression = parseCondition(written, keys.problems);
  if (expression === undefined) return gate;
  const names = listed.entries.map(({ key }) => key.source);
  checkNames(expression, names, keys);
  const used = new Set(namesIn(expression).map(({ name }) => name));
  for (const { key } of listed.entries) {
    if (!used.has(key.source)) {
      keys.fail(key.at, `"${kind}_cond_expr" does not use the condition "${key.source}"`);
    }
  }
  return { ...gate, expression };
}

function conditionsOf(
  node: YamlNode | undefined,
  keys: Keys,
): readonly (readonly [string, YamlNode])[] {
  if (node === undefined) return [];
  if (node.kind === 'scalar') {
    keys.fail(node.at, `conditions are a list or a map, not ${describe(node)}`);
    return [];
  }
  const all =
    node.kind === 'list'
      ? node.items.map((item, index) => [String(index + 1), item] as const)
      : node.entries.map(({ key, value }) => [key.source, value] as const);
  if (all.length <= MAX_CONDITIONS) return all;
  keys.fail(node.at, `there are more than ${MAX_CONDITIONS} conditions`);
  return [];
}

function parseTest<T>(
  node: YamlNode,
  parsers: Readonly<Record<string, TestParser<T>>>,
  problems: Problem[],
): T | undefined {
  const keys = new Keys(
    node.kind === 'map' ? node : { kind: 'map', entries: [], at: node.at },
    problems,
  );
  if (node.kind !== 'map') {
    return keys.fail(node.at, `a condition is a map with a "type", not ${describe(node)}`);
  }
  const type = keys.text('type');
  if (type === undefined) return undefined;
  const parse = Object.hasOwn(parsers, type.text) ? parsers[type.text] : undefined;
  if (parse === undefined) {
    const names = Object.keys(parsers);
    const hint = didYouMean(type.text, names) ?? `one of ${names.join(', ')}`;
    return keys.fail(type.at, `unknown type of condition "${type.text}"`, hint);
  }
  const test = parse(keys);
  keys.end();
  return test;
}

type Named = Extract<Condition, { readonly kind: 'search' | 'quantified' }>;

function namesIn(condition: Condition): readonly { readonly name: string; readonly of: Named }[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of.flatMap(namesIn);
    case 'not':
      return namesIn(condition.of);
    default:
      return [{ name: 'name' in condition ? condition.name : condition.pattern, of: condition }];
  }
}

function checkNames(expression: Condition, names: readonly string[], keys: Keys): void {
  for (const { name, of } of namesIn(expression)) {
    if (of.kind === 'quantified') {
      keys.fail(of.at, 'write out the names of the conditions: "a and (b or not c)"');
    } else if (!names.includes(name)) {
      keys.fail(of.at, `there is no condition "${name}"`, didYouMean(name, names));
    }
  }
}

import type { Problem } from '../diagnostic.ts';
import type { Placeholders } from '../plan-text.ts';
import { didYouMean } from '../../lib/suggest.ts';
import type { YamlList, YamlNode } from '../yaml-node.ts';
import { describe } from '../yaml-node.ts';
import { Keys } from './keys.ts';
import { parseGate } from './parse-gates.ts';
import type { Item, Transformation } from './pipeline.ts';
import { RULE_CONDITIONS } from './rule-conditions.ts';
import { FIELD_CONDITIONS, SEARCH_CONDITIONS } from './search-conditions.ts';
import { FIELD_TRANSFORMATIONS } from './transform-fields.ts';
import { RULE_TRANSFORMATIONS } from './transform-rule.ts';
import { VALUE_TRANSFORMATIONS } from './transform-values.ts';

/** Items of one pipeline, nested ones included, and how deep they may be nested. */
const MAX_ITEMS = 1000;
const MAX_NESTING = 8;

type Parser = (keys: Keys, placeholders: Placeholders) => Transformation | undefined;

const TRANSFORMATIONS: Readonly<Record<string, Parser>> = {
  ...FIELD_TRANSFORMATIONS,
  ...VALUE_TRANSFORMATIONS,
  ...RULE_TRANSFORMATIONS,
};

/** Known elsewhere, and why not here. */
const REFUSED: Readonly<Record<string, string>> = {
  query_expression_placeholders:
    'writes a query in the language of another product; rules are matched here',
  regex: 'is for products that cannot compare without regard to case; write "|re" in the rule',
  hashes_fields: 'is not supported; map the fields of the hashes with "field_name_mapping"',
  extract_fields: 'is not supported; compute a field with "extract" under "scrutineer: derived"',
  strict_field_mapping_failure:
    'is not supported; use "detection_item_failure" with "exclude_fields"',
  file_placeholders:
    'reads files while rules are matched; put values under "vars" or give --placeholders',
  http_placeholders: 'reads from the network; put values under "vars" or give --placeholders',
  command_placeholders: 'runs programs; put values under "vars" or give --placeholders',
};

export const TRANSFORMATION_TYPES: readonly string[] = [...Object.keys(TRANSFORMATIONS), 'nest'];

export interface ItemContext {
  /** Name of the pipeline. */
  readonly pipeline: string;
  readonly placeholders: Placeholders;
  readonly problems: Problem[];
  /** Items so far; ids are made of it. */
  count: number;
}

export function parseItems(list: YamlList, context: ItemContext, depth = 0): readonly Item[] {
  const items: Item[] = [];
  const keys = new Keys({ kind: 'map', entries: [], at: list.at }, context.problems);
  if (depth > MAX_NESTING) {
    keys.fail(list.at, `items are nested more than ${MAX_NESTING} deep`);
    return items;
  }
  for (const node of list.items) {
    context.count += 1;
    if (context.count > MAX_ITEMS) {
      keys.fail(node.at, `a pipeline has at most ${MAX_ITEMS} items`);
      break;
    }
    const item = parseItem(node, context, depth);
    if (item !== undefined) items.push(item);
  }
  return items;
}

function parseItem(node: YamlNode, context: ItemContext, depth: number): Item | undefined {
  const { problems } = context;
  if (node.kind !== 'map') {
    return new Keys({ kind: 'map', entries: [], at: node.at }, problems).fail(
      node.at,
      `an item is a map with a "type", not ${describe(node)}`,
    );
  }
  const keys = new Keys(node, problems);
  const type = keys.text('type');
  const id = keys.optionalText('id')?.text ?? `#${context.count}`;
  if (type === undefined) return undefined;
  const isNest = type.text === 'nest';
  const parse = Object.hasOwn(TRANSFORMATIONS, type.text) ? TRANSFORMATIONS[type.text] : undefined;
  if (parse === undefined && !isNest) {
    const reason = Object.hasOwn(REFUSED, type.text) ? REFUSED[type.text] : undefined;
    if (reason !== undefined) return keys.fail(type.at, `"${type.text}" ${reason}`);
    const hint = didYouMean(type.text, [...TRANSFORMATION_TYPES, ...Object.keys(REFUSED)]);
    return keys.fail(
      type.at,
      `unknown type of transformation "${type.text}"`,
      hint ?? 'docs/pipelines.md lists them',
    );
  }
  const gates = {
    rule: parseGate('rule', keys, RULE_CONDITIONS),
    search: parseGate('detection_item', keys, SEARCH_CONDITIONS),
    field: parseGate('field_name', keys, FIELD_CONDITIONS),
  };
  const transformation = isNest
    ? nested(keys, context, depth)
    : parse?.(keys, context.placeholders);
  keys.end();
  if (transformation === undefined) return undefined;
  const narrowed = gates.search.tests.length + gates.field.tests.length > 0;
  if (narrowed && (transformation.kind === 'rule' || transformation.kind === 'nest')) {
    keys.fail(
      node.at,
      `"${type.text}" is about the whole rule`,
      'only "rule_conditions" apply to it',
    );
  }
  if (!narrowed && type.text === 'drop_detection_item') {
    keys.fail(
      node.at,
      'this would drop every detection item',
      'say which with "field_name_conditions" or "detection_item_conditions"',
    );
  }
  return { id, label: `${context.pipeline}/${id}`, at: node.at, ...gates, transformation };
}

function nested(keys: Keys, context: ItemContext, depth: number): Transformation | undefined {
  const items = keys.list('items');
  return items && { kind: 'nest', items: parseItems(items, context, depth + 1) };
}

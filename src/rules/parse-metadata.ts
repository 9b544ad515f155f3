import type { Json } from '../lib/json.ts';
import type { Problem } from './diagnostic.ts';
import { error } from './diagnostic.ts';
import { DECISION_KEYS, parseDecision } from './parse-decision.ts';
import { nameAt, textAt, textsAt, toJson } from './shape.ts';
import { didYouMean } from '../lib/suggest.ts';
import type { Extension, Metadata } from './tree.ts';
import type { YamlMap } from './yaml-node.ts';
import { describe, valueOf } from './yaml-node.ts';

const KNOWN: ReadonlySet<string> = new Set(
  (
    'title id name status level description author license taxonomy date modified references tags fields ' +
    'falsepositives scope related logsource detection correlation filter generate scrutineer'
  ).split(' '),
);

const EXTENSION_KEYS = ['subject', 'explanation', 'next_step', 'shadow', ...DECISION_KEYS] as const;

export function parseMetadata(root: YamlMap, file: string, findings: Problem[]): Metadata {
  const text = <K extends string>(key: K): { readonly [P in K]?: string } => {
    const value = textAt(root, key, findings);
    return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: string });
  };
  const name = <K extends string>(
    key: K,
  ): { readonly [P in K]?: NonNullable<ReturnType<typeof nameAt>> } => {
    const value = nameAt(root, key, findings);
    return value === undefined ? {} : ({ [key]: value } as Record<K, typeof value>);
  };
  const title = textAt(root, 'title', findings);
  if (title === undefined) findings.push(error(root.at, '"title" is missing'));
  const custom: Record<string, Json> = {};
  for (const { key, value } of root.entries) {
    if (!KNOWN.has(key.source)) custom[key.source] = toJson(value);
  }
  return {
    file,
    at: root.at,
    title: title ?? '',
    ...text('id'),
    ...text('name'),
    ...name('status'),
    ...name('level'),
    ...text('description'),
    ...text('author'),
    ...text('license'),
    ...text('taxonomy'),
    ...name('date'),
    ...name('modified'),
    references: textsAt(root, 'references', findings),
    tags: textsAt(root, 'tags', findings),
    fields: textsAt(root, 'fields', findings),
    falsepositives: textsAt(root, 'falsepositives', findings),
    scope: textsAt(root, 'scope', findings),
    related: parseRelated(root, findings),
    scrutineer: parseExtension(root, findings),
    custom,
  };
}

function parseRelated(root: YamlMap, findings: Problem[]): Metadata['related'] {
  const node = valueOf(root, 'related');
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return [];
  if (node.kind !== 'list') {
    findings.push(error(node.at, `"related" must be a list, not ${describe(node)}`));
    return [];
  }
  const related: { id: string; type: string }[] = [];
  for (const item of node.items) {
    const id = item.kind === 'map' ? textAt(item, 'id', findings) : undefined;
    const type = item.kind === 'map' ? textAt(item, 'type', findings) : undefined;
    if (id === undefined || type === undefined) {
      findings.push(error(item.at, 'an entry of "related" needs "id" and "type"'));
    } else {
      related.push({ id, type });
    }
  }
  return related;
}

function parseExtension(root: YamlMap, findings: Problem[]): Extension {
  const node = valueOf(root, 'scrutineer');
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return {};
  if (node.kind !== 'map') {
    findings.push(error(node.at, `"scrutineer" must be a map, not ${describe(node)}`));
    return {};
  }
  for (const { key } of node.entries) {
    if (EXTENSION_KEYS.some((known) => known === key.source)) continue;
    const hint =
      didYouMean(key.source, EXTENSION_KEYS) ?? `known keys: ${EXTENSION_KEYS.join(', ')}`;
    findings.push(error(key.at, `unknown key "${key.source}" in "scrutineer"`, hint));
  }
  const subject = nameAt(node, 'subject', findings);
  const explanation = nameAt(node, 'explanation', findings);
  const nextStep = textAt(node, 'next_step', findings);
  return {
    ...(subject === undefined ? {} : { subject }),
    ...(explanation === undefined ? {} : { explanation }),
    ...(nextStep === undefined ? {} : { next_step: nextStep }),
    ...shadowAt(node, findings),
    ...parseDecision(node, findings),
  };
}

function shadowAt(map: YamlMap, findings: Problem[]): Pick<Extension, 'shadow'> {
  const node = valueOf(map, 'shadow');
  if (node === undefined) return {};
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return { shadow: node.value };
  findings.push(error(node.at, `"shadow" must be true or false, not ${describe(node)}`));
  return {};
}

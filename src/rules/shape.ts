import type { Json } from '../lib/json.ts';
import type { Problem } from './diagnostic.ts';
import { error } from './diagnostic.ts';
import type { Name } from './tree.ts';
import type { YamlMap, YamlNode, YamlScalar } from './yaml-node.ts';
import { describe, valueOf } from './yaml-node.ts';

/** Readers of a map's values that note what has the wrong shape and go on. */

export function textAt(map: YamlMap, key: string, findings: Problem[]): string | undefined {
  return nameAt(map, key, findings)?.text;
}

export function nameAt(map: YamlMap, key: string, findings: Problem[]): Name | undefined {
  const node = valueOf(map, key);
  if (node === undefined || isEmpty(node)) return undefined;
  if (node.kind !== 'scalar') {
    findings.push(error(node.at, `"${key}" must be text, not ${describe(node)}`));
    return undefined;
  }
  return nameOf(node);
}

/** A list of texts; one text counts as a list of one. */
export function namesAt(map: YamlMap, key: string, findings: Problem[]): readonly Name[] {
  const node = valueOf(map, key);
  if (node === undefined || isEmpty(node)) return [];
  const names: Name[] = [];
  for (const item of node.kind === 'list' ? node.items : [node]) {
    if (item.kind === 'scalar') names.push(nameOf(item));
    else
      findings.push(
        error(item.at, `"${key}" must be a list of texts, but holds ${describe(item)}`),
      );
  }
  return names;
}

export function textsAt(map: YamlMap, key: string, findings: Problem[]): readonly string[] {
  return namesAt(map, key, findings).map(({ text }) => text);
}

export function nameOf(scalar: YamlScalar): Name {
  return { text: scalar.source, at: scalar.at };
}

function isEmpty(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** Keeps a value of no meaning to us as plain JSON. */
export function toJson(node: YamlNode): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toJson);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.source, toJson(value)]));
}

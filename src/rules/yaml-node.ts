import type { Position } from './diagnostic.ts';

/** YAML (or JSON) as read: plain data with positions, aliases and merge keys already resolved. */
export type YamlNode = YamlScalar | YamlList | YamlMap;

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The text between the quotes, if any: tells `010` from 10. */
  readonly source: string;
  readonly at: Position;
  /** Where the first character of the text stands, when the text is on one line exactly as written. */
  readonly textAt?: Position;
}

export interface YamlList {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly at: Position;
}

export interface YamlMap {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
  readonly at: Position;
}

export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode;
}

/** The position of the character at `offset` of a scalar's text; its start where lines are folded or escaped. */
export function positionIn(scalar: YamlScalar, offset: number): Position {
  const start = scalar.textAt;
  return start === undefined ? scalar.at : { line: start.line, column: start.column + offset };
}

export function entryOf(map: YamlMap, name: string): YamlEntry | undefined {
  return map.entries.find(({ key }) => key.source === name);
}

export function valueOf(map: YamlMap, name: string): YamlNode | undefined {
  return entryOf(map, name)?.value;
}

/** What a node is, for messages. */
export function describe(node: YamlNode): string {
  if (node.kind !== 'scalar') return node.kind === 'list' ? 'a list' : 'a map';
  if (node.value === null) return 'empty';
  return typeof node.value === 'string' ? 'text' : `a ${typeof node.value}`;
}

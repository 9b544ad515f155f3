import type { Position, Problem } from '../diagnostic.ts';
import { error } from '../diagnostic.ts';
import { didYouMean } from '../../lib/suggest.ts';
import type { Name } from '../tree.ts';
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar } from '../yaml-node.ts';
import { describe, entryOf } from '../yaml-node.ts';

/** Reads the keys of one map, notes what has the wrong shape, and at the end what no reader asked for. */
export class Keys {
  readonly at: Position;
  readonly problems: Problem[];
  readonly #map: YamlMap;
  readonly #asked = new Set<string>();

  constructor(map: YamlMap, problems: Problem[]) {
    this.at = map.at;
    this.#map = map;
    this.problems = problems;
  }

  fail(at: Position, message: string, hint?: string): undefined {
    this.problems.push(error(at, message, hint));
    return undefined;
  }

  node(key: string): YamlNode | undefined {
    this.#asked.add(key);
    return entryOf(this.#map, key)?.value;
  }

  /** The node, or a problem that it is missing. */
  needed(key: string): YamlNode | undefined {
    const node = this.node(key);
    if (node !== undefined) return node;
    // One slip is told once: where a key looks like this one it is not also missing.
    for (const { key: written } of this.#map.entries) {
      const hint = this.#asked.has(written.source) ? undefined : didYouMean(written.source, [key]);
      if (hint === undefined) continue;
      this.#asked.add(written.source);
      return this.fail(written.at, `"${written.source}" means nothing here`, hint);
    }
    return this.fail(this.at, `"${key}" is missing`);
  }

  scalar(key: string): YamlScalar | undefined {
    const node = this.needed(key);
    if (node === undefined || node.kind === 'scalar') return node;
    return this.fail(node.at, `"${key}" must be a single value, not ${describe(node)}`);
  }

  text(key: string): Name | undefined {
    const node = this.scalar(key);
    if (node === undefined) return undefined;
    if (node.value === null) return this.fail(node.at, `"${key}" is empty`);
    return { text: node.source, at: node.at };
  }

  optionalText(key: string): Name | undefined {
    const node = this.node(key);
    return node === undefined ? undefined : this.text(key);
  }

  /** One of `names`; `fallback` when the key is absent. */
  choice<T extends string>(key: string, names: readonly T[], fallback?: T): T | undefined {
    const node = this.node(key);
    if (node === undefined && fallback !== undefined) return fallback;
    const given = this.text(key);
    if (given === undefined) return undefined;
    const found = names.find((name) => name === given.text);
    if (found !== undefined) return found;
    const hint = didYouMean(given.text, names) ?? `one of ${names.join(', ')}`;
    return this.fail(given.at, `"${key}" cannot be "${given.text}"`, hint);
  }

  flag(key: string): boolean {
    const node = this.node(key);
    if (node === undefined) return false;
    if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
    this.fail(node.at, `"${key}" is true or false`);
    return false;
  }

  number(key: string): number | undefined {
    const node = this.node(key);
    if (node === undefined) return undefined;
    if (node.kind === 'scalar' && typeof node.value === 'number') return node.value;
    return this.fail(node.at, `"${key}" must be a number, not ${describe(node)}`);
  }

  /** Texts of a list, or of a single value. */
  texts(key: string): readonly Name[] | undefined {
    const node = this.needed(key);
    return node === undefined ? undefined : this.textsOf(node, key);
  }

  textsOf(node: YamlNode, key: string): readonly Name[] | undefined {
    const names: Name[] = [];
    for (const item of node.kind === 'list' ? node.items : [node]) {
      if (item.kind !== 'scalar' || item.value === null) {
        return this.fail(item.at, `"${key}" must hold texts, not ${describe(item)}`);
      }
      names.push({ text: item.source, at: item.at });
    }
    return names.length > 0 ? names : this.fail(node.at, `"${key}" is an empty list`);
  }

  entries(key: string): readonly YamlEntry[] | undefined {
    const node = this.needed(key);
    if (node === undefined || node.kind === 'map') return node?.entries;
    return this.fail(node.at, `"${key}" must be a map, not ${describe(node)}`);
  }

  list(key: string): YamlList | undefined {
    const node = this.needed(key);
    if (node === undefined || node.kind === 'list') return node;
    return this.fail(node.at, `"${key}" must be a list, not ${describe(node)}`);
  }

  /** Call last: every key that nobody asked for is an error. */
  end(): void {
    for (const { key } of this.#map.entries) {
      if (this.#asked.has(key.source)) continue;
      const hint =
        didYouMean(key.source, this.#asked) ?? `known here: ${[...this.#asked].join(', ')}`;
      this.fail(key.at, `"${key.source}" means nothing here`, hint);
    }
  }
}

import { isObject } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';

/** An object of ours that is still being filled. */
export type Tree = Record<string, Json | undefined>;

/** Puts a value where a flattened name such as `client.geo.lat` says; what stands there already wins. */
export function put(tree: Tree, path: readonly string[], value: Json): void {
  const [name, ...rest] = path;
  if (name === undefined || name === '__proto__') return;
  if (rest.length === 0) {
    if (!Object.hasOwn(tree, name)) tree[name] = value;
    return;
  }
  const inner = Object.hasOwn(tree, name) ? tree[name] : (tree[name] = {});
  if (isObject(inner)) put(inner, rest, value);
}

/** The cells of a row that hold something, by the parts of their column's name. */
export function* cells(row: JsonObject): Generator<readonly [readonly string[], Json]> {
  for (const [column, value] of Object.entries(row)) {
    if (value !== '' && value !== undefined) yield [column.split('.'), value];
  }
}

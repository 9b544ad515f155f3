import type { Json } from '../lib/json.ts';
import { isObject, textAt } from '../lib/json.ts';
import { valueText } from './event-parts.ts';

/** More named values than any real record has; the rest of a forged one is dropped. */
const MAX_PARAMETERS = 500;

/** Collects named values; the first value of a name stays, further ones are joined by a comma. */
export class ParameterList {
  readonly #values = new Map<string, string>();

  add(name: string | undefined, value: Json | undefined): void {
    const text = valueText(value);
    if (name === undefined || text === undefined || this.#values.size >= MAX_PARAMETERS) return;
    const earlier = this.#values.get(name);
    if (earlier === undefined) this.#values.set(name, text);
    else if (earlier !== text && text !== '') this.#values.set(name, `${earlier},${text}`);
  }

  /** `[{<name>, <value>}]` lists. */
  addPairs(list: readonly Json[], name: string, value: string, prefix = ''): void {
    for (const pair of list) {
      if (!isObject(pair)) continue;
      const key = textAt(pair, name);
      if (key !== undefined) this.add(prefix + key, pair[value]);
    }
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** A plain record without inherited names; undefined when empty. */
  toRecord(): Readonly<Record<string, string>> | undefined {
    if (this.#values.size === 0) return undefined;
    return Object.fromEntries(this.#values);
  }
}

/**
 * Entra writes changed values as JSON inside a string: `"\"Global Administrator\""`, `"[\"Guest\"]"`. Takes off one
 * level of quotes; a list of one text is that text; anything else stays as written.
 */
export function unquoted(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value;
  const first = value.trimStart().charAt(0);
  if (first !== '"' && first !== '[') return value;
  try {
    const inner = JSON.parse(value) as Json;
    if (typeof inner === 'string') return inner;
    if (Array.isArray(inner) && inner.length === 1 && typeof inner[0] === 'string') {
      return inner[0];
    }
  } catch {
    return value;
  }
  return value;
}

import { contentId } from '../lib/hash.ts';
import type { Json } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import type { Fact } from './fact.ts';

/** JSON text with the keys in order, so that equal values have equal texts. */
export function orderedJson(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => orderedJson(item)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${orderedJson(value[key])}`);
  return `{${members.join(',')}}`;
}

/** What a fact says, whatever it is called. */
export function contentOf(fact: Omit<Fact, 'id'> & { readonly id?: string }): string {
  const { id: _, ...rest } = fact;
  return orderedJson(rest as unknown as Json);
}

/** The id of a fact nobody named: the same wherever the same is said. */
export function factId(fact: Omit<Fact, 'id'>): string {
  return `fact-${contentId(contentOf(fact))}`;
}

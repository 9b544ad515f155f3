import type { Suggestion, Via } from './prediction-index.ts';
import { queryKey, typedKey } from './query-key.ts';

export interface OracleQuery {
  readonly text: string;
  readonly count: number;
  readonly shown: boolean;
}

/** What an index has to answer, by looking at every query. */
export function oracle(
  queries: readonly OracleQuery[],
  typed: string,
  limit: number,
): readonly Suggestion[] {
  const key = typedKey(typed);
  if (key === '') return [];
  const sorted = merged(queries)
    .filter(({ shown }) => shown)
    .map((query) => ({ ...query, key: queryKey(query.text) }))
    .toSorted((a, b) => b.count - a.count || compare(a.key, b.key));
  const found: Suggestion[] = [];
  const add = (via: Via, matches: (query: string) => boolean): void => {
    for (const query of sorted) {
      if (found.length === limit) return;
      if (found.some(({ text }) => text === query.text) || !matches(query.key)) continue;
      found.push({ text: query.text, count: query.count, via });
    }
  };
  add('prefix', (query) => query.startsWith(key));
  add('words', (query) => hasWords(query, key));
  if (found.length === 0 && Array.from(key).length >= 3) add('typo', (query) => isNear(query, key));
  return found;
}

function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Queries of one key added up; the text most counted, of equal counts the first one. */
export function merged(queries: readonly OracleQuery[]): readonly OracleQuery[] {
  const byKey = new Map<string, { text: string; count: number; most: number; shown: boolean }>();
  for (const { count, shown, text } of queries) {
    const key = queryKey(text);
    if (key === '') continue;
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, { text, count, most: count, shown });
    else {
      known.count += count;
      if (count > known.most) {
        known.most = count;
        known.text = text;
        known.shown = shown;
      }
    }
  }
  return [...byKey.values()];
}

function hasWords(query: string, typed: string): boolean {
  const words = query.split(' ');
  const parts = typed.split(' ');
  const begun = parts.pop() ?? '';
  const whole = parts.filter((part) => part !== '');
  if (whole.length === 0 && begun === '') return false;
  return (
    whole.every((word) => words.includes(word)) && words.some((word) => word.startsWith(begun))
  );
}

/** Whether some beginning of the query is at most one slip from what was typed (optimal string alignment). */
function isNear(query: string, typed: string): boolean {
  const a = Array.from(typed);
  const b = Array.from(query);
  for (let length = a.length - 1; length <= Math.min(a.length + 1, b.length); length += 1) {
    if (distance(a, b.slice(0, length)) <= 1) return true;
  }
  return false;
}

function distance(a: readonly string[], b: readonly string[]): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, at(i - 2, j - 2) + 1);
      const row = rows[i];
      if (row !== undefined) row[j] = least;
    }
  }
  return at(a.length, b.length);
}

import { contentId } from '../../lib/hash.ts';
import type { Correlated } from './routes.ts';

/**
 * What a rule's state depends on: everything that decides which hits come and what is made of them, down to the detection
 * rules of a chain, with their filters and placeholders. Titles, comments and places in files are no part of it.
 */
export function digestOf(rule: Correlated, known = new Map<Correlated, string>()): string {
  const have = known.get(rule);
  if (have !== undefined) return have;
  const digest = contentId(...partsOf(rule, known));
  known.set(rule, digest);
  return digest;
}

function partsOf(rule: Correlated, known: Map<Correlated, string>): readonly string[] {
  if (!('sources' in rule)) {
    return ['detection', rule.key, withoutPlaces(rule.rule.logsource), withoutPlaces(rule.plan)];
  }
  const { aliases: _, generate: __, ...correlation } = rule.rule.correlation;
  const sources = rule.sources.flatMap(({ fields, groupBy, of }) => [
    digestOf(of, known),
    JSON.stringify([groupBy, fields]),
  ]);
  return ['correlation', rule.key, withoutPlaces(correlation), ...sources];
}

function withoutPlaces(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) => {
    if (key === 'at' || key === 'textAt') return undefined;
    return value;
  });
}

import { warning } from '../diagnostic.ts';
import { searchesOf } from '../plan-rule.ts';
import type { Condition, NamedSearch } from '../tree.ts';
import type { Check } from './check.ts';

/** A search no condition mentions is usually a slip of the pen. */
export const unusedSearches: Check = {
  name: 'unused-searches',
  run(rule) {
    if (rule.kind === 'correlation') return [];
    const { conditions, searches } = rule.detection;
    const used = new Set(conditions.flatMap((condition) => namesIn(condition, searches)));
    return searches
      .filter(({ name }) => !used.has(name))
      .map(({ name, at }) => warning(at, `no condition uses the search "${name}"`));
  },
};

function namesIn(condition: Condition, searches: readonly NamedSearch[]): readonly string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.of.flatMap((part) => namesIn(part, searches));
    case 'not':
      return namesIn(condition.of, searches);
    default:
      return searchesOf(condition, searches);
  }
}

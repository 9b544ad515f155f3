import { warning } from '../diagnostic.ts';
import type { Condition } from '../tree.ts';
import type { Check } from './check.ts';

/** A filter is added with `and`: without a `not` it narrows rules to what it names. */
export const filterSense: Check = {
  name: 'filter-sense',
  run(rule) {
    if (rule.kind !== 'filter' || rule.detection.conditions.some(hasNot)) return [];
    const message = 'this filter lets its rules match only what it selects';
    return [
      warning(rule.at, message, 'to leave that out instead, write "condition: not selection"'),
    ];
  },
};

function hasNot(condition: Condition): boolean {
  switch (condition.kind) {
    case 'not':
      return true;
    case 'and':
    case 'or':
      return condition.of.some(hasNot);
    default:
      return false;
  }
}

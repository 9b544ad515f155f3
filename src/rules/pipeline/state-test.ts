import { unreachable } from '../../lib/assert.ts';
import type { RuleValue } from '../tree.ts';
import type { Keys } from './keys.ts';
import type { Work } from './work.ts';

export const RELATIONS = ['eq', 'ne', 'gte', 'gt', 'lte', 'lt'] as const;

type Scalar = RuleValue['value'];

/** `processing_state`: what an earlier `set_state` left for this rule. Not set: never. */
export function processingState(keys: Keys): ((work: Work) => boolean) | undefined {
  const key = keys.text('key');
  const value = keys.scalar('val');
  const op = keys.choice('op', RELATIONS, 'eq');
  if (key === undefined || value === undefined || op === undefined) return undefined;
  const wanted = value.value;
  return ({ state }) => {
    const found = state.get(key.text);
    return found !== undefined && related(found, op, wanted);
  };
}

/** `processing_item_applied`: the id of an item. */
export function processingItem(keys: Keys): string | undefined {
  return keys.text('processing_item_id')?.text;
}

/** Texts and numbers have an order among their own kind only. */
export function related(found: Scalar, op: (typeof RELATIONS)[number], wanted: Scalar): boolean {
  if (op === 'eq') return found === wanted;
  if (op === 'ne') return found !== wanted;
  if (found === null || wanted === null || typeof found !== typeof wanted) return false;
  switch (op) {
    case 'gte':
      return found >= wanted;
    case 'gt':
      return found > wanted;
    case 'lte':
      return found <= wanted;
    case 'lt':
      return found < wanted;
    default:
      return unreachable(op);
  }
}

import { unreachable } from '../../lib/assert.ts';
import type { Condition } from '../tree.ts';

/** A condition over which rules were hit. */
export type Presence = (has: (stage: number) => boolean) => boolean;

/** Whether a condition may cease to hold when more rules are hit, so that one must wait before it is certain. */
export function needsAbsence(expression: Condition | undefined): boolean {
  if (expression === undefined) return false;
  switch (expression.kind) {
    case 'not':
      return true;
    case 'and':
    case 'or':
      return expression.of.some(needsAbsence);
    case 'search':
    case 'quantified':
      return false;
    default:
      return unreachable(expression);
  }
}

import { unreachable } from '../../lib/assert.ts';
import type { Condition, FieldSearch } from '../tree.ts';
import type { Gate, Item } from './pipeline.ts';
import type { Work } from './work.ts';

/** Whether a gate's conditions hold; `test` answers for one of them. */
function isOpen<T>(gate: Gate<T>, test: (one: T) => boolean): boolean {
  if (gate.tests.length === 0) return true;
  const { expression, join, not, tests } = gate;
  const holds =
    expression !== undefined
      ? evaluate(expression, (name) => tests.some((one) => one.name === name && test(one.test)))
      : join === 'or'
        ? tests.some((one) => test(one.test))
        : tests.every((one) => test(one.test));
  return holds !== not;
}

function evaluate(condition: Condition, holds: (name: string) => boolean): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.of.every((part) => evaluate(part, holds));
    case 'or':
      return condition.of.some((part) => evaluate(part, holds));
    case 'not':
      return !evaluate(condition.of, holds);
    case 'search':
      return holds(condition.name);
    case 'quantified':
      return false;
    default:
      return unreachable(condition);
  }
}

export function isForRule({ rule }: Item, work: Work): boolean {
  return isOpen(rule, (test) => test(work));
}

/** Whether the item is for this search: for its field, or for a field that a value of it refers to. */
export function isForSearch(item: Item, search: FieldSearch, work: Work): boolean {
  return (
    isOpen(item.search, (test) => test(search, work)) &&
    (isForField(item, search.field, work) ||
      refersTo(search).some((field) => isForField(item, field, work)))
  );
}

export function isForField({ field: gate }: Item, field: string | undefined, work: Work): boolean {
  return isOpen(gate, (test) => test(field, work));
}

/** Fields that the values of a search name. */
export function refersTo({ modifiers, values }: FieldSearch): readonly string[] {
  return modifiers.some(({ text }) => text === 'fieldref')
    ? values.map(({ source }) => source)
    : [];
}

import { isHistoryField } from '../events/fields.ts';
import type { CompiledRule } from './compiled.ts';
import { fieldsOf } from './rule-fields.ts';

const known = new WeakMap<CompiledRule, boolean>();

/** Whether a rule asks what the organisation's past says, so that it waits until events are in order of time. */
export function usesHistory(compiled: CompiledRule): boolean {
  let uses = known.get(compiled);
  if (uses === undefined) {
    uses = fieldsOf(compiled.rule).some(({ text }) => isHistoryField(text));
    known.set(compiled, uses);
  }
  return uses;
}

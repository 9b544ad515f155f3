import { isHistoryField } from '../events/fields.ts';
import type { CompiledRule } from './compiled.ts';
import { sourceOf } from './pipeline/reading.ts';
import { fieldsOf } from './rule-fields.ts';

const known = new WeakMap<CompiledRule, boolean>();

/** Whether a rule asks what the organisation's past says, so that it waits until events are in order of time. */
export function usesHistory(compiled: CompiledRule): boolean {
  let uses = known.get(compiled);
  if (uses === undefined) {
    const { processed } = compiled.rule;
    const sources = new Map(processed?.derived.map((field) => [field.name, sourceOf(field)]));
    uses = fieldsOf(compiled.rule).some(({ text }) => isHistoryField(sources.get(text) ?? text));
    known.set(compiled, uses);
  }
  return uses;
}

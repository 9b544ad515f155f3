import { readingOf } from '../modifiers.ts';
import { parsePattern } from '../pattern.ts';
import { compileRegex } from '../regex.ts';
import type { FieldSearch, Name, RuleValue } from '../tree.ts';
import type { Keys } from './keys.ts';
import type { TestParser } from './parse-gates.ts';
import type { FieldTest, SearchTest } from './pipeline.ts';
import { processingItem, processingState } from './state-test.ts';

/** Every type a condition on a detection item may have. */
export const SEARCH_CONDITIONS: Readonly<Record<string, TestParser<SearchTest>>> = {
  match_string(keys) {
    const pattern = keys.text('pattern');
    const negate = keys.flag('negate');
    const test = pattern && startOf(pattern, keys);
    return ofValues(keys, (value, search) => {
      const isText = typeof value.value === 'string' && isPlain(search);
      return (isText && test?.(value.source) === true) !== negate;
    });
  },
  match_value(keys) {
    const wanted = keys.scalar('value');
    return ofValues(keys, ({ value }, search) => isPlain(search) && value === wanted?.value);
  },
  contains_wildcard: (keys) =>
    ofValues(
      keys,
      ({ source, value }, search) =>
        typeof value === 'string' &&
        isPlain(search) &&
        parsePattern(source, false).some(({ kind }) => kind === 'any' || kind === 'one'),
    ),
  is_null: (keys) => ofValues(keys, ({ value }) => value === null),
  processing_item_applied(keys) {
    const id = processingItem(keys);
    return id === undefined
      ? undefined
      : ({ changed }) => changed?.by.some((one) => one.id === id) === true;
  },
  processing_state(keys) {
    const test = processingState(keys);
    return test && ((_, work) => test(work));
  },
};

/** Whether the values are texts and numbers as such, not patterns, networks or names of fields. */
export function isPlain({ modifiers }: FieldSearch): boolean {
  return readingOf(modifiers.map(({ text }) => text)) === 'text';
}

function ofValues(
  keys: Keys,
  test: (value: RuleValue, search: FieldSearch) => boolean,
): SearchTest | undefined {
  const cond = keys.choice('cond', ['any', 'all'], 'any');
  if (cond === undefined) return undefined;
  return (search) =>
    cond === 'any'
      ? search.values.some((value) => test(value, search))
      : search.values.every((value) => test(value, search));
}

/** Every type a condition on a field's name may have. */
export const FIELD_CONDITIONS: Readonly<Record<string, TestParser<FieldTest>>> = {
  include_fields: included,
  exclude_fields(keys) {
    const test = included(keys);
    return test && ((field, work) => !test(field, work));
  },
  processing_item_applied(keys) {
    const id = processingItem(keys);
    return id === undefined
      ? undefined
      : (field, { renamedBy }) => field !== undefined && renamedBy.get(field)?.has(id) === true;
  },
  processing_state(keys) {
    const test = processingState(keys);
    return test && ((_, work) => test(work));
  },
};

/** Whole names, or with `mode: re` patterns from the start of the name on. */
function included(keys: Keys): FieldTest | undefined {
  const fields = keys.texts('fields');
  const mode = keys.choice('mode', ['plain', 're'], 'plain');
  if (fields === undefined) return undefined;
  if (mode === 'plain') {
    const names = new Set(fields.map(({ text }) => text));
    return (field) => field !== undefined && names.has(field);
  }
  const tests = fields.map((pattern) => startOf(pattern, keys));
  return (field) => field !== undefined && tests.some((test) => test?.(field) === true);
}

/** A pattern that must match from the start, as in pySigma. */
function startOf(pattern: Name, keys: Keys): ((text: string) => boolean) | undefined {
  const compiled = compileRegex(pattern.text, '');
  if (!compiled.ok) return keys.fail(pattern.at, compiled.error.message, compiled.error.hint);
  const anchored = compileRegex(`^(?:${pattern.text})`, '');
  return anchored.ok ? anchored.value : keys.fail(pattern.at, anchored.error.message);
}

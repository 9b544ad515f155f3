import type { Problem } from './diagnostic.ts';
import { error } from './diagnostic.ts';
import { conflictOf, MODIFIER_NAMES, readingOf, roleOf } from './modifiers.ts';
import { parseNetwork } from './network.ts';
import { and, not, or } from './plan.ts';
import type { Place, Plan, Test, TimePart } from './plan.ts';
import { textTests } from './plan-text.ts';
import type { Placeholders } from './plan-text.ts';
import { compileRegex } from './regex.ts';
import { didYouMean } from '../lib/suggest.ts';
import type { Comparison, FieldSearch, RuleValue } from './tree.ts';

/** What a field search means, or undefined with the reason among `findings`. */
export function planField(
  search: FieldSearch,
  placeholders: Placeholders,
  findings: Problem[],
): Plan | undefined {
  if (!knownModifiers(search, findings)) return undefined;
  const modifiers = search.modifiers.map(({ text }) => text);
  if (modifiers.includes('exists')) return planExists(search, findings);
  const each: Plan[] = [];
  for (const value of search.values) {
    const tests = testsOf(search, modifiers, value, placeholders, findings);
    if (tests === undefined) return undefined;
    each.push(or(tests.map((test) => withField(search.field, test))));
  }
  const all = modifiers.includes('all');
  const linked = all ? and(each) : or(mergeTests(search.field, each));
  if (!modifiers.includes('neq')) return linked;
  const compared = [search.field, ...(modifiers.includes('fieldref') ? valuesOf(search) : [])];
  return and([...compared.map((field) => withField(field, { kind: 'exists' })), not(linked)]);
}

function valuesOf(search: FieldSearch): readonly string[] {
  return search.values.map(({ source }) => source);
}

function withField(field: string | undefined, test: Test): Plan {
  return field === undefined ? { kind: 'test', test } : { kind: 'test', field, test };
}

function knownModifiers(search: FieldSearch, findings: Problem[]): boolean {
  let known = true;
  for (const { text, at } of search.modifiers) {
    if (roleOf(text) !== undefined) continue;
    known = false;
    const lower = text.toLowerCase();
    const hint =
      roleOf(lower) === undefined ? didYouMean(text, MODIFIER_NAMES) : `write "${lower}"`;
    findings.push(
      error(at, text === '' ? 'a modifier has no name' : `unknown modifier "${text}"`, hint),
    );
  }
  if (!known) return false;
  const modifiers = search.modifiers.map(({ text }) => text);
  const conflict = conflictOf(modifiers);
  const reading = readingOf(modifiers);
  const needsField = reading !== 'text' && reading !== 're';
  if (conflict !== undefined) {
    findings.push(error(search.modifiers[conflict.index]?.at ?? search.at, conflict.message));
  } else if (search.field === undefined && (needsField || modifiers.includes('neq'))) {
    findings.push(error(search.at, 'keywords name no field, so this modifier means nothing here'));
    return false;
  }
  return conflict === undefined;
}

function planExists(search: FieldSearch, findings: Problem[]): Plan | undefined {
  const [value, ...more] = search.values;
  const wanted = value?.source.toLowerCase();
  if (more.length > 0 || (wanted !== 'true' && wanted !== 'false')) {
    findings.push(error(value?.at ?? search.at, '"exists" takes true or false'));
    return undefined;
  }
  const plan = withField(search.field, { kind: 'exists' });
  return wanted === 'true' ? plan : not(plan);
}

function testsOf(
  search: FieldSearch,
  modifiers: readonly string[],
  value: RuleValue,
  placeholders: Placeholders,
  findings: Problem[],
): readonly Test[] | undefined {
  const reading = readingOf(modifiers);
  if (value.value === null) return nullTest(search, modifiers, value, findings);
  switch (reading) {
    case 're':
      return one(regexTest(modifiers, value, findings));
    case 'cidr':
      return one(networkTest(value, findings));
    case 'fieldref':
      return one(fieldTest(modifiers, value, findings));
    case 'time':
    case 'comparison':
      return one(numberTest(modifiers, value, findings));
    default:
      return textTests(search, modifiers, value, placeholders, findings);
  }
}

function one(test: Test | undefined): readonly Test[] | undefined {
  return test === undefined ? undefined : [test];
}

function nullTest(
  search: FieldSearch,
  modifiers: readonly string[],
  value: RuleValue,
  findings: Problem[],
): readonly Test[] | undefined {
  if (search.values.length > 1) {
    const hint = 'make it a search of its own: "1 of selection_*"';
    findings.push(error(value.at, 'null cannot stand in a list of values', hint));
    return undefined;
  }
  const beside = modifiers.find((name) => name !== 'neq' && name !== 'all');
  if (beside === undefined && search.field !== undefined) return [{ kind: 'null' }];
  const message = beside === undefined ? 'a keyword is empty' : `"${beside}" needs a value`;
  findings.push(error(value.at, message, "write '' for an empty text"));
  return undefined;
}

const FLAGS: Readonly<Record<string, string>> = { ignorecase: 'i', multiline: 'm', dotall: 's' };

function regexTest(
  modifiers: readonly string[],
  value: RuleValue,
  findings: Problem[],
): Test | undefined {
  const flags = modifiers
    .filter((name) => roleOf(name) === 'flag')
    .map((name) => FLAGS[name] ?? name)
    .toSorted()
    .join('');
  const compiled = compileRegex(value.source, flags);
  if (compiled.ok) return { kind: 'regex', pattern: value.source, flags };
  const { message, hint, offset } = compiled.error;
  const start = value.textAt;
  const at = start === undefined ? value.at : { line: start.line, column: start.column + offset };
  findings.push(error(at, message, hint));
  return undefined;
}

function networkTest(value: RuleValue, findings: Problem[]): Test | undefined {
  if (parseNetwork(value.source) !== undefined) return { kind: 'network', cidr: value.source };
  const hint = 'for example 192.0.2.0/24 or 2001:db8::/32';
  findings.push(error(value.at, `"${value.source}" is not a network`, hint));
  return undefined;
}

function fieldTest(
  modifiers: readonly string[],
  value: RuleValue,
  findings: Problem[],
): Test | undefined {
  if (value.source === '') {
    findings.push(error(value.at, '"fieldref" needs the name of a field'));
    return undefined;
  }
  const place = modifiers.find((name): name is Place => roleOf(name) === 'place') ?? 'equals';
  return { kind: 'field', other: value.source, place, cased: modifiers.includes('cased') };
}

/** Greatest value of each time part (year: any). */
const RANGES: Readonly<Record<TimePart, readonly [least: number, most: number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [0, 9999],
};

function numberTest(
  modifiers: readonly string[],
  { value, source, at }: RuleValue,
  findings: Problem[],
): Test | undefined {
  const number = typeof value === 'boolean' || source.trim() === '' ? Number.NaN : Number(source);
  const comparison = modifiers.find((name): name is Comparison => roleOf(name) === 'comparison');
  const part = modifiers.find((name): name is TimePart => roleOf(name) === 'time');
  if (!Number.isFinite(number)) {
    findings.push(error(at, `"${comparison ?? part}" needs a number, not "${source}"`));
    return undefined;
  }
  if (part !== undefined) {
    const [least, most] = RANGES[part];
    if (number >= least && number <= most) {
      return { kind: 'time', part, comparison: comparison ?? 'eq', value: number };
    }
    findings.push(error(at, `the ${part} lies between ${least} and ${most}`));
    return undefined;
  }
  return { kind: 'compare', comparison: comparison ?? 'eq', value: number };
}

type ListTest = Extract<Test, { readonly texts: readonly string[] }>;

interface Merged {
  readonly first: ListTest;
  readonly texts: Set<string>;
  readonly numbers: Set<number>;
}

/** Joins alternatives on one field that differ only in their text, so that they are looked up together. */
function mergeTests(field: string | undefined, plans: readonly Plan[]): readonly Plan[] {
  const merged = new Map<string, Merged>();
  const rest: Plan[] = [];
  const tests = plans.flatMap((plan) => (plan.kind === 'or' ? plan.of : [plan]));
  for (const plan of tests) {
    if (plan.kind !== 'test' || !('texts' in plan.test)) {
      rest.push(plan);
      continue;
    }
    const { test } = plan;
    const key = `${test.kind} ${test.cased}`;
    const into = merged.get(key) ?? { first: test, texts: new Set(), numbers: new Set() };
    merged.set(key, into);
    for (const text of test.texts) into.texts.add(text);
    if (test.kind === 'equals') for (const number of test.numbers) into.numbers.add(number);
  }
  return [...Array.from(merged.values(), (alike) => withField(field, joined(alike))), ...rest];
}

function joined({ first, texts, numbers }: Merged): Test {
  return first.kind === 'equals'
    ? { ...first, texts: [...texts], numbers: [...numbers] }
    : { ...first, texts: [...texts] };
}

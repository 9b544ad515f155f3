import type { Problem } from './diagnostic.ts';
import { error } from './diagnostic.ts';
import { encode } from './encode.ts';
import type { Encoded } from './encode.ts';
import { fold } from './fold.ts';
import { roleOf } from './modifiers.ts';
import { DASHES, literalOf, normalise, parsePattern, placed, withDashes } from './pattern.ts';
import type { Part, Pattern } from './pattern.ts';
import type { Test } from './plan.ts';
import type { FieldSearch, RuleValue } from './tree.ts';

/** Values of the placeholders that `expand` fills in, by name without percent signs. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

/** Forms one value may take, by its placeholders and by the dashes in an encoded text. */
const MAX_FORMS = 10_000;

/** A number as people write it; `1e3` and `0x10` are text. */
const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

interface Form {
  readonly pattern: Pattern;
  readonly binary: boolean;
}

/** What a value means as text: one test for each form it takes. */
export function textTests(
  search: FieldSearch,
  modifiers: readonly string[],
  value: RuleValue,
  placeholders: Placeholders,
  findings: Problem[],
): readonly Test[] | undefined {
  const start = {
    pattern: parsePattern(value.source, modifiers.includes('expand')),
    binary: false,
  };
  let forms: readonly Form[] = [start];
  let encoded = false;
  for (const name of modifiers) {
    const next = transform(forms, name, value, placeholders, findings);
    if (next === undefined) return undefined;
    forms = next;
    encoded ||= name.startsWith('base64');
  }
  // Base64 tells upper from lower case: another case is another value.
  const cased = encoded || modifiers.includes('cased');
  const placeless =
    search.field === undefined && !modifiers.some((name) => roleOf(name) === 'place');
  const changed = modifiers.some((name) => roleOf(name) === 'transform');
  return forms.map(({ pattern }) => {
    const parts = normalise(placeless ? placed(pattern, 'contains') : pattern);
    const plain = literalOf(parts);
    if (plain === undefined || changed) return testOf(parts, cased);
    return equalsTest(value, plain, cased);
  });
}

function transform(
  forms: readonly Form[],
  modifier: string,
  value: RuleValue,
  placeholders: Placeholders,
  findings: Problem[],
): readonly Form[] | undefined {
  const role = roleOf(modifier);
  if (role === 'place') {
    return forms.map((form) => ({ ...form, pattern: placed(form.pattern, modifier) }));
  }
  if (role !== 'transform') return forms;
  if (modifier === 'windash') {
    return forms.map((form) => ({ ...form, pattern: withDashes(form.pattern) }));
  }
  const next: Form[] = [];
  for (const form of forms) {
    const made =
      modifier === 'expand'
        ? expand(form, value, placeholders, findings)
        : encodeForm(form, modifier, value, findings);
    if (made === undefined) return undefined;
    next.push(...made);
    if (next.length > MAX_FORMS) {
      findings.push(error(value.at, `this value stands for more than ${MAX_FORMS} texts`));
      return undefined;
    }
  }
  return next;
}

function expand(
  form: Form,
  value: RuleValue,
  placeholders: Placeholders,
  findings: Problem[],
): readonly Form[] | undefined {
  let patterns: readonly Pattern[] = [[]];
  for (const part of form.pattern) {
    let choices: readonly Pattern[] = [[part]];
    if (part.kind === 'placeholder') {
      const values = Object.hasOwn(placeholders, part.name) ? placeholders[part.name] : undefined;
      if (values === undefined) {
        const hint = 'give its values, or leave the rule out';
        findings.push(error(value.at, `the placeholder %${part.name}% has no values here`, hint));
        return undefined;
      }
      choices = values.map((text) => parsePattern(text, false));
    }
    if (patterns.length * choices.length > MAX_FORMS) {
      findings.push(error(value.at, `this value stands for more than ${MAX_FORMS} texts`));
      return undefined;
    }
    patterns = patterns.flatMap((head) => choices.map((choice) => [...head, ...choice]));
  }
  return patterns.map((pattern) => ({ ...form, pattern: normalise(pattern) }));
}

function encodeForm(
  form: Form,
  modifier: string,
  value: RuleValue,
  findings: Problem[],
): readonly Form[] | undefined {
  const texts = spellings(form.pattern);
  if (typeof texts === 'string') {
    findings.push(error(value.at, `"${modifier}" cannot encode ${texts}`, 'put "contains" last'));
    return undefined;
  }
  return texts
    .flatMap((text) => encode({ text, binary: form.binary }, modifier))
    .map(({ text, binary }: Encoded) => ({ pattern: [{ kind: 'literal', text }], binary }));
}

/** Every plain text a pattern stands for, or in words what it has too many of. */
function spellings(pattern: Pattern): readonly string[] | string {
  let texts: readonly string[] = [''];
  for (const part of pattern) {
    const choices = choicesOf(part);
    if (choices === undefined) return 'wildcards';
    if (texts.length * choices.length > MAX_FORMS) return 'so many dashes';
    texts = texts.flatMap((head) => choices.map((choice) => head + choice));
  }
  return texts;
}

function choicesOf(part: Part): readonly string[] | undefined {
  if (part.kind === 'literal') return [part.text];
  return part.kind === 'dash' ? Array.from(DASHES) : undefined;
}

/** A whole value: a text, and where it is a number, that number however the record writes it. */
function equalsTest({ value, source }: RuleValue, plain: string, cased: boolean): Test {
  const texts = typeof value === 'number' ? [...new Set([source, String(value)])] : [plain];
  const number =
    typeof value === 'number' ? value : DECIMAL.test(plain) ? Number(plain) : undefined;
  return {
    kind: 'equals',
    texts: cased ? texts : texts.map(fold),
    numbers: number === undefined ? [] : [number],
    cased,
  };
}

/** The cheapest test that means the same as a pattern. */
function testOf(pattern: Pattern, cased: boolean): Test {
  const cut = (text: string): string => (cased ? text : fold(text));
  const starts = pattern[0]?.kind === 'any';
  const ends = pattern.length > 1 && pattern.at(-1)?.kind === 'any';
  const inner = literalOf(pattern.slice(starts ? 1 : 0, ends ? -1 : undefined));
  if (inner === undefined) {
    const folded = pattern.map((part) =>
      part.kind === 'literal' ? { ...part, text: cut(part.text) } : part,
    );
    return { kind: 'like', pattern: folded, cased };
  }
  const texts = [cut(inner)];
  if (pattern.length === 1 && starts) return { kind: 'contains', texts: [''], cased };
  if (starts) return { kind: ends ? 'contains' : 'endswith', texts, cased };
  return ends
    ? { kind: 'startswith', texts, cased }
    : { kind: 'equals', texts, numbers: [], cased };
}

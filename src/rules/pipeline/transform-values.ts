import { normalise, parsePattern } from '../pattern.ts';
import type { Part, Pattern } from '../pattern.ts';
import type { Placeholders } from '../plan-text.ts';
import { compileFinder } from '../regex.ts';
import type { FieldSearch, RuleValue } from '../tree.ts';
import type { Keys } from './keys.ts';
import type { Transformation } from './pipeline.ts';
import { parseReplacement } from './replacement.ts';
import { isPlain } from './search-conditions.ts';
import { snake } from './transform-fields.ts';

/** Characters a value may grow to. */
const MAX_VALUE_CHARS = 16_384;
/** Texts one value may become. */
const MAX_VALUES = 10_000;
/** Values of one table. */
const MAX_MAPPING = 10_000;

type Parsed = Transformation | undefined;
type Change = Extract<Transformation, { readonly kind: 'values' }>['change'];

/** Transformations of values, by type. Patterns, networks and references to fields are no texts. */
export const VALUE_TRANSFORMATIONS: Readonly<
  Record<string, (keys: Keys, placeholders: Placeholders) => Parsed>
> = {
  replace_string: replaceString,
  map_string: mapString,
  set_value: setValue,
  convert_type: convertType,
  case(keys) {
    const method = keys.choice('method', ['lower', 'upper', 'snake_case'], 'lower');
    if (method === undefined) return undefined;
    const change = CASES[method];
    return ofTexts((value) => [textValue(value, change(value.source))]);
  },
  wildcard_placeholders: (keys) => placeholders(keys, () => [[{ kind: 'any' }]]),
  value_placeholders: (keys, vars) =>
    placeholders(keys, (name) =>
      Object.hasOwn(vars, name)
        ? vars[name]?.map((text) => parsePattern(text, false))
        : `the pipeline's "vars" have no "${name}"`,
    ),
};

const CASES = {
  lower: (text: string) => text.toLowerCase(),
  upper: (text: string) => text.toUpperCase(),
  snake_case: snake,
} as const;

/** The same value with another text; where it was written no longer tells where its characters are. */
function textValue({ at }: RuleValue, text: string): RuleValue {
  return { value: text, source: text, at };
}

function ofTexts(change: Change): Transformation {
  return {
    kind: 'values',
    change: (value, search, work) =>
      typeof value.value === 'string' && isPlain(search) ? change(value, search, work) : undefined,
  };
}

function replaceString(keys: Keys): Parsed {
  const pattern = keys.text('regex');
  const replacement = keys.scalar('replacement');
  const skipSpecial = keys.flag('skip_special');
  const interpret = keys.flag('interpret_special');
  if (pattern === undefined || replacement === undefined) return undefined;
  const compiled = compileFinder(pattern.text, '');
  if (!compiled.ok) return keys.fail(pattern.at, compiled.error.message, compiled.error.hint);
  const fill = parseReplacement(replacement.source, compiled.value, (message) =>
    keys.fail(replacement.at, message),
  );
  if (fill === undefined) return undefined;
  const replace = (text: string): string => compiled.value.replaceAll(text, fill);
  const change = (value: RuleValue, { modifiers }: FieldSearch): readonly RuleValue[] | string => {
    const expands = modifiers.some(({ text }) => text === 'expand');
    const text = skipSpecial
      ? onLiterals(value.source, expands, interpret, replace)
      : replace(value.source);
    return text.length > MAX_VALUE_CHARS
      ? `a replaced value is longer than ${MAX_VALUE_CHARS} characters`
      : [textValue(value, text)];
  };
  return {
    kind: 'values',
    change: (value, search) =>
      isPlain(search) && (typeof value.value === 'string' || typeof value.value === 'number')
        ? change(value, search)
        : undefined,
  };
}

/** Changes what stands between wildcards and placeholders; `interpret`: what comes out may hold new ones. */
function onLiterals(
  source: string,
  expands: boolean,
  interpret: boolean,
  change: (text: string) => string,
): string {
  return parsePattern(source, expands)
    .map((part) => {
      if (part.kind !== 'literal') return written([part]);
      const changed = change(part.text);
      return interpret ? changed : written([{ kind: 'literal', text: changed }], expands);
    })
    .join('');
}

/** A pattern as the text that is read as it; with `percent`, percent signs are kept from being placeholders. */
function written(pattern: Pattern, percent = true): string {
  return pattern.map((part) => writtenPart(part, percent)).join('');
}

function writtenPart(part: Part, percent: boolean): string {
  switch (part.kind) {
    case 'any':
      return '*';
    case 'one':
      return '?';
    case 'dash':
      return '-';
    case 'placeholder':
      return `%${part.name}%`;
    default:
      return part.text.replaceAll(percent ? /[\\*?%]/g : /[\\*?]/g, String.raw`\$&`);
  }
}

function mapString(keys: Keys): Parsed {
  const entries = keys.entries('mapping');
  if (entries === undefined) return undefined;
  if (entries.length > MAX_MAPPING) {
    return keys.fail(keys.at, `"mapping" has more than ${MAX_MAPPING} entries`);
  }
  const table = new Map<string, readonly string[]>();
  for (const { key, value } of entries) {
    const texts = keys.textsOf(value, key.source);
    if (texts !== undefined)
      table.set(
        key.source,
        texts.map(({ text }) => text),
      );
  }
  return ofTexts((value) => table.get(value.source)?.map((text) => textValue(value, text)));
}

function setValue(keys: Keys): Parsed {
  const given = keys.scalar('value');
  const type =
    keys.node('force_type') === undefined ? 'as is' : keys.choice('force_type', ['str', 'num']);
  if (given === undefined || type === undefined) return undefined;
  const { source } = given;
  const number = Number(source);
  if (type === 'num' && (source.trim() === '' || !Number.isFinite(number))) {
    return keys.fail(given.at, `"${source}" is no number`);
  }
  const value = type === 'str' ? source : type === 'num' ? number : given.value;
  return { kind: 'values', change: ({ at }) => [{ value, source, at }] };
}

function convertType(keys: Keys): Parsed {
  const type = keys.choice('target_type', ['str', 'num']);
  if (type === undefined) return undefined;
  if (type === 'str') {
    return {
      kind: 'values',
      change: (value) =>
        typeof value.value === 'number' ? [{ ...value, value: value.source }] : undefined,
    };
  }
  return ofTexts((value) => {
    const number = Number(value.source);
    return value.source.trim() === '' || !Number.isFinite(number)
      ? `"${value.source}" is no number`
      : [{ ...value, value: number }];
  });
}

type Choices = readonly Pattern[] | string | undefined;

/** Fills in placeholders of values marked `expand`; others than those meant stay for later. */
function placeholders(keys: Keys, choicesOf: (name: string) => Choices): Parsed {
  const include = keys.node('include') === undefined ? undefined : keys.texts('include');
  const exclude = keys.node('exclude') === undefined ? undefined : keys.texts('exclude');
  if (include !== undefined && exclude !== undefined) {
    return keys.fail(keys.at, 'either "include" or "exclude", not both');
  }
  const isMeant = (name: string): boolean =>
    include?.some(({ text }) => text === name) ??
    exclude?.every(({ text }) => text !== name) ??
    true;
  return ofTexts((value, { modifiers }) => {
    if (!modifiers.some(({ text }) => text === 'expand')) return undefined;
    const pattern = parsePattern(value.source, true);
    if (!pattern.some((part) => part.kind === 'placeholder' && isMeant(part.name)))
      return undefined;
    let forms: readonly Pattern[] = [[]];
    for (const part of pattern) {
      const choices =
        part.kind === 'placeholder' && isMeant(part.name) ? choicesOf(part.name) : [[part]];
      if (choices === undefined || typeof choices === 'string') return choices;
      if (forms.length * choices.length > MAX_VALUES) {
        return `a value stands for more than ${MAX_VALUES} texts`;
      }
      forms = forms.flatMap((head) => choices.map((choice) => [...head, ...choice]));
    }
    return forms.map((form) => textValue(value, written(normalise(form))));
  });
}

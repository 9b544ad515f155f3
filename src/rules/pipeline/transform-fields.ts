import type { Name } from '../tree.ts';
import type { YamlEntry } from '../yaml-node.ts';
import type { Keys } from './keys.ts';
import type { Transformation } from './pipeline.ts';

/** Fields one field may become. */
const MAX_ALTERNATIVES = 64;
/** Entries of one mapping. */
const MAX_MAPPING = 10_000;

type Rename = (field: string | undefined) => readonly string[] | undefined;
type Parsed = Transformation | undefined;

/** Transformations of the names of fields, by type. */
export const FIELD_TRANSFORMATIONS: Readonly<Record<string, (keys: Keys) => Parsed>> = {
  field_name_mapping(keys) {
    const table = mapping(keys, 'mapping');
    if (table === undefined) return undefined;
    // Without quotes, `null` as a key means keywords, which name no field.
    return rename((field) => (field === undefined ? table.keywords : table.fields.get(field)));
  },
  field_name_prefix_mapping(keys) {
    const table = mapping(keys, 'mapping');
    if (table === undefined) return undefined;
    if (table.keywords !== undefined) return keys.fail(keys.at, 'null is no prefix');
    const prefixes = [...table.fields];
    return rename((field) => {
      const found = prefixes.find(([prefix]) => field?.startsWith(prefix) === true);
      return found?.[1].map((prefix) => prefix + (field ?? '').slice(found[0].length));
    });
  },
  field_name_prefix: (keys) => added(keys, 'prefix', (field, prefix) => prefix + field),
  field_name_suffix: (keys) => added(keys, 'suffix', (field, suffix) => field + suffix),
  field_name_drop_prefix: (keys) =>
    added(keys, 'prefix', (field, prefix) =>
      field.startsWith(prefix) && field !== prefix ? field.slice(prefix.length) : undefined,
    ),
  field_name_drop_suffix: (keys) =>
    added(keys, 'suffix', (field, suffix) =>
      field.endsWith(suffix) && field !== suffix ? field.slice(0, -suffix.length) : undefined,
    ),
  field_name_transform(keys) {
    const name = keys.choice('transform_func', FUNCTION_NAMES);
    const table = keys.node('mapping') === undefined ? undefined : mapping(keys, 'mapping');
    if (name === undefined) return undefined;
    const change = FUNCTIONS[name];
    return rename((field) =>
      field === undefined ? undefined : (table?.fields.get(field) ?? [change(field)]),
    );
  },
};

function rename(how: Rename): Transformation {
  return { kind: 'fields', rename: how };
}

function added(
  keys: Keys,
  key: string,
  change: (field: string, text: string) => string | undefined,
): Parsed {
  const text = keys.text(key)?.text;
  if (text === undefined) return undefined;
  if (text === '') return keys.fail(keys.at, `"${key}" is empty`);
  return rename((field) => {
    const changed = field === undefined ? undefined : change(field, text);
    return changed === undefined ? undefined : [changed];
  });
}

interface Mapping {
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly keywords?: readonly string[];
}

function mapping(keys: Keys, key: string): Mapping | undefined {
  const entries = keys.entries(key);
  if (entries === undefined) return undefined;
  if (entries.length > MAX_MAPPING) {
    return keys.fail(keys.at, `"${key}" has more than ${MAX_MAPPING} entries`);
  }
  const fields = new Map<string, readonly string[]>();
  let keywords: readonly string[] | undefined;
  for (const entry of entries) {
    const targets = targetsOf(entry, keys);
    if (targets === undefined) continue;
    if (entry.key.value === null) keywords = targets;
    else fields.set(entry.key.source, targets);
  }
  return { fields, ...(keywords !== undefined && { keywords }) };
}

function targetsOf({ key, value }: YamlEntry, keys: Keys): readonly string[] | undefined {
  if (value.kind === 'list' && value.items.length === 0) {
    const hint = 'to leave a test out, use "drop_detection_item"';
    return keys.fail(value.at, `"${key.source}" is mapped to no field`, hint);
  }
  const names = keys.textsOf(value, key.source);
  if (names === undefined || names.length <= MAX_ALTERNATIVES) return names?.map(textOf);
  return keys.fail(value.at, `"${key.source}" is mapped to more than ${MAX_ALTERNATIVES} fields`);
}

function textOf({ text }: Name): string {
  return text;
}

const FUNCTION_NAMES = [
  'lower',
  'upper',
  'snake_case',
  'camel_case',
  'pascal_case',
  'title',
] as const;

const FUNCTIONS: Readonly<Record<(typeof FUNCTION_NAMES)[number], (field: string) => string>> = {
  lower: (field) => field.toLowerCase(),
  upper: (field) => field.toUpperCase(),
  snake_case: snake,
  camel_case: (field) => onParts(field, (part) => joined(part, false)),
  pascal_case: (field) => onParts(field, (part) => joined(part, true)),
  title: (field) => onParts(field, (part) => part.replaceAll(/\p{L}+/gu, capital)),
};

/** Dots part the steps of a path: each keeps its place. */
function onParts(field: string, change: (part: string) => string): string {
  return field.split('.').map(change).join('.');
}

/** `CommandLine`, `command-line` and `HTTPMethod` are made of words. */
function words(part: string): readonly string[] {
  return part
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[\s_-]+/)
    .filter((word) => word !== '');
}

export function snake(field: string): string {
  return onParts(field, (part) => words(part).join('_').toLowerCase());
}

function joined(part: string, upper: boolean): string {
  const all = words(part).map(capital).join('');
  return upper ? all : all.charAt(0).toLowerCase() + all.slice(1);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}

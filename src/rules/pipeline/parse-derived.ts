import { isHistoryField, isNormalisedField } from '../../events/fields.ts';
import { contentId } from '../../lib/hash.ts';
import type { Result } from '../../lib/result.ts';
import { DERIVATIONS } from '../derived-field.ts';
import type { Derivation, DerivedField, DerivedValue } from '../derived-field.ts';
import type { Position } from '../diagnostic.ts';
import { warning } from '../diagnostic.ts';
import { fold } from '../fold.ts';
import { parseNetwork } from '../network.ts';
import { compileFinder } from '../regex.ts';
import type { Name } from '../tree.ts';
import type { YamlNode } from '../yaml-node.ts';
import { describe } from '../yaml-node.ts';
import { Keys } from './keys.ts';

/** Derived fields of one pipeline, and how many may build on one another. */
const MAX_DERIVED = 200;
const MAX_CHAIN = 8;
/** Entries of one list or table. */
const MAX_ENTRIES = 1_000_000;

/** The text of a list file beside the pipeline, or why it may not or cannot be read. */
export type ReadList = (path: string) => Result<string, string>;

/** A derived field, and where it is declared. */
type Placed = DerivedField & { readonly at: Position };

/** Reads the block `scrutineer:` of a pipeline. */
export function parseDerived(node: YamlNode, parent: Keys, readList: ReadList): readonly Placed[] {
  const fields = new Map<string, Placed>();
  if (node.kind !== 'map') {
    parent.fail(node.at, `"scrutineer" is a map with "derived", not ${describe(node)}`);
    return [];
  }
  const block = new Keys(node, parent.problems);
  const list = block.list('derived');
  block.end();
  for (const [place, item] of (list?.items ?? []).entries()) {
    if (place >= MAX_DERIVED) {
      block.fail(item.at, `a pipeline has at most ${MAX_DERIVED} derived fields`);
      break;
    }
    if (item.kind !== 'map') {
      block.fail(item.at, `a derived field is a map, not ${describe(item)}`);
      continue;
    }
    const field = parseField(new Keys(item, parent.problems), fields, readList);
    if (field !== undefined) fields.set(field.name, field);
  }
  return [...fields.values()];
}

function parseField(
  keys: Keys,
  known: ReadonlyMap<string, DerivedField>,
  readList: ReadList,
): Placed | undefined {
  const name = keys.text('name');
  const field = keys.text('field');
  const type = keys.choice('type', DERIVATIONS);
  const how = type && derivation(type, keys, readList);
  keys.end();
  if (name === undefined || field === undefined || how === undefined) return undefined;
  if (
    name.text === '' ||
    name.text.includes('|') ||
    name.text.includes(':') ||
    isHistoryField(name.text)
  ) {
    return keys.fail(name.at, `"${name.text}" cannot be the name of a derived field`);
  }
  if (known.has(name.text))
    return keys.fail(name.at, `there are two derived fields "${name.text}"`);
  if (field.text === name.text) return keys.fail(field.at, 'a field cannot be derived from itself');
  if (isNormalisedField(name.text)) {
    const message = `"${name.text}" takes the place of the normalised field of that name`;
    keys.problems.push(warning(name.at, message, 'give it a name of its own'));
  }
  const from = known.get(field.text);
  if (chainOf(from) >= MAX_CHAIN) {
    return keys.fail(field.at, `more than ${MAX_CHAIN} derived fields build on one another`);
  }
  const key = `derived:${contentId(JSON.stringify([from?.key ?? field.text, how]))}`;
  return {
    name: name.text,
    key,
    field: field.text,
    ...(from !== undefined && { from }),
    how,
    at: name.at,
  };
}

function chainOf(field: DerivedField | undefined): number {
  return field === undefined ? 0 : 1 + chainOf(field.from);
}

function derivation(
  kind: Derivation['kind'],
  keys: Keys,
  readList: ReadList,
): Derivation | undefined {
  switch (kind) {
    case 'list':
      return listOf(keys, readList);
    case 'map':
      return mapOf(keys);
    case 'extract':
      return extract(keys);
    case 'hour_of_day':
    case 'day_of_week': {
      const zone = keys.optionalText('zone');
      if (zone !== undefined && !isZone(zone.text)) {
        const hint = 'a name of the IANA database, for example Europe/Zurich';
        return keys.fail(zone.at, `there is no time zone "${zone.text}"`, hint);
      }
      return { kind, zone: zone?.text ?? 'UTC' };
    }
    default:
      return { kind };
  }
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function listOf(keys: Keys, readList: ReadList): Derivation | undefined {
  const match = keys.choice('match', ['text', 'network'], 'text');
  const file = keys.optionalText('file');
  const inline = keys.node('values');
  if ((file === undefined) === (inline === undefined)) {
    return keys.fail(keys.at, 'a list needs either "values" or "file"');
  }
  const entries = file === undefined ? keys.texts('values') : linesOf(file, keys, readList);
  if (entries === undefined || match === undefined) return undefined;
  if (entries.length > MAX_ENTRIES) {
    return keys.fail(keys.at, `the list has more than ${MAX_ENTRIES} entries`);
  }
  if (match === 'text') {
    return { kind: 'list', match, values: [...new Set(entries.map(({ text }) => fold(text)))] };
  }
  for (const { at, text } of entries) {
    if (parseNetwork(text) !== undefined) continue;
    const where = file === undefined ? '' : ` in ${file.text}`;
    return keys.fail(
      at,
      `"${text.slice(0, 80)}"${where} is no network`,
      'for example 192.0.2.0/24',
    );
  }
  return { kind: 'list', match, values: [...new Set(entries.map(({ text }) => text))] };
}

/** One entry a line; blank lines and those that begin with `#` are none. */
function linesOf(file: Name, keys: Keys, readList: ReadList): readonly Name[] | undefined {
  const text = readList(file.text);
  if (!text.ok) return keys.fail(file.at, text.error);
  return text.value
    .split(/\r?\n/)
    .map((line) => ({ text: line.trim(), at: file.at }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'));
}

function mapOf(keys: Keys): Derivation | undefined {
  const entries = keys.entries('values');
  const otherwise = keys.node('default');
  if (entries === undefined) return undefined;
  const values: (readonly [string, DerivedValue])[] = [];
  for (const { key, value } of entries) {
    const mapped = valueOf(value, keys);
    if (mapped !== undefined) values.push([fold(key.source), mapped]);
  }
  if (otherwise === undefined) return { kind: 'map', values };
  const value = valueOf(otherwise, keys);
  return value === undefined ? undefined : { kind: 'map', values, otherwise: value };
}

function valueOf(node: YamlNode, keys: Keys): DerivedValue | undefined {
  if (node.kind === 'scalar' && node.value !== null) return node.value;
  return keys.fail(node.at, `a value is a text, a number, true or false, not ${describe(node)}`);
}

function extract(keys: Keys): Derivation | undefined {
  const pattern = keys.text('pattern');
  const flags = keys.optionalText('flags');
  if (pattern === undefined) return undefined;
  if (flags !== undefined && !/^[ims]*$/.test(flags.text)) {
    return keys.fail(flags.at, '"flags" are any of i, m and s');
  }
  const compiled = compileFinder(pattern.text, flags?.text ?? '');
  if (compiled.ok) return { kind: 'extract', pattern: pattern.text, flags: flags?.text ?? '' };
  return keys.fail(pattern.at, compiled.error.message, compiled.error.hint);
}

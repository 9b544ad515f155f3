import type { Json, JsonObject } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Checked, Fields, Reference } from './entry-field.ts';
import { checkRecord } from './entry-field.ts';
import type { EntryKind } from './entry-kinds.ts';
import { ENTRY_KINDS, isEntryKind } from './entry-kinds.ts';
import { MAX_ENTRY } from './merkle.ts';

/** The version of all kinds. A change of what a field means is a new one. */
const VERSION = 1;

/** An entry that may be logged: its bytes are canonical JSON, and every field is of its type. */
export interface Entry {
  readonly kind: EntryKind;
  readonly value: JsonObject;
  readonly bytes: Buffer;
  readonly references: readonly Reference[];
}

/** With the fields all kinds have. */
const SCHEMAS = new Map<EntryKind, Fields>(
  Object.entries(ENTRY_KINDS).map(([kind, { fields, optional }]) => [
    kind as EntryKind,
    {
      type: 'record',
      fields: {
        kind: { type: 'word', of: [kind] },
        v: { type: 'count' },
        at: { type: 'time' },
        ...fields,
      },
      optional,
    },
  ]),
);

/** Makes an entry of a value. The errors say what is wrong without repeating it: it may be a name. */
export function makeEntry(value: Json): Result<Entry, readonly string[]> {
  const kind = isObject(value) ? value['kind'] : undefined;
  if (!isObject(value) || !isEntryKind(kind))
    return err([`kind must be one of ${Object.keys(ENTRY_KINDS).join(', ')}`]);
  const found: Checked = { problems: [], references: [] };
  const schema = SCHEMAS.get(kind);
  if (schema !== undefined) checkRecord(value, schema, '', found);
  if (value['v'] !== undefined && value['v'] !== VERSION)
    found.problems.push(`v must be ${VERSION}`);
  if (found.problems.length > 0) return err(found.problems);
  const bytes = Buffer.from(canonicalJson(value));
  if (bytes.length > MAX_ENTRY) return err([`the entry is longer than ${MAX_ENTRY} bytes`]);
  return ok({ kind, value, bytes, references: found.references });
}

/** Reads an entry of a ledger, which must be canonical: two texts of one value would be two hashes. */
export function readEntry(bytes: Buffer): Result<Entry, readonly string[]> {
  let value: Json;
  try {
    value = JSON.parse(bytes.toString()) as Json;
  } catch {
    return err(['the entry is not JSON']);
  }
  const entry = makeEntry(value);
  if (!entry.ok) return entry;
  return entry.value.bytes.equals(bytes) ? entry : err(['the entry is not canonical JSON']);
}

/** What is wrong with the entries an entry at `index` points to. `kindAt` tells the kind of an earlier one. */
export function referenceProblems(
  { references }: Entry,
  index: number,
  kindAt: (index: number) => string | undefined,
): readonly string[] {
  const problems: string[] = [];
  for (const { field, index: target, kinds } of references) {
    if (target >= index) problems.push(`${field} must point to an earlier entry than ${index}`);
    else if (!kinds.includes(kindAt(target) ?? ''))
      problems.push(`${field} points to entry ${target}, which is no ${kinds.join(' or ')}`);
  }
  return problems;
}

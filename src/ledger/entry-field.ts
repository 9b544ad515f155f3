import type { Json } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';

/**
 * The types of all fields of entries. None is free text: a field holds hexadecimal digits behind a fixed word, digits and
 * points, a number, or a word of a list written here. So no field can hold the name of a person, an address or an account.
 */
export type Field =
  /** SHA-256 of public bytes: `sha256:` and 64 digits. Of anything that could be guessed a commitment is made instead. */
  | { readonly type: 'digest' }
  /** Salted: says nothing to who lacks the salt. `commit:` and 64 digits, see `commitment.ts`. */
  | { readonly type: 'commitment' }
  /** RFC 3339, UTC. */
  | { readonly type: 'time' }
  | { readonly type: 'count' }
  | { readonly type: 'flag' }
  /** Two to four numbers: `1.4.2`. */
  | { readonly type: 'version' }
  /** The UUID of a rule. */
  | { readonly type: 'rule' }
  /** A year and a number in it: `2020-7`. */
  | { readonly type: 'number' }
  | { readonly type: 'word'; readonly of: readonly string[] }
  /** The index of an earlier entry of one of these kinds. */
  | { readonly type: 'entry'; readonly of: readonly string[] }
  | { readonly type: 'list'; readonly of: Field | Fields; readonly max: number };

export interface Fields {
  readonly type: 'record';
  readonly fields: Readonly<Record<string, Field | Fields>>;
  /** Names of fields that may be absent. */
  readonly optional: readonly string[];
}

/** An entry that an entry points to, and of what kind it must be. */
export interface Reference {
  readonly field: string;
  readonly index: number;
  readonly kinds: readonly string[];
}

export interface Checked {
  readonly problems: string[];
  readonly references: Reference[];
}

const MAX_COUNT = 1_000_000_000;

const PATTERNS = {
  digest: { form: /^sha256:[0-9a-f]{64}$/, means: '"sha256:" and 64 hexadecimal digits' },
  commitment: { form: /^commit:[0-9a-f]{64}$/, means: '"commit:" and 64 hexadecimal digits' },
  version: { form: /^[0-9]{1,4}(?:\.[0-9]{1,4}){1,3}$/, means: 'two to four numbers: "1.4.2"' },
  rule: {
    form: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    means: 'the UUID of a rule, in lower case',
  },
  number: { form: /^20[0-9]{2}-[1-9][0-9]{0,5}$/, means: 'a year and a number in it: "2020-7"' },
} as const;

/** Says in `found` what is wrong with the members of a record. What was given is never repeated: it may be a name. */
export function checkRecord(
  value: Json | undefined,
  { fields, optional }: Fields,
  at: string,
  found: Checked,
): void {
  if (!isObject(value)) {
    found.problems.push(`${at === '' ? 'an entry' : at} must be an object`);
    return;
  }
  const path = at === '' ? '' : `${at}.`;
  let known = 0;
  for (const name in fields) {
    const field = fields[name];
    if (field === undefined) continue;
    const member = value[name];
    if (member !== undefined) {
      known += 1;
      checkField(member, field, path + name, found);
    } else if (!optional.includes(name)) {
      found.problems.push(`${path}${name} is missing`);
    }
  }
  const strays = Object.keys(value).length - known;
  if (strays > 0)
    found.problems.push(
      `${at === '' ? 'the entry' : at} has ${strays} field${strays === 1 ? '' : 's'} too many; its fields are ${Object.keys(fields).join(', ')}`,
    );
}

function checkField(value: Json, field: Field | Fields, at: string, found: Checked): void {
  switch (field.type) {
    case 'record':
      return checkRecord(value, field, at, found);
    case 'list': {
      if (!Array.isArray(value) || value.length > field.max)
        return void found.problems.push(`${at} must be a list of at most ${field.max}`);
      const members = value as readonly Json[];
      members.forEach((member, index) => checkField(member, field.of, `${at}[${index}]`, found));
      return;
    }
    case 'flag':
      if (typeof value !== 'boolean') found.problems.push(`${at} must be true or false`);
      return;
    case 'count':
      if (!isCount(value, MAX_COUNT))
        found.problems.push(`${at} must be a whole number of at most ${MAX_COUNT}`);
      return;
    case 'entry':
      if (!isCount(value, Number.MAX_SAFE_INTEGER))
        found.problems.push(`${at} must be the index of an earlier entry`);
      else found.references.push({ field: at, index: value, kinds: field.of });
      return;
    case 'time':
      if (typeof value !== 'string' || !isTime(value))
        found.problems.push(`${at} must be a time in UTC: "2020-11-03T19:00:00Z"`);
      return;
    case 'word':
      if (typeof value !== 'string' || !field.of.includes(value))
        found.problems.push(`${at} must be one of ${field.of.join(', ')}`);
      return;
    default: {
      const { form, means } = PATTERNS[field.type];
      if (typeof value !== 'string' || !form.test(value))
        found.problems.push(`${at} must be ${means}`);
    }
  }
}

function isCount(value: Json, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

function isTime(text: string): boolean {
  if (!/^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{3})?Z$/.test(text))
    return false;
  const time = new Date(text);
  // The 31st of April is read as the 1st of May.
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text.slice(0, 19));
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../lib/json.ts';
import { commitTo, committer, opens } from './commitment.ts';
import { commitment, decisionValue, DIGEST, entryOf } from './entries.test-support.ts';
import { makeEntry, readEntry } from './entry.ts';
import type { Field, Fields } from './entry-field.ts';
import { ENTRY_KINDS } from './entry-kinds.ts';

/** A value for a field, for every kind of entry. */
function example(field: Field | Fields): Json {
  switch (field.type) {
    case 'record':
      return Object.fromEntries(
        Object.entries(field.fields).map(([name, member]) => [name, example(member)]),
      );
    case 'list':
      return [example(field.of)];
    case 'word':
      return field.of[0] ?? '';
    case 'flag':
      return true;
    case 'count':
    case 'entry':
      return 3;
    case 'digest':
      return DIGEST;
    case 'commitment':
      return commitment('x');
    case 'time':
      return '2020-11-03T19:00:00Z';
    case 'version':
      return '1.4.2';
    case 'rule':
      return '00000000-0000-4000-8000-000000000001';
    case 'number':
      return '2020-7';
    default:
      return null;
  }
}

const EXAMPLES = Object.entries(ENTRY_KINDS).map(([kind, fields]): JsonObject => ({
  kind,
  v: 1,
  at: '2020-11-03T19:00:00Z',
  ...(example(fields) as JsonObject),
}));

/** Every place of a value where a text stands, as the value with another text there. */
function* withText(value: Json, text: string): Generator<Json> {
  if (typeof value !== 'object' || value === null) yield text;
  else if (Array.isArray(value)) {
    const members = value as readonly Json[];
    for (const [at, member] of members.entries())
      for (const other of withText(member, text)) yield members.with(at, other);
  } else {
    for (const [key, member] of Object.entries(value as JsonObject))
      if (member !== undefined)
        for (const other of withText(member, text))
          yield { ...(value as JsonObject), [key]: other };
    yield { ...(value as JsonObject), [text]: true };
  }
}

const WORDS = JSON.stringify(ENTRY_KINDS);

const NAMES = fc.oneof(
  fc.constantFrom('Ann Lee', 'ann.lee@example.org', 'ann-lee', 'Ann', 'Abe', 'Dee', 'José', '李'),
  fc.string({ minLength: 1, maxLength: 70 }).filter((text) => /\p{L}/u.test(text)),
);

describe('an entry', () => {
  it.each(EXAMPLES)('of the kind $kind is taken, and read back', (value) => {
    const entry = entryOf(value);
    expect(readEntry(entry.bytes)).toMatchObject({ ok: true, value: { kind: value['kind'] } });
  });

  it('of no kind can hold a name, in any field or as the name of one', () => {
    fc.assert(
      fc.property(NAMES, (name) => {
        const taken = EXAMPLES.flatMap((entry) =>
          [...withText(entry, name)].filter((named) => makeEntry(named).ok),
        );
        // A word of a list, such as "label", is no name.
        expect(taken.length === 0 || WORDS.includes(JSON.stringify(name))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('has fields of closed types alone: there is no type for free text', () => {
    const types = new Set<string>();
    const collect = (field: Field | Fields): void => {
      types.add(field.type);
      if (field.type === 'record') Object.values(field.fields).forEach(collect);
      if (field.type === 'list') collect(field.of);
    };
    Object.values(ENTRY_KINDS).forEach(collect);
    expect([...types].toSorted()).toEqual([
      'commitment',
      'count',
      'digest',
      'entry',
      'flag',
      'list',
      'number',
      'record',
      'rule',
      'time',
      'version',
      'word',
    ]);
  });

  it('that is not canonical is refused when read', () => {
    const { bytes } = entryOf(decisionValue(1));
    expect(readEntry(Buffer.from(` ${bytes.toString()}`))).toMatchObject({
      error: ['the entry is not canonical JSON'],
    });
    expect(readEntry(Buffer.from('{'))).toMatchObject({ error: ['the entry is not JSON'] });
  });

  it('says all that is wrong, and never what was given', () => {
    const made = makeEntry({
      ...decisionValue(1),
      desk: 'Ann Lee',
      at: '2020-04-31T00:00:00Z',
      v: 2,
      extra: 1,
    });
    expect(made.ok ? [] : made.error).toHaveLength(4);
    expect(made.ok ? '' : made.error.join()).not.toContain('Ann');
  });
});

describe('a commitment', () => {
  it('is opened by value and salt, and by nothing else', () => {
    const commit = committer(Buffer.alloc(32, 3));
    const { commitment: made, salt } = commit('Ann Lee', 'decision 1');
    expect(opens(made, 'Ann Lee', salt)).toBe(true);
    expect(opens(made, 'Ann Lea', salt)).toBe(false);
    expect(opens(made, 'Ann Lee', Buffer.alloc(32))).toBe(false);
    expect(opens('commit:', 'Ann Lee', salt)).toBe(false);
    expect(commitTo('Ann Lee', salt)).toBe(made);
  });

  it('is the same again, and another in another context', () => {
    const commit = committer(Buffer.alloc(32, 3));
    expect(commit({ a: 1, b: 2 }, 'x')).toEqual(commit({ b: 2, a: 1 }, 'x'));
    expect(commit('Ann Lee', 'x').commitment).not.toBe(commit('Ann Lee', 'y').commitment);
  });
});

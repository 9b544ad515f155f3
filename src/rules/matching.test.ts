import fc from 'fast-check';
import { expect, it } from 'vitest';

import { unreachable } from '../lib/assert.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { compileRules } from './compile.ts';
import { Member } from './member.ts';
import { parseRules } from './parse.ts';
import type { Plan, Test } from './plan.ts';
import { compileTest, placeTest } from './predicate.ts';
import { jsonReader } from './reader.ts';

/** The oracle: walks the plan for the one record; nothing is shared, looked up or remembered. */
function holds(plan: Plan, record: JsonObject): boolean {
  switch (plan.kind) {
    case 'constant':
      return plan.value;
    case 'not':
      return !holds(plan.of, record);
    case 'and':
      return plan.of.every((part) => holds(part, record));
    case 'or':
      return plan.of.some((part) => holds(part, record));
    case 'test':
      return testHolds(plan.test, plan.field, record);
    default:
      return unreachable(plan);
  }
}

function testHolds(test: Test, field: string | undefined, record: JsonObject): boolean {
  const value =
    field === undefined ? [...jsonReader.texts(record)] : jsonReader.field(field)(record);
  const members = membersOf(value);
  switch (test.kind) {
    case 'exists':
      return field !== undefined && value !== undefined;
    case 'null':
      return field !== undefined && members.every((member) => (member.value ?? null) === null);
    case 'field': {
      const text = (member: Member) => (test.cased ? member.text : member.folded);
      const others = membersOf(jsonReader.field(test.other)(record)).map(text);
      return members
        .map(text)
        .some(
          (one) =>
            one !== undefined &&
            others.some((other) => other !== undefined && placeTest(test.place)(one, other)),
        );
    }
    default:
      return members.some(compileTest(test));
  }
}

function membersOf(value: Json | undefined): readonly Member[] {
  const values = Array.isArray(value) ? (value.flat(8) as readonly Json[]) : [value];
  return values.map((one) => new Member(one));
}

// Letters whose case changes the length, folds to another letter's, or depends on neighbours; halves of a pair.
const LETTERS = [
  'a',
  'A',
  'b',
  's',
  'ſ',
  'k',
  '\u212A',
  'ς',
  'Σ',
  'σ',
  'İ',
  'i',
  'ß',
  'é',
  '0',
  '1',
  '.',
  '-',
  '/',
];
const ODD = [
  '\u{10400}',
  '\u{10428}',
  '\uD801',
  '\uDC00',
  '\u{1F600}',
  ' ',
  '\n',
  '\0',
  '*',
  '?',
  '\\',
  '%',
  ':',
];
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...LETTERS) },
  { weight: 1, arbitrary: fc.constantFrom(...ODD) },
);
const text = fc.oneof(
  { weight: 5, arbitrary: fc.string({ unit: piece, maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '192.0.2.7',
      '::ffff:192.0.2.7',
      '2001:db8::1',
      '2026-11-22T03:12',
      '1.50',
    ),
  },
);
const scalar = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 2, arbitrary: fc.constantFrom<Json>(0, 1, -1, 1.5, 10, 1e21, true, false) },
  { weight: 1, arbitrary: fc.constant<Json>(null) },
);
const FIELDS = ['v', 'w', 'n.x'];
const record = fc.record(
  {
    v: fc.oneof(
      scalar,
      fc.array(scalar, { maxLength: 12 }),
      fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 2 }),
    ),
    w: fc.oneof(scalar, fc.array(scalar, { minLength: 6, maxLength: 14 })),
    n: fc.oneof(fc.record({ x: scalar }), fc.array(fc.record({ x: scalar }), { maxLength: 3 })),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>;

const PLACES = ['', '|contains', '|startswith', '|endswith'];
const NEGATED = fc.constantFrom('', '', '', '|neq');
const list = <T>(of: fc.Arbitrary<T>) => fc.oneof(of, fc.array(of, { minLength: 1, maxLength: 6 }));
const modified = (modifiers: readonly string[], value: fc.Arbitrary<unknown>) =>
  fc.tuple(fc.constantFrom(...modifiers), value, NEGATED);
const pattern = fc
  .array(
    fc.tuple(
      fc.oneof(
        piece,
        fc.constantFrom('.', '[ab]', '(a|b)', '(?:sk)', '\\.', '\\d', 'ab', 'sk', '^', '$'),
      ),
      fc.constantFrom('', '', '', '*', '+', '?', '{2}', '|'),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.flat().join(''));
const search = fc.oneof(
  {
    weight: 8,
    arbitrary: modified(
      PLACES.flatMap((place) => [place, `${place}|cased`, `${place}|all`, `${place}|windash`]),
      list(text),
    ),
  },
  { weight: 2, arbitrary: modified(['', '|cased'], list(scalar)) },
  {
    weight: 1,
    arbitrary: modified(
      ['|base64', '|base64offset|contains', '|wide|base64', '|utf16le'],
      list(text),
    ),
  },
  { weight: 2, arbitrary: modified(['|re', '|re|i', '|re|m|s'], list(pattern)) },
  { weight: 1, arbitrary: modified(['|exists'], fc.boolean()) },
  {
    weight: 2,
    arbitrary: modified(['|gt', '|gte', '|lt', '|lte'], list(fc.constantFrom(0, 1, 1.5, 10))),
  },
  {
    weight: 1,
    arbitrary: modified(
      ['|hour', '|day|gte', '|year|lt', '|week', '|month', '|minute'],
      fc.constantFrom(3, 12, 22),
    ),
  },
  {
    weight: 2,
    arbitrary: modified(
      ['|cidr'],
      list(
        fc.constantFrom(
          '192.0.2.0/24',
          '192.0.2.7',
          '0.0.0.0/0',
          '::/0',
          '2001:db8::/31',
          '192.0.2.4/30',
          '2001:db8::1',
          '192.0.2.0/29',
        ),
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: modified(
      [
        '|fieldref',
        '|fieldref|contains',
        '|fieldref|cased',
        '|fieldref|startswith',
        '|fieldref|endswith',
      ],
      fc.constantFrom(...FIELDS),
    ),
  },
  {
    weight: 1,
    arbitrary: modified(
      ['|expand', '|expand|contains'],
      fc.constantFrom('%list%', 'a%list%', '%none%'),
    ),
  },
);
const fields = fc
  .array(fc.tuple(fc.constantFrom(...FIELDS), search), { minLength: 1, maxLength: 3 })
  .map((tests) =>
    Object.fromEntries(
      tests.map(([field, [modifiers, value, neq]]) => [field + modifiers + neq, value]),
    ),
  );
const keywords = fc.oneof(
  fc.array(text, { minLength: 1, maxLength: 6 }),
  fc
    .tuple(
      fc.constantFrom('|all', '|cased', '|re', '|startswith', '|endswith'),
      fc.array(text, { minLength: 1, maxLength: 3 }),
    )
    .map(([key, values]) => ({ [key]: values })),
);
const searches = fc.oneof({ weight: 6, arbitrary: fields }, { weight: 1, arbitrary: keywords });
const rule = fc.record({
  s1: searches,
  s2: searches,
  s3: fc.oneof(searches, fc.array(fields, { minLength: 1, maxLength: 3 })),
  condition: fc.constantFrom(
    's1',
    's1 or s2',
    's1 and not s2',
    'not s1',
    '1 of them',
    'all of s*',
    's1 and (s2 or s3)',
    'not (s1 or not s2) and s3',
    'not (s1 and s2)',
  ),
});

it('finds with its index what asking every rule about every record finds', () => {
  let matches = 0;
  fc.assert(
    fc.property(
      fc.array(rule, { minLength: 1, maxLength: 14 }),
      fc.array(record, { minLength: 1, maxLength: 8 }),
      (detections, records) => {
        const written = detections.map((detection, index) =>
          JSON.stringify({
            title: 't',
            name: `r${index}`,
            logsource: { product: 'test' },
            detection,
          }),
        );
        const { rules } = parseRules(written.join('\n---\n'), 'f');
        const placeholders = { list: ['a', 'sk*', '1.5'], none: [] };
        const { ruleSet } = compileRules(rules, jsonReader, { placeholders });
        for (const one of records) {
          const found = ruleSet.match(one).map(({ key }) => key);
          const expected = ruleSet.rules.filter(({ plan }) => holds(plan, one));
          expect(found).toEqual(expected.map(({ key }) => key));
          matches += found.length;
        }
      },
    ),
    { numRuns: 700 },
  );
  expect(matches).toBeGreaterThan(1000);
});

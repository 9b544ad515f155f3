import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { jsonReader } from '../reader.ts';
import { normalised } from './derive.ts';
import { applied, faultsOf, pipelineOf, rule } from './pipeline.test-support.ts';

/** Whether a rule that tests the derived field `d` matches the records. */
function matches(
  derived: string,
  search: string,
  ...values: readonly unknown[]
): readonly boolean[] {
  const pipeline = pipelineOf(`scrutineer: { derived: [{ name: d, field: f, ${derived} }] }`, {
    'list.txt': '# a comment\n198.51.100.0/24\n\n2001:db8::/32\n203.0.113.9\n',
  });
  const { errors, match } = applied(rule(search), [pipeline]);
  expect(errors).toEqual([]);
  return values.map((f) => match({ f } as never).length > 0);
}

describe('derived fields', () => {
  it('normalise text that only looks different', () => {
    const looks = ['ＡＤＭＩＮ', 'ad\u200bmin', ' Admin\u00a0', 'ADM\u00adIN'];
    expect(matches('type: normalise', '{ "d|cased": admin }', ...looks, 'admn', 7)).toEqual([
      ...looks.map(() => true),
      false,
      false,
    ]);
  });

  it('normalise no further what is normalised', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normalised(normalised(text))).toBe(normalised(text));
      }),
    );
  });

  it('say whether a value is on a list', () => {
    const list = 'type: list, values: [ann, "7", Σοφός]';
    expect(matches(list, '{ d: true }', 'ANN', 7, 'σοφόσ', 'bob', null, undefined)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(matches(list, '{ d: false }', 'bob', null)).toEqual([true, false]);
  });

  it('say whether an address is in a network of a list', () => {
    const list = 'type: list, match: network, file: list.txt';
    const addresses = ['198.51.100.7', '::ffff:198.51.100.7', '2001:db8:1::1', '203.0.113.9'];
    expect(
      matches(list, '{ d: true }', ...addresses, '203.0.113.8', 'x', ['x', '203.0.113.9']),
    ).toEqual([true, true, true, true, false, false, true]);
  });

  it('count characters, look up scores, and cut out parts', () => {
    expect(matches('type: length', '{ "d|gte": 3 }', 'abc', '😀😀', 1234)).toEqual([
      true,
      false,
      true,
    ]);
    const map = 'type: map, values: { Admin: 10, guest: 1 }, default: 0';
    expect(matches(map, '{ "d|gte": 5 }', 'ADMIN', 'guest', 'x')).toEqual([true, false, false]);
    expect(matches(map, '{ d: 0 }', 'x', undefined)).toEqual([true, false]);
    const cut = "type: extract, pattern: '@([^@]+)$', flags: i";
    expect(matches(cut, '{ d: example.org }', 'ann@example.org', 'example.org')).toEqual([
      true,
      false,
    ]);
  });

  it('tell hours and weekdays where people live, also when clocks change', () => {
    const hour = 'type: hour_of_day, zone: Europe/Zurich';
    const times = [
      '2026-01-05T23:30:00Z',
      '2026-07-05T22:30:00Z',
      '2026-07-05T23:30:00Z',
      'no time',
    ];
    expect(matches(hour, '{ d: 0 }', ...times)).toEqual([true, true, false, false]);
    const day = 'type: day_of_week, zone: Asia/Tokyo';
    expect(matches(day, '{ d: 1 }', '2026-01-04T15:00:00Z', '2026-01-04T14:59:59Z')).toEqual([
      true,
      false,
    ]);
  });

  it('build on one another, and keep their names whatever is mapped', () => {
    const pipeline = pipelineOf(`transformations: [{ type: field_name_prefix, prefix: p_ }]
scrutineer:
  derived:
    - { name: plain, type: normalise, field: who }
    - { name: known, type: list, field: plain, values: [ann] }
`);
    const { match } = applied(rule('{ known: true, A: x }'), [pipeline]);
    expect([match({ who: ' ANN ', p_A: 'x' }), match({ who: 'bob', p_A: 'x' })]).toEqual([
      ['T'],
      [],
    ]);
  });

  it('are computed at most once per record, and only where a rule asks', () => {
    let reads = 0;
    const reader = {
      ...jsonReader,
      field: (name: string) => {
        const read = jsonReader.field(name);
        return (record: Parameters<typeof read>[0]) => {
          if (name === 'who') reads += 1;
          return read(record);
        };
      },
    };
    const pipeline = pipelineOf(
      'scrutineer: { derived: [{ name: d, type: length, field: who }, { name: e, type: normalise, field: who }] }',
    );
    const { match } = applied(
      [rule('{ "d|gt": 1 }'), rule('{ "d|lt": 9, x: 1 }')].join('---\n'),
      [pipeline],
      reader,
    );
    match({ who: 'ann', x: 1 });
    expect(reads).toBe(1);
  });

  it('look for a pattern no further than a test of it would', () => {
    const pipeline = pipelineOf(
      "scrutineer: { derived: [{ name: d, type: extract, field: f, pattern: 'b+' }] }",
    );
    const { match } = applied(rule('{ "d|exists": true }'), [pipeline]);
    const at = (place: number): number => match({ f: `${'a'.repeat(place)}b` }).length;
    expect([at(8191), at(8192), at(1_000_000)]).toEqual([1, 0, 0]);
  });

  it.each([
    ['{ name: d, type: lenght, field: f }', '"type" cannot be "lenght" (did you mean "length"?)'],
    ['{ name: d, type: list, field: f }', 'a list needs either "values" or "file"'],
    ['{ name: d, type: list, field: f, match: network, values: [x] }', '"x" is no network'],
    ['{ name: d, type: hour_of_day, field: f, zone: Europe/Zürich }', 'no time zone'],
    ['{ name: d, type: extract, field: f, pattern: "(a)\\\\1" }', 'back-references'],
    ['{ name: d, type: length, field: d }', 'derived from itself'],
    ['{ name: d, type: length, field: f }, { name: d, type: length, field: f }', 'two derived'],
    ['{ name: d, type: length, field: f, filed: x }', 'did you mean "field"?'],
    ['{ name: user.name, type: length, field: f }', 'takes the place of the normalised field'],
    ['{ name: history.x, type: length, field: f }', 'cannot be the name'],
  ])('%s: %s', (derived, message) => {
    expect(faultsOf(`scrutineer: { derived: [${derived}] }`).join()).toContain(message);
  });
});

import { describe, expect, it } from 'vitest';

import type { JsonObject } from '../lib/json.ts';
import { compileRules } from './compile.ts';
import type { CompileOptions } from './compile.ts';
import { parseRules } from './parse.ts';
import { jsonReader } from './reader.ts';

/** Whether a rule whose searches are given matches; throws when the rule is left out. */
export function matches(
  searches: JsonObject,
  event: JsonObject,
  condition = 'sel',
  options: CompileOptions = {},
): boolean {
  const rule = {
    title: 't',
    logsource: { product: 'test' },
    detection: { ...searches, condition },
  };
  const { rules } = parseRules(JSON.stringify(rule), 't.yml');
  const { diagnostics, ruleSet } = compileRules(rules, jsonReader, options);
  const [only] = ruleSet.rules;
  if (only === undefined)
    throw new Error(diagnostics.map(({ message }) => message).join('; ') || 'not parsed');
  return ruleSet.match(event).length === 1;
}

type Case = readonly [
  key: string,
  value: JsonObject['v'],
  event: JsonObject['v'],
  expected: boolean,
];

const CASES: readonly Case[] = [
  ['v', 'abc', 'ABC', true],
  ['v', 'ΟΔΟΣ', 'οδος', true],
  ['v|contains', 'Σ', 'ΟΔΟΣ', true],
  ['v', 'straße', 'STRASSE', false],
  ['v', 4625, '4625', true],
  ['v', '4625', 4625, true],
  ['v', 1.5, '1.50', false],
  ['v', '007', 7, false],
  ['v', true, 'True', true],
  ['v', 'true', true, true],
  ['v', '', '', true],
  ['v', '', null, false],
  ['v', '*', '', true],
  ['v', '*', null, false],
  ['v', null, null, true],
  ['v', null, undefined, true],
  ['v', null, [], true],
  ['v', null, '', false],
  ['v', ['a', 'b'], 'b', true],
  ['v', 'b', ['a', 'b'], true],
  ['v', 'b', [['a', ['b']]], true],
  ['v', 'a?c', 'a\u{1F600}c', true],
  ['v', 'a?c', 'ac', false],
  ['v', '?c', '\u{1F600}c', true],
  ['v', '*?', '', false],
  ['v', 'a\\?c', 'abc', false],
  ['v', 'a\\\\\\*c', 'a\\*c', true],
  ['v', '\\\\\\\\host', '\\\\host', true],
  ['v|contains', 'b', 'abc', true],
  ['v|contains', 'a*c', 'xabbcx', true],
  ['v|contains', 'x', { x: 'x' }, false],
  ['v|startswith', 'ab', 'ABC', true],
  ['v|startswith', 'bc', 'abc', false],
  ['v|endswith', 'bc', 'aBC', true],
  ['v|endswith', 'ab', 'abc', false],
  ['v|endswith', '\\cmd.exe', 'C:\\Windows\\CMD.exe', true],
  ['v|contains|all', ['a', 'b'], 'xaxb', true],
  ['v|contains|all', ['a', 'z'], 'xaxb', false],
  ['v|all', ['a', 'b'], ['b', 'a', 'c'], true],
  ['v|exists', true, null, true],
  ['v|exists', false, undefined, true],
  ['v|exists', false, '', false],
  ['v|cased', 'Abc', 'Abc', true],
  ['v|cased', 'Abc', 'abc', false],
  ['v|contains|cased', 'B', 'abc', false],
  ['v|cased', 'A*c', 'Abbc', true],
  ['v|neq', 'x', 'y', true],
  ['v|neq', 'x', 'X', false],
  ['v|neq', ['x', 'y'], 'y', false],
  ['v|neq', 'x', undefined, false],
  ['v|neq', 'x', ['a', 'x'], false],
  ['v|neq', null, 'a', true],
  ['v|neq', null, null, false],
  ['v|contains|neq', 'x', 'axa', false],
  ['v|windash|contains', ' -f', 'cmd /f', true],
  ['v|windash|contains', ' /f', 'cmd -f', true],
  ['v|windash|contains', ' -f', 'cmd —f', true],
  ['v|windash|contains', ' –f', 'cmd ―f', true],
  ['v|windash|contains', ' -f -g', 'cmd /f –g', true],
  ['v|windash|contains', ' -f', 'cmd _f', false],
  ['v|windash', '-a', '/A', true],
  ['v|re', 'b.d', 'abcd', true],
  ['v|re', 'B', 'abc', false],
  ['v|re', '^(a|b)+$', 'abab', true],
  ['v|re', '^46', 4625, true],
  ['v|re|i', 'B', 'abc', true],
  ['v|re|ignorecase', 'B', 'abc', true],
  ['v|re|m', '^b$', 'a\nb\nc', true],
  ['v|re', '^b$', 'a\nb\nc', false],
  ['v|re|s', 'a.b', 'a\nb', true],
  ['v|re', 'a.b', 'a\nb', false],
  ['v|re|i|m', '^B$', 'a\nb', true],
  ['v|re|neq', 'b', 'abc', false],
  ['v|base64', 'foo', 'Zm9v', true],
  ['v|base64', 'foo', 'zm9v', false],
  ['v|base64|contains', 'foo', 'xxZm9vxx', true],
  ['v|base64offset|contains', 'admin', Buffer.from('xadmin!').toString('base64'), true],
  ['v|base64offset|contains', 'admin', Buffer.from('xxadmin!!').toString('base64'), true],
  ['v|base64offset|contains', 'admin', Buffer.from('xxxadmin').toString('base64'), true],
  ['v|base64offset|contains', 'admin', Buffer.from('xadmix!').toString('base64'), false],
  ['v|utf16le|base64', 'ab', 'YQBiAA==', true],
  ['v|wide|base64', 'ab', 'YQBiAA==', true],
  ['v|utf16be|base64', 'ab', 'AGEAYg==', true],
  ['v|utf16|base64', 'ab', '//5hAGIA', true],
  ['v|wide', 'ab', 'a\0b\0', true],
  ['v|lt', 5, 4, true],
  ['v|lt', 5, 5, false],
  ['v|lte', 5, '5', true],
  ['v|gt', 5, 5.5, true],
  ['v|gt', 5, '0x10', false],
  ['v|gte', 5, 5, true],
  ['v|gte', 5, 'many', false],
  ['v|gte', 5, [1, 9], true],
  ['v|minute', 12, '2026-08-01T03:12:00Z', true],
  ['v|hour', 3, '2026-08-01 03:12:00', true],
  ['v|hour', 3, '2026-08-01T03:12:00+05:00', true],
  ['v|hour|gte', 22, '2026-08-01T23:00:00Z', true],
  ['v|hour', 0, '2026-08-01', false],
  ['v|day', 1, '2026-08-01', true],
  ['v|week', 53, '2021-01-03T10:00:00Z', true],
  ['v|month', 8, '2026-08-01T03:12:00.123Z', true],
  ['v|year', 2026, '2026-08-01T03:12:00Z', true],
  ['v|year', 2026, '2026-13-01T03:12:00Z', false],
  ['v|cidr', '192.0.2.0/24', '192.0.2.200', true],
  ['v|cidr', '192.0.2.0/24', '192.0.3.1', false],
  ['v|cidr', '192.0.2.128/25', '192.0.2.127', false],
  ['v|cidr', '192.0.2.0/24', '::ffff:192.0.2.1', true],
  ['v|cidr', '192.0.2.0/24', '192.0.2.1:443', true],
  ['v|cidr', '192.0.2.7', '192.0.2.7', true],
  ['v|cidr', '2001:db8::/32', '2001:DB8:1::1', true],
  ['v|cidr', '2001:db8::/32', '192.0.2.1', false],
  ['v|cidr', '0.0.0.0/0', '198.51.100.1', true],
  ['v|cidr', ['198.51.100.0/24', '192.0.2.0/24'], '192.0.2.1', true],
  ['v|cidr|neq', '192.0.2.0/24', '203.0.113.1', true],
];

describe('a field search', () => {
  it.each(CASES)('%s: %j against %j is decided', (key, value, event, expected) => {
    const record = event === undefined ? { other: 1 } : { v: event };
    expect(matches({ sel: { [key]: value ?? null } }, record)).toBe(expected);
  });

  it('compares two fields, of which both must be there', () => {
    const search = { sel: { 'a|fieldref': 'b' } };
    expect(matches(search, { a: 'Q', b: 'q' })).toBe(true);
    expect(matches(search, { a: 'Q', b: 'r' })).toBe(false);
    expect(matches(search, {})).toBe(false);
    expect(matches({ sel: { 'a|fieldref|cased': 'b' } }, { a: 'Q', b: 'q' })).toBe(false);
    expect(matches({ sel: { 'a|fieldref|endswith': 'b' } }, { a: 'xq', b: 'Q' })).toBe(true);
    expect(matches({ sel: { 'a|fieldref|neq': 'b' } }, { a: 'x', b: 'y' })).toBe(true);
    expect(matches({ sel: { 'a|fieldref|neq': 'b' } }, { a: 'x' })).toBe(false);
  });

  it('fills placeholders in, wildcards included, and only under "expand"', () => {
    const options = { placeholders: { admins: ['adm_*', 'root'] } };
    expect(matches({ sel: { 'v|expand': '%admins%' } }, { v: 'ADM_1' }, 'sel', options)).toBe(true);
    expect(matches({ sel: { 'v|expand': 'x-%admins%' } }, { v: 'x-root' }, 'sel', options)).toBe(
      true,
    );
    expect(
      matches({ sel: { 'v|expand': '\\%plain%admins%' } }, { v: '%plainroot' }, 'sel', options),
    ).toBe(true);
    expect(matches({ sel: { v: '%admins%' } }, { v: '%admins%' }, 'sel', options)).toBe(true);
    expect(() => matches({ sel: { 'v|expand': '%users%' } }, {}, 'sel', options)).toThrow(
      '%users%',
    );
  });

  it('reads dotted names as exact keys first, then as paths through lists', () => {
    expect(matches({ sel: { 'a.b': 'x' } }, { 'a.b': 'x', a: { b: 'y' } })).toBe(true);
    expect(matches({ sel: { 'a.b': 'x' } }, { a: [{ b: 'y' }, { b: 'x' }] })).toBe(true);
    expect(matches({ sel: { constructor: '*' } }, { v: 1 })).toBe(false);
  });
});

describe('searches', () => {
  it('joins the fields of a map with "and", the maps of a list with "or"', () => {
    expect(matches({ sel: { a: 1, b: 2 } }, { a: 1, b: 3 })).toBe(false);
    expect(matches({ sel: [{ a: 1 }, { b: 2 }] }, { a: 0, b: 2 })).toBe(true);
    expect(matches({ sel: [{ a: 1 }, 'word'] }, { x: 'a word here' })).toBe(true);
  });

  it('finds keywords anywhere in any value, at any depth', () => {
    expect(matches({ sel: ['NEEDLE'] }, { a: [{ b: 'a needle here' }] })).toBe(true);
    expect(matches({ sel: ['needle'] }, { needle: 'x' })).toBe(false);
    expect(matches({ sel: ['nee*le'] }, { a: 'a nee--le b' })).toBe(true);
    expect(matches({ sel: [4625] }, { a: 4625 })).toBe(true);
    expect(matches({ sel: 'needle' }, { a: 'needle' })).toBe(true);
    expect(matches({ sel: { '|all': ['a1', 'b1'] } }, { x: 'a1', y: 'b1' })).toBe(true);
    expect(matches({ sel: { '|all': ['a1', 'b1'] } }, { x: 'a1', y: 'c1' })).toBe(false);
    expect(matches({ sel: { '|re': '^n.+e$' } }, { x: 'needle' })).toBe(true);
  });
});

const BITS = { a: { a: 1 }, b: { b: 1 }, c: { c: 1 }, _d: { d: 1 } };

describe('a condition', () => {
  it.each([
    ['a or b and c', { a: 1 }, true],
    ['(a or b) and c', { a: 1 }, false],
    ['not a and b', { b: 1 }, true],
    ['not (a and b)', { a: 1 }, true],
    ['NOT a AND b', { b: 1 }, true],
    ['not not a', { a: 1 }, true],
    ['1 of them', { d: 1 }, false],
    ['1 of them', { c: 1 }, true],
    ['any of them', { c: 1 }, true],
    ['all of them', { a: 1, b: 1, c: 1 }, true],
    ['all of them', { a: 1, b: 1, d: 1 }, false],
    ['1 of _*', { d: 1 }, true],
    ['a and not 1 of b*', { a: 1, b: 1 }, false],
    ['_d', { d: 1 }, true],
    ['(((a)))', { a: 1 }, true],
  ] as const)('"%s" of %j is %s', (condition, event, expected) => {
    expect(matches(BITS, event, condition)).toBe(expected);
  });

  it('is one of several when it is a list', () => {
    const rule = {
      title: 't',
      logsource: { product: 'x' },
      detection: { ...BITS, condition: ['a and b', 'c'] },
    };
    const { rules } = parseRules(JSON.stringify(rule), 't.yml');
    const { ruleSet } = compileRules(rules, jsonReader);
    expect(
      [{ c: 1 }, { a: 1 }, { a: 1, b: 1 }].map((event) => ruleSet.match(event).length),
    ).toEqual([1, 0, 1]);
  });
});

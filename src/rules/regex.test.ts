import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { compileRegex } from './regex.ts';
import { cpuTime } from '../../test/cpu-time.ts';

function errorOf(pattern: string) {
  const compiled = compileRegex(pattern, '');
  return compiled.ok ? undefined : compiled.error;
}

describe('compileRegex', () => {
  it.each([
    ['a(?=b)', 1],
    ['(?<!a)b', 0],
    ['(a)\\1', 3],
    ['a++', 1],
    ['(?>a)', 0],
    ['(?P<n>a)\\k<n>', 8],
    ['ab[c', 2],
    ['a{2000}', 1],
    ['a'.repeat(5000), 4096],
    ['(a{1,30}){1,30}', 0],
  ])('refuses %s with the offset %i', (pattern, offset) => {
    expect(errorOf(pattern)?.offset).toBe(offset);
  });

  it.each([
    '[*+]',
    '[]a]',
    '[^]+]+',
    '\\(?=',
    '(?i)a',
    '(?P<name>a)',
    '\\d+\\.\\w',
    'a{1,3}',
    '\\\\1',
  ])('takes %s', (pattern) => {
    expect(errorOf(pattern)).toBeUndefined();
  });

  it.each([
    ['(a+a+)+b', 'a'.repeat(50_000)],
    ['(a|aa)+$', `${'a'.repeat(50_000)}b`],
    ['(.*)*x', 'y'.repeat(50_000)],
    ['(a|b)*a(a|b){14}$', 'ab'.repeat(25_000)],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(50_000)],
  ])('answers %s in time linear in the text', (pattern, text) => {
    const compiled = compileRegex(pattern, '');
    const started = cpuTime();
    expect(compiled.ok && compiled.value(text)).toBeTypeOf('boolean');
    expect(cpuTime() - started).toBeLessThan(2000);
  });

  it('looks at the beginning of a long text, at less of it the larger the pattern', () => {
    const small = compileRegex('b$', '');
    const large = compileRegex('[ab]{500}b', '');
    expect(small.ok && small.value.reach).toBe(8192);
    expect(large.ok && large.value.reach).toBeLessThan(600);
    expect(small.ok && small.value(`${'a'.repeat(8191)}b`)).toBe(true);
    expect(small.ok && small.value(`${'a'.repeat(8191)}bc`)).toBe(true);
    expect(small.ok && small.value(`${'a'.repeat(8192)}b`)).toBe(false);
  });

  it('agrees with the built-in engine on patterns both know', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '(a|b)', '^', '$', '(?:ba)');
    const quantifier = fc.constantFrom('', '', '*', '+', '?', '{1,2}');
    const pattern = fc
      .array(fc.tuple(atom, quantifier), { maxLength: 5 })
      .map((parts) => parts.map(([a, q]) => (a === '^' || a === '$' ? a : a + q)).join(''));
    const text = fc.array(fc.constantFrom('a', 'b', 'A', '1', '\n'), { maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, fc.constantFrom('', 'i', 's', 'm'), (written, chars, flags) => {
        const compiled = compileRegex(written, flags);
        const expected = new RegExp(written, `${flags}u`).test(chars.join(''));
        expect(compiled.ok && compiled.value(chars.join(''))).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

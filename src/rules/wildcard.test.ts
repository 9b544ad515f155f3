import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parsePattern } from './pattern.ts';
import type { Pattern } from './pattern.ts';
import { compileWildcard } from './wildcard.ts';
import { cpuTime } from '../../test/cpu-time.ts';

/** Tries every way of matching: slow and plain. */
function naive(pattern: Pattern, text: readonly string[]): boolean {
  const [part, ...rest] = pattern;
  if (part === undefined) return text.length === 0;
  switch (part.kind) {
    case 'any':
      return Array.from({ length: text.length + 1 }, (_, skip) => skip).some((skip) =>
        naive(rest, text.slice(skip)),
      );
    case 'literal': {
      const chars = Array.from(part.text);
      return (
        chars.every((char, index) => text[index] === char) && naive(rest, text.slice(chars.length))
      );
    }
    default:
      return text.length > 0 && naive(rest, text.slice(1));
  }
}

describe('compileWildcard', () => {
  const text = fc.array(fc.constantFrom('a', 'b', '\n', '\u{1F600}'), { maxLength: 8 });
  const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?', '\u{1F600}', '\n'), {
    maxLength: 8,
  });

  it('agrees with trying every way', () => {
    fc.assert(
      fc.property(pattern, text, (written, chars) => {
        const parts = parsePattern(written.join(''), false);
        expect(compileWildcard(parts)(chars.join(''))).toBe(naive(parts, chars));
      }),
      { numRuns: 5000 },
    );
  });

  it('takes no longer than text times pattern', () => {
    const test = compileWildcard(parsePattern('*a?'.repeat(50) + '*b', false));
    const started = cpuTime();
    expect(test('a'.repeat(100_000))).toBe(false);
    expect(cpuTime() - started).toBeLessThan(1000);
  });
});

describe('parsePattern', () => {
  it.each([
    ['a\\b', [{ kind: 'literal', text: 'a\\b' }]],
    ['a\\\\b', [{ kind: 'literal', text: 'a\\b' }]],
    ['a\\*', [{ kind: 'literal', text: 'a*' }]],
    ['a\\\\*', [{ kind: 'literal', text: 'a\\' }, { kind: 'any' }]],
    ['a\\\\\\*', [{ kind: 'literal', text: 'a\\*' }]],
    ['\\\\\\x', [{ kind: 'literal', text: '\\\\x' }]],
    ['a**', [{ kind: 'literal', text: 'a' }, { kind: 'any' }]],
  ] as const)('reads %j', (written, parts) => {
    expect(parsePattern(written, false)).toEqual(parts);
  });
});

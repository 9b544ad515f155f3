import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Member } from './member.ts';
import { compileTest } from './predicate.ts';

const CHARACTERS = fc.constantFrom(...'aab.*+?^$|()[]{}\\/-\n\t é€😀'.split(''));
const texts = fc.string({ unit: CHARACTERS, maxLength: 3 });

it('finds any of several texts as it finds each', () => {
  fc.assert(
    fc.property(
      fc.array(texts, { minLength: 1, maxLength: 30 }),
      fc.string({ unit: CHARACTERS }),
      (parts, text) => {
        const any = compileTest({ kind: 'contains', texts: parts, cased: true });
        expect(any(new Member(text))).toBe(parts.some((part) => text.includes(part)));
      },
    ),
    { numRuns: 2000 },
  );
});

it('takes lists of any length', () => {
  const parts = Array.from({ length: 5000 }, (_, index) => `word ${index} of many`);
  const any = compileTest({ kind: 'contains', texts: parts, cased: true });
  expect(any(new Member('the word 4999 of many words'))).toBe(true);
  expect(any(new Member('the word 5000 of many words'))).toBe(false);
});

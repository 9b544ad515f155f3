import fc from 'fast-check';
import { expect, it } from 'vitest';
import { WordAutomaton } from './word-automaton.ts';

const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 5 });

it('finds every pattern at every place, as looking at each place does', () => {
  fc.assert(
    fc.property(
      fc.array(words, { maxLength: 12 }),
      fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 20 }),
      (patterns, text) => {
        const expected = text.flatMap((_, from) =>
          patterns.flatMap((pattern, value) =>
            pattern.length > 0 && pattern.every((word, at) => text[from + at] === word)
              ? [[value, from, from + pattern.length]]
              : [],
          ),
        );
        const found: number[][] = [];
        const automaton = new WordAutomaton(patterns.map((own, value) => ({ words: own, value })));
        automaton.find(text, (...hit) => found.push(hit));
        const sorted = (hits: readonly (readonly number[])[]): readonly string[] =>
          hits.map((hit) => hit.join(' ')).toSorted();
        expect(sorted(found)).toEqual(sorted(expected));
      },
    ),
    { numRuns: 200 },
  );
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { remember } from './remember.ts';

it('answers as the function itself, asked once per text', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
      const asked: string[] = [];
      const answer = remember(1000, (text) => {
        asked.push(text);
        return text.length % 2 === 0 ? undefined : `<${text}>`;
      });
      const expected = texts.map((text) => (text.length % 2 === 0 ? undefined : `<${text}>`));
      expect(texts.map((text) => answer(text))).toEqual(expected);
      expect(asked).toEqual([...new Set(texts)]);
    }),
  );
});

it('forgets everything at its limit and goes on', () => {
  let asked = 0;
  const answer = remember(2, (text) => {
    asked += 1;
    return text.toUpperCase();
  });
  expect(['a', 'b', 'a', 'c', 'a', 'c'].map((text) => answer(text)).join('')).toBe('ABACAC');
  expect(asked).toBe(4);
});

it('does not keep long texts', () => {
  let asked = 0;
  const answer = remember(1000, () => {
    asked += 1;
    return asked;
  });
  const long = 'a'.repeat(513);
  expect([answer(long), answer(long), answer('a'), answer('a')]).toEqual([1, 2, 3, 3]);
});

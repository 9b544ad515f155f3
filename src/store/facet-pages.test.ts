import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FacetPages } from './facet-pages.ts';

function shelf() {
  const pages = new Map<number, string>();
  return {
    get: (page: number) => pages.get(page),
    put: (page: number, text: string) => void pages.set(page, text),
    last: () => Math.max(-1, ...pages.keys()),
  };
}

const texts = fc.array(
  fc.jsonValue().map((value) => JSON.stringify(value)),
  { maxLength: 200 },
);

it('gives back what a number stands for, also after it was opened again', () => {
  fc.assert(
    fc.property(texts, fc.nat({ max: 200 }), fc.nat({ max: 200 }), (all, save, reopen) => {
      const store = shelf();
      const numbers = new Map<number, string>();
      let pages = new FacetPages(store);
      for (const [index, text] of all.entries()) {
        if (index === save || index === reopen) pages.save();
        if (index === reopen) pages = new FacetPages(store);
        const number = pages.add(text);
        expect(number).toBeGreaterThan(0);
        expect(numbers.get(number) ?? text).toBe(text);
        numbers.set(number, text);
      }
      pages.save();
      for (const [number, text] of numbers) expect(JSON.stringify(pages.value(number))).toBe(text);
      expect(pages.value(0)).toBeNull();
    }),
  );
});

it('gives the same text the same number while it is asked for', () => {
  const pages = new FacetPages(shelf());
  const given = new Set([pages.add('{"a":1}')]);
  for (let other = 0; other < 60_000; other += 1) {
    pages.add(String(other));
    if (other % 1000 === 0) given.add(pages.add('{"a":1}'));
  }
  expect(given.size).toBe(1);
});

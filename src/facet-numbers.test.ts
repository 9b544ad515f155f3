import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FacetNumbers, FacetTable } from './facet-numbers.ts';

const facts = fc.array(
  fc.record({
    key: fc.option(fc.string({ maxLength: 2 }), { nil: undefined }),
    also: fc.constantFrom('', 'x', true, undefined, 0),
    ends: fc.boolean(),
  }),
  { maxLength: 200 },
);

it('hands every facet over once, and the other side has it under its number', () => {
  fc.assert(
    fc.property(facts, (all) => {
      const numbers = new FacetNumbers(1);
      const table = new FacetTable((text) => JSON.parse(text) as object);
      let waiting: { number: number; value: object }[] = [];
      const handed = new Set<string>();
      numbers.begin();
      for (const { key, also, ends } of all) {
        const value = { rest: `${key} ${String(also)} ${typeof also}` };
        const make = () => value as never;
        waiting.push({ number: numbers.of('rest', key, [also], make), value });
        waiting.push({ number: numbers.plain([value]), value: [value] });
        if (!ends) continue;
        const texts = numbers.end();
        for (const text of texts.added) {
          expect(handed.has(text)).toBe(false);
          handed.add(text);
        }
        table.take(texts);
        for (const one of waiting) expect(table.of(one.number)).toEqual(one.value);
        waiting = [];
        numbers.begin();
      }
    }),
  );
});

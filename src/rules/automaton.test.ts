import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Automaton } from './automaton.ts';

const unit = fc.constantFrom('a', 'a', 'b', 'c', 'é', 'σ', '\u{1F600}', '\uD83D', '\uFFFF', '\0');
const part = fc.string({ unit, minLength: 1, maxLength: 5 });

function sightings(texts: readonly string[], values: readonly string[]) {
  const found = { anywhere: [] as number[], atStart: [] as number[], atEnd: [] as number[] };
  const automaton = new Automaton(texts);
  automaton.begin();
  for (const value of values) {
    automaton.find(value, {
      anywhere: (index) => found.anywhere.push(index),
      atStart: (index) => found.atStart.push(index),
      atEnd: (index) => found.atEnd.push(index),
    });
  }
  return found;
}

it('finds what includes, startsWith and endsWith find, each part once', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(part, { maxLength: 40 }),
      fc.array(fc.string({ unit, maxLength: 20 }), { maxLength: 3 }),
      (texts, values) => {
        const found = sightings(texts, values);
        const expected = (holds: (value: string, text: string) => boolean): readonly number[] =>
          texts.flatMap((text, index) =>
            values.some((value) => holds(value, text)) ? [index] : [],
          );
        const sorted = (numbers: readonly number[]): readonly number[] =>
          numbers.toSorted((a, b) => a - b);
        expect(sorted(found.anywhere)).toEqual(expected((value, text) => value.includes(text)));
        expect(sorted([...new Set(found.atStart)])).toEqual(
          expected((value, text) => value.startsWith(text)),
        );
        expect(sorted([...new Set(found.atEnd)])).toEqual(
          expected((value, text) => value.endsWith(text)),
        );
      },
    ),
    { numRuns: 3000 },
  );
});

it('goes beyond its dense rows: many characters, many texts', () => {
  const texts = Array.from({ length: 3000 }, (_, index) =>
    String.fromCodePoint(0x4e00 + index, 0x4e00 + ((index * 7) % 3000), 0x61, 0x62 + (index % 9)),
  );
  const value = texts.filter((_, index) => index % 5 === 0).join('');
  const found = sightings(texts, [value]);
  const expected = texts.flatMap((text, index) => (value.includes(text) ? [index] : []));
  expect(found.anywhere.toSorted((a, b) => a - b)).toEqual(expected);
});

it('knows texts of every UTF-16 unit', () => {
  const texts = Array.from({ length: 0x10000 }, (_, index) => String.fromCharCode(index));
  expect(sightings(texts, ['a\uFFFE'])).toEqual({
    anywhere: [0x61, 0xfffe],
    atStart: [0x61],
    atEnd: [0xfffe],
  });
});

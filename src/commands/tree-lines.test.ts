import fc from 'fast-check';
import { expect, it } from 'vitest';
import { columns } from '../report/text-width.ts';
import { deeper, folded, layOut } from './tree-lines.ts';

const plain = (_: unknown, text: string): string => text;

it('puts what does not fit below the beginning of the text', () => {
  const lines = layOut(
    deeper([{ holds: true, text: `field: ${'value, '.repeat(12)}end`, aside: 'found "x"' }]),
    plain,
  );
  expect(lines).toEqual([
    `  ✓ field: ${'value, '.repeat(9)}value,`,
    '    value, value, end  found "x"',
  ]);
});

it('never writes more than 80 columns, however deep and wide', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(60), fc.boolean(), (text, depth, holds) => {
      const line = { depth, holds, text: text.repeat(9), aside: text.repeat(5), warning: text };
      for (const one of layOut([line], plain)) expect(columns(one)).toBeLessThanOrEqual(80);
    }),
  );
});

it('keeps the blanks within a line', () => {
  expect(folded('a  b   c', 80)).toEqual(['a  b   c']);
  expect(folded('', 80)).toEqual(['']);
});

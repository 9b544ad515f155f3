import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, padded, wrap } from './style.ts';
import { columns } from './text-width.ts';

const text = fc
  .array(
    fc.oneof(fc.string(), fc.constantFrom('管理者', 'ｗｉｄｅ', 'é', 'e\u0301', '👩‍💻', 'שלום', ' ')),
  )
  .map((parts) => parts.join(''));

describe('text on a terminal', () => {
  it('takes two columns for each wide character and none for a combining one', () => {
    expect(columns('管理者')).toBe(6);
    expect(columns('e\u0301')).toBe(1);
    expect(columns('zoë')).toBe(3);
  });
  it('is never wider than it is cut, wrapped or filled to', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 40 }), (written, width) => {
        expect(columns(cut(written, width))).toBeLessThanOrEqual(width);
        for (const line of wrap(written, width)) {
          expect(columns(line)).toBeLessThanOrEqual(width);
        }
        expect(columns(padded(cut(written, width), width))).toBe(width);
      }),
    );
  });
  it('loses nothing but blanks when it is wrapped', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 40 }), (written, width) => {
        expect(wrap(written, width).join('').replace(/\s/g, '')).toBe(written.replace(/\s/g, ''));
      }),
    );
  });
});

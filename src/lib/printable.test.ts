import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, printableAll, printableJson } from './printable.ts';

const STEERING = [
  '\u001b[2J',
  '\u0007',
  '\u009b31m',
  '\u202e',
  '\u2066',
  '\r\n',
  '\u2028',
  '\u007f',
];

describe('printable', () => {
  it('leaves nothing that steers a terminal or changes direction', () => {
    for (const steering of STEERING) {
      expect(printable(`a${steering}b`)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }
    expect(printable('zoë 管理者 ✓')).toBe('zoë 管理者 ✓');
  });

  it('reaches every text of a value', () => {
    expect(printableAll({ a: ['\u001b[31mx', { b: 'y\u0007' }], n: 1, u: undefined })).toEqual({
      a: [' [31mx', { b: 'y ' }],
      n: 1,
      u: undefined,
    });
  });

  it('never changes what JSON text means', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = printableJson(JSON.stringify(text));
        expect(JSON.parse(json)).toBe(text);
        expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

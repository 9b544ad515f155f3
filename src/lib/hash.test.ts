import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Salt } from './hash.ts';
import { writeKey } from './hash.ts';

function keyOf(id: string, second = 0, salt: Salt = [1, 2]): string {
  const words = new Uint32Array(2);
  writeKey(words, 0, { id, second, salt });
  return words.join(' ');
}

describe('a key', () => {
  it('is the same for the same id, second and salt', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (id, second) => {
        expect(keyOf(id, second)).toBe(keyOf(id, second));
      }),
    );
  });

  it('differs for another second and another salt', () => {
    expect(
      new Set([keyOf('a'), keyOf('a', 1), keyOf('a', 0, [2, 2]), keyOf('a', 0, [1, 3])]).size,
    ).toBe(4);
  });

  it('differs for ids that differ little: counted, padded, of every length', () => {
    const ids = [
      ...Array.from({ length: 200_000 }, (_, index) => `entra-signin:${index}`),
      ...Array.from({ length: 1000 }, (_, length) => 'a'.repeat(length)),
      ...Array.from({ length: 1000 }, (_, length) => '\0'.repeat(length + 1)),
    ];
    expect(new Set(ids.map((id) => keyOf(id))).size).toBe(ids.length);
  });

  it('spreads evenly over both words', () => {
    const words = new Uint32Array(2);
    const bits = new Uint32Array(64);
    const rounds = 20_000;
    for (let index = 0; index < rounds; index += 1) {
      writeKey(words, 0, { id: `id-${index}`, second: 0, salt: [0, 0] });
      for (let bit = 0; bit < 64; bit += 1) {
        bits[bit] = (bits[bit] ?? 0) + (((words[bit >> 5] ?? 0) >>> (bit & 31)) & 1);
      }
    }
    // Eight standard deviations.
    for (const count of bits) expect(Math.abs(count - rounds / 2)).toBeLessThan(566);
  });
});

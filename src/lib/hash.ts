import { hash } from 'node:crypto';

/** First 128 bits of SHA-256 in hex: an id that is the same wherever and whenever it is computed. */
export function contentId(...parts: readonly string[]): string {
  // The length before each part keeps ('ab','c') and ('a','bc') apart.
  const text = parts.map((part) => `${part.length}:${part}`).join('');
  return hash('sha256', text, 'hex').slice(0, 32);
}

/** Two words nobody outside knows, so that nobody can make two events share a key. */
export type Salt = readonly [number, number];

/**
 * A key of 64 bits for an id within a second, written to two places of `words` from `at` on. Two lanes mixed as
 * MurmurHash3 mixes its blocks; not for anything that has to stand without the salt.
 */
export function writeKey(
  words: Uint32Array,
  at: number,
  { id, second, salt }: { readonly id: string; readonly second: number; readonly salt: Salt },
): void {
  let low = salt[0] ^ second;
  let high = salt[1] ^ id.length;
  for (let index = 0; index < id.length; index += 2) {
    const two = id.charCodeAt(index) | (id.charCodeAt(index + 1) << 16);
    low ^= Math.imul(two, 0xcc9e2d51);
    low = Math.imul((low << 13) | (low >>> 19), 5) + 0xe6546b64;
    high ^= Math.imul(two, 0x1b873593);
    high = Math.imul((high << 15) | (high >>> 17), 0x85ebca6b) + 0x38495ab5;
  }
  words[at] = mixed(low ^ Math.imul(high, 0x27d4eb2f));
  words[at + 1] = mixed(high ^ Math.imul(low, 0x165667b1));
}

function mixed(word: number): number {
  let mix = word ^ (word >>> 16);
  mix = Math.imul(mix, 0x85ebca6b);
  mix ^= mix >>> 13;
  mix = Math.imul(mix, 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}

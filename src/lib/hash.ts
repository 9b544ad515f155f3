import { hash } from 'node:crypto';

/** First 128 bits of SHA-256 in hex: an id that is the same wherever and whenever it is computed. */
export function contentId(...parts: readonly string[]): string {
  // The length before each part keeps ('ab','c') and ('a','bc') apart.
  const text = parts.map((part) => `${part.length}:${part}`).join('');
  return hash('sha256', text, 'hex').slice(0, 32);
}

import { normalise } from '../reading/normal/normalise.ts';

/** Nothing to fold or to trim. */
const PLAIN = /^[!-%'-@[-_a-~]+(?: [!-%'-@[-_a-~]+)*$/;
const PLAIN_TYPED = /^[!-%'-@[-_a-~]+(?: [!-%'-@[-_a-~]+)* ?$/;

/**
 * The form queries are compared in: case, diacritics, look-alike letters and spaces folded. Keys of keys are the same
 * keys. Empty for what holds no character.
 */
export function queryKey(query: string): string {
  return PLAIN.test(query) ? query : folded(query).trim();
}

/** The key of what was typed so far; a space at the end says that the last word is whole. */
export function typedKey(typed: string): string {
  return PLAIN_TYPED.test(typed) ? typed : folded(typed).trimStart();
}

function folded(text: string): string {
  return normalise(text).text.replaceAll(/[\s\0]+/gu, ' ');
}

import type { Lexicon } from './lexicon.ts';

/** What a unit of the class `group` says: of `method-phone`, `phone`; undefined when it is of none of the group's kinds. */
export function classValue(lexicon: Lexicon, mask: Uint32Array, group: string): string | undefined {
  return lexicon
    .kindsOf(group)
    .find(([, number]) => (((mask[number >> 5] ?? 0) >>> (number & 31)) & 1) === 1)?.[0];
}

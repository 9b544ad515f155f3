import { prepare } from './prepare.ts';

/**
 * Claims that say the same in the same words (after folding, stems and small words apart) are one family: checked twice, or
 * imported from two feeds. Each family has its members' places in the list, in its order; families are in order of their
 * first member.
 */
export function familiesOf(texts: readonly (readonly string[])[]): readonly (readonly number[])[] {
  const byWords = new Map<string, number[]>();
  for (const [claim, [main = '']] of texts.entries()) {
    const { by, words } = prepare(main);
    const key = [...words, ...by].toSorted((a, b) => a - b).join(',');
    // Without a word that says anything, only the same text is the same claim.
    const own = key === '' ? `"${main}` : key;
    const family = byWords.get(own);
    if (family === undefined) byWords.set(own, [claim]);
    else family.push(claim);
  }
  return [...byWords.values()];
}

/** The different wordings of a family. */
export function wordingsOf(
  family: readonly number[],
  texts: readonly (readonly string[])[],
): readonly string[] {
  return [...new Set(family.flatMap((claim) => texts[claim] ?? []))];
}

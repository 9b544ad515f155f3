import { remember } from '../../lib/remember.ts';
import { repair } from './repair.ts';
import type { Vocabulary } from './token.ts';

/** Shortest word in which a slip of the pen is corrected, and in which one letter may stand for another. */
const MIN_CORRECTED = 6;
const MIN_SUBSTITUTED = 8;
/** Repaired words remembered. */
const REMEMBERED = 50_000;

/** All words of the packs and gazetteers, and what is done for those that are none of them. */
export function createVocabulary(
  words: ReadonlySet<string>,
  knows: (word: string) => boolean,
  {
    contractions,
    correctable,
  }: {
    readonly contractions: ReadonlyMap<string, readonly string[]>;
    readonly correctable: Iterable<string>;
  },
): Vocabulary {
  const shortened = shortenedForms(correctable);
  const vocabulary: Vocabulary = {
    has: (word) => words.has(word),
    expand: (word) => contractions.get(word),
    correct: (word) => (knows(word) ? undefined : corrected(word, words, shortened)),
    repaired: remember(REMEMBERED, (word) => (knows(word) ? undefined : repair(word, vocabulary))),
  };
  return vocabulary;
}

/** Each word without one of its letters, the first kept → the words. */
function shortenedForms(words: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const forms = new Map<string, string[]>();
  for (const word of words) {
    if (word.length < MIN_CORRECTED || !/^[a-z]+$/.test(word)) continue;
    for (const form of withoutOne(word)) {
      const known = forms.get(form);
      if (known === undefined) forms.set(form, [word]);
      else known.push(word);
    }
  }
  return forms;
}

function withoutOne(word: string): readonly string[] {
  return Array.from(
    { length: word.length - 1 },
    (_, index) => word.slice(0, index + 1) + word.slice(index + 2),
  );
}

/** A letter too many, too few, doubled, or two swapped; one wrong letter in long words. The first letter has to be right. */
function corrected(
  word: string,
  words: ReadonlySet<string>,
  shortened: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  if (word.length < MIN_CORRECTED - 1 || word.length > 24 || !/^[a-z]+$/.test(word))
    return undefined;
  // A word without its last letter is more often another word than a slip: state, stated.
  const missing = shortened.get(word)?.find((known) => !known.startsWith(word));
  if (missing !== undefined) return missing;
  if (word.length < MIN_CORRECTED) return undefined;
  const forms = withoutOne(word);
  const extra = forms.find(
    (form) =>
      form.length >= MIN_CORRECTED && words.has(form) && shortened.has(withoutOne(form)[0] ?? ''),
  );
  if (extra !== undefined) return extra;
  for (const form of forms) {
    const found = shortened
      .get(form)
      ?.find(
        (known) =>
          known.length === word.length && (word.length >= MIN_SUBSTITUTED || isSwap(word, known)),
      );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Do they differ by two neighbours swapped? */
function isSwap(left: string, right: string): boolean {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  return (
    left[at] === right[at + 1] &&
    left[at + 1] === right[at] &&
    left.slice(at + 2) === right.slice(at + 2)
  );
}

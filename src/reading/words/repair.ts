import type { Vocabulary } from './token.ts';

/** Longest word, run of single letters or hashtag that is repaired, in letters. */
export const MAX_REPAIRED = 64;
/** Longest known word a run is split into. */
const MAX_PIECE = 20;
/** Shortest run of letters that is split into words where nothing says that it is more than one. */
const MIN_GLUED = 7;

const LEET: Readonly<Record<string, string>> = Object.freeze({
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '+': 't',
});

/** The known words an unknown one was written for, or undefined. */
export function repair(word: string, vocabulary: Vocabulary): readonly string[] | undefined {
  if (word.length > MAX_REPAIRED) return undefined;
  const plain = unleet(word, vocabulary) ?? unstretch(word, vocabulary);
  if (plain !== undefined) return [plain];
  const corrected = vocabulary.correct(word);
  if (corrected !== undefined) return [corrected];
  if (word.length < MIN_GLUED) return undefined;
  return splitWords(word, vocabulary);
}

/** `v0t3` → `vote`; only where that gives a known word. */
function unleet(word: string, vocabulary: Vocabulary): string | undefined {
  if (!/[\d@$!|+]/.test(word) || !/[a-z]/.test(word)) return undefined;
  const plain = word.replaceAll(/[\d@$!|+]/g, (sign) => LEET[sign] ?? sign);
  return [plain, word.replaceAll('1', 'l').replaceAll(/[\d@$!|+]/g, (sign) => LEET[sign] ?? sign)]
    .flatMap((made) => [made, ...(squeeze(made, vocabulary) ?? [])])
    .find((made) => vocabulary.has(made));
}

function squeeze(word: string, vocabulary: Vocabulary): readonly string[] | undefined {
  const found = unstretch(word, vocabulary);
  return found === undefined ? undefined : [found];
}

/** `fraaaaud` → `fraud`: runs of three letters and more as one or two. */
function unstretch(word: string, vocabulary: Vocabulary): string | undefined {
  if (!/(.)\1\1/.test(word)) return undefined;
  return [word.replaceAll(/(.)\1{2,}/g, '$1'), word.replaceAll(/(.)\1{2,}/g, '$1$1')].find((made) =>
    vocabulary.has(made),
  );
}

/** The fewest known words that make up the letters, or undefined. Two at least, of two letters at least but `a` and `i`. */
export function splitWords(letters: string, vocabulary: Vocabulary): readonly string[] | undefined {
  if (letters.length > MAX_REPAIRED) return undefined;
  const best: (readonly string[] | undefined)[] = [[]];
  for (let end = 1; end <= letters.length; end += 1) {
    for (let begin = Math.max(0, end - MAX_PIECE); begin < end; begin += 1) {
      const before = best[begin];
      const found = best[end];
      if (before === undefined || (found !== undefined && found.length <= before.length + 1))
        continue;
      const piece = letters.slice(begin, end);
      if ((piece.length > 1 || piece === 'a' || piece === 'i') && vocabulary.has(piece)) {
        best[end] = [...before, piece];
      }
    }
  }
  const words = best[letters.length];
  return words !== undefined && words.length > 1 ? words : undefined;
}

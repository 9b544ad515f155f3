import { normalise } from '../reading/normal/normalise.ts';
import { guessLanguage, stemOf } from './words.ts';

/** Characters of a text that are looked at: posts are short, and an article begins with what it claims. */
const MAX_TEXT = 4000;

/** A text made ready for the indexes. Terms are hashes of 32 bits, each once, in order of appearance. */
export interface Prepared {
  /** Words by their stems. */
  readonly words: readonly number[];
  /** Four letters in a row, across words, small words included. */
  readonly grams: readonly number[];
  /** Words of who wrote it and when, where that stands below the text. */
  readonly by: readonly number[];
  /** All words as they stand in the text, folded. */
  readonly all: readonly string[];
}

const ADDRESS = /(?:https?:\/\/|pic\.twitter\.com\/|t\.co\/|www\.)\S+/gi;

/** Below a post as pages embed it: a dash, the name, the handle in brackets, the date. */
const SIGNED = /\s[\u2014\u2013-]{1,2} ?([^\u2014]{1,100}\(@[\w.-]{1,60}\)[^\u2014]{0,40})$/u;

const HANDLE = /[@#]([\p{L}\p{N}_]+)/gu;
const WORD = /[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu;

const GRAM = 4;

export function prepare(text: string): Prepared {
  const plain = text.slice(0, MAX_TEXT).replaceAll(ADDRESS, ' ').trimEnd();
  const signed = SIGNED.exec(plain);
  const body = wordsOf(signed === null ? plain : plain.slice(0, signed.index));
  const language = guessLanguage(body);
  const stems = (words: readonly string[]): readonly number[] =>
    once(
      words
        .map((word) => stemOf(word, language))
        .filter((stem) => stem !== undefined)
        .map(hashOf),
    );
  return {
    words: stems(body),
    grams: gramsOf(body),
    by: signed === null ? [] : stems(wordsOf(signed[1] ?? '')),
    all: body,
  };
}

/** Normalised words. Of `#FakeNews` both the whole and its parts count. */
function wordsOf(text: string): readonly string[] {
  const apart = text.replaceAll(HANDLE, (_, name: string) => {
    const parts = name.replaceAll('_', ' ').replaceAll(/(\p{Ll})(?=\p{Lu})/gu, '$1 ');
    return parts === name ? name : `${name} ${parts}`;
  });
  return normalise(apart).text.match(WORD) ?? [];
}

function gramsOf(words: readonly string[]): readonly number[] {
  const text = ` ${words.join(' ').replaceAll("'", ' ')} `;
  const grams = new Set<number>();
  for (let at = 0; at + GRAM <= text.length; at += 1) {
    const pair = (text.charCodeAt(at) << 16) | text.charCodeAt(at + 1);
    const next = (text.charCodeAt(at + 2) << 16) | text.charCodeAt(at + 3);
    grams.add(mixed(pair, next));
  }
  return [...grams];
}

/** Of two words one that no pair of short texts is likely to share with another. */
function mixed(a: number, b: number): number {
  let mix = Math.imul(a ^ (a >>> 15), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  mix ^= mix >>> 16;
  mix = Math.imul(mix, 0x27d4eb2f);
  return (mix ^ (mix >>> 15)) >>> 0;
}

function hashOf(word: string): number {
  let hash = 0x811c9dc5 ^ word.length;
  for (let at = 0; at < word.length; at += 1) hash = mixed(hash, word.charCodeAt(at));
  return hash;
}

function once(terms: readonly number[]): readonly number[] {
  return [...new Set(terms)];
}

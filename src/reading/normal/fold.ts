import { CONFUSABLES } from '../../lib/confusables.ts';

/** Rounds of folding until nothing changes; Unicode needs three. */
const MAX_ROUNDS = 4;

/** Characters one code point may fold to; whole phrases in one character are none of our words. */
const MAX_FOLDED = 4;

/** Folded forms by code point. Unicode bounds it. */
const FOLDED = new Map<number, string>();

const TYPOGRAPHY = new Map<string, string>([
  ['\u2018', "'"],
  ['\u2019', "'"],
  ['\u201b', "'"],
  ['\u02bc', "'"],
  ['\u02b9', "'"],
  ['\u00b4', "'"],
  ['`', "'"],
  ['\u201c', '"'],
  ['\u201d', '"'],
  ['\u201e', '"'],
  ['\u201f', '"'],
  ['\u00ab', '"'],
  ['\u00bb', '"'],
  ['\u2010', '-'],
  ['\u2011', '-'],
  ['\u2012', '-'],
  ['\u2212', '-'],
  ['\u2013', '\u2014'],
  ['\u2015', '\u2014'],
]);

/** What is drawn as nothing, or only changes how its neighbour is drawn. */
const INVISIBLE =
  /^(?:\p{Cf}|\p{Mn}|\p{Me}|\p{Variation_Selector}|[\u115f\u1160\u17b4\u17b5\u3164\uffa0\u{e0000}-\u{e007f}]|(?![\t\n\v\f\r\x85])\p{Cc})$/u;

/** Line ends are kept: they end sentences. */
const BLANK = /^[^\S\n]$/u;

/**
 * One code point as the reader sees it: compatibility forms, case, diacritics and characters drawn like Latin letters
 * folded away; empty for what is invisible. Folding what is folded changes nothing.
 */
export function fold(codePoint: number): string {
  const known = FOLDED.get(codePoint);
  if (known !== undefined) return known;
  let text = String.fromCodePoint(codePoint);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const next = foldOnce(text);
    if (next === text) break;
    text = next;
  }
  if (text.length > MAX_FOLDED) text = text.slice(0, MAX_FOLDED);
  FOLDED.set(codePoint, text);
  return text;
}

function foldOnce(text: string): string {
  let out = '';
  for (const given of text) {
    // Capitals first: Cyrillic В is drawn like B, its small letter is not.
    const plain = CONFUSABLES.get(given) ?? given;
    for (const char of plain.normalize('NFKD').toLowerCase().normalize('NFKD')) {
      if (!INVISIBLE.test(char)) out += BLANK.test(char) ? ' ' : (TYPOGRAPHY.get(char) ?? char);
    }
  }
  return out;
}

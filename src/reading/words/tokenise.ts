import type { NormalText } from '../normal/normalise.ts';
import { originalSpan } from '../normal/normalise.ts';
import { MAX_REPAIRED, splitWords } from './repair.ts';
import type { Token, TokenKind, Vocabulary } from './token.ts';

/** Sticky, each on its own, so that no text can make them run away. */
const URL = /(?:https?:\/\/|www\.)[^\s<>"]+/y;
const MENTION = /@[\p{L}\p{N}_][\p{L}\p{N}_.]*/uy;
const HASHTAG = /#[\p{L}\p{N}_]+/uy;
const NUMBER = /[$]?\d{1,20}(?:[.,:/]\d{1,9}){0,4}(?:st|nd|rd|th|%)?(?![\p{L}\p{N}])/uy;
const WORD =
  /[\p{L}\p{N}]+(?:['@$!|+*][\p{L}\p{N}]+){0,8}(?:(?<=\p{L})[@$](?![\p{L}\p{N}]))?|[$@][a-z][\p{L}\p{N}@$!|]*/uy;
const EMOJI = /\p{Extended_Pictographic}/uy;
const MARK = /\.{2,}|[!?]+|[.,;:"()\u2014\n\u00bf\u00a1\]/[]|--+/y;

/** Single letters with signs between them: `v o t e`, `v.o.t.e`; words may stand further apart than letters. */
const SPACED = /[\p{L}\p{N}@$](?:[ .\-_*\u00b7]{1,3}[\p{L}\p{N}@$](?![\p{L}\p{N}'])){2,63}/uy;
const LETTERS_APART = /[ .\-_*\u00b7]/;

/** Splits a normalised text into words, marks and signs. Linear in time. */
export function tokenise(normal: NormalText, vocabulary: Vocabulary): readonly Token[] {
  const tokens: Token[] = [];
  const { text } = normal;
  for (let at = 0; at < text.length;) {
    if (text.charCodeAt(at) === 0x20) {
      at += 1;
      continue;
    }
    at = take(normal, at, tokens, vocabulary);
  }
  return tokens;
}

/** Adds what begins at `at` and returns where it ends. */
function take(normal: NormalText, at: number, tokens: Token[], vocabulary: Vocabulary): number {
  const { text } = normal;
  const code = text.charCodeAt(at);
  const plain = plainWordEnd(text, at);
  if (plain > at + 1) return pushWord(normal, tokens, [text.slice(at, plain), at], vocabulary);
  const letter = (code >= 0x61 && code <= 0x7a) || code > 0x7f;
  if (code === 0x68 || code === 0x77) {
    const url = match(URL, text, at);
    if (url !== '') return push(normal, tokens, 'url', [url, at, at + url.length]);
  }
  if (!letter && code === 0x40) {
    const mention = match(MENTION, text, at);
    if (mention !== '') return push(normal, tokens, 'mention', [mention, at, at + mention.length]);
  }
  if (code === 0x23) {
    const tag = match(HASHTAG, text, at);
    if (tag !== '') return pushTag(normal, tokens, [tag, at], vocabulary);
  }
  if (!letter) {
    const number = match(NUMBER, text, at);
    if (number !== '') return push(normal, tokens, 'number', [number, at, at + number.length]);
  }
  const spaced = isLone(text, at) ? match(SPACED, text, at) : '';
  if (spaced !== '') return pushSpaced(normal, tokens, [spaced, at], vocabulary);
  const word = match(WORD, text, at);
  if (word !== '') return pushWord(normal, tokens, [word, at], vocabulary);
  const mark = match(MARK, text, at);
  if (mark !== '') return push(normal, tokens, 'mark', [mark, at, at + mark.length]);
  const emoji = code > 0x7f ? match(EMOJI, text, at) : '';
  if (emoji !== '') return push(normal, tokens, 'emoji', [emoji, at, at + emoji.length]);
  return at + 1;
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** Where a word of nothing but `a` to `z` ends that begins here; `at` when it goes on with something else, or may be a URL. */
function plainWordEnd(text: string, at: number): number {
  let end = at;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code >= 0x61 && code <= 0x7a) end += 1;
    // A blank, the end of the text, or a mark that no word goes on with.
    else if (Number.isNaN(code) || code === 0x20 || code === 0x0a || code === 0x2c || code === 0x3f)
      return end;
    else if (code === 0x2e) return text.startsWith('www', at) ? at : end;
    else return at;
  }
}

/** A letter by itself: the one before and the one after are no letters. */
function isLone(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  return next === 0x20 || (next >= 0x2a && next <= 0x2e) || next === 0x5f || next === 0xb7;
}

type Piece = readonly [word: string, from: number, to: number];

function push(
  normal: NormalText,
  tokens: Token[],
  kind: TokenKind,
  [word, from, to]: Piece,
  tag = false,
): number {
  const [start, end] = originalSpan(normal, from, to);
  const { original } = normal;
  const first = original.charCodeAt(start);
  const capital = first >= 0x41 && (first <= 0x5a || (first > 0xbf && isCapital(original, start)));
  const upper = capital && end - start > 1 && isCapital(original, start + 1);
  tokens.push({ kind, word, start, end, tag, capital, upper });
  return to;
}

function isCapital(text: string, at: number): boolean {
  const char = text[at] ?? '';
  return char !== char.toLowerCase();
}

function pushWord(
  normal: NormalText,
  tokens: Token[],
  [word, at]: readonly [string, number],
  vocabulary: Vocabulary,
): number {
  const to = at + word.length;
  if (word.length > MAX_REPAIRED) return push(normal, tokens, 'word', [word, at, to]);
  // First: a contraction says what it stands for, whatever entry holds it as a word.
  const expanded = vocabulary.expand(word);
  if (expanded !== undefined) return pushAll(normal, tokens, expanded, [at, to, false]);
  if (vocabulary.has(word)) return push(normal, tokens, 'word', [word, at, to]);
  const apostrophe = word.indexOf("'");
  if (apostrophe > 0) {
    pushWord(normal, tokens, [word.slice(0, apostrophe), at], vocabulary);
    return at + apostrophe + (word.startsWith("'s", apostrophe) ? 2 : 1);
  }
  const repaired = vocabulary.repaired(word);
  if (repaired !== undefined) return pushAll(normal, tokens, repaired, [at, to, false]);
  const sign = word.search(/[@$!|+*]/);
  // Signs belong to a word only where reading them as letters makes a known one.
  if (sign > 0) return pushWord(normal, tokens, [word.slice(0, sign), at], vocabulary);
  return push(normal, tokens, 'word', [word, at, to]);
}

/** Several words for one piece of text; each stands for the whole piece unless they spell it out. */
function pushAll(
  normal: NormalText,
  tokens: Token[],
  words: readonly string[],
  [from, to, tag]: readonly [number, number, boolean],
): number {
  const spelt = words.reduce((sum, word) => sum + word.length, 0) === to - from;
  let at = from;
  for (const word of words) {
    const piece: Piece = spelt ? [word, at, at + word.length] : [word, from, to];
    push(normal, tokens, 'word', piece, tag);
    at += word.length;
  }
  return to;
}

function pushTag(
  normal: NormalText,
  tokens: Token[],
  [tag, at]: readonly [string, number],
  vocabulary: Vocabulary,
): number {
  const to = at + tag.length;
  for (const [part, from] of tagParts(normal, tag, at)) {
    const words = vocabulary.expand(part) ??
      (vocabulary.has(part) ? [part] : undefined) ??
      splitWords(part, vocabulary) ??
      vocabulary.repaired(part) ?? [part];
    const kind = /^\d+$/.test(part) ? 'number' : 'word';
    if (kind === 'number') push(normal, tokens, kind, [part, from, from + part.length], true);
    else pushAll(normal, tokens, words, [from, from + part.length, true]);
  }
  return to;
}

/** The parts of a hashtag that capitals, digits and low lines tell apart. */
function tagParts(
  normal: NormalText,
  tag: string,
  at: number,
): readonly (readonly [string, number])[] {
  const parts: (readonly [string, number])[] = [];
  let begin = 1;
  const flush = (end: number): void => {
    if (end > begin) parts.push([tag.slice(begin, end), at + begin]);
    begin = end;
  };
  for (let index = 1; index < tag.length; index += 1) {
    if (tag[index] === '_') {
      flush(index);
      begin = index + 1;
    } else if (breaksBefore(normal, tag, index, at)) flush(index);
  }
  flush(tag.length);
  return parts;
}

function breaksBefore(normal: NormalText, tag: string, index: number, at: number): boolean {
  const digit = (char: string | undefined): boolean =>
    char !== undefined && char >= '0' && char <= '9';
  if (digit(tag[index]) !== digit(tag[index - 1])) return true;
  const [here] = originalSpan(normal, at + index, at + index + 1);
  const [before] = originalSpan(normal, at + index - 1, at + index);
  const { original } = normal;
  if (!isCapital(original, here)) return false;
  const [after] = originalSpan(normal, at + index + 1, at + index + 2);
  return !isCapital(original, before) || (index + 1 < tag.length && !isCapital(original, after));
}

/** The words a run of single letters spells, or the letters. */
function pushSpaced(
  normal: NormalText,
  tokens: Token[],
  [run, at]: readonly [string, number],
  vocabulary: Vocabulary,
): number {
  const places = Array.from(run, (_, index) => index).filter(
    (index) => !LETTERS_APART.test(run[index] ?? ' '),
  );
  const letters = places.map((place) => run[place]).join('');
  const whole = vocabulary.has(letters) ? [letters] : splitWords(letters, vocabulary);
  const words = whole ?? vocabulary.repaired(letters);
  const spelt = words?.join('').length === letters.length && words.some((word) => word.length > 2);
  let next = 0;
  for (const word of spelt ? words : letters) {
    const from = places[next] ?? 0;
    const to = (places[next + word.length - 1] ?? run.length - 1) + 1;
    push(normal, tokens, 'word', [word, at + from, at + to]);
    next += word.length;
  }
  return at + run.length;
}

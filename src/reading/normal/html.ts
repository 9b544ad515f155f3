import { fold } from './fold.ts';

/** What posts carry escaped, by name. */
const NAMED: Readonly<Record<string, string>> = Object.freeze({
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lsquo: "'",
  rsquo: "'",
  ldquo: '"',
  rdquo: '"',
  mdash: '\u2014',
  ndash: '\u2014',
  hellip: '...',
  iexcl: '\u00a1',
  iquest: '\u00bf',
});

/** Longest reference looked for, the ampersand and semicolon included. */
export const MAX_REFERENCE = 10;

/** The folded text of a character reference such as `&amp;` or `&#39;`; undefined when it is none. */
export function decodeReference(text: string): string | undefined {
  const name = text.slice(1, -1);
  if (!name.startsWith('#')) {
    const accented = /^([aeioun])(?:acute|tilde|uml|grave)$/.exec(name)?.[1];
    return Object.hasOwn(NAMED, name) ? NAMED[name] : accented;
  }
  const hex = name[1] === 'x';
  const digits = name.slice(hex ? 2 : 1);
  if (!(hex ? /^[0-9a-f]+$/ : /^\d+$/).test(digits)) return undefined;
  const codePoint = Number.parseInt(digits, hex ? 16 : 10);
  return codePoint > 0 && codePoint <= 0x10ffff ? fold(codePoint) : undefined;
}

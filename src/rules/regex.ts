import { RE2JS, RE2JSSyntaxException } from 're2js';

import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';

/** Characters of one regular expression in a rule. */
const MAX_REGEX_CHARS = 4096;

export interface RegexError {
  readonly message: string;
  readonly hint?: string;
  /** Where in the pattern. */
  readonly offset: number;
}

/** What PCRE has and linear-time matching cannot have or names otherwise, with what to write instead. */
const UNSUPPORTED: readonly (readonly [RegExp, string, string])[] = [
  [
    /\(\?(?:[=!]|<[=!])/y,
    'look-around is not supported',
    'split it into two searches: "a and not b"',
  ],
  [
    /\\[1-9]|\\k[<{']|\(\?P=/y,
    'back-references are not supported',
    'compare fields with "fieldref"',
  ],
  [
    /\(\?>|[*+?}]\+/y,
    'atomic groups and possessive quantifiers are not supported',
    'matching never backtracks here: plain groups are as fast',
  ],
  [
    /\(\?(?:R|\d|&|\(|#|\|)/y,
    'recursion, conditions and comments in patterns are not supported',
    'use plain groups',
  ],
  [
    /\\[hHRXGKZ]/y,
    'this escape is not supported',
    'use \\s for blanks, \\z for the end of the text',
  ],
];

/**
 * Compiles a pattern to a test of any part of a text, in time linear in the text whatever the pattern
 * (docs/decisions/0002). `flags` is any of `i`, `m`, `s`.
 */
export function compileRegex(
  pattern: string,
  flags: string,
): Result<(text: string) => boolean, RegexError> {
  if (pattern.length > MAX_REGEX_CHARS) {
    const message = `the regular expression is longer than ${MAX_REGEX_CHARS} characters`;
    return err({ message, offset: MAX_REGEX_CHARS });
  }
  const unsupported = findUnsupported(pattern);
  if (unsupported !== undefined) return err(unsupported);
  let bits = 0;
  if (flags.includes('i')) bits |= RE2JS.CASE_INSENSITIVE;
  if (flags.includes('m')) bits |= RE2JS.MULTILINE;
  if (flags.includes('s')) bits |= RE2JS.DOTALL;
  try {
    const compiled = RE2JS.compile(pattern, bits);
    return ok((text) => compiled.test(text));
  } catch (thrown) {
    if (!(thrown instanceof RE2JSSyntaxException)) throw thrown;
    const part = thrown.getPattern() ?? '';
    const offset = part === '' ? 0 : Math.max(0, pattern.indexOf(part));
    return err({ message: `${thrown.getDescription()}: ${part || pattern}`, offset });
  }
}

/** Walks the pattern outside of character classes, so that `[*+]` is not taken for a quantifier. */
function findUnsupported(pattern: string): RegexError | undefined {
  let inClass = false;
  for (let offset = 0; offset < pattern.length; offset += 1) {
    const char = pattern.charAt(offset);
    if (inClass) {
      if (char === ']') inClass = false;
    } else {
      for (const [found, message, hint] of UNSUPPORTED) {
        found.lastIndex = offset;
        if (found.test(pattern)) return { message, hint, offset };
      }
      if (char === '[') {
        inClass = true;
        if (pattern.charAt(offset + 1) === '^') offset += 1;
        if (pattern.charAt(offset + 1) === ']') offset += 1;
      }
    }
    if (char === '\\') offset += 1;
  }
  return undefined;
}

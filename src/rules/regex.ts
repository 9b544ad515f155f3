import { RE2JS, RE2JSSyntaxException } from 're2js';

import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';

/** Characters of one regular expression in a rule. */
const MAX_REGEX_CHARS = 4096;

/**
 * Steps of one compiled pattern, its counted repeats written out. SigmaHQ's largest takes 178; more than this is a
 * program in disguise.
 */
const MAX_REGEX_STEPS = 1024;

/** Characters at the beginning of a value that a pattern sees. */
const MAX_REGEX_TEXT = 8192;

/** Steps times characters: the work one pattern may make of one value. Patterns of over 32 steps see fewer characters. */
const MAX_REGEX_WORK = 262_144;

/** Tells whether a pattern matches in the first `reach` characters of a text. */
export interface RegexTest {
  (text: string): boolean;
  readonly reach: number;
}

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
export function compileRegex(pattern: string, flags: string): Result<RegexTest, RegexError> {
  const compiled = compile(pattern, flags);
  if (!compiled.ok) return compiled;
  const regex = compiled.value;
  const reach = reachOf(regex);
  const test = (text: string): boolean =>
    regex.test(text.length > reach ? text.slice(0, reach) : text);
  return ok(Object.assign(test, { reach }));
}

/** A pattern that says what it found. Groups are counted from 1; 0 is the whole; those that took no part are null. */
export interface Finder {
  readonly groupCount: number;
  /** Number of a named group. */
  groupNamed(name: string): number | undefined;
  /** The first match in the beginning of a text that a test of the pattern would see. */
  readonly find: (text: string) => readonly (string | null)[] | undefined;
  replaceAll(text: string, replacement: (groups: readonly (string | null)[]) => string): string;
}

export function compileFinder(pattern: string, flags: string): Result<Finder, RegexError> {
  const compiled = compile(pattern, flags);
  if (!compiled.ok) return compiled;
  const regex = compiled.value;
  const groupCount = regex.groupCount();
  const reach = reachOf(regex);
  const groups = (matcher: ReturnType<RE2JS['matcher']>): readonly (string | null)[] =>
    Array.from({ length: groupCount + 1 }, (_, index) => matcher.group(index));
  return ok({
    groupCount,
    groupNamed: (name) =>
      Object.hasOwn(regex.namedGroups(), name) ? regex.namedGroups()[name] : undefined,
    find(text) {
      const matcher = regex.matcher(text.length > reach ? text.slice(0, reach) : text);
      return matcher.find() ? groups(matcher) : undefined;
    },
    replaceAll(text, replacement) {
      const matcher = regex.matcher(text);
      let out = '';
      let from = 0;
      while (matcher.find()) {
        out += text.slice(from, matcher.start()) + replacement(groups(matcher));
        from = matcher.end();
      }
      return out + text.slice(from);
    },
  });
}

function reachOf(regex: RE2JS): number {
  return Math.min(MAX_REGEX_TEXT, Math.floor(MAX_REGEX_WORK / regex.programSize()));
}

function compile(pattern: string, flags: string): Result<RE2JS, RegexError> {
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
    const regex = RE2JS.compile(pattern, bits);
    if (regex.programSize() <= MAX_REGEX_STEPS) return ok(regex);
    const message = `the regular expression takes over ${MAX_REGEX_STEPS} steps with its repeats written out`;
    return err({ message, hint: 'repeat less often, or use + and *', offset: 0 });
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

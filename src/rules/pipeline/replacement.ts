import type { Finder } from '../regex.ts';

/**
 * Reads a replacement as pySigma (Python's `re.sub`) writes it: `\1`, `\g<1>`, `\g<name>`, `\\`. Undefined with the
 * reason in `fail` where it refers to a group that is not there.
 */
export function parseReplacement(
  text: string,
  finder: Finder,
  fail: (message: string) => void,
): ((groups: readonly (string | null)[]) => string) | undefined {
  const parts: (string | number)[] = [];
  for (const [piece, digits, name] of text.matchAll(
    /\\(?:(\d{1,2})|g<([^<>]*)>|[\s\S])|[^\\]+|\\$/g,
  )) {
    if (digits === undefined && name === undefined) {
      parts.push(
        /^\\[^\\]$/.test(piece) ? (ESCAPES[piece] ?? piece) : piece === '\\\\' ? '\\' : piece,
      );
      continue;
    }
    const number = /^\d+$/.test(digits ?? name ?? '')
      ? Number(digits ?? name)
      : finder.groupNamed(name ?? '');
    if (number === undefined || number > finder.groupCount) {
      fail(`the pattern has no group "${digits ?? name ?? ''}"`);
      return undefined;
    }
    parts.push(number);
  }
  return (groups) =>
    parts.map((part) => (typeof part === 'number' ? (groups[part] ?? '') : part)).join('');
}

const ESCAPES: Readonly<Record<string, string>> = { '\\n': '\n', '\\t': '\t', '\\r': '\r' };

import { DASHES } from './pattern.ts';
import type { Part, Pattern } from './pattern.ts';

/** Parts between two `*`: each takes a fixed number of characters. */
type Segment = readonly Part[];

/**
 * Compiles a pattern into a test of a whole text. Each segment between `*` is taken at its first possible place, which
 * is enough because a segment's length does not depend on where it stands; so the cost is at most text times pattern.
 */
export function compileWildcard(pattern: Pattern): (text: string) => boolean {
  const segments: Part[][] = [[]];
  for (const part of pattern) {
    if (part.kind === 'any') segments.push([]);
    else segments.at(-1)?.push(part);
  }
  const first = segments[0] ?? [];
  if (segments.length === 1) return (text) => matchAt(first, text, 0) === text.length;
  const last = segments.at(-1) ?? [];
  const middle = segments.slice(1, -1).filter((segment) => segment.length > 0);
  return (text) => {
    let from = matchAt(first, text, 0);
    if (from < 0) return false;
    for (const segment of middle) {
      from = find(segment, text, from);
      if (from < 0) return false;
    }
    return endsWith(last, text, from);
  };
}

/** The offset behind `segment` when it matches at `from`, else -1. */
function matchAt(segment: Segment, text: string, from: number): number {
  let at = from;
  for (const part of segment) {
    if (part.kind === 'literal') {
      if (!text.startsWith(part.text, at)) return -1;
      at += part.text.length;
    } else {
      if (at >= text.length) return -1;
      if (part.kind === 'dash') {
        if (!DASHES.includes(text.charAt(at))) return -1;
        at += 1;
      } else {
        at += width(text, at);
      }
    }
  }
  return at;
}

function width(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** The offset behind the first place at or after `from` where `segment` matches, else -1. */
function find(segment: Segment, text: string, from: number): number {
  const [head] = segment;
  let at = from;
  while (at <= text.length) {
    if (head?.kind === 'literal') {
      at = text.indexOf(head.text, at);
      if (at < 0) return -1;
    }
    const end = matchAt(segment, text, at);
    if (end >= 0) return end;
    at += at < text.length ? width(text, at) : 1;
  }
  return -1;
}

function endsWith(segment: Segment, text: string, from: number): boolean {
  let start = text.length;
  for (const part of segment.toReversed()) {
    if (part.kind === 'literal') start -= part.text.length;
    else start -= part.kind === 'one' && isLowSurrogate(text, start - 1) ? 2 : 1;
  }
  return start >= from && matchAt(segment, text, start) === text.length;
}

/** Whether the unit at `at` is the second half of a surrogate pair. */
function isLowSurrogate(text: string, at: number): boolean {
  if (at < 1) return false;
  const low = text.charCodeAt(at);
  const high = text.charCodeAt(at - 1);
  return low >= 0xdc00 && low <= 0xdfff && high >= 0xd800 && high <= 0xdbff;
}

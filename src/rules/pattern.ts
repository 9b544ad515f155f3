/** A piece of a value with wildcards. */
export type Part =
  | { readonly kind: 'literal'; readonly text: string }
  /** `*`: any characters, none included, line ends included. */
  | { readonly kind: 'any' }
  /** `?`: exactly one character (code point). */
  | { readonly kind: 'one' }
  /** Any of the characters `windash` treats alike. */
  | { readonly kind: 'dash' }
  /** `%name%` under the modifier `expand`. */
  | { readonly kind: 'placeholder'; readonly name: string };

export type Pattern = readonly Part[];

/** Hyphen, slash, en dash, em dash, horizontal bar (Sigma 2.1.0, modifier `windash`). */
export const DASHES = '-/–—―';

const ANY: Part = { kind: 'any' };
const ONE: Part = { kind: 'one' };

/**
 * Reads a value. A backslash makes `*`, `?`, another backslash and, with `placeholders`, `%` literal; before anything
 * else it stands for itself.
 */
export function parsePattern(text: string, placeholders: boolean): Pattern {
  const parts: Part[] = [];
  let literal = '';
  const push = (part: Part): void => {
    if (literal !== '') parts.push({ kind: 'literal', text: literal });
    literal = '';
    parts.push(part);
  };
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    const next = text.charAt(index + 1);
    if (
      char === '\\' &&
      (next === '*' || next === '?' || next === '\\' || (placeholders && next === '%'))
    ) {
      literal += next;
      index += 1;
    } else if (char === '*') {
      if (literal !== '' || parts.at(-1)?.kind !== 'any') push(ANY);
    } else if (char === '?') {
      push(ONE);
    } else {
      const name =
        placeholders && char === '%' ? /^%([\w .-]+)%/.exec(text.slice(index))?.[1] : undefined;
      if (name === undefined) {
        literal += char;
      } else {
        push({ kind: 'placeholder', name });
        index += name.length + 1;
      }
    }
  }
  if (literal !== '') parts.push({ kind: 'literal', text: literal });
  return parts;
}

/** Joins literals that meet and drops repeated `*`. */
export function normalise(parts: Pattern): Pattern {
  const out: Part[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part.kind === 'any' && last?.kind === 'any') continue;
    if (part.kind === 'literal' && last?.kind === 'literal') {
      out[out.length - 1] = { kind: 'literal', text: last.text + part.text };
    } else {
      out.push(part);
    }
  }
  return out;
}

/** The text of a pattern without wildcards, or undefined. */
export function literalOf(pattern: Pattern): string | undefined {
  let text = '';
  for (const part of pattern) {
    if (part.kind !== 'literal') return undefined;
    text += part.text;
  }
  return text;
}

export function placed(pattern: Pattern, place: string): Pattern {
  switch (place) {
    case 'contains':
      return normalise([ANY, ...pattern, ANY]);
    case 'startswith':
      return normalise([...pattern, ANY]);
    case 'endswith':
      return normalise([ANY, ...pattern]);
    default:
      return pattern;
  }
}

/** Splits every dash out of the literals, so that it matches each of its kind. */
export function withDashes(pattern: Pattern): Pattern {
  const out: Part[] = [];
  for (const part of pattern) {
    if (part.kind !== 'literal') {
      out.push(part);
      continue;
    }
    for (const piece of part.text.split(/([-/–—―])/u)) {
      if (piece === '') continue;
      out.push(
        piece.length === 1 && DASHES.includes(piece)
          ? { kind: 'dash' }
          : { kind: 'literal', text: piece },
      );
    }
  }
  return out;
}

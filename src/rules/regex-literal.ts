/** Classes and edges: whatever they stand for, the text before and after them is still needed. */
const BREAKS = 'dDsSwWbBAz';

/** Fewer characters keep hardly any record away. */
const LEAST = 2;

/**
 * A text that every match of a pattern holds, or undefined when none is known: the longest run of plain characters that
 * no alternative, group or quantifier can do without. With `ignoreCase`, only characters whose other spellings
 * `fold` makes equal.
 */
export function requiredLiteral(pattern: string, ignoreCase: boolean): string | undefined {
  const reader = new Runs(ignoreCase);
  const chars = Array.from(pattern);
  for (let at = 0; at < chars.length; at += 1) {
    const char = chars[at] ?? '';
    switch (char) {
      case '\\': {
        at += 1;
        const escaped = chars[at] ?? '';
        if (BREAKS.includes(escaped)) reader.end();
        else if (/^[^\p{L}\p{N}]$/u.test(escaped)) reader.add(escaped);
        else return undefined;
        break;
      }
      case '[':
        at = endOfClass(chars, at);
        reader.end();
        break;
      case '(': {
        const end = endOfGroup(chars, at);
        if (end === undefined) return undefined;
        at = end;
        reader.end();
        break;
      }
      case '*':
      case '?':
      case '{':
        reader.drop();
        if (char === '{')
          while (at + 1 < chars.length && /[\d,}]/.test(chars[at + 1] ?? '')) at += 1;
        break;
      case '|':
        return undefined;
      case '+':
      case '.':
      case '^':
      case '$':
        reader.end();
        break;
      default:
        reader.add(char);
    }
  }
  return reader.longest();
}

class Runs {
  readonly #ignoreCase: boolean;
  #run: string[] = [];
  #longest = '';

  constructor(ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase;
  }

  add(char: string): void {
    // Without regard to case, `s` is also `ſ`, which does not fold to it; beyond ASCII there are more of the kind.
    if (this.#ignoreCase && (char.charCodeAt(0) > 0x7f || char === 's' || char === 'S')) this.end();
    else this.#run.push(char);
  }

  /** The last character may be missing. */
  drop(): void {
    this.#run.pop();
    this.end();
  }

  end(): void {
    const text = this.#run.join('');
    if (text.length > this.#longest.length) this.#longest = text;
    this.#run = [];
  }

  longest(): string | undefined {
    this.end();
    return this.#longest.length >= LEAST && this.#longest.isWellFormed()
      ? this.#longest
      : undefined;
  }
}

/** Place of the bracket that closes the class opened at `from`. */
function endOfClass(chars: readonly string[], from: number): number {
  let at = from + 1;
  if (chars[at] === '^') at += 1;
  if (chars[at] === ']') at += 1;
  for (; at < chars.length && chars[at] !== ']'; at += 1) {
    if (chars[at] === '\\') at += 1;
    else if (chars[at] === '[' && chars[at + 1] === ':') {
      while (at < chars.length && chars[at] !== ']') at += 1;
    }
  }
  return at;
}

/** Place of the bracket that closes the group opened at `from`; undefined when the group may change the flags. */
function endOfGroup(chars: readonly string[], from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < chars.length; at += 1) {
    const char = chars[at];
    if (char === '\\') {
      if (chars[at + 1] === 'Q') return undefined;
      at += 1;
    } else if (char === '[') at = endOfClass(chars, at);
    else if (char === '(') {
      depth += 1;
      if (chars[at + 1] === '?' && chars[at + 2] !== ':') return undefined;
    } else if (char === ')' && --depth === 0) return at;
  }
  return undefined;
}

import { printable } from '../../lib/printable.ts';

/** HTML that is safe to write out: made by `markup` alone, or ours from the start (`trusted`). */
export class Markup {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  static of(text: string): Markup {
    return new Markup(text);
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template; `undefined` and `false` write nothing. */
export type Part = string | number | Markup | undefined | false | readonly Part[];

/** Characters of one text from outside; what is longer ends in an ellipsis. */
const MAX_TEXT = 600;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** More accents on one letter than any language writes would cover the lines around. */
const PILED_UP = /(\p{M}{3})\p{M}+/gu;

/** Most texts: nothing in them to escape. */
const PLAIN = /^[\w .,:;@/()+-]*$/;

/** The one way by which a text gets into a page: between tags, or within a quoted attribute. */
function escaped(text: string): string {
  if (text.length <= MAX_TEXT && PLAIN.test(text)) return text;
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
  return printable(short)
    .replace(PILED_UP, '$1')
    .replace(/[&<>"'`]/g, (char) => ESCAPES[char] ?? '');
}

function written(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.toString();
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return part.map(written).join('');
}

/** A template whose holes are escaped, whatever they hold, unless they are markup already. */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let text = texts[0] ?? '';
  for (const [index, part] of parts.entries()) text += written(part) + (texts[index + 1] ?? '');
  return Markup.of(text);
}

/** Text that we wrote ourselves: style, script, the geometry of a drawing. Never anything from outside. */
export function trusted(text: string): Markup {
  return Markup.of(text);
}

/** A name from outside, kept from turning the direction of what stands around it. */
export function name(text: string): Markup {
  return markup`<bdi>${text}</bdi>`;
}

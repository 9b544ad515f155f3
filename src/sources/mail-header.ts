import { readWords } from './mail-charset.ts';

/** Fields of a message; more are not looked at. */
const MAX_FIELDS = 1000;
/** Characters of a field's value; what comes after is not looked at. */
const MAX_VALUE = 65_536;

/** The fields of a message or of one of its parts, in order. */
export class MailHeader {
  /** Names in lower case; values unfolded, their bytes as one character each. */
  readonly #fields: readonly (readonly [name: string, value: string])[];

  constructor(fields: readonly (readonly [name: string, value: string])[]) {
    this.#fields = fields.slice(0, MAX_FIELDS);
  }

  /** The first field of this name, as bytes. */
  raw(name: string): string | undefined {
    return this.#fields.find(([known]) => known === name)?.[1];
  }

  /** The first field of this name, as people read it; undefined when it is empty. */
  text(name: string): string | undefined {
    const text = readWords(this.raw(name) ?? '').trim();
    return text === '' ? undefined : text;
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined;
  }

  entries(): readonly (readonly [name: string, value: string])[] {
    return this.#fields;
  }
}

/** Takes the header off a message or part; `body`: where its body begins. */
export function splitHeader(text: string, from: number): { header: MailHeader; body: number } {
  const fields: [string, string][] = [];
  let at = from;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const stop = newline === -1 ? text.length : newline;
    const end = stop > at && text[stop - 1] === '\r' ? stop - 1 : stop;
    const next = stop + 1;
    if (end === at) return { header: new MailHeader(fields), body: next };
    const last = fields.at(-1);
    const isFolded = text[at] === ' ' || text[at] === '\t';
    if (isFolded && last !== undefined) {
      if (last[1].length < MAX_VALUE) last[1] += ` ${text.slice(at, end).trim()}`;
    } else {
      const colon = text.indexOf(':', at);
      const isField = colon > at && colon < end && colon - at <= 100;
      const name = isField ? text.slice(at, colon).trim().toLowerCase() : '';
      if (isField && !name.includes(' ')) {
        if (fields.length < MAX_FIELDS) {
          fields.push([name, text.slice(colon + 1, Math.min(end, colon + 1 + MAX_VALUE)).trim()]);
        }
      } else if (fields.length > 0 && !/^>?From /.test(text.slice(at, at + 6))) {
        // The empty line is missing: what is here is the body.
        return { header: new MailHeader(fields), body: at };
      }
    }
    at = next;
  }
  return { header: new MailHeader(fields), body: text.length };
}

/** A value with parameters, such as `Content-Type: text/plain; charset="utf-8"`. */
export interface Parameterised {
  /** Lower case. */
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const PARAMETER = /;\s*([^\s=;"]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.){0,2000})"|([^;\s]{0,2000}))/g;

/** RFC 2045 with the continuations and character sets of RFC 2231. */
export function parseParameters(text: string): Parameterised {
  const value = (text.split(';', 1)[0] ?? '').trim().toLowerCase();
  const parts = new Map<string, { readonly order: number; readonly text: string }[]>();
  for (const [, name = '', quoted, plain = ''] of text.slice(0, 8192).matchAll(PARAMETER)) {
    const content = quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1');
    const [base = '', order = '0', encoded] = name.toLowerCase().split('*');
    const isEncoded = encoded !== undefined || name.endsWith('*');
    const list = parts.get(base) ?? [];
    list.push({ order: Number(order) || 0, text: isEncoded ? percentDecoded(content) : content });
    parts.set(base, list);
  }
  const parameters = new Map<string, string>();
  for (const [name, list] of parts) {
    const ordered = list.toSorted((a, b) => a.order - b.order);
    parameters.set(name, readWords(ordered.map((part) => part.text).join('')));
  }
  return { value, parameters };
}

/** Bytes of `utf-8''na%C3%AFve`; the character set is guessed as everywhere. */
function percentDecoded(text: string): string {
  return text
    .replace(/^[^']{0,40}'[^']{0,40}'/, '')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

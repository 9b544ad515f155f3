import { readWords } from './mail-charset.ts';

export interface Mailbox {
  /** Lower case. */
  readonly address: string;
  readonly name?: string;
}

/** Addresses kept of a list. */
const MAX_ADDRESSES = 200;
/** Characters of a name and of an address; RFC 5321 allows 320 of the latter. */
const MAX_CHARS = 320;

/** One address, with or without a name: quoted text and comments are kept whole. */
const PIECE =
  /"(?:[^"\\]|\\.){0,500}"|\((?:[^()\\]|\\.){0,500}\)|<[^<>]{0,500}>|[,;:]|[^",;:()<>]+|["()<>]/g;
const ADDRESS = /^[^\s@<>]+@[^\s@<>]+$/;

/** The addresses of a field such as `To` (RFC 5322), names decoded; groups are opened, what is no address is left out. */
export function parseAddresses(field: string | undefined): readonly Mailbox[] {
  if (field === undefined || field === '') return [];
  const found: Mailbox[] = [];
  let words: string[] = [];
  let comment = '';
  let angle: string | undefined;
  const finish = (): void => {
    const bare = words.join('').trim();
    const address =
      angle ?? words.flatMap((word) => word.trim().split(/\s+/)).find((word) => ADDRESS.test(word));
    const name = angle === undefined ? comment : unquoted(bare).replace(/^[,\s]+/, '') || comment;
    const plain = address
      ?.trim()
      .replace(/^mailto:/i, '')
      .toLowerCase();
    if (plain !== undefined && plain.length <= MAX_CHARS && ADDRESS.test(plain)) {
      const shown = readWords(name).replace(/\s+/g, ' ').trim().slice(0, MAX_CHARS);
      found.push({ address: plain, ...(shown !== '' && { name: shown }) });
    }
    words = [];
    comment = '';
    angle = undefined;
  };
  for (const [piece] of field.slice(0, 32_768).matchAll(PIECE)) {
    if (found.length >= MAX_ADDRESSES) break;
    if (piece === ',' || piece === ';') {
      // A name with a bare comma in it: what comes before is no address by itself.
      if (angle === undefined && !words.some((word) => word.includes('@'))) words.push(', ');
      else finish();
    }
    // The name of a group ends here.
    else if (piece === ':') words = [];
    else if (piece.startsWith('<') && piece.length > 1) angle ??= piece.slice(1, -1);
    else if (piece.startsWith('(') && piece.length > 1) comment = piece.slice(1, -1);
    else words.push(piece);
  }
  finish();
  return found;
}

function unquoted(text: string): string {
  return text
    .replace(/"((?:[^"\\]|\\.)*)"/g, (_, inner: string) => inner.replace(/\\(.)/g, '$1'))
    .trim();
}

/** The address in `<a@example.org>` or `a@example.org`; undefined when there is none, as in `<>`. */
export function bareAddress(text: string | undefined): string | undefined {
  return parseAddresses(text)[0]?.address;
}

export function domainOfAddress(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const domain = address.slice(address.lastIndexOf('@') + 1).replace(/[.>\s]+$/, '');
  return domain === '' ? undefined : domain.toLowerCase();
}

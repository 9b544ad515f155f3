import { TextDecoder } from 'node:util';

/** Text of mail is bytes, kept as one character each (latin1), until it is known how they are to be read. */

const ASCII = /^[\0-\x7f]*$/; // eslint-disable-line no-control-regex

/** Decoders are dear to make; mail uses a few character sets. */
const decoders = new Map<string, TextDecoder | undefined>();

/** A label is asked for by whoever writes the message. */
const MAX_DECODERS = 64;

/** As people read it. A character set that is unknown, absent or wrong is guessed: UTF-8, else Windows' Latin. */
export function readBytes(binary: string, charset?: string): string {
  if (ASCII.test(binary) && !isStateful(charset)) return binary;
  const bytes = Buffer.from(binary, 'latin1');
  const named = charset === undefined ? undefined : decoderOf(charset);
  if (named !== undefined && named.encoding !== 'utf-8') return named.decode(bytes);
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    return LATIN.decode(bytes);
  }
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true });
const LATIN = new TextDecoder('windows-1252');

/** Written in ASCII, but not to be read as such. */
function isStateful(charset: string | undefined): boolean {
  return charset !== undefined && /^\s*(?:iso-2022|utf-?16|hz-)/i.test(charset);
}

function decoderOf(charset: string): TextDecoder | undefined {
  const label = charset.trim().toLowerCase();
  if (decoders.has(label)) return decoders.get(label);
  if (decoders.size >= MAX_DECODERS) decoders.clear();
  let decoder: TextDecoder | undefined;
  try {
    decoder = new TextDecoder(label);
  } catch {
    decoder = undefined;
  }
  decoders.set(label, decoder);
  return decoder;
}

/** Bytes of quoted-printable text. */
export function fromQuotedPrintable(text: string): string {
  if (!text.includes('=')) return text;
  return text
    .replace(/=[ \t]*\r?\n/g, '')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Bytes of base64 text; what is no base64 is left out. */
export function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

const WORD = /=\?([^?\s]{1,60})\?([bq])\?([^?\s]{0,2000})\?=/gi;
const BETWEEN_WORDS = /(\?=)\s+(?==\?[^?\s]{1,60}\?[bq]\?)/gi;

/** The value of a header field as people read it: encoded words (RFC 2047), raw UTF-8. */
export function readWords(value: string): string {
  if (!value.includes('=?')) return readBytes(value);
  return value
    .replace(BETWEEN_WORDS, '$1')
    .replace(WORD, (_, charset: string, encoding: string, text: string) => {
      const bytes =
        encoding.toLowerCase() === 'b'
          ? fromBase64(text).toString('latin1')
          : fromQuotedPrintable(text.replaceAll('_', ' '));
      return readBytes(bytes, charset.split('*', 1)[0]);
    });
}

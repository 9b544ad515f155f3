import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { fromBase64 } from './base64.ts';

/** A signature line of a note: which key says it made it, and what it made. */
export interface NoteSignature {
  readonly name: string;
  /** First four bytes of the key's hash. */
  readonly keyId: number;
  readonly bytes: Buffer;
}

/** A signed note as it is read: nothing is verified. */
export interface Note {
  /** With its last newline: what is signed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Bytes of a note, which is some thirty post-quantum signatures. */
export const MAX_NOTE = 128 * 1024;

const MAX_SIGNATURES = 64;

/** Reads a C2SP signed note. The error says what is wrong with it. */
export function parseNote(bytes: Buffer): Result<Note, string> {
  if (bytes.length > MAX_NOTE) return err(`it is longer than ${MAX_NOTE} bytes`);
  const whole = textOf(bytes);
  if (whole === undefined) return err('it is not UTF-8');
  // oxlint-disable-next-line no-control-regex -- control characters are what the format forbids
  if (/[\0-\x09\x0b-\x1f]/.test(whole)) return err('it holds a control character');
  const cut = whole.lastIndexOf('\n\n');
  if (cut === -1) return err('no empty line separates text and signatures');
  const text = whole.slice(0, cut + 1);
  const block = whole.slice(cut + 2);
  if (!block.endsWith('\n')) return err('its last line does not end');
  const lines = block.slice(0, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) return err(`it has more than ${MAX_SIGNATURES} signatures`);
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (signature === undefined) return err(`this is no signature line: "${line.slice(0, 60)}"`);
    signatures.push(signature);
  }
  return ok({ text, signatures });
}

/** A line `— NAME BASE64`, without its newline. */
export function parseSignatureLine(line: string): NoteSignature | undefined {
  const [, name, encoded] = /^\u2014 (?<name>[^\s+]+) (?<bytes>[A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
  if (name === undefined || encoded === undefined) return undefined;
  const bytes = fromBase64(encoded);
  if (bytes === undefined || bytes.length < 5) return undefined;
  return { name, keyId: bytes.readUInt32BE(0), bytes: bytes.subarray(4) };
}

export function formatNote({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(formatSignature).join('')}`;
}

function formatSignature({ name, keyId, bytes }: NoteSignature): string {
  const id = Buffer.alloc(4);
  id.writeUInt32BE(keyId);
  return `\u2014 ${name} ${Buffer.concat([id, bytes]).toString('base64')}\n`;
}

/** A byte order mark is a character like any other here: nothing that is signed may go unseen. */
function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

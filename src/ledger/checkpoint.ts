import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { fromBase64 } from './base64.ts';
import type { Note } from './note.ts';
import { parseNote } from './note.ts';
import { HASH } from './sha256.ts';

/** What a log says of itself: so many entries, with this root. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  /** The note's text: what is signed. */
  readonly text: string;
}

export function makeCheckpoint(origin: string, size: number, root: Buffer): Checkpoint {
  return { origin, size, root, text: `${origin}\n${size}\n${root.toString('base64')}\n` };
}

/** Reads a checkpoint and its note (C2SP tlog-checkpoint). Verifies nothing: see `verifyCheckpoint`. */
export function parseCheckpoint(
  bytes: Buffer,
): Result<{ readonly checkpoint: Checkpoint; readonly note: Note }, string> {
  const note = parseNote(bytes);
  if (!note.ok) return note;
  const { text } = note.value;
  const [origin = '', size = '', root = '', ...extensions] = text.slice(0, -1).split('\n');
  if (origin === '' || Buffer.byteLength(origin) > 255)
    return err('its first line is not the name of a log');
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)))
    return err('its second line is not a number of entries');
  const hash = fromBase64(root);
  if (hash?.length !== HASH) return err('its third line is not a hash');
  if (extensions.includes('')) return err('it has an empty line');
  return ok({ checkpoint: { origin, size: Number(size), root: hash, text }, note: note.value });
}

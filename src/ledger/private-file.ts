import {
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';

/** Reads a file that only its owner may read. One that others can read is refused: what it holds is no secret any more. */
export function readPrivateFile(path: string): Result<Buffer, string> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    return err(`${path} cannot be read: ${(error as Error).message}`);
  }
  try {
    const { mode, uid } = fstatSync(file);
    if (process.getuid !== undefined && uid !== process.getuid())
      return err(`${path} belongs to another user`);
    if ((mode & 0o077) !== 0)
      return err(
        `${path} can be read by others; if nobody did, "chmod 600 ${path}", else make a new key`,
      );
    return ok(readFileSync(file));
  } finally {
    closeSync(file);
  }
}

/** Makes a file only its owner may read, and returns when it is on disk. Refuses to replace one. */
export function writePrivateFile(path: string, text: string | Buffer): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    fchmodSync(file, 0o600);
    writeSync(file, Buffer.from(text));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { constants } from 'node:fs';
import { join } from 'node:path';
import { CHECKPOINT, PUBLIC } from './layout.ts';
import { MAX_ENTRY } from './merkle.ts';
import { TILE } from './tile-path.ts';
import type { ReadFile } from './tree-reader.ts';

/** Bytes of the largest file a ledger can have, and one more. */
const MAX_FILE = TILE * (2 + MAX_ENTRY) + 1;

/** The folder that is served: of a ledger, or itself. Undefined when there is no checkpoint in either. */
export function publicFolder(path: string): string | undefined {
  return [join(path, PUBLIC), path].find((folder) => isFile(join(folder, CHECKPOINT)));
}

/** Reads files of a folder that may come from anyone: only plain files, and no more of them than a ledger's can have. */
export function readerOf(folder: string): ReadFile {
  return (path) => {
    let file: number;
    try {
      // A pipe would wait for a writer that never comes.
      file = openSync(join(folder, path), constants.O_RDONLY | constants.O_NONBLOCK);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      throw error;
    }
    try {
      const stat = fstatSync(file);
      if (!stat.isFile()) return undefined;
      const bytes = Buffer.allocUnsafe(Math.min(stat.size, MAX_FILE));
      let at = 0;
      for (;;) {
        const read = readSync(file, bytes, at, bytes.length - at, at);
        if (read === 0) return bytes.subarray(0, at);
        at += read;
      }
    } finally {
      closeSync(file);
    }
  };
}

/** The paths of all files under a folder, with `/`. */
export function* filesUnder(folder: string, path = ''): Generator<string> {
  for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
    const inside = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) yield* filesUnder(folder, inside);
    else yield inside;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

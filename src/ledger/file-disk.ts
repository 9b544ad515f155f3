import {
  chmodSync,
  closeSync,
  fchmodSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { NEXT_PUBLIC, PUBLIC } from './layout.ts';

/** A disk that is a folder. What is public is for all to read whatever the umask; all else for its owner alone. */
export class FileDisk implements Disk, Disposable {
  readonly #root: string;
  /** Files being added to. */
  readonly #open = new Map<string, number>();

  constructor(root: string) {
    this.#root = root;
  }

  read(path: string): Buffer | undefined {
    return readIfThere(join(this.#root, path));
  }

  write(path: string, bytes: Uint8Array): void {
    const file = openSync(join(this.#root, path), 'w', 0o600);
    try {
      if (isPublic(path)) fchmodSync(file, 0o644);
      writeAll(file, bytes);
    } finally {
      closeSync(file);
    }
  }

  append(path: string, bytes: Uint8Array): void {
    let file = this.#open.get(path);
    if (file === undefined) {
      file = openSync(join(this.#root, path), 'a', 0o600);
      this.#open.set(path, file);
    }
    writeAll(file, bytes);
  }

  truncate(path: string, length: number): void {
    const file = openSync(join(this.#root, path), 'r+');
    ftruncateSync(file, length);
    closeSync(file);
  }

  rename(from: string, to: string): void {
    for (const path of [from, to]) this.#close(path);
    renameSync(join(this.#root, from), join(this.#root, to));
  }

  removeFolder(path: string): void {
    rmSync(join(this.#root, path), { recursive: true, force: true });
  }

  makeFolder(path: string): void {
    const full = join(this.#root, path);
    mkdirSync(full, { recursive: true, mode: 0o700 });
    if (isPublic(path)) chmodSync(full, 0o755);
  }

  sync(path: string): void {
    const open = this.#open.get(path);
    const file = open ?? openSync(join(this.#root, path), 'r+');
    try {
      fsyncSync(file);
    } finally {
      if (open === undefined) closeSync(file);
    }
  }

  syncFolder(path: string): void {
    const folder = openSync(join(this.#root, path), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }

  #close(path: string): void {
    const file = this.#open.get(path);
    if (file !== undefined) closeSync(file);
    this.#open.delete(path);
  }

  [Symbol.dispose](): void {
    for (const path of this.#open.keys()) this.#close(path);
  }
}

/** The bytes of a file, or undefined when there is none. */
function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    throw error;
  }
}

function isPublic(path: string): boolean {
  return path === PUBLIC || path.startsWith(`${PUBLIC}/`) || path === NEXT_PUBLIC;
}

function writeAll(file: number, bytes: Uint8Array): void {
  let at = 0;
  while (at < bytes.length) at += writeSync(file, bytes, at);
}

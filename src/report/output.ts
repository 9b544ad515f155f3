import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { printableJson } from '../lib/printable.ts';

/**
 * The folder `--out` names. Every file is written beside its place and moved there when it is whole, so that a reader
 * never sees half of one, and a run that is killed leaves the last whole ones.
 */
export class OutputFolder {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(folder: string): Promise<OutputFolder> {
    try {
      await makeFolder(folder);
    } catch (error) {
      const { code, errno } = error as NodeJS.ErrnoException;
      const reason = code === undefined ? 'no folder' : (REASONS[code] ?? code);
      throw Object.assign(new Error(`--out ${folder}: cannot be made (${reason})`), { errno });
    }
    return new OutputFolder(folder);
  }

  /** A file of one JSON text per line, written as records come. */
  lines(name: string): LineFile {
    return new LineFile(join(this.#folder, name));
  }

  /** Takes away what an earlier run may have left. */
  async remove(name: string): Promise<void> {
    await rm(join(this.#folder, name), { force: true });
  }

  async json(name: string, value: unknown): Promise<void> {
    const path = join(this.#folder, name);
    const text = printableJson(JSON.stringify(value, undefined, 2));
    await writeFile(`${path}.partial`, `${text}\n`, { mode: 0o600 });
    await rename(`${path}.partial`, path);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'there is a file of that name',
  ENOTDIR: 'a part of it is a file',
  EACCES: 'permission denied',
  EROFS: 'the disk cannot be written',
  ENOENT: 'there is no such place',
};

/** As `mkdir -p`. Node's own recursive one never returns where a folder exists but takes no new ones (`/proc`). */
async function makeFolder(folder: string): Promise<void> {
  const made = async (): Promise<string | undefined> => {
    try {
      await mkdir(folder, { mode: 0o700 });
      return undefined;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return undefined;
      if (code === 'ENOENT' && dirname(folder) !== folder) return code;
      throw error;
    }
  };
  if ((await made()) === undefined) return;
  await makeFolder(dirname(folder));
  await mkdir(folder, { mode: 0o700 });
}

export class LineFile {
  readonly #path: string;
  readonly #stream: WriteStream;
  #failure: Error | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#stream = createWriteStream(`${path}.partial`, { mode: 0o600 });
    this.#stream.on('error', (error) => {
      this.#failure = error;
    });
  }

  /** Resolves when there is room for more. */
  async write(line: string): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (!this.#stream.write(`${printableJson(line)}\n`)) await once(this.#stream, 'drain');
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#stream.end(resolve));
    if (this.#failure !== undefined) throw this.#failure;
    await rename(`${this.#path}.partial`, this.#path);
  }
}

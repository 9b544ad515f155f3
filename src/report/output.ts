import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';

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
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new OutputFolder(folder);
  }

  /** A file of one JSON text per line, written as records come. */
  lines(name: string): LineFile {
    return new LineFile(join(this.#folder, name));
  }

  async json(name: string, value: unknown): Promise<void> {
    const path = join(this.#folder, name);
    await writeFile(`${path}.partial`, `${JSON.stringify(value, undefined, 2)}\n`, { mode: 0o600 });
    await rename(`${path}.partial`, path);
  }
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
    if (!this.#stream.write(`${line}\n`)) await once(this.#stream, 'drain');
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#stream.end(resolve));
    if (this.#failure !== undefined) throw this.#failure;
    await rename(`${this.#path}.partial`, this.#path);
  }
}

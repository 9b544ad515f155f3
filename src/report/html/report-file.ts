import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm, stat } from 'node:fs/promises';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of it is a file',
  EISDIR: 'it is a folder; name a file, such as report.html',
  EACCES: 'permission denied',
  EROFS: 'the disk cannot be written',
  ENOSPC: 'the disk is full',
};

/**
 * The file `--report` names. It is written beside its place, for its owner alone, and moved there when it is whole. It is
 * begun before the scan, so that a wrong name is told at once and not after an hour.
 */
export class ReportFile implements AsyncDisposable {
  readonly #path: string;
  readonly #partial: string;
  readonly #handle: FileHandle;
  #done = false;

  private constructor(path: string, partial: string, handle: FileHandle) {
    this.#path = path;
    this.#partial = partial;
    this.#handle = handle;
  }

  static async create(path: string): Promise<ReportFile> {
    const partial = `${path}.${randomBytes(4).toString('hex')}.partial`;
    try {
      if (await isFolder(path))
        throw Object.assign(new Error(path), { code: 'EISDIR', errno: -21 });
      // Never through a link that somebody has laid there.
      return new ReportFile(path, partial, await open(partial, 'wx', 0o600));
    } catch (error) {
      const { code = '', errno } = error as NodeJS.ErrnoException;
      const reason = REASONS[code] ?? code;
      throw Object.assign(new Error(`--report ${path}: cannot be written (${reason})`), { errno });
    }
  }

  async write(pieces: Iterable<string>): Promise<void> {
    for (const piece of pieces) await this.#handle.writeFile(piece);
    await this.#handle.close();
    await rename(this.#partial, this.#path);
    this.#done = true;
  }

  /** Leaves nothing behind of a report that did not come about. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#done) return;
    await this.#handle.close().catch(() => undefined);
    await rm(this.#partial, { force: true });
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

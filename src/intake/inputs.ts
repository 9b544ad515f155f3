import { createReadStream } from 'node:fs';
import { glob, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { MAX_FOLDER_DEPTH, READ_BYTES } from './limits.ts';

/** One file (or standard input) to read. */
export interface Input {
  /** As shown to people and written to records: the path as given, or `-`. */
  readonly name: string;
  /** Bytes on disk; undefined for standard input, pipes and devices. */
  readonly size?: number;
  /** Modification time in milliseconds; for standard input the time of the run. */
  readonly modified: number;
  open(): Readable;
}

/**
 * Expands paths, folders (recursively, hidden entries left out), globs and `-` into inputs, sorted by name within each
 * argument and each file once. An argument that names nothing is an error that says so. A folder inside another that
 * may not be listed is an input that fails to open, so that it is named like an unreadable file.
 */
export async function expandInputs(
  paths: readonly string[],
  stdin: Readable,
  now: number,
): Promise<Result<readonly Input[], string>> {
  const inputs: Input[] = [];
  const seen = new Set<string>();
  const add = async (path: string): Promise<void> => {
    // A pipe the shell made for `<(…)` has no path of its own.
    const real = await realpath(path).catch(() => path);
    if (seen.has(real)) return;
    seen.add(real);
    // A file that is gone by now fails to open like one that may not be read.
    const info = await stat(path).catch(() => undefined);
    const hasSize = info === undefined || info.isFile() || info.isDirectory();
    inputs.push({
      name: path,
      modified: info?.mtimeMs ?? now,
      open: () => createReadStream(path, { highWaterMark: READ_BYTES }),
      ...(hasSize && { size: info?.size ?? 0 }),
    });
  };
  for (const path of paths) {
    if (path === '-') {
      if (!seen.has('-')) inputs.push({ name: '-', modified: now, open: () => stdin });
      seen.add('-');
      continue;
    }
    const found = await filesAt(path);
    if (!found.ok) return found;
    for (const file of found.value) await add(file);
  }
  return ok(inputs);
}

async function filesAt(path: string): Promise<Result<readonly string[], string>> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (info instanceof Error) {
    if (/[*?[{]/.test(path)) return globbed(path);
    return err(
      info.code === 'ENOENT'
        ? `${path}: there is no such file or folder`
        : `${path}: cannot be opened (${info.code ?? info.message})`,
    );
  }
  if (!info.isDirectory()) return ok([path]);
  const files: string[] = [];
  await walk(path, files, new Set(), 0);
  return files.length === 0 ? err(`${path}: the folder holds no files`) : ok(files);
}

async function globbed(pattern: string): Promise<Result<readonly string[], string>> {
  const files: string[] = [];
  for await (const match of glob(pattern)) {
    // A link that leads nowhere matches as well.
    if ((await stat(match).catch(() => undefined))?.isFile() === true) files.push(match);
  }
  return files.length === 0 ? err(`${pattern}: no file matches`) : ok(files.toSorted());
}

async function walk(
  folder: string,
  files: string[],
  visited: Set<string>,
  depth: number,
): Promise<void> {
  const real = await realpath(folder).catch(() => folder);
  if (visited.has(real) || depth > MAX_FOLDER_DEPTH) return;
  visited.add(real);
  const entries = await readdir(folder).catch(() => undefined);
  if (entries === undefined) {
    files.push(folder);
    return;
  }
  for (const entry of entries.toSorted()) {
    if (entry.startsWith('.')) continue;
    const path = join(folder, entry);
    const info = await stat(path).catch(() => undefined);
    if (info?.isDirectory() === true) await walk(path, files, visited, depth + 1);
    else if (info?.isFile() === true) files.push(path);
  }
}

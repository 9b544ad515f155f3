import type { FSWatcher } from 'node:fs';
import { watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds without further changes before a change is told: editors write a file in several steps. */
const QUIET = 100;

/** Milliseconds between looks where the system tells nothing: network drives, limits on what may be watched. */
const INTERVAL = 1000;

/** What a path looked like: another inode, size or time is another content. */
type Snapshot = ReadonlyMap<string, string>;

/**
 * Tells which YAML files below some folders, or beside some files, have changed. What the system says of changes only
 * hurries a look: the looks decide, so that editors which write beside a file and rename are seen like any other.
 */
export class FolderWatch implements Disposable {
  readonly #paths: readonly string[];
  readonly #watchers: FSWatcher[] = [];
  #known: Snapshot = new Map();
  #hurry: () => void = () => undefined;
  #touched = false;

  private constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  static async start(paths: readonly string[]): Promise<FolderWatch> {
    const one = new FolderWatch(paths);
    await one.#listen();
    one.#known = await snapshot(paths);
    return one;
  }

  /** Resolves to the paths changed, added or removed since the last call, sorted; to none once `signal` is aborted. */
  async changes(signal: AbortSignal): Promise<readonly string[]> {
    while (!signal.aborted) {
      if (!this.#touched) await this.#pause(INTERVAL, signal);
      while (this.#touched && !signal.aborted) {
        this.#touched = false;
        await pause(QUIET, undefined, { signal }).catch(() => undefined);
      }
      const now = await snapshot(this.#paths);
      const changed = [...new Set([...this.#known.keys(), ...now.keys()])].filter(
        (path) => this.#known.get(path) !== now.get(path),
      );
      this.#known = now;
      if (changed.length > 0 && !signal.aborted) return changed.toSorted();
    }
    return [];
  }

  [Symbol.dispose](): void {
    for (const watcher of this.#watchers) watcher.close();
  }

  async #listen(): Promise<void> {
    for (const path of this.#paths) {
      const isFolder = await isDirectory(path);
      try {
        const watcher = watch(isFolder ? path : dirname(path), { recursive: isFolder }, () => {
          this.#touched = true;
          this.#hurry();
        });
        watcher.on('error', () => watcher.close());
        this.#watchers.push(watcher);
      } catch {
        // Looking at intervals is enough.
      }
    }
  }

  /** Until the time is over, a change is told of, or `signal` is aborted. */
  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    const hurry = new AbortController();
    this.#hurry = () => hurry.abort();
    await pause(ms, undefined, { signal: AbortSignal.any([signal, hurry.signal]) }).catch(
      () => undefined,
    );
    this.#hurry = () => undefined;
  }
}

async function snapshot(paths: readonly string[]): Promise<Snapshot> {
  const files = new Map<string, string>();
  for (const path of paths) {
    const isFolder = await isDirectory(path);
    const folder = isFolder ? path : dirname(path);
    // A folder may be gone for a moment, while it is replaced.
    const entries = await readdir(folder, { recursive: isFolder }).catch(() => []);
    for (const entry of entries) {
      if (!/\.ya?ml$/.test(entry)) continue;
      const file = join(folder, entry);
      const info = await stat(file).catch(() => undefined);
      if (info?.isFile() !== true) continue;
      files.set(file, [info.ino, info.size, info.mtimeMs, info.ctimeMs].join(' '));
    }
  }
  return files;
}

async function isDirectory(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  return info?.isDirectory() === true;
}

import { dirname } from 'node:path/posix';
import type { Disk } from './disk.ts';
import { NEXT_PUBLIC, PUBLIC } from './layout.ts';
import type { TileId } from './tile-path.ts';
import { edgeTiles, partialsPath, TILE, tileOf, tilePath } from './tile-path.ts';

/** Writes tiles under their public names, and knows which of them a power cut could still take. */
export class PublicFiles {
  readonly #disk: Disk;
  readonly #folders = new Set<string>();
  /** Files to be synced: the full ones, and the partial ones by the folder they go away with. */
  #full: string[] = [];
  readonly #partial = new Map<string, string[]>();
  #obsolete: string[] = [];
  #bytes = 0;
  /** The width of the last partial tile of each level that is on disk: it is never written again. */
  readonly #widths = new Map<number | 'entries', string>();

  /** `size` is that of the tree whose tiles are known to be on disk. */
  constructor(disk: Disk, size: number) {
    this.#disk = disk;
    for (const { level, index, width } of edgeTiles(size)) {
      this.#widths.set(level, `${index}/${width}`);
      if (level === 0) this.#widths.set('entries', `${index}/${width}`);
    }
  }

  /** Bytes written since the last sync. */
  get bytes(): number {
    return this.#bytes;
  }

  write(id: TileId, bytes: Uint8Array): void {
    const partials = partialsPath(id.level, id.index);
    if (id.width === TILE) {
      this.#partial.delete(partials);
      this.#obsolete.push(partials);
      this.#full.push(tilePath(id));
    } else {
      const width = `${id.index}/${id.width}`;
      if (this.#widths.get(id.level) === width) return;
      this.#widths.set(id.level, width);
      const files = this.#partial.get(partials) ?? [];
      files.push(tilePath(id));
      this.#partial.set(partials, files);
    }
    this.#bytes += bytes.length;
    this.replace(tilePath(id), bytes);
  }

  /** Gives a file its bytes all at once. */
  replace(path: string, bytes: Uint8Array): void {
    this.#makeFolder(dirname(`${PUBLIC}/${path}`));
    this.#disk.write(NEXT_PUBLIC, bytes);
    this.#disk.rename(NEXT_PUBLIC, `${PUBLIC}/${path}`);
  }

  /** Returns when all that was written is on disk. */
  sync(): void {
    const folders = new Set<string>();
    for (const path of [...this.#full, ...[...this.#partial.values()].flat()]) {
      this.#disk.sync(`${PUBLIC}/${path}`);
      // The folders above may be new as well.
      for (let up = dirname(`${PUBLIC}/${path}`); up !== '.'; up = dirname(up)) folders.add(up);
    }
    folders.add(PUBLIC);
    for (const folder of folders) this.#disk.syncFolder(folder);
  }

  /** Forgets what was synced, and removes the partial tiles that full ones on disk have replaced. */
  settle(): void {
    for (const folder of this.#obsolete) this.#disk.removeFolder(`${PUBLIC}/${folder}`);
    this.#folders.clear();
    this.#partial.clear();
    [this.#full, this.#obsolete, this.#bytes] = [[], [], 0];
  }

  #makeFolder(folder: string): void {
    if (this.#folders.has(folder)) return;
    this.#disk.makeFolder(folder);
    this.#folders.add(folder);
  }
}

/** The tile of entries at the right edge of a tree of `size`, if there is one that is not full. */
export function lastBundle(size: number): TileId | undefined {
  return size % TILE === 0 ? undefined : tileOf('entries', size - 1, size);
}

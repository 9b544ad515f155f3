import type { DamageList } from './damage.ts';
import { decodeBundle } from './bundle.ts';
import { formatVerifierKey, parseVerifierKey } from './note-key.ts';
import { HASH } from './sha256.ts';
import type { TileId } from './tile-path.ts';
import { parseTilePath, TILE, tilePath, widthAt } from './tile-path.ts';
import type { ReadFile } from './tree-reader.ts';
import { CHECKPOINT, PUBLIC_KEYS } from './layout.ts';

/** Files beside those of the current tree. */
export interface OtherFiles {
  /** Tiles of entries that no checkpoint covers yet: written, or left by a crash. */
  readonly uncovered: number;
  /** Files that are none of a ledger's. */
  readonly strays: readonly string[];
}

const MAX_STRAYS = 20;

/** Checks what the tree of `size` does not need: tiles of earlier sizes must be the beginning of those of today. */
export function checkOtherFiles(
  files: Iterable<string>,
  read: ReadFile,
  size: number,
  damages: DamageList,
): OtherFiles {
  const strays: string[] = [];
  let uncovered = 0;
  for (const file of files) {
    const id = parseTilePath(file);
    if (id === undefined) {
      if (file === PUBLIC_KEYS) checkKeys(read(file), damages);
      else if (file !== CHECKPOINT && strays.length < MAX_STRAYS) strays.push(file);
      continue;
    }
    const covered = Math.min(TILE, widthAt(id.level, size) - id.index * TILE);
    // The tree's own were checked already.
    if (id.width === covered) continue;
    if (id.width > covered) uncovered += 1;
    if (covered > 0) checkOverlap(file, id, covered, read, damages);
  }
  return { uncovered, strays };
}

function checkOverlap(
  file: string,
  id: TileId,
  covered: number,
  read: ReadFile,
  damages: DamageList,
): void {
  const current = read(tilePath({ ...id, width: covered }));
  const other = read(file);
  if (current === undefined || other === undefined) return;
  const [shorter, length] = id.width < covered ? [other, id.width] : [current, covered];
  const whole =
    id.level === 'entries' ? wholeBundle(other, id.width) : other.length === id.width * HASH;
  const longer = shorter === other ? current : other;
  const at = shorter.findIndex((byte, offset) => byte !== longer[offset]);
  if (at === -1 && whole) return;
  const offset = at === -1 ? Math.min(other.length, length * HASH) : at;
  damages.add({
    file,
    level: id.level,
    tile: id.index,
    offset,
    entry: entryAt(id, other, offset),
    message: `it was changed: it differs from ${tilePath({ ...id, width: covered })}, of the tree under the checkpoint`,
  });
}

function wholeBundle(bundle: Buffer, width: number): boolean {
  return decodeBundle(bundle, width).ok;
}

/** The first entry a byte of a tile is about. */
function entryAt({ level, index }: TileId, file: Buffer, offset: number): number {
  if (level !== 'entries') return (index * TILE + Math.floor(offset / HASH)) * TILE ** level;
  let [entry, at] = [index * TILE, 0];
  while (at + 2 <= file.length) {
    at += 2 + file.readUInt16BE(at);
    if (at > offset) break;
    entry += 1;
  }
  return entry;
}

function checkKeys(file: Buffer | undefined, damages: DamageList): void {
  const lines = (file ?? Buffer.alloc(0)).toString('latin1').split('\n');
  for (const [at, line] of lines.slice(0, -1).entries()) {
    const key = parseVerifierKey(Buffer.from(line, 'latin1').toString());
    if (!key.ok || formatVerifierKey(key.value) !== Buffer.from(line, 'latin1').toString())
      damages.add({ file: PUBLIC_KEYS, message: `line ${at + 1} is no key: it was changed` });
  }
  if (lines.at(-1) !== '')
    damages.add({ file: PUBLIC_KEYS, message: 'its last line does not end: it was changed' });
}

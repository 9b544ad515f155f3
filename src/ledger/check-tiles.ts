import { decodeBundle } from './bundle.ts';
import type { Damage, DamageList } from './damage.ts';
import { leafHashInto, treeHash } from './merkle.ts';
import { HASH } from './sha256.ts';
import type { TileId } from './tile-path.ts';
import { edgeTiles, TILE, tilePath, widthAt } from './tile-path.ts';
import type { ReadFile } from './tree-reader.ts';
import { edgeRoot } from './tree-reader.ts';

interface Context {
  readonly read: ReadFile;
  readonly size: number;
  readonly damages: DamageList;
  /** Called with every entry that is what was logged, in order. */
  readonly entry: (bytes: Buffer, index: number) => void;
}

/**
 * Checks every tile and every entry of a tree of `size` from its root down: each tile against the hash the tile above has
 * for it, each entry against its hash. So what does not fit is told from what it does not fit. Memory is flat.
 */
export function checkTree(context: Context, root: Buffer): void {
  const levels = edgeOf(context, root);
  for (let level = levels.length - 1; level >= 0; level -= 1) {
    const index = Math.floor(widthAt(level, context.size) / TILE);
    const { hashes, trusted } = levels[level] ?? { hashes: Buffer.alloc(0), trusted: false };
    descend(context, { level, index, width: hashes.length / HASH }, hashes, trusted);
  }
}

/** The right edge: trusted when together it makes the root; otherwise made again from the entries, and compared. */
function edgeOf(
  { read, size, damages }: Context,
  root: Buffer,
): readonly { readonly hashes: Buffer; readonly trusted: boolean }[] {
  const stored: Buffer[] = [];
  const made: Buffer[] = [];
  const edges = edgeTiles(size);
  for (let level = 0; widthAt(level, size) > 0; level += 1) {
    const id = edges.find((edge) => edge.level === level);
    stored.push(id === undefined ? Buffer.alloc(0) : (readHashes(read, id) ?? Buffer.alloc(HASH)));
  }
  if (edgeRoot(stored).equals(root)) return stored.map((hashes) => ({ hashes, trusted: true }));
  for (let level = 0; widthAt(level, size) > 0; level += 1) {
    const id = edges.find((edge) => edge.level === level);
    made.push(id === undefined ? Buffer.alloc(0) : rebuild(read, id));
  }
  const trusted = edgeRoot(made).equals(root);
  for (const id of edges) {
    const [file, again] = [stored[id.level], made[id.level]];
    if (file === undefined || again === undefined || file.equals(again)) continue;
    damages.add(tileDamage(read, id, again, trusted));
  }
  if (!trusted && damages.count === 0)
    damages.add({
      file: 'checkpoint',
      message: `tiles and entries agree with each other, and not with its root: they are of another tree of ${size} entries`,
    });
  return made.map((hashes, level) => ({
    hashes: trusted ? hashes : (stored[level] ?? hashes),
    trusted,
  }));
}

/** Checks what lies below the hashes of a tile. */
function descend(context: Context, id: LevelTile, hashes: Buffer, trusted: boolean): void {
  if (id.level === 0) {
    if (id.width > 0) checkBundle(context, id, hashes, trusted);
    return;
  }
  for (let at = 0; at < id.width; at += 1) {
    const below = { level: id.level - 1, index: id.index * TILE + at, width: TILE };
    const hash = hashes.subarray(at * HASH, (at + 1) * HASH);
    const stored = readHashes(context.read, below);
    if (stored !== undefined && treeHash(stored).equals(hash)) {
      descend(context, below, stored, trusted);
      continue;
    }
    const made = rebuild(context.read, below);
    const right = treeHash(made).equals(hash);
    context.damages.add(tileDamage(context.read, below, made, right && trusted));
    descend(context, below, right ? made : (stored ?? made), right && trusted);
  }
}

interface LevelTile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

function checkBundle(context: Context, tile: LevelTile, hashes: Buffer, trusted: boolean): void {
  const id = { ...tile, level: 'entries' } as const;
  const file = tilePath(id);
  const start = tile.index * TILE;
  const whole = context.read(file) ?? fullBundle(context.read, id);
  const place = { file, level: id.level, tile: id.index };
  if (whole === undefined) {
    const lastEntry = start + tile.width - 1;
    context.damages.add({ ...place, entry: start, lastEntry, message: 'it is missing' });
    return;
  }
  const decoded = decodeBundle(whole, tile.width);
  const entries = decoded.ok ? decoded.value : decoded.error.entries;
  const hash = Buffer.allocUnsafe(HASH);
  for (const [at, entry] of entries.entries()) {
    leafHashInto(entry, hash, 0);
    if (hash.equals(hashes.subarray(at * HASH, (at + 1) * HASH))) {
      context.entry(entry, start + at);
      continue;
    }
    const offset = entry.byteOffset - whole.byteOffset - 2;
    const message = trusted
      ? `entry ${start + at} was changed: it is not the one under the checkpoint`
      : `entry ${start + at} and its hash in ${tilePath(tile)} do not agree`;
    context.damages.add({ ...place, entry: start + at, offset, message });
    // A length that was changed moves all that follows.
    if (!decoded.ok) return;
  }
  if (decoded.ok) return;
  const { offset } = decoded.error;
  const message =
    entries.length === tile.width
      ? `${whole.length - offset} bytes follow its last entry`
      : `it breaks off in entry ${start + entries.length}`;
  context.damages.add({
    ...place,
    offset,
    message,
    entry: Math.min(start + entries.length, start + tile.width - 1),
  });
}

/** A partial bundle may have gone once it is full. */
function fullBundle(read: ReadFile, id: TileId): Buffer | undefined {
  const full = id.width < TILE ? read(tilePath({ ...id, width: TILE })) : undefined;
  const decoded = full === undefined ? undefined : decodeBundle(full, TILE);
  const last = decoded?.ok === true ? decoded.value[id.width - 1] : undefined;
  if (full === undefined || last === undefined) return undefined;
  return full.subarray(0, last.byteOffset - full.byteOffset + last.length);
}

/** The hashes of a tile as its file has them; undefined when it is missing or of the wrong length. */
function readHashes(read: ReadFile, id: TileId): Buffer | undefined {
  const length = id.width * HASH;
  const file = read(tilePath(id));
  if (file !== undefined) return file.length === length ? file : undefined;
  const full = id.width < TILE ? read(tilePath({ ...id, width: TILE })) : undefined;
  return full?.length === TILE * HASH ? full.subarray(0, length) : undefined;
}

/** The hashes of a tile made again from the entries below it. An entry that cannot be read has a hash of zeros. */
function rebuild(read: ReadFile, { level, index, width }: TileId): Buffer {
  const hashes = Buffer.alloc(width * HASH);
  if (level === 0 || level === 'entries') {
    const id = { level: 'entries', index, width } as const;
    const bundle = read(tilePath(id)) ?? fullBundle(read, id);
    const decoded = bundle === undefined ? undefined : decodeBundle(bundle, width);
    const entries = decoded?.ok === true ? decoded.value : (decoded?.error.entries ?? []);
    for (const [at, entry] of entries.entries()) leafHashInto(entry, hashes, at * HASH);
    return hashes;
  }
  for (let at = 0; at < width; at += 1)
    treeHash(rebuild(read, { level: level - 1, index: index * TILE + at, width: TILE })).copy(
      hashes,
      at * HASH,
    );
  return hashes;
}

function tileDamage(read: ReadFile, id: LevelTile, made: Buffer, certain: boolean): Damage {
  const file = tilePath(id);
  const stored = read(file);
  const span = TILE ** id.level;
  const start = id.index * TILE * span;
  const place = { file, level: id.level, tile: id.index };
  const range = { entry: start, lastEntry: start + id.width * span - 1 };
  if (stored === undefined) return { ...place, ...range, message: 'it is missing' };
  if (stored.length !== made.length)
    return {
      ...place,
      ...range,
      message: `it has ${stored.length} bytes, and must have ${made.length}`,
    };
  const at = stored.findIndex((byte, offset) => byte !== made[offset]);
  const first = Math.floor(at / HASH);
  return {
    ...place,
    offset: Math.max(0, at),
    entry: start + first * span,
    lastEntry: start + (first + 1) * span - 1,
    message: certain
      ? `hash ${first} was changed; the entries under it are as logged`
      : `hash ${first} is not that of the entries under it, and neither is under the checkpoint`,
  };
}

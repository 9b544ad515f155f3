import { assert } from '../lib/assert.ts';
import { decodeBundle } from './bundle.ts';
import { EMPTY_ROOT, nodeHash, treeHash } from './merkle.ts';
import { HASH } from './sha256.ts';
import type { TileId } from './tile-path.ts';
import { edgeTiles, TILE, tileOf, tilePath } from './tile-path.ts';

/** The bytes of a public file of a ledger, or undefined when there is none. */
export type ReadFile = (path: string) => Buffer | undefined;

/** A file of the ledger is missing, or cannot be what it should be. `verify` says more. */
export class LedgerDamage extends Error {
  override readonly name = 'LedgerDamage';
}

/** Tiles kept in memory: as many as a proof touches, a few times over. */
const TILES_KEPT = 64;

/** Hashes, roots, proofs and entries of a tree of `size` entries, from its tiles. Trusts them: proofs are checked by others. */
export class TreeReader {
  readonly size: number;
  readonly #read: ReadFile;
  readonly #tiles = new Map<string, Buffer>();

  constructor(read: ReadFile, size: number) {
    this.size = size;
    this.#read = read;
  }

  /** The root of the first `size` entries. */
  root(size = this.size): Buffer {
    return size === 0 ? Buffer.from(EMPTY_ROOT) : this.#range(0, size);
  }

  /** From the leaf's sibling up to the root's child. */
  inclusionProof(index: number, size = this.size): readonly Buffer[] {
    assert(index < size && size <= this.size, 'the entry is in the tree');
    const proof: Buffer[] = [];
    let [start, end] = [0, size];
    while (end - start > 1) {
      const split = start + largestPowerBelow(end - start);
      if (index < split) {
        proof.push(this.#range(split, end));
        end = split;
      } else {
        proof.push(this.#range(start, split));
        start = split;
      }
    }
    return proof.toReversed();
  }

  /** Empty from an empty tree, and from a tree to itself. */
  consistencyProof(from: number, size = this.size): readonly Buffer[] {
    assert(from <= size && size <= this.size, 'the older tree is in the newer');
    const proof: Buffer[] = [];
    if (from === 0 || from === size) return proof;
    let [start, end] = [0, size];
    while (end !== from) {
      const split = start + largestPowerBelow(end - start);
      if (from <= split) {
        proof.push(this.#range(split, end));
        end = split;
      } else {
        proof.push(this.#range(start, split));
        start = split;
      }
    }
    // The whole older tree is what the verifier already has.
    if (start > 0) proof.push(this.#range(start, end));
    return proof.toReversed();
  }

  /** The bytes of an entry. */
  entry(index: number): Buffer {
    return this.entriesFrom(index - (index % TILE))[index % TILE] ?? this.#damaged('tile/entries');
  }

  /** The entries of the bundle that starts at `start`. */
  entriesFrom(start: number): readonly Buffer[] {
    const id = tileOf('entries', start, this.size);
    const decoded = decodeBundle(this.#file(id), id.width);
    return decoded.ok ? decoded.value : this.#damaged(tilePath(id));
  }

  /** The hash over the entries from `start` to before `end`: a node of the tree, or its right edge. */
  #range(start: number, end: number): Buffer {
    const count = end - start;
    const power = largestPowerBelow(count);
    if (power * 2 !== count && count !== 1)
      return nodeHash(this.#range(start, start + power), this.#range(start + power, end));
    let [level, span] = [0, 1];
    while (span * TILE <= count) [level, span] = [level + 1, span * TILE];
    const first = start / span;
    const hashes = this.#hashes(tileOf(level, first, this.size));
    const at = first % TILE;
    return treeHash(hashes.subarray(at * HASH, (at + count / span) * HASH));
  }

  #hashes(id: TileId): Buffer {
    const path = tilePath(id);
    const kept = this.#tiles.get(path);
    if (kept !== undefined) return kept;
    const bytes = this.#file(id);
    if (bytes.length !== id.width * HASH) this.#damaged(path);
    if (this.#tiles.size >= TILES_KEPT) this.#tiles.clear();
    this.#tiles.set(path, bytes);
    return bytes;
  }

  /** A partial tile may have gone once it is full: then its beginning is what it was. */
  #file(id: TileId): Buffer {
    const bytes = this.#read(tilePath(id));
    if (bytes !== undefined) return bytes;
    const full = id.width < TILE ? this.#read(tilePath({ ...id, width: TILE })) : undefined;
    if (full === undefined) throw new LedgerDamage(`${tilePath(id)} is missing`);
    if (id.level !== 'entries') return full.subarray(0, id.width * HASH);
    const decoded = decodeBundle(full, TILE);
    if (!decoded.ok) return this.#damaged(tilePath({ ...id, width: TILE }));
    const last = decoded.value[id.width - 1];
    return last === undefined
      ? full
      : full.subarray(0, last.byteOffset + last.length - full.byteOffset);
  }

  #damaged(path: string): never {
    throw new LedgerDamage(`${path} is damaged`);
  }
}

/** The largest power of two below `count`; 1 for 1. */
function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** The root from the hashes of the right edge, level by level from the bottom: at each, those of no full tile. */
export function edgeRoot(levels: readonly Buffer[]): Buffer {
  let below: Buffer | undefined;
  for (const hashes of levels) {
    if (below === undefined && hashes.length === 0) continue;
    below = treeHash(below === undefined ? hashes : Buffer.concat([hashes, below]));
  }
  return below ?? Buffer.from(EMPTY_ROOT);
}

/** The hashes of the right edge as the tiles have them, for `edgeRoot`. Throws `LedgerDamage` when one is missing. */
export function readEdge(read: ReadFile, size: number): readonly Buffer[] {
  const levels: Buffer[] = [];
  for (const id of edgeTiles(size)) {
    const partial = read(tilePath(id));
    const hashes = partial ?? read(tilePath({ ...id, width: TILE }))?.subarray(0, id.width * HASH);
    if (hashes?.length !== id.width * HASH)
      throw new LedgerDamage(`${tilePath(id)} is ${hashes === undefined ? 'missing' : 'damaged'}`);
    while (levels.length < id.level) levels.push(Buffer.alloc(0));
    levels.push(hashes);
  }
  return levels;
}

import { assert } from '../lib/assert.ts';
import { encodeBundle } from './bundle.ts';
import { leafHashInto, treeHash } from './merkle.ts';
import { HASH } from './sha256.ts';
import type { TileId } from './tile-path.ts';
import { TILE } from './tile-path.ts';
import { edgeRoot } from './tree-reader.ts';

/** The tile of a level that is being filled. */
interface Edge {
  index: number;
  width: number;
  readonly hashes: Buffer;
}

/** A tile or bundle, and its bytes, which are the receiver's until it returns. */
export type TakeTile = (id: TileId, bytes: Uint8Array) => void;

/** The right edge of a tree that grows: one tile of each level and the entries of one bundle, whatever the size. */
export class TreeBuilder {
  #size: number;
  readonly #levels: Edge[] = [];
  #bundle: Buffer[];
  readonly #full: TakeTile;

  /** Goes on from a tree of `size`: hashes of its edge by level, and the entries of its last bundle. */
  constructor(size: number, levels: readonly Buffer[], bundle: readonly Buffer[], full: TakeTile) {
    assert(bundle.length === size % TILE, 'the last bundle is that of the tree');
    this.#size = size;
    this.#full = full;
    this.#bundle = [...bundle];
    for (let level = 0; size >= TILE ** level; level += 1) {
      const hashes = Buffer.alloc(TILE * HASH);
      const edge = levels[level] ?? Buffer.alloc(0);
      hashes.set(edge);
      const index = Math.floor(size / TILE ** (level + 1));
      this.#levels.push({ index, width: edge.length / HASH, hashes });
    }
  }

  get size(): number {
    return this.#size;
  }

  /** The bytes of an entry whose bundle is not full yet. */
  pending(index: number): Buffer | undefined {
    return this.#bundle[index - (this.#size - this.#bundle.length)];
  }

  /** Adds an entry. Tiles and the bundle it fills are handed over. The entry must not change afterwards. */
  add(entry: Buffer): void {
    this.#bundle.push(entry);
    this.#size += 1;
    const leaves = this.#level(0);
    leafHashInto(entry, leaves.hashes, leaves.width * HASH);
    leaves.width += 1;
    if (leaves.width === TILE) this.#carry();
  }

  root(): Buffer {
    return edgeRoot(this.#levels.map(filled));
  }

  /** Hands over the tiles of the right edge, and the last bundle, as far as they are not empty. */
  edge(take: TakeTile): void {
    const width = this.#bundle.length;
    const index = Math.floor(this.#size / TILE);
    if (width > 0) take({ level: 'entries', index, width }, encodeBundle(this.#bundle));
    this.#levels.forEach((edge, level) => {
      if (edge.width > 0) take({ level, index: edge.index, width: edge.width }, filled(edge));
    });
  }

  #carry(): void {
    const index = Math.floor(this.#size / TILE) - 1;
    this.#full({ level: 'entries', index, width: TILE }, encodeBundle(this.#bundle));
    this.#bundle = [];
    for (let level = 0; ; level += 1) {
      const edge = this.#level(level);
      if (edge.width < TILE) return;
      this.#full({ level, index: edge.index, width: TILE }, edge.hashes);
      const above = this.#level(level + 1);
      above.hashes.set(treeHash(edge.hashes), above.width * HASH);
      above.width += 1;
      edge.index += 1;
      edge.width = 0;
    }
  }

  #level(level: number): Edge {
    const edge = this.#levels[level];
    if (edge !== undefined) return edge;
    const made = { index: 0, width: 0, hashes: Buffer.alloc(TILE * HASH) };
    this.#levels[level] = made;
    return made;
  }
}

function filled({ hashes, width }: Edge): Buffer {
  return hashes.subarray(0, width * HASH);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBundle, encodeBundle } from './bundle.ts';
import { checkConsistency, checkInclusion } from './check-proof.ts';
import { leafHash, nodeHash } from './merkle.ts';
import { parseTilePath, TILE, tilePath } from './tile-path.ts';
import { TreeBuilder } from './tree-builder.ts';
import { TreeReader } from './tree-reader.ts';

/** Past two levels of tiles, with a partial tile in each. */
const MOST = 66_000;

/** Trees of every size asked for, and the tiles written on the way. */
class Log {
  readonly files = new Map<string, Buffer>();
  readonly #tree = new TreeBuilder(0, [], [], (id, bytes) => this.#keep(tilePath(id), bytes));

  grow(size: number): TreeReader {
    while (this.#tree.size < size) this.#tree.add(Buffer.from(`entry ${this.#tree.size}`));
    this.#tree.edge((id, bytes) => this.#keep(tilePath(id), bytes));
    return new TreeReader((path) => this.files.get(path), size);
  }

  root(): Buffer {
    return this.#tree.root();
  }

  #keep(path: string, bytes: Uint8Array): void {
    this.files.set(path, Buffer.from(bytes));
  }
}

/** The definition, as it stands in RFC 6962. */
function defined(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (first === undefined || leaves.length === 1) return first ?? Buffer.alloc(0);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return nodeHash(defined(leaves.slice(0, split)), defined(leaves.slice(split)));
}

describe('a tree in tiles', () => {
  it('has the root of the definition at every size up to past a tile', () => {
    const log = new Log();
    const leaves = Array.from({ length: 600 }, (_, index) =>
      leafHash(Buffer.from(`entry ${index}`)),
    );
    for (const size of [1, 2, 3, 5, 8, 255, 256, 257, 300, 511, 512, 513, 600]) {
      const reader = log.grow(size);
      const root = defined(leaves.slice(0, size));
      expect(log.root().equals(root)).toBe(true);
      expect(reader.root().equals(root)).toBe(true);
    }
  });

  it('proves any entry of any tree, any two trees, and nothing else', () => {
    const log = new Log();
    const sizes = [1, 7, 256, 700, 65_536, 65_793, MOST];
    for (const size of sizes) log.grow(size);
    const reader = new TreeReader((path) => log.files.get(path), MOST);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MOST }), fc.nat(), fc.nat(), (size, one, two) => {
        const [index, from] = [one % size, 1 + (two % size)];
        const [root, fromRoot] = [reader.root(size), reader.root(from)];
        const proof = reader.inclusionProof(index, size);
        const leaf = leafHash(Buffer.from(`entry ${index}`));
        expect(checkInclusion({ index, size, leaf, proof, root })).toBe(true);
        const other = leafHash(Buffer.from(`entry ${index + 1}`));
        expect(checkInclusion({ index, size, leaf: other, proof, root })).toBe(false);
        expect(checkInclusion({ index: index + 1, size, leaf, proof, root })).toBe(false);
        const path = reader.consistencyProof(from, size);
        const claim = { from, to: size, fromRoot, toRoot: root, proof: path };
        expect(checkConsistency(claim)).toBe(true);
        expect(checkConsistency({ ...claim, fromRoot: root })).toBe(from === size);
        expect(checkConsistency({ ...claim, proof: [...path, root] })).toBe(false);
      }),
      { numRuns: 60 },
    );
    expect(String(reader.entry(65_700))).toBe('entry 65700');
  });

  it('is read from full tiles where partial ones have gone', () => {
    const log = new Log();
    const root = log.grow(300).root();
    log.grow(600);
    for (const path of log.files.keys()) if (path.includes('001.p/')) log.files.delete(path);
    const reader = new TreeReader((path) => log.files.get(path), 300);
    expect(reader.root().equals(root)).toBe(true);
    expect(reader.entriesFrom(256)).toHaveLength(44);
  });
});

describe('the path of a tile', () => {
  it('is the shortest, and the only one read as this tile', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: TILE })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 'entries', index: 5, width: 7 })).toBe('tile/entries/005.p/7');
    for (const path of [
      'tile/00/001',
      'tile/0/x000/001',
      'tile/64/000',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/../000',
      'tile/0/1',
    ])
      expect(parseTilePath(path)).toBeUndefined();
    fc.assert(
      fc.property(
        fc.nat(63),
        fc.nat(1e12),
        fc.integer({ min: 1, max: TILE }),
        (level, index, width) => {
          expect(parseTilePath(tilePath({ level, index, width }))).toEqual({ level, index, width });
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('a bundle', () => {
  it('gives back its entries, and refuses to be shorter or longer', () => {
    const entries = ['', 'a', 'b'.repeat(65_535)].map((text) => Buffer.from(text));
    const bundle = encodeBundle(entries);
    expect(decodeBundle(bundle, 3)).toEqual({ ok: true, value: entries });
    expect(decodeBundle(bundle, 2)).toMatchObject({ ok: false, error: { offset: 5 } });
    expect(decodeBundle(bundle.subarray(0, -1), 3)).toMatchObject({ ok: false });
  });
});

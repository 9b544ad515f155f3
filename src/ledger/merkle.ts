import { HASH, sha256, sha256Into } from './sha256.ts';

/** The hash of a tree without leaves. */
export const EMPTY_ROOT = sha256('');

/** Longest entry, bytes: its length is written in two. */
export const MAX_ENTRY = 0xffff;

const leaf = Buffer.alloc(1 + MAX_ENTRY);
const node = Buffer.alloc(1 + 2 * HASH);
node[0] = 1;

/** RFC 6962: the hash of an entry, written to `target` from `at` on. */
export function leafHashInto(entry: Uint8Array, target: Buffer, at: number): void {
  leaf.set(entry, 1);
  sha256Into(leaf.subarray(0, 1 + entry.length), target, at);
}

export function leafHash(entry: Uint8Array): Buffer {
  const hash = Buffer.allocUnsafe(HASH);
  leafHashInto(entry, hash, 0);
  return hash;
}

/** The hash of an inner node. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  left.copy(node, 1, 0, HASH);
  right.copy(node, 1 + HASH, 0, HASH);
  const hash = Buffer.allocUnsafe(HASH);
  sha256Into(node, hash, 0);
  return hash;
}

const scratch = Buffer.alloc(257 * HASH);

/**
 * The Merkle tree hash over up to 257 hashes that lie one after another. A hash left over at a level moves up as it is,
 * which is the tree of RFC 6962.
 */
export function treeHash(hashes: Uint8Array): Buffer {
  let count = hashes.length / HASH;
  if (count === 0) return Buffer.from(EMPTY_ROOT);
  scratch.set(hashes, 0);
  while (count > 1) {
    const pairs = count >> 1;
    for (let pair = 0; pair < pairs; pair += 1) {
      scratch.copy(node, 1, pair * 2 * HASH, (pair + 1) * 2 * HASH);
      sha256Into(node, scratch, pair * HASH);
    }
    if (count % 2 === 1) scratch.copy(scratch, pairs * HASH, (count - 1) * HASH, count * HASH);
    count = pairs + (count % 2);
  }
  return Buffer.from(scratch.subarray(0, HASH));
}

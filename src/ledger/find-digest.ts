import { TILE } from './tile-path.ts';
import type { TreeReader } from './tree-reader.ts';

/** The newest entry that holds a digest (`sha256:…`), or undefined. Goes through the entries from the end. */
export function findDigest(tree: TreeReader, digest: string): number | undefined {
  const wanted = Buffer.from(`"${digest}"`);
  for (let tile = Math.ceil(tree.size / TILE) - 1; tile >= 0; tile -= 1) {
    const at = tree.entriesFrom(tile * TILE).findLastIndex((entry) => entry.includes(wanted));
    if (at !== -1) return tile * TILE + at;
  }
  return undefined;
}

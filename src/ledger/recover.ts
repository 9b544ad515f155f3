import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { decodeBundle } from './bundle.ts';
import type { Checkpoint } from './checkpoint.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { Disk } from './disk.ts';
import type { Journal } from './journal.ts';
import { CHECKPOINT, PUBLIC } from './layout.ts';
import { leafHash } from './merkle.ts';
import { lastBundle, PublicFiles } from './public-files.ts';
import type { TileId } from './tile-path.ts';
import { TILE, tilePath } from './tile-path.ts';
import type { TakeTile } from './tree-builder.ts';
import { TreeBuilder } from './tree-builder.ts';
import type { ReadFile } from './tree-reader.ts';
import { edgeRoot, LedgerDamage, readEdge, TreeReader } from './tree-reader.ts';

export interface Recovered {
  readonly tree: TreeBuilder;
  readonly files: PublicFiles;
  readonly journal: Journal;
  /** Entries under the published checkpoint. */
  readonly published: number;
}

/** Where the tree of a journal begins. */
interface Base {
  readonly levels: readonly Buffer[];
  readonly bundle: readonly Buffer[];
}

/**
 * The tree of a journal: its base from the tiles, then every batch again. Only when all of it continues what was published
 * is anything written: the tiles again that a power cut may have taken.
 */
export function recover(disk: Disk, journal: Journal, origin: string): Result<Recovered, string> {
  const read: ReadFile = (path) => disk.read(`${PUBLIC}/${path}`);
  const base = readBase(read, journal);
  if (!base.ok) return base;
  const published = publishedCheckpoint(disk, origin);
  if (!published.ok) return published;
  const { size, root } = published.value;
  const trial = grown(journal, base.value, () => undefined, size);
  if (trial.size < size)
    return err(
      `${size} entries were published and ${trial.size} are here: is this an older copy? Writing to it would fork the log`,
    );
  const there = size < journal.base ? new TreeReader(read, journal.base).root(size) : trial.root();
  if (!there.equals(root))
    return err('the entries here are not those that were published: writing on would fork the log');
  const files = new PublicFiles(disk, journal.base);
  const tree = grown(journal, base.value, (id, bytes) => files.write(id, bytes), Infinity);
  if (tree.size > journal.base) tree.edge((id, bytes) => files.write(id, bytes));
  return ok({ tree, files, journal, published: size });
}

/** The tree of base and batches, up to `most` entries. */
function grown(
  journal: Journal,
  { levels, bundle }: Base,
  full: TakeTile,
  most: number,
): TreeBuilder {
  const tree = new TreeBuilder(journal.base, levels, bundle, full);
  for (const { entries } of journal.batches)
    for (const entry of entries) if (tree.size < most) tree.add(entry);
  return tree;
}

function readBase(read: ReadFile, { base, root }: Journal): Result<Base, string> {
  try {
    const levels = readEdge(read, base);
    if (!edgeRoot(levels).equals(root))
      return err('the tiles are not those the journal was begun with; "ledger verify" says where');
    const last = lastBundle(base);
    const bundle = last === undefined ? [] : readBundle(read, last);
    const leaves = Buffer.concat(bundle.map((entry) => leafHash(entry)));
    if (!leaves.equals(levels[0] ?? Buffer.alloc(0)))
      return err('the last entries are not those of their tile; "ledger verify" says which');
    return ok({ levels, bundle });
  } catch (error) {
    if (error instanceof LedgerDamage) return err(`${error.message}; "ledger verify" says more`);
    throw error;
  }
}

function readBundle(read: ReadFile, id: TileId): readonly Buffer[] {
  const partial = read(tilePath(id));
  if (partial !== undefined) {
    const decoded = decodeBundle(partial, id.width);
    if (decoded.ok) return decoded.value;
  }
  const full = read(tilePath({ ...id, width: TILE }));
  const decoded = full === undefined ? undefined : decodeBundle(full, TILE);
  if (decoded?.ok !== true) throw new LedgerDamage(`${tilePath(id)} is missing or damaged`);
  return decoded.value.slice(0, id.width);
}

/**
 * What was published last. A log that signed two trees that do not continue each other is finished, so a ledger that came
 * back shorter, from a backup say, is not written to.
 */
function publishedCheckpoint(disk: Disk, origin: string): Result<Checkpoint, string> {
  const bytes = disk.read(`${PUBLIC}/${CHECKPOINT}`);
  if (bytes === undefined) return err('the checkpoint is missing; put the last published one back');
  const parsed = parseCheckpoint(bytes);
  if (!parsed.ok) return err(`the checkpoint cannot be read: ${parsed.error}`);
  const { checkpoint } = parsed.value;
  return checkpoint.origin === origin
    ? ok(checkpoint)
    : err(`the checkpoint is of "${checkpoint.origin}", the key of "${origin}"`);
}

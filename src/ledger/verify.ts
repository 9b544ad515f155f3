import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { EntryCheck } from './check-entries.ts';
import type { OtherFiles } from './check-files.ts';
import { checkOtherFiles } from './check-files.ts';
import { checkTree } from './check-tiles.ts';
import type { Damage } from './damage.ts';
import { DamageList } from './damage.ts';
import { CHECKPOINT } from './layout.ts';
import { filesUnder, readerOf } from './public-folder.ts';
import { TreeReader } from './tree-reader.ts';
import type { Trust, TrustedCheckpoint } from './trust.ts';
import { verifyCheckpoint } from './trust.ts';

/** What was found out about a ledger. */
export interface Verification extends OtherFiles {
  /** Undefined when it does not hold; then nothing else was looked at. */
  readonly checkpoint: TrustedCheckpoint | undefined;
  readonly kinds: Readonly<Record<string, number>>;
  /** How many earlier entries were found unchanged under an older checkpoint. */
  readonly continues: number | undefined;
  /** The first of them. */
  readonly damages: readonly Damage[];
  readonly damaged: number;
}

export interface VerifyOptions {
  readonly trust: Trust;
  /** Milliseconds. */
  readonly now: number;
  /** A checkpoint that is to be continued: one that was kept from an earlier day. */
  readonly older?: Buffer;
}

/** Verifies all of a ledger's public folder, offline. Nothing in it is believed. */
export function verifyLedger(folder: string, { trust, now, older }: VerifyOptions): Verification {
  const read = readerOf(folder);
  const damages = new DamageList();
  const bytes = read(CHECKPOINT);
  const trusted = bytes === undefined ? err('it is missing') : verifyCheckpoint(bytes, trust, now);
  if (!trusted.ok) {
    damages.add({ file: CHECKPOINT, message: trusted.error });
    return report(damages, { uncovered: 0, strays: [] });
  }
  const checkpoint = trusted.value;
  const entries = new EntryCheck(checkpoint.size, damages);
  const context = { read, size: checkpoint.size, damages };
  checkTree({ ...context, entry: (entry, index) => entries.check(entry, index) }, checkpoint.root);
  const others = checkOtherFiles(filesUnder(folder), read, checkpoint.size, damages);
  let continues: number | undefined;
  if (older !== undefined && damages.count === 0) {
    const held = continued(
      older,
      checkpoint,
      { trust, now },
      new TreeReader(read, checkpoint.size),
    );
    if (held.ok) continues = held.value;
    else damages.add({ file: CHECKPOINT, message: held.error });
  }
  return { ...report(damages, others), checkpoint, kinds: entries.counts, continues };
}

function report(damages: DamageList, others: OtherFiles): Verification {
  return {
    ...others,
    checkpoint: undefined,
    kinds: {},
    continues: undefined,
    damages: damages.listed,
    damaged: damages.count,
  };
}

/** Whether a ledger that was verified continues an older checkpoint; its size if so. */
function continued(
  older: Buffer,
  checkpoint: TrustedCheckpoint,
  { trust, now }: Omit<VerifyOptions, 'older'>,
  reader: TreeReader,
): Result<number, string> {
  // Witnesses may have been asked later than it was made.
  const before = verifyCheckpoint(older, { ...trust, enough: () => true }, now);
  if (!before.ok) return err(`the older checkpoint does not hold: ${before.error}`);
  const { size, root, origin } = before.value;
  if (origin !== checkpoint.origin)
    return err(`the older checkpoint is of another log, "${origin}"`);
  if (size > checkpoint.size)
    return err(
      `the older checkpoint has ${size} entries, this one ${checkpoint.size}: entries were taken back`,
    );
  return reader.root(size).equals(root)
    ? ok(size)
    : err(
        `the log was forked: its first ${size} entries are not those of the older checkpoint. Keep both: together they prove it`,
      );
}

import { writeFileSync } from 'node:fs';
import { CHECKPOINT } from '../ledger/layout.ts';
import { parseCheckpoint } from '../ledger/checkpoint.ts';
import { findDigest } from '../ledger/find-digest.ts';
import { publicFolder, readerOf } from '../ledger/public-folder.ts';
import { sha256 } from '../ledger/sha256.ts';
import { formatProof } from '../ledger/tlog-proof.ts';
import { LedgerDamage, TreeReader } from '../ledger/tree-reader.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { countOption, stringOption, UsageError } from './command.ts';
import { failed, folderOf, LEDGER_EXIT } from './ledger-failure.ts';
import { bytesOf } from './ledger-trust.ts';
import { jsonText } from './plain.ts';

/** Bytes of a file that is published. */
export const MAX_PUBLISHED = 256 * 1024 * 1024;

/** What is to be proved, and where it goes. */
interface Proof {
  readonly text: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** Writes a proof that an entry is in the ledger, or that it continues what a witness saw. Resolves to the exit status. */
export async function proveCommand(
  positionals: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<number> {
  const { folder, rest } = folderOf('prove', positionals, 1);
  const file = stringOption(values, 'file');
  const since = countOption(values, 'since', 0);
  const index = rest[0] === undefined ? undefined : indexOf(rest[0]);
  if ([file, since, index].filter((one) => one !== undefined).length !== 1)
    throw new UsageError("say what to prove: an entry's INDEX, or --file FILE, or --since SIZE");
  const json = values['json'] === true;
  const out =
    stringOption(values, 'out') ?? (file === undefined ? undefined : `${file}.tlog-proof`);
  try {
    const proof = makeProof(folder, { file, since, index });
    if (typeof proof === 'string') {
      failed(proof, json, io);
      return LEDGER_EXIT.fails;
    }
    // For everyone who is to check it.
    if (out !== undefined) writeFileSync(out, proof.text, { mode: 0o644 });
    if (json)
      io.stdout.write(
        `${jsonText({ ok: true, ...proof.record, ...(out === undefined ? { proof: proof.text } : { out }) })}\n`,
      );
    else io.stdout.write(out === undefined ? proof.text : `${out}\n`);
    return LEDGER_EXIT.holds;
  } catch (error) {
    if (!(error instanceof LedgerDamage)) throw error;
    failed(`${error.message}; "ledger verify" says more`, json, io);
    return LEDGER_EXIT.fails;
  }
}

/** The proof, or why there is none. */
function makeProof(
  folder: string,
  wanted: {
    readonly file: string | undefined;
    readonly since: number | undefined;
    readonly index: number | undefined;
  },
): Proof | string {
  const found = publicFolder(folder);
  if (found === undefined) throw new UsageError(`there is no ledger in ${folder}`);
  const read = readerOf(found);
  const checkpoint = read(CHECKPOINT) ?? Buffer.alloc(0);
  const parsed = parseCheckpoint(checkpoint);
  if (!parsed.ok) return `the checkpoint cannot be read: ${parsed.error}`;
  const { size } = parsed.value.checkpoint;
  const tree = new TreeReader(read, size);
  if (wanted.since !== undefined) return sinceProof(tree, wanted.since, checkpoint);
  const index =
    wanted.file === undefined
      ? wanted.index
      : findDigest(tree, `sha256:${sha256(bytesOf(wanted.file, MAX_PUBLISHED)).toString('hex')}`);
  if (index === undefined) return `no entry logs ${wanted.file ?? ''} as it is now`;
  if (index >= size) return `there is no entry ${index}: the last published is ${size - 1}`;
  const proof = { index, hashes: tree.inclusionProof(index), checkpoint, extra: tree.entry(index) };
  return { text: formatProof(proof), record: { index, size } };
}

/** The body of a request to a witness (C2SP tlog-witness, add-checkpoint). */
function sinceProof(tree: TreeReader, since: number, checkpoint: Buffer): Proof | string {
  const { size } = tree;
  if (since > size) return `the ledger has ${size} entries, fewer than ${since}`;
  const hashes = tree.consistencyProof(since).map((hash) => hash.toString('base64'));
  const text = [`old ${since}`, ...hashes, '', checkpoint.toString()].join('\n');
  return { text, record: { since, size, hashes } };
}

function indexOf(text: string): number {
  const index = Number(text);
  if (/^[0-9]{1,15}$/.test(text)) return index;
  throw new UsageError(`an entry has an index from 0 on, not "${text}"`);
}

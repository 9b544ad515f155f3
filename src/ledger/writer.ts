import { assert } from '../lib/assert.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import type { Checkpoint } from './checkpoint.ts';
import { makeCheckpoint, parseCheckpoint } from './checkpoint.ts';
import type { Disk } from './disk.ts';
import type { Entry } from './entry.ts';
import { referenceProblems } from './entry.ts';
import { headChain, journalHead, journalRecord, readJournal, recordChain } from './journal.ts';
import { CHECKPOINT, JOURNAL, NEXT_JOURNAL, NEXT_PUBLIC, PRIVATE, PUBLIC } from './layout.ts';
import { EMPTY_ROOT } from './merkle.ts';
import type { NoteSignature } from './note.ts';
import { formatNote } from './note.ts';
import type { SignerKey } from './note-key.ts';
import { signCheckpoint } from './note-key.ts';
import type { PublicFiles } from './public-files.ts';
import type { Recovered } from './recover.ts';
import { recover } from './recover.ts';
import { TILE } from './tile-path.ts';
import { TreeReader } from './tree-reader.ts';
import type { TreeBuilder } from './tree-builder.ts';

/** A journal longer than this, or so many bytes of tiles not synced, and all is synced. */
const MAX_JOURNAL = 32 * 1024 * 1024;
const MAX_UNSYNCED = 128 * 1024 * 1024;

/** Bytes of entries in one append. */
const MAX_BATCH = 16 * 1024 * 1024;

interface WriterOptions {
  readonly disk: Disk;
  /** All sign every checkpoint; all have the log's name. */
  readonly signers: readonly SignerKey[];
  /** Milliseconds; only cosignatures say it. */
  readonly now: () => number;
  /** Bytes of journal after which all is synced. */
  readonly maxJournal?: number;
}

/** The first entry of an append that cannot be added, and why. */
export interface Refused {
  readonly at: number;
  readonly problems: readonly string[];
}

/**
 * The one writer of a ledger. An entry is acknowledged when `append` returns; it is published, that is under a checkpoint,
 * when `publish` does. After an error the writer refuses everything: what was acknowledged is there when it is opened anew.
 */
export class LedgerWriter {
  readonly #disk: Disk;
  readonly #options: WriterOptions;
  readonly #tree: TreeBuilder;
  readonly #files: PublicFiles;
  #chain: Buffer;
  #journal: number;
  #published: number;
  #base: number;
  #broken = false;

  private constructor(options: WriterOptions, { tree, files, journal, published }: Recovered) {
    this.#options = options;
    this.#disk = options.disk;
    this.#tree = tree;
    this.#files = files;
    this.#chain = journal.chain;
    this.#journal = journal.length;
    this.#published = published;
    this.#base = journal.base;
  }

  /** Makes an empty ledger. There must be none. */
  static create({ disk, signers, now }: WriterOptions): void {
    assert(disk.read(JOURNAL) === undefined, 'there is no ledger yet');
    for (const folder of [PUBLIC, PRIVATE]) disk.makeFolder(folder);
    const empty = makeCheckpoint(originOf(signers), 0, EMPTY_ROOT);
    writeCheckpoint(disk, empty, signers, now());
    disk.syncFolder(PUBLIC);
    writeJournal(disk, 0, EMPTY_ROOT);
    for (const folder of [PRIVATE, '.']) disk.syncFolder(folder);
  }

  /** Opens a ledger, after a crash too. The error says why it must not be written to. */
  static open(options: WriterOptions): Result<LedgerWriter, string> {
    const { disk, signers } = options;
    const bytes = disk.read(JOURNAL);
    if (bytes === undefined) return err('there is no ledger here; make one with "ledger init"');
    const journal = readJournal(bytes);
    if (!journal.ok) return err(`${JOURNAL} cannot be read: ${journal.error}`);
    const recovered = recover(disk, journal.value, originOf(signers));
    if (!recovered.ok) return recovered;
    if (journal.value.length < bytes.length) {
      disk.truncate(JOURNAL, journal.value.length);
      disk.sync(JOURNAL);
    }
    return ok(new LedgerWriter(options, recovered.value));
  }

  /** Signs the published tree anew, with other keys. No writer may be at work. */
  static resign({ disk, signers, now }: WriterOptions): void {
    const parsed = parseCheckpoint(disk.read(`${PUBLIC}/${CHECKPOINT}`) ?? Buffer.alloc(0));
    assert(parsed.ok, 'a checkpoint was published');
    writeCheckpoint(disk, parsed.value.checkpoint, signers, now());
    disk.syncFolder(PUBLIC);
  }

  /** Entries acknowledged. */
  get size(): number {
    return this.#tree.size;
  }

  /**
   * Adds entries and returns when they are on disk. The error says what is wrong with them; then none was added. Entries of
   * one call may point to one another.
   */
  append(entries: readonly Entry[]): Result<{ readonly start: number }, Refused> {
    assert(!this.#broken, 'a writer that failed is opened anew');
    const start = this.size;
    const refused = this.#refused(entries);
    if (refused !== undefined) return err(refused);
    if (entries.length === 0) return ok({ start });
    return this.#orBreak(() => {
      const bytes = entries.map((entry) => entry.bytes);
      const record = journalRecord(this.#chain, start, bytes);
      this.#disk.append(JOURNAL, record);
      this.#disk.sync(JOURNAL);
      this.#chain = Buffer.from(recordChain(record));
      this.#journal += record.length;
      for (const entry of bytes) this.#tree.add(entry);
      if (
        this.#journal > (this.#options.maxJournal ?? MAX_JOURNAL) ||
        this.#files.bytes > MAX_UNSYNCED
      )
        this.#settle();
      return ok({ start });
    });
  }

  /** Puts all that was acknowledged under a signed checkpoint, and returns it. */
  publish(): Checkpoint {
    assert(!this.#broken, 'a writer that failed is opened anew');
    return this.#orBreak(() => this.#publish());
  }

  /** Publishes, and syncs all tiles, so that the next start has nothing to do. */
  close(): Checkpoint {
    assert(!this.#broken, 'a writer that failed is opened anew');
    return this.#orBreak(() => this.#settle());
  }

  #publish(): Checkpoint {
    const { signers, now } = this.#options;
    const checkpoint = makeCheckpoint(originOf(signers), this.size, this.#tree.root());
    if (this.#published === this.size) return checkpoint;
    this.#tree.edge((id, bytes) => this.#files.write(id, bytes));
    writeCheckpoint(this.#disk, checkpoint, signers, now());
    this.#published = this.size;
    return checkpoint;
  }

  /** Everything in the journal is in tiles that are on disk: then it can begin anew. */
  #settle(): Checkpoint {
    const checkpoint = this.#publish();
    if (this.#base === checkpoint.size) return checkpoint;
    this.#files.sync();
    const head = writeJournal(this.#disk, checkpoint.size, checkpoint.root);
    this.#disk.syncFolder(PRIVATE);
    this.#files.settle();
    this.#chain = headChain(head);
    this.#journal = head.length;
    this.#base = checkpoint.size;
    return checkpoint;
  }

  #refused(entries: readonly Entry[]): Refused | undefined {
    const start = this.size;
    const kindAt = (index: number): string | undefined =>
      index >= start ? entries[index - start]?.kind : this.#kindAt(index);
    let total = 0;
    for (const [at, entry] of entries.entries()) {
      total += entry.bytes.length;
      const problems =
        total > MAX_BATCH
          ? [`${MAX_BATCH} bytes are the most that one append takes`]
          : referenceProblems(entry, start + at, kindAt);
      if (problems.length > 0) return { at, problems };
    }
    return undefined;
  }

  #kindAt(index: number): string | undefined {
    const entry = this.#tree.pending(index) ?? this.#reader().entry(index);
    return (JSON.parse(entry.toString()) as { readonly kind?: string }).kind;
  }

  #reader(): TreeReader {
    const whole = this.size - (this.size % TILE);
    return new TreeReader((path) => this.#disk.read(`${PUBLIC}/${path}`), whole);
  }

  #orBreak<T>(work: () => T): T {
    this.#broken = true;
    const result = work();
    this.#broken = false;
    return result;
  }
}

function originOf(signers: readonly SignerKey[]): string {
  const [name, ...others] = new Set(signers.map(({ verifier }) => verifier.name));
  assert(name !== undefined && others.length === 0, 'all keys of a log have its name');
  return name;
}

function writeCheckpoint(
  disk: Disk,
  checkpoint: Checkpoint,
  signers: readonly SignerKey[],
  now: number,
): void {
  const signatures: readonly NoteSignature[] = signers.map((signer) =>
    signCheckpoint(signer, checkpoint, now),
  );
  disk.write(NEXT_PUBLIC, Buffer.from(formatNote({ text: checkpoint.text, signatures })));
  disk.sync(NEXT_PUBLIC);
  disk.rename(NEXT_PUBLIC, `${PUBLIC}/${CHECKPOINT}`);
}

/** Replaces the journal by an empty one and returns its head. */
function writeJournal(disk: Disk, base: number, root: Buffer): Buffer {
  const head = journalHead(base, root);
  disk.write(NEXT_JOURNAL, head);
  disk.sync(NEXT_JOURNAL);
  disk.rename(NEXT_JOURNAL, JOURNAL);
  return head;
}

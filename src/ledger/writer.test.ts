import { describe, expect, it } from 'vitest';
import { parseCheckpoint } from './checkpoint.ts';
import { entryOf, factsEntries, factsValue, SIGNER } from './entries.test-support.ts';
import { MemoryDisk, PowerCut } from './memory-disk.test-support.ts';
import { HASH } from './sha256.ts';
import { parseTilePath } from './tile-path.ts';
import { TreeReader } from './tree-reader.ts';
import { LedgerWriter } from './writer.ts';

const OPTIONS = { signers: [SIGNER], now: () => 0, maxJournal: 500 };

function created(): MemoryDisk {
  const disk = new MemoryDisk();
  LedgerWriter.create({ disk, ...OPTIONS });
  return disk;
}

function opened(disk: MemoryDisk): LedgerWriter {
  const writer = LedgerWriter.open({ disk, ...OPTIONS });
  if (!writer.ok) throw new Error(writer.error);
  return writer.value;
}

/** All entries, by the tiles under the checkpoint, after the ledger was opened and closed. */
function settled(disk: MemoryDisk): readonly string[] {
  opened(disk).close();
  const bytes = disk.read('public/checkpoint') ?? Buffer.alloc(0);
  const parsed = parseCheckpoint(bytes);
  if (!parsed.ok) throw new Error(parsed.error);
  const { size, root } = parsed.value.checkpoint;
  const reader = new TreeReader((path) => disk.read(`public/${path}`), size);
  expect(reader.root().equals(root)).toBe(true);
  const entries: string[] = [];
  for (let start = 0; start < size; start += 256)
    entries.push(...reader.entriesFrom(start).map(String));
  return entries;
}

/** What a program does: appends and publishes now and then. Says what was acknowledged before the power went. */
function work(disk: MemoryDisk, rounds: readonly (readonly [number, boolean])[]): number {
  let acknowledged = 0;
  try {
    const writer = opened(disk);
    acknowledged = writer.size;
    for (const [count, publish] of rounds) {
      writer.append(factsEntries(writer.size, count));
      acknowledged = writer.size;
      if (publish) writer.publish();
    }
    writer.close();
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error;
  }
  return acknowledged;
}

const ALL = factsEntries(0, 700).map(({ bytes }) => String(bytes));

/** Tiles under their names that are not whole: nobody may ever see one. */
function halfTiles(disk: MemoryDisk): readonly string[] {
  return [...disk.files()]
    .filter(([path, { length }]) => {
      const id = parseTilePath(path.replace('public/', ''));
      return id !== undefined && id.level !== 'entries' && length !== id.width * HASH;
    })
    .map(([path]) => path);
}

/** The tree that was published may not be taken back. */
function publishedSize(disk: MemoryDisk): number {
  const parsed = parseCheckpoint(disk.read('public/checkpoint') ?? Buffer.alloc(0));
  return parsed.ok ? parsed.value.checkpoint.size : -1;
}

describe('a crash', () => {
  it('at any byte of the last write loses nothing acknowledged and never forks', () => {
    const rounds = [
      [1, true],
      [1, false],
    ] as const;
    const before = created();
    work(before, [[3, true]]);
    const whole = before.limited(Infinity);
    work(whole, rounds);
    const crashes = ['program', 'power', 'power, names kept'] as const;
    for (let left = 0; left <= whole.steps; left += 1) {
      const disk = before.limited(left);
      const acknowledged = work(disk, rounds);
      const after = disk.after(crashes[left % 3] ?? 'program', (left % 5) / 4);
      expect(halfTiles(disk)).toEqual([]);
      const published = publishedSize(after);
      const entries = settled(after);
      expect(entries.length).toBeGreaterThanOrEqual(Math.max(acknowledged, published));
      expect(entries).toEqual(ALL.slice(0, entries.length));
    }
  });

  it('after any call, while tiles fill and the journal begins anew, does not either', () => {
    const rounds = [
      [250, true],
      [3, true],
      [1, false],
      [7, true],
      [5, true],
      [252, false],
    ] as const;
    const before = created();
    const whole = before.limited(Infinity);
    work(whole, rounds);
    for (const [at, left] of whole.ends.entries()) {
      const disk = before.limited(left);
      const acknowledged = work(disk, rounds);
      const crash = disk.after(at % 2 === 0 ? 'power' : 'power, names kept', at % 4 === 0 ? 1 : 0);
      expect(halfTiles(disk)).toEqual([]);
      const published = publishedSize(crash);
      const entries = settled(crash);
      expect(entries.length).toBeGreaterThanOrEqual(Math.max(acknowledged, published));
      expect(entries).toEqual(ALL.slice(0, entries.length));
    }
  });
});

describe('a writer', () => {
  it('refuses to write on when what was published is not here any more', () => {
    const disk = created();
    work(disk, [[3, true]]);
    const old = disk.after('program');
    work(disk, [[4, true]]);
    old.write('public/checkpoint', disk.read('public/checkpoint') ?? Buffer.alloc(0));
    expect(LedgerWriter.open({ disk: old, ...OPTIONS })).toMatchObject({
      ok: false,
      error: expect.stringContaining('7 entries were published and 3 are here') as string,
    });
  });

  it('refuses to write on when other entries were published', () => {
    const [disk, other] = [created(), created()];
    work(disk, [[3, true]]);
    const writer = opened(other);
    writer.append(factsEntries(90, 3));
    writer.close();
    disk.write('public/checkpoint', other.read('public/checkpoint') ?? Buffer.alloc(0));
    expect(LedgerWriter.open({ disk, ...OPTIONS })).toMatchObject({
      ok: false,
      error: expect.stringContaining('fork') as string,
    });
  });

  it('takes an outcome only after its intent', () => {
    const writer = opened(created());
    const outcome = (intent: number) =>
      entryOf({
        kind: 'outcome',
        v: 1,
        at: '2020-11-03T19:00:00Z',
        intent,
        result: 'done',
        attempt: 1,
      });
    const intent = entryOf({
      kind: 'intent',
      v: 1,
      at: '2020-11-03T19:00:00Z',
      action: 'label',
      desk: 'posts',
      target: `commit:${'0'.repeat(64)}`,
      dry_run: false,
    });
    expect(writer.append([outcome(1), intent])).toMatchObject({
      error: { at: 0, problems: ['intent must point to an earlier entry than 0'] },
    });
    writer.append([entryOf(factsValue(0))]);
    expect(writer.append([outcome(0)])).toMatchObject({
      error: { at: 0, problems: ['intent points to entry 0, which is no intent'] },
    });
    expect(writer.append([intent, outcome(1)])).toMatchObject({ ok: true });
    writer.append(factsEntries(0, 300));
    expect(writer.append([outcome(1)])).toMatchObject({ ok: true, value: { start: 303 } });
  });
});

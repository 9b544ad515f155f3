import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../test/run.ts';
import { buildSegment } from './build-segment.ts';
import { packIndex, unpackIndex } from './index-file.ts';
import { loadIndex, saveIndex } from './index-on-disk.ts';
import { PredictionIndex } from './prediction-index.ts';
import { QueryCollector } from './query-collector.ts';

function index(): PredictionIndex {
  const queries = new QueryCollector();
  for (const [at, text] of ['ann lee', 'Ánn ray', 'bob lee'].entries())
    queries.add({ text, count: at });
  return new PredictionIndex([buildSegment(queries)]);
}

function aligned(bytes: Uint8Array): Buffer {
  return Buffer.from(new Uint8Array(bytes).buffer);
}

it('what is saved is what is loaded, and replaces what was there', async () => {
  using folder = temporaryFolder();
  const path = folder.file('index');
  writeFileSync(path, 'old');
  const saved = index();
  saved.rules = '7';
  saved.increment('bob lee', 5);
  saved.refresh();
  expect(await saveIndex(path, saved, { files: ['a.tsv'] })).toMatchObject({ ok: true });
  const loaded = await loadIndex(path);
  if (!loaded.ok) throw new Error(loaded.error);
  expect(loaded.value.about).toEqual({ files: ['a.tsv'] });
  expect(loaded.value.index.rules).toBe('7');
  for (const one of [saved, loaded.value.index]) {
    one.book.showsUndecided = true;
    one.reshow();
  }
  expect(loaded.value.index.suggest('ann')).toEqual(saved.suggest('ann'));
  expect(loaded.value.index.lookUp('bob lee')).toMatchObject({ count: 7, shown: true });
  expect(packIndex(loaded.value.index, { files: ['a.tsv'] })).toEqual(
    packIndex(saved, { files: ['a.tsv'] }),
  );
  expect(readFileSync(path).byteLength).toBeGreaterThan(64);
});

it('a file cut short, changed in any byte, of another version or of another kind is refused with what to do', () => {
  const whole = aligned(Buffer.concat(packIndex(index())));
  const error = (bytes: Buffer): string => {
    const read = unpackIndex(bytes);
    return read.ok ? 'read' : read.error;
  };
  expect(error(whole)).toBe('read');
  expect(error(aligned(whole.subarray(0, whole.length - 8)))).toMatch(
    /cut short.*copy or build it again/,
  );
  expect(error(aligned(whole.subarray(0, 10)))).toContain('is no index of predictions');
  for (let at = 0; at < whole.length; at += 7) {
    const changed = aligned(whole);
    changed[at] = (changed[at] ?? 0) ^ 0x10;
    expect(error(changed)).not.toBe('read');
  }
  const newer = aligned(whole);
  newer.writeUInt32LE(99, 12);
  expect(error(newer)).toContain('version 99, this program reads version 1');
});

it('a file that is not there is named as that', async () => {
  expect(await loadIndex('/nowhere/at/all')).toEqual({
    ok: false,
    error: 'cannot be read (ENOENT)',
  });
  expect(await saveIndex('/nowhere/at/all', index())).toMatchObject({ ok: false });
});

import {
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
  existsSync,
  statSync,
  chmodSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { cosign } from './cosign.ts';
import { entryOf, factsEntries, factsValue, WITNESS } from './entries.test-support.ts';
import { makeCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { createLedger, openLedger, readSecret } from './ledger.ts';
import { formatNote } from './note.ts';
import { parseVerifierKey, signCheckpoint } from './note-key.ts';
import { filesUnder, readerOf } from './public-folder.ts';
import { readKeys } from './keys.ts';
import { TreeReader } from './tree-reader.ts';
import { formatProof, checkProof, parseProof } from './tlog-proof.ts';
import type { Trust } from './trust.ts';
import { countQuorum } from './trust.ts';
import { verifyLedger } from './verify.ts';

const NOW = 1_604_430_000_000;
const root = mkdtempSync(join(tmpdir(), 'scrutineer-ledger-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A ledger whose sizes were published one after another. */
function ledger(
  name: string,
  sizes: readonly number[],
): { readonly folder: string; readonly trust: Trust } {
  const folder = join(root, name);
  const made = createLedger(folder, 'ledger.example.org', [1], () => NOW);
  if (!made.ok) throw new Error(made.error);
  for (const size of sizes) grow(folder, size);
  const logs = made.value.map(({ verifier }) => verifier);
  return { folder, trust: { logs, witnesses: [], ...countQuorum(0) } };
}

function grow(folder: string, size: number): void {
  const opened = openLedger(folder, () => NOW);
  if (!opened.ok) throw new Error(opened.error.message);
  using open = opened.value;
  const added = open.writer.append(factsEntries(open.writer.size, size - open.writer.size));
  if (!added.ok) throw new Error(added.error.problems.join());
  open.writer.close();
}

function verify(folder: string, trust: Trust, older?: Buffer) {
  return verifyLedger(join(folder, 'public'), {
    trust,
    now: NOW,
    ...(older === undefined ? {} : { older }),
  });
}

/** Changes a file, runs, and puts it back. */
function changed<T>(file: string, change: (bytes: Buffer) => Buffer, run: () => T): T {
  const before = readFileSync(file);
  try {
    writeFileSync(file, change(Buffer.from(before)));
    return run();
  } finally {
    writeFileSync(file, before);
  }
}

function flip(at: number): (bytes: Buffer) => Buffer {
  return (bytes) => {
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  };
}

describe('a tampered byte', () => {
  const { folder, trust } = ledger('small', [1, 2]);
  const files = [...filesUnder(join(folder, 'public'))];

  it.each(files)('of %s is found, whichever it is, and the file is named', (path) => {
    const file = join(folder, 'public', path);
    expect(verify(folder, trust).damaged).toBe(0);
    // Bytes of an entry are all alike.
    const step = path.startsWith('tile/entries') ? 3 : 1;
    for (let at = 0; at < statSync(file).size; at += step) {
      const found = changed(file, flip(at), () => verify(folder, trust));
      expect(found.damaged, `${path} byte ${at}`).toBeGreaterThan(0);
      expect(found.damages.map((damage) => damage.file)).toContain(path);
    }
  });
});

describe('in a ledger of several tiles', () => {
  const { folder, trust } = ledger('large', [40, 300, 700]);
  const file = (path: string): string => join(folder, 'public', path);
  const files = [...filesUnder(join(folder, 'public'))].filter((path) => path.startsWith('tile/'));

  it('any byte of any file is found', () => {
    expect(verify(folder, trust).damaged).toBe(0);
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        (path, part) => {
          const at = Math.floor(statSync(file(path)).size * part);
          const found = changed(file(path), flip(at), () => verify(folder, trust));
          expect(found.damages.map((damage) => damage.file)).toContain(path);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('a changed entry is told from a changed hash', () => {
    const entry = changed(file('tile/entries/001'), flip(100), () => verify(folder, trust));
    expect(entry.damages).toMatchObject([
      {
        file: 'tile/entries/001',
        tile: 1,
        entry: 256,
        offset: 0,
        message: expect.stringContaining('entry 256 was changed') as string,
      },
    ]);
    const hash = changed(file('tile/0/001'), flip(32 * 5 + 3), () => verify(folder, trust));
    expect(hash.damages).toMatchObject([
      {
        file: 'tile/0/001',
        level: 0,
        tile: 1,
        entry: 261,
        offset: 163,
        message: expect.stringContaining('the entries under it are as logged') as string,
      },
    ]);
    const above = changed(file('tile/1/000.p/2'), flip(40), () => verify(folder, trust));
    expect(above.damages).toMatchObject([
      { file: 'tile/1/000.p/2', level: 1, entry: 256, lastEntry: 511 },
    ]);
  });

  it('an entry and its hash changed together are found by the tile above', () => {
    const both = changed(file('tile/entries/001'), flip(100), () =>
      changed(file('tile/0/001'), flip(3), () => verify(folder, trust)),
    );
    expect(both.damages.map((damage) => damage.file)).toEqual(['tile/0/001', 'tile/entries/001']);
  });

  it('a missing file, a shorter one and a longer one are found', () => {
    for (const change of [
      (bytes: Buffer) => bytes.subarray(1),
      (bytes: Buffer) => bytes.subarray(0, -1),
      (bytes: Buffer) => Buffer.concat([bytes, Buffer.of(0)]),
    ])
      for (const path of [
        'tile/0/001',
        'tile/entries/000',
        'tile/entries/002.p/188',
        'tile/1/000.p/2',
      ]) {
        const found = changed(file(path), change, () => verify(folder, trust));
        expect(found.damages.map((damage) => damage.file)).toContain(path);
      }
    const path = file('tile/entries/000');
    const bytes = readFileSync(path);
    rmSync(path);
    expect(verify(folder, trust).damages).toMatchObject([
      { file: 'tile/entries/000', entry: 0, lastEntry: 255 },
    ]);
    writeFileSync(path, bytes);
  });

  it('another tree under a checkpoint that was signed is found', () => {
    const keys = readKeys(join(folder, 'private/keys'));
    if (!keys.ok) throw new Error(keys.error);
    const other = makeCheckpoint('ledger.example.org', 700, Buffer.alloc(32, 1));
    const signatures = keys.value.map((key) => signCheckpoint(key, other, NOW));
    const forged = Buffer.from(formatNote({ text: other.text, signatures }));
    const found = changed(
      file('checkpoint'),
      () => forged,
      () => verify(folder, trust),
    );
    expect(found.damages[0]).toMatchObject({
      file: 'checkpoint',
      message: expect.stringContaining('another tree') as string,
    });
  });

  it('what a name could be in, logged by a program without our rules, is found', () => {
    const opened = openLedger(folder, () => NOW);
    if (!opened.ok) throw new Error(opened.error.message);
    using open = opened.value;
    const bytes = Buffer.from('{"kind":"note","name":"Ann Lee"}');
    open.writer.append([{ ...entryOf(factsValue(1)), bytes }]);
    open.writer.close();
    expect(verify(folder, trust).damages).toMatchObject([
      { entry: 700, message: expect.stringContaining('should not have been') as string },
    ]);
  });
});

describe('an older checkpoint', () => {
  const { folder, trust } = ledger('older', [5]);
  const older = readFileSync(join(folder, 'public/checkpoint'));
  grow(folder, 9);

  it('is continued by the same log, grown', () => {
    expect(verify(folder, trust, older)).toMatchObject({ damaged: 0, continues: 5 });
  });

  it('is not by a fork', () => {
    const keys = readKeys(join(folder, 'private/keys'));
    if (!keys.ok) throw new Error(keys.error);
    const other = makeCheckpoint('ledger.example.org', 5, Buffer.alloc(32, 1));
    const signatures = keys.value.map((key) => signCheckpoint(key, other, NOW));
    const fork = Buffer.from(formatNote({ text: other.text, signatures }));
    expect(verify(folder, trust, fork).damages).toMatchObject([
      { message: expect.stringContaining('forked') as string },
    ]);
  });
});

describe('with a witness', () => {
  const { folder, trust } = ledger('witnessed', [300]);
  const witnessed: Trust = { ...trust, witnesses: [WITNESS.verifier], ...countQuorum(1) };
  const path = join(folder, 'public/checkpoint');

  it('a ledger and its proofs hold once it has cosigned', () => {
    expect(verify(folder, witnessed).damages).toMatchObject([{ file: 'checkpoint' }]);
    const parsed = parseCheckpoint(readFileSync(path));
    if (!parsed.ok) throw new Error(parsed.error);
    const answer = formatNote({
      text: '',
      signatures: [signCheckpoint(WITNESS, parsed.value.checkpoint, NOW)],
    }).trim();
    const opened = openLedger(folder, () => NOW);
    if (!opened.ok) throw new Error(opened.error.message);
    using open = opened.value;
    expect(cosign(open.disk, 'hello', witnessed.witnesses).ok).toBe(false);
    expect(cosign(open.disk, answer, witnessed.witnesses).ok).toBe(true);
    expect(cosign(open.disk, answer, witnessed.witnesses).ok).toBe(true);
    expect(verify(folder, witnessed)).toMatchObject({
      damaged: 0,
      checkpoint: { cosignatures: [{ time: NOW / 1000 }] },
    });
    const reader = new TreeReader(readerOf(join(folder, 'public')), 300);
    const entry = reader.entry(17);
    const text = formatProof({
      index: 17,
      hashes: reader.inclusionProof(17),
      checkpoint: readFileSync(path),
      extra: entry,
    });
    const proof = parseProof(Buffer.from(text));
    if (!proof.ok) throw new Error(proof.error);
    expect(checkProof(proof.value, entry, witnessed, NOW).ok).toBe(true);
    expect(checkProof(proof.value, reader.entry(18), witnessed, NOW).ok).toBe(false);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 7) {
      const broken = parseProof(flip(at)(Buffer.from(bytes)));
      const holds =
        broken.ok && checkProof(broken.value, broken.value.extra ?? entry, witnessed, NOW).ok;
      expect(holds, `byte ${at}`).toBe(false);
    }
  });
});

describe('a ledger on disk', () => {
  it('has one writer at a time', () => {
    const { folder } = ledger('locked', []);
    const first = openLedger(folder, () => NOW);
    expect(first.ok).toBe(true);
    expect(openLedger(folder, () => NOW)).toMatchObject({ error: { kind: 'busy' } });
    if (first.ok) first.value[Symbol.dispose]();
    const again = openLedger(folder, () => NOW);
    expect(again.ok).toBe(true);
    if (again.ok) again.value[Symbol.dispose]();
  });

  it('has a private key nobody else can read, and refuses one that others can', () => {
    const { folder } = ledger('keys', []);
    const keys = join(folder, 'private/keys');
    expect(statSync(keys).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'private')).mode & 0o777).toBe(0o700);
    chmodSync(keys, 0o640);
    expect(openLedger(folder, () => NOW)).toMatchObject({
      error: {
        kind: 'unusable',
        message: expect.stringContaining('can be read by others') as string,
      },
    });
    const shown = readFileSync(join(folder, 'public/keys.txt'), 'utf8');
    expect(parseVerifierKey(shown.trim()).ok).toBe(true);
    expect(createLedger(folder, 'ledger.example.org', [1], () => NOW).ok).toBe(false);
    expect(existsSync(join(folder, 'public/private'))).toBe(false);
  });

  it('has a secret for its commitments, as well kept', () => {
    const { folder } = ledger('secret', []);
    const secret = readSecret(folder);
    expect(secret.ok ? secret.value.length : secret.error).toBe(32);
    chmodSync(join(folder, 'private/secret'), 0o604);
    expect(readSecret(folder).ok).toBe(false);
  });
});

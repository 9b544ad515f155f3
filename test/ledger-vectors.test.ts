import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeBundle } from '../src/ledger/bundle.ts';
import { checkConsistency, checkInclusion } from '../src/ledger/check-proof.ts';
import { leafHash, treeHash } from '../src/ledger/merkle.ts';
import { parseVerifierKey } from '../src/ledger/note-key.ts';
import { readerOf } from '../src/ledger/public-folder.ts';
import { TreeReader } from '../src/ledger/tree-reader.ts';
import { countQuorum, verifyCheckpoint } from '../src/ledger/trust.ts';
import { sharedData } from './shared-data.ts';

const MERKLE = sharedData('intel/tlog/merkle/testdata');
const TESSERA = sharedData('intel/tlog/tessera/testdata/log');
const REFERENCE = sharedData('intel/tlog/rfc6962-reference-tree.json');

/** The public key the published test log is signed with; its id is in every checkpoint. */
const TESSERA_KEY =
  'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx';

interface Vector {
  readonly desc: string;
  readonly wantErr: boolean;
  readonly proof: readonly string[] | null;
  readonly [field: string]: unknown;
}

function vectors(folder: string): readonly Vector[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path) => JSON.parse(readFileSync(join(folder, path), 'utf8')) as Vector);
}

function bytes(text: unknown): Buffer {
  return Buffer.from(typeof text === 'string' ? text : '', 'base64');
}

describe.skipIf(MERKLE === undefined)('published proofs', () => {
  it('of inclusion are accepted and refused as they should be, all 98', () => {
    const all = vectors(join(MERKLE ?? '', 'inclusion'));
    expect(all).toHaveLength(98);
    const wrong = all.filter((vector) => {
      const holds = checkInclusion({
        index: Number(vector['leafIdx']),
        size: Number(vector['treeSize']),
        leaf: bytes(vector['leafHash']),
        root: bytes(vector['root']),
        proof: (vector.proof ?? []).map(bytes),
      });
      return holds === vector.wantErr;
    });
    expect(wrong).toEqual([]);
  });

  it('of consistency are accepted and refused as they should be, all 98', () => {
    const all = vectors(join(MERKLE ?? '', 'consistency'));
    expect(all).toHaveLength(98);
    const wrong = all.filter((vector) => {
      const holds = checkConsistency({
        from: Number(vector['size1']),
        to: Number(vector['size2']),
        fromRoot: bytes(vector['root1']),
        toRoot: bytes(vector['root2']),
        proof: (vector.proof ?? []).map(bytes),
      });
      return holds === vector.wantErr;
    });
    expect(wrong).toEqual([]);
  });
});

describe.skipIf(TESSERA === undefined)('a published log of another program', () => {
  it('has the 16 roots and signatures we compute and verify', () => {
    const folder = TESSERA ?? '';
    const key = parseVerifierKey(TESSERA_KEY);
    expect(key.ok).toBe(true);
    if (!key.ok) return;
    const trust = { logs: [key.value], witnesses: [], ...countQuorum(0) };
    for (let size = 0; size <= 15; size += 1) {
      const file = readFileSync(join(folder, `checkpoint.${size}`));
      const checkpoint = verifyCheckpoint(file, trust, 0);
      expect(checkpoint).toMatchObject({ ok: true, value: { size } });
      if (!checkpoint.ok) continue;
      const reader = new TreeReader(readerOf(folder), size);
      expect(reader.root().equals(checkpoint.value.root)).toBe(true);
      if (size === 0) continue;
      const bundle = decodeBundle(readFileSync(join(folder, `tile/entries/000.p/${size}`)), size);
      expect(bundle.ok).toBe(true);
      if (!bundle.ok) continue;
      const leaves = Buffer.concat(bundle.value.map((entry) => leafHash(entry)));
      expect(treeHash(leaves).equals(checkpoint.value.root)).toBe(true);
    }
  });
});

describe.skipIf(REFERENCE === undefined)('the reference tree of RFC 6962', () => {
  it('has the nine roots we compute', () => {
    const reference = JSON.parse(readFileSync(REFERENCE ?? '', 'utf8')) as {
      readonly leaves_hex: readonly string[];
      readonly roots_hex_by_size: readonly string[];
    };
    expect(reference.roots_hex_by_size).toHaveLength(9);
    const leaves = reference.leaves_hex.map((hex) => leafHash(Buffer.from(hex, 'hex')));
    for (const [size, root] of reference.roots_hex_by_size.entries())
      expect(treeHash(Buffer.concat(leaves.slice(0, size))).toString('hex')).toBe(root);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { SIGNER, WITNESS } from './entries.test-support.ts';
import type { SignerKey } from './note-key.ts';
import { formatNote, parseNote } from './note.ts';
import {
  formatSignerKey,
  formatVerifierKey,
  parseSignerKey,
  parseVerifierKey,
  signCheckpoint,
  signerKey,
} from './note-key.ts';
import { parsePolicy } from './policy.ts';
import { countQuorum, verifyCheckpoint } from './trust.ts';

const NOW = 1_604_430_000_000;
const CHECKPOINT = makeCheckpoint('ledger.example.org', 7, Buffer.alloc(32, 5));
const QUANTUM = signerKey('ledger.example.org', 6, Buffer.alloc(32, 9));

function signed(signers: readonly SignerKey[], checkpoint = CHECKPOINT): Buffer {
  const signatures = signers.map((signer) => signCheckpoint(signer, checkpoint, NOW));
  return Buffer.from(formatNote({ text: checkpoint.text, signatures }));
}

function trusting(logs: readonly SignerKey[], witnesses: readonly SignerKey[], quorum: number) {
  const keys = (signers: readonly SignerKey[]) => signers.map(({ verifier }) => verifier);
  return { logs: keys(logs), witnesses: keys(witnesses), ...countQuorum(quorum) };
}

describe('a signed checkpoint', () => {
  it('holds when log and witness signed it, and says when the witness did', () => {
    const held = verifyCheckpoint(signed([SIGNER, WITNESS]), trusting([SIGNER], [WITNESS], 1), NOW);
    expect(held).toMatchObject({
      ok: true,
      value: { size: 7, cosignatures: [{ time: NOW / 1000 }] },
    });
  });

  it('holds by a key of ML-DSA-44 beside or in place of the other', () => {
    const bytes = signed([SIGNER, QUANTUM]);
    expect(verifyCheckpoint(bytes, trusting([QUANTUM], [], 0), NOW).ok).toBe(true);
    expect(verifyCheckpoint(bytes, trusting([SIGNER], [], 0), NOW).ok).toBe(true);
  });

  it.each([
    ['lacks the witness', signed([SIGNER]), '0 of the 1 witnesses'],
    ['lacks the log', signed([WITNESS]), 'carries no signature by ledger.example.org'],
    [
      'is of another log',
      signed([SIGNER], makeCheckpoint('other.example', 7, Buffer.alloc(32))),
      'of the log "other.example"',
    ],
  ])('does not hold when it %s', (_, bytes, why) => {
    expect(verifyCheckpoint(bytes, trusting([SIGNER], [WITNESS], 1), NOW)).toMatchObject({
      error: expect.stringContaining(why) as string,
    });
  });

  it('does not hold when a witness signed in the future', () => {
    const trust = trusting([SIGNER], [WITNESS], 1);
    expect(verifyCheckpoint(signed([SIGNER, WITNESS]), trust, NOW - 3_600_000)).toMatchObject({
      error: expect.stringContaining('future') as string,
    });
  });

  it('does not hold with any byte changed', () => {
    const bytes = signed([SIGNER, WITNESS]);
    const trust = trusting([SIGNER], [WITNESS], 1);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(verifyCheckpoint(changed, trust, NOW).ok, `byte ${at}`).toBe(false);
    }
  });

  it('is read with signatures of keys nobody knows, as many as sixteen', () => {
    const others = Array.from({ length: 16 }, (_, at) =>
      signerKey(`w${at}.example`, 4, Buffer.alloc(32, at)),
    );
    const bytes = signed([SIGNER, ...others]);
    expect(verifyCheckpoint(bytes, trusting([SIGNER], [], 0), NOW).ok).toBe(true);
  });

  it.each(['a\nb\n', 'ledger\n-1\nx\n', 'ledger\n01\n', 'ledger\n1\nAAAA\n', '\n1\n'])(
    'is refused when it reads %j',
    (text) => {
      const [signature] = [signCheckpoint(SIGNER, CHECKPOINT, NOW)];
      const bytes = Buffer.from(formatNote({ text, signatures: [signature] }));
      expect(parseCheckpoint(bytes).ok).toBe(false);
    },
  );

  it('is never misread, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(parseNote(Buffer.from(bytes)).ok).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a key', () => {
  it('is written and read back, public and private', () => {
    for (const type of [1, 4, 6] as const) {
      const signer = signerKey('a.example/b', type, Buffer.alloc(32, type));
      const text = formatVerifierKey(signer.verifier);
      const key = parseVerifierKey(text);
      expect(key.ok ? formatVerifierKey(key.value) : key.error).toBe(text);
      const secret = parseSignerKey(formatSignerKey('a.example/b', type, Buffer.alloc(32, type)));
      expect(secret.ok ? formatVerifierKey(secret.value.verifier) : secret.error).toBe(text);
    }
  });

  it('of the specification is read, and refused with another name', () => {
    const key = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
    expect(parseVerifierKey(key).ok).toBe(true);
    expect(parseVerifierKey(key.replace('foo', 'bar')).ok).toBe(false);
  });
});

describe('a policy', () => {
  const witnesses = Array.from({ length: 3 }, (_, at) =>
    signerKey(`w${at}.example`, 4, Buffer.alloc(32, at + 20)),
  );
  const lines = witnesses.map(
    ({ verifier }, at) => `witness W${at} ${formatVerifierKey(verifier)}`,
  );
  const log = `log ${formatVerifierKey(SIGNER.verifier)} https://example.org/`;
  const text = [
    '# ours',
    log,
    ...lines,
    'group two 2 W0 W1',
    ' group all-of\tall two W2',
    'quorum all-of',
    '',
  ].join('\n');

  it('asks for the witnesses of its quorum', () => {
    const trust = parsePolicy(text);
    if (!trust.ok) throw new Error(trust.error);
    expect(verifyCheckpoint(signed([SIGNER, ...witnesses]), trust.value, NOW).ok).toBe(true);
    expect(
      verifyCheckpoint(signed([SIGNER, ...witnesses.slice(1)]), trust.value, NOW),
    ).toMatchObject({
      error: expect.stringContaining('quorum all-of') as string,
    });
  });

  it.each([
    ['quorum none', 'a quorum already'],
    ['group g 3 W0 W1', 'all, any or a number'],
    ['group g any W9', '"W9" is not defined'],
    ['group g any W0 W0', 'each once'],
    [log, 'there already'],
    [lines[0] ?? '', 'there already'],
    ['hello', 'begins with'],
  ])('is refused with the line %s', (line, why) => {
    expect(parsePolicy(`${text}${line}\n`)).toMatchObject({
      error: expect.stringContaining(why) as string,
    });
  });
});

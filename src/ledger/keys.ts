import { randomBytes } from 'node:crypto';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import type { KeyType } from './key-type.ts';
import { SEED } from './key-type.ts';
import type { SignerKey } from './note-key.ts';
import { formatSignerKey, parseSignerKey } from './note-key.ts';
import { readPrivateFile, writePrivateFile } from './private-file.ts';

/** Makes new keys for a log and writes them where only their owner reads them. The seeds are nowhere else. */
export function makeKeys(path: string, name: string, types: readonly KeyType[]): void {
  const lines = types.map((type) => formatSignerKey(name, type, randomBytes(SEED)));
  writePrivateFile(path, `${lines.join('\n')}\n`);
}

/** The keys of a log: a line each, all of one name, an Ed25519 key among them as outsiders expect one. */
export function readKeys(path: string): Result<readonly SignerKey[], string> {
  const file = readPrivateFile(path);
  if (!file.ok) return file;
  const signers: SignerKey[] = [];
  for (const line of file.value.toString().split('\n')) {
    if (line.trim() === '') continue;
    const signer = parseSignerKey(line.trim());
    if (!signer.ok) return err(`${path} holds a line that is no key: ${signer.error}`);
    signers.push(signer.value);
  }
  const names = new Set(signers.map(({ verifier }) => verifier.name));
  if (names.size !== 1) return err(`${path} must hold keys of one name, and holds ${names.size}`);
  return signers.some(({ verifier }) => verifier.type === 1)
    ? ok(signers)
    : err(`${path} holds no Ed25519 key`);
}

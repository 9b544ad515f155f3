import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { SALT } from './commitment.ts';
import { FileDisk } from './file-disk.ts';
import type { KeyType } from './key-type.ts';
import { makeKeys, readKeys } from './keys.ts';
import {
  JOURNAL,
  KEY_FILE,
  LOCK,
  NEXT_PUBLIC,
  PRIVATE,
  PUBLIC,
  PUBLIC_KEYS,
  SECRET_FILE,
} from './layout.ts';
import { lockWriter } from './lock.ts';
import { formatVerifierKey, isKeyName } from './note-key.ts';
import type { SignerKey } from './note-key.ts';
import { readPrivateFile, writePrivateFile } from './private-file.ts';
import { LedgerWriter } from './writer.ts';

/** A ledger opened for writing; nobody else can until it is disposed of. */
export interface OpenLedger extends Disposable {
  readonly writer: LedgerWriter;
  readonly disk: FileDisk;
  readonly signers: readonly SignerKey[];
}

/** Makes a ledger in a folder that is not there or empty: keys, secret, an empty tree under a signed checkpoint. */
export function createLedger(
  folder: string,
  origin: string,
  types: readonly KeyType[],
  now: () => number,
): Result<readonly SignerKey[], string> {
  if (!isKeyName(origin))
    return err('the name of a log is like "ledger.example.org", without blanks and "+"');
  if (existsSync(folder) && readdirSync(folder).length > 0)
    return err(`${folder} is not empty; name a folder that is not there yet`);
  mkdirSync(join(folder, PRIVATE), { recursive: true, mode: 0o700 });
  makeKeys(join(folder, KEY_FILE), origin, types);
  writePrivateFile(join(folder, SECRET_FILE), `${randomBytes(SALT).toString('hex')}\n`);
  const signers = readKeys(join(folder, KEY_FILE));
  if (!signers.ok) return signers;
  using disk = new FileDisk(folder);
  LedgerWriter.create({ disk, signers: signers.value, now });
  writePublicKeys(disk, signers.value);
  return signers;
}

/** Why a ledger cannot be written to: nothing there or no key, another writer, or damage. */
export interface CannotOpen {
  readonly kind: 'unusable' | 'busy' | 'damaged';
  readonly message: string;
}

/** Opens a ledger to write to it. The error says what to do. */
export function openLedger(folder: string, now: () => number): Result<OpenLedger, CannotOpen> {
  const cannot = (kind: CannotOpen['kind'], message: string) => err({ kind, message } as const);
  if (!existsSync(join(folder, JOURNAL)))
    return cannot('unusable', `there is no ledger in ${folder}; make one with "ledger init"`);
  const signers = readKeys(join(folder, KEY_FILE));
  if (!signers.ok) return cannot('unusable', signers.error);
  const lock = lockWriter(join(folder, LOCK));
  if (lock === undefined)
    return cannot('busy', `another program is writing to ${folder}; try again later`);
  const disk = new FileDisk(folder);
  const dispose = (): void => {
    disk[Symbol.dispose]();
    lock[Symbol.dispose]();
  };
  const writer = LedgerWriter.open({ disk, signers: signers.value, now });
  if (!writer.ok) {
    dispose();
    return cannot('damaged', `${folder}: ${writer.error}`);
  }
  return ok({ disk, signers: signers.value, writer: writer.value, [Symbol.dispose]: dispose });
}

/** The secret the salts of commitments are made of. */
export function readSecret(folder: string): Result<Buffer, string> {
  const file = readPrivateFile(join(folder, SECRET_FILE));
  if (!file.ok) return file;
  const secret = Buffer.from(file.value.toString().trim(), 'hex');
  return secret.length === SALT ? ok(secret) : err(`${SECRET_FILE} is damaged`);
}

/** Puts the public keys where outsiders find them. */
export function writePublicKeys(disk: FileDisk, signers: readonly SignerKey[]): void {
  const keys = signers.map(({ verifier }) => `${formatVerifierKey(verifier)}\n`);
  disk.write(NEXT_PUBLIC, Buffer.from(keys.join('')));
  disk.sync(NEXT_PUBLIC);
  disk.rename(NEXT_PUBLIC, `${PUBLIC}/${PUBLIC_KEYS}`);
}

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Result } from '../lib/result.ts';
import { err } from '../lib/result.ts';
import { makeEntry } from './entry.ts';
import type { KeyType } from './key-type.ts';
import { KEY_TYPES, SEED } from './key-type.ts';
import { readKeys } from './keys.ts';
import { KEY_FILE, PRIVATE } from './layout.ts';
import type { OpenLedger } from './ledger.ts';
import { writePublicKeys } from './ledger.ts';
import type { SignerKey } from './note-key.ts';
import { formatSignerKey, formatVerifierKey, hexId } from './note-key.ts';
import { readPrivateFile } from './private-file.ts';
import { sha256 } from './sha256.ts';
import { LedgerWriter } from './writer.ts';

/**
 * Adds a key of a type, or ends the one with the id `retire`. The change is an entry, under a checkpoint the old keys
 * sign; then a checkpoint with the new ones. Afterwards the ledger that was opened must be disposed of.
 */
export function rotateKeys(
  folder: string,
  { disk, signers, writer }: OpenLedger,
  now: () => number,
  { retire, type }: { readonly retire: string | undefined; readonly type: KeyType },
): Result<readonly SignerKey[], string> {
  const file = readPrivateFile(join(folder, KEY_FILE));
  if (!file.ok) return file;
  const lines = file.value
    .toString()
    .split('\n')
    .filter((line) => line !== '');
  const name = signers[0]?.verifier.name ?? '';
  const added = formatSignerKey(name, type, randomBytes(SEED));
  const next =
    retire === undefined
      ? [...lines, added]
      : lines.filter((_, at) => idAt(signers, at) !== retire);
  if (retire !== undefined && next.length === lines.length)
    return err(
      `no key has the id ${retire}; they are ${signers.map((_, at) => idAt(signers, at)).join(', ')}`,
    );
  // Written beside the old file and read as it will be, so that a mistake shows before anything changes.
  disk.write(`${KEY_FILE}.next`, Buffer.from(`${next.join('\n')}\n`));
  disk.sync(`${KEY_FILE}.next`);
  const after = readKeys(join(folder, `${KEY_FILE}.next`));
  if (!after.ok) return err(`then ${after.error}: add another key first`);
  const changed =
    retire === undefined
      ? after.value.at(-1)
      : signers.find((_, at) => idAt(signers, at) === retire);
  if (changed === undefined) return err('no key would change');
  const entry = makeEntry({
    kind: 'key',
    v: 1,
    at: new Date(now()).toISOString(),
    event: retire === undefined ? 'added' : 'retired',
    algorithm: KEY_TYPES[changed.verifier.type].algorithm.name,
    public_key: `sha256:${sha256(formatVerifierKey(changed.verifier)).toString('hex')}`,
  });
  if (!entry.ok) return err(entry.error.join('; '));
  writer.append([entry.value]);
  writer.close();
  disk.rename(`${KEY_FILE}.next`, KEY_FILE);
  disk.syncFolder(PRIVATE);
  writePublicKeys(disk, after.value);
  LedgerWriter.resign({ disk, signers: after.value, now });
  return after;
}

function idAt(signers: readonly SignerKey[], at: number): string {
  return hexId(signers[at]?.verifier.id ?? 0);
}

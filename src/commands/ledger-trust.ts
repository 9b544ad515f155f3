import { existsSync, readFileSync, statSync } from 'node:fs';
import type { VerifierKey } from '../ledger/note-key.ts';
import { parseVerifierKey } from '../ledger/note-key.ts';
import { parsePolicy } from '../ledger/policy.ts';
import type { Trust } from '../ledger/trust.ts';
import { countQuorum } from '../ledger/trust.ts';
import type { OptionValues } from './command.ts';
import { countOption, listOption, stringOption, UsageError } from './command.ts';

/** Bytes of a file of keys or a policy. */
const MAX_FILE = 1024 * 1024;

/** Whom the command line says to believe; without keys of a log those in `own`, if there is such a file. */
export function trustOf(values: OptionValues, own?: string): Trust {
  const policy = stringOption(values, 'policy');
  const given = [...listOption(values, 'key'), ...listOption(values, 'witness')];
  const count = countOption(values, 'quorum', 0);
  if (policy !== undefined) {
    if (given.length > 0 || count !== undefined)
      throw new UsageError('--policy says all; leave out --key, --witness and --quorum');
    const trust = parsePolicy(textOf(policy));
    if (!trust.ok) throw new UsageError(`${policy}: ${trust.error}`);
    return trust.value;
  }
  const named = listOption(values, 'key');
  const logs = keysOf(named.length > 0 || own === undefined || !existsSync(own) ? named : [own]);
  if (logs.length === 0)
    throw new UsageError('say with --key whose log this is: NAME+ID+BASE64, or a file of keys');
  const witnesses = keysOf(listOption(values, 'witness'));
  const needed = count ?? witnesses.length;
  if (needed > witnesses.length)
    throw new UsageError(`--quorum ${needed} needs as many --witness, not ${witnesses.length}`);
  for (const { name, type } of logs)
    if (type === 4) throw new UsageError(`the key of ${name} is a witness's: --witness`);
  for (const { name, type } of witnesses)
    if (type === 1) throw new UsageError(`the key of ${name} is a log's, not a witness's: --key`);
  return { logs, witnesses, ...countQuorum(needed) };
}

/** Each is a key, or a file with one on each line. */
export function keysOf(given: readonly string[]): readonly VerifierKey[] {
  const keys = new Map<string, VerifierKey>();
  for (const one of given) {
    const isText = one.includes('+') && !existsSync(one);
    const lines = isText ? [one] : textOf(one).split('\n');
    for (const line of lines.map((text) => text.trim())) {
      if (line === '' || line.startsWith('#')) continue;
      const key = parseVerifierKey(line);
      if (!key.ok) throw new UsageError(`${isText ? 'the key' : one} cannot be read: ${key.error}`);
      keys.set(key.value.bytes.toString('hex'), key.value);
    }
  }
  return [...keys.values()];
}

function textOf(path: string): string {
  return bytesOf(path, MAX_FILE).toString();
}

/** The bytes of a file named on the command line. */
export function bytesOf(path: string, most: number): Buffer {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new UsageError(`there is no file ${path}`);
  if (!stat.isFile()) throw new UsageError(`${path} is no file`);
  if (stat.size > most) throw new UsageError(`${path} is longer than ${most} bytes`);
  return readFileSync(path);
}

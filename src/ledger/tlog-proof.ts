import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { fromBase64 } from './base64.ts';
import { checkInclusion } from './check-proof.ts';
import { leafHash } from './merkle.ts';
import { MAX_NOTE } from './note.ts';
import { HASH } from './sha256.ts';
import type { Trust, TrustedCheckpoint } from './trust.ts';
import { verifyCheckpoint } from './trust.ts';

/** A proof that travels beside what was logged (C2SP tlog-proof): "spicy signature". */
export interface TlogProof {
  readonly index: number;
  readonly hashes: readonly Buffer[];
  /** The checkpoint's note, as it is. */
  readonly checkpoint: Buffer;
  /** Here: the entry itself, so that the proof needs nothing else. Not to be believed before it is checked. */
  readonly extra: Buffer | undefined;
}

const HEAD = 'c2sp.org/tlog-proof@v1';

/** Bytes of a file that can be a proof: the entry in base64, 63 hashes, a checkpoint. */
export const MAX_PROOF = 96 * 1024 + MAX_NOTE;

export function formatProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  return [
    HEAD,
    ...(extra === undefined ? [] : [`extra ${extra.toString('base64')}`]),
    `index ${index}`,
    ...hashes.map((hash) => hash.toString('base64')),
    '',
    checkpoint.toString(),
  ].join('\n');
}

/** Reads a proof; checks nothing. The error says what is wrong with it. */
export function parseProof(bytes: Buffer): Result<TlogProof, string> {
  if (bytes.length > MAX_PROOF) return err('it is too long for a proof');
  const cut = bytes.indexOf('\n\n');
  const lines = bytes
    .subarray(0, cut === -1 ? undefined : cut)
    .toString('latin1')
    .split('\n');
  if (lines.shift() !== HEAD) return err(`its first line is not "${HEAD}"`);
  const given = lines[0]?.startsWith('extra ') === true ? lines.shift() : undefined;
  const extra = given === undefined ? undefined : fromBase64(given.slice('extra '.length));
  if (given !== undefined && extra === undefined) return err('its extra data is not base64');
  const index = /^index (?<index>0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? '')?.groups?.['index'];
  if (index === undefined || !Number.isSafeInteger(Number(index)))
    return err('it does not say which entry it is about ("index N")');
  if (cut === -1) return err('it ends before the checkpoint');
  if (lines.length > 63) return err('it has more hashes than a tree has levels');
  const hashes: Buffer[] = [];
  for (const line of lines) {
    const hash = fromBase64(line);
    if (hash?.length !== HASH) return err(`this is no hash: "${line.slice(0, 60)}"`);
    hashes.push(hash);
  }
  return ok({ index: Number(index), hashes, extra, checkpoint: bytes.subarray(cut + 2) });
}

/** Checks that an entry is in a log at a checkpoint that is trusted. */
export function checkProof(
  { index, hashes, checkpoint }: TlogProof,
  entry: Uint8Array,
  trust: Trust,
  now: number,
): Result<TrustedCheckpoint, string> {
  const trusted = verifyCheckpoint(checkpoint, trust, now);
  if (!trusted.ok) return err(`its checkpoint does not hold: ${trusted.error}`);
  const { size, root } = trusted.value;
  return checkInclusion({ index, size, root, leaf: leafHash(entry), proof: hashes })
    ? trusted
    : err(`the entry is not entry ${index} of the ${size} under this checkpoint`);
}

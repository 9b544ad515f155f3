import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import type { Checkpoint } from './checkpoint.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { Note, NoteSignature } from './note.ts';
import type { Verified, VerifierKey } from './note-key.ts';
import { hexId, verifySignature } from './note-key.ts';

/** Whom a verifier believes. Comes from elsewhere than the ledger, or it proves nothing. */
export interface Trust {
  /** Keys of the log: one of them must have signed. After a rotation, the old and the new. */
  readonly logs: readonly VerifierKey[];
  readonly witnesses: readonly VerifierKey[];
  /** Whether these witnesses, by the ids of their keys, are enough. */
  readonly enough: (cosigned: readonly VerifierKey[]) => boolean;
  /** What `enough` asks for, as people read it. */
  readonly quorum: string;
}

export interface TrustedCheckpoint extends Checkpoint {
  readonly signatures: readonly Verified[];
  readonly cosignatures: readonly Verified[];
  readonly note: Note;
}

/** Seconds a witness's clock may be ahead of ours. */
const CLOCK_SKEW = 300;

/** At least `count` of the witnesses. */
export function countQuorum(count: number): Pick<Trust, 'enough' | 'quorum'> {
  return {
    enough: (cosigned) => cosigned.length >= count,
    quorum: count === 1 ? '1 witness' : `${count} witnesses`,
  };
}

/**
 * Reads a checkpoint and verifies its signatures: one of the log at least, all of keys that are known, and enough
 * witnesses. `now` is in milliseconds.
 */
export function verifyCheckpoint(
  bytes: Buffer,
  trust: Trust,
  now: number,
): Result<TrustedCheckpoint, string> {
  const parsed = parseCheckpoint(bytes);
  if (!parsed.ok) return err(`it cannot be read: ${parsed.error}`);
  const { checkpoint, note } = parsed.value;
  // A log's key speaks for the log it is named for.
  const logs = trust.logs.filter(({ name }) => name === checkpoint.origin);
  if (logs.length === 0)
    return err(
      `it is of the log "${checkpoint.origin}", and the keys given are of ${names(trust.logs)}`,
    );
  const signatures = verifyAll(note.signatures, logs, checkpoint);
  if (!signatures.ok) return signatures;
  if (signatures.value.length === 0)
    return err(`it carries no signature by ${names(logs)}: it was changed, or the key was`);
  const witnessed = verifyAll(note.signatures, trust.witnesses, checkpoint);
  if (!witnessed.ok) return witnessed;
  const late = witnessed.value.find(({ time = 0 }) => time > now / 1000 + CLOCK_SKEW);
  if (late !== undefined)
    return err(`the cosignature of ${late.key.name} is of the future; is the clock right?`);
  if (!trust.enough(witnessed.value.map(({ key }) => key)))
    return err(
      `${witnessed.value.length} of the ${trust.witnesses.length} witnesses given cosigned it; needed: ${trust.quorum}`,
    );
  return ok({
    ...checkpoint,
    note,
    signatures: signatures.value,
    cosignatures: witnessed.value,
  });
}

/** The signatures of these keys, each key once. One that does not hold condemns the note. */
function verifyAll(
  signatures: readonly NoteSignature[],
  keys: readonly VerifierKey[],
  checkpoint: Checkpoint,
): Result<readonly Verified[], string> {
  const found = new Map<VerifierKey, Verified>();
  for (const signature of signatures) {
    const key = keys.find(({ name, id }) => name === signature.name && id === signature.keyId);
    if (key === undefined) continue;
    const verified = verifySignature(key, checkpoint, signature);
    if (verified === undefined)
      return err(
        `the signature by ${key.name} (${hexId(key.id)}) does not hold: text or signature was changed`,
      );
    found.set(key, verified);
  }
  return ok([...found.values()]);
}

function names(keys: readonly VerifierKey[]): string {
  return keys.map(({ name, id }) => `${name} (${hexId(id)})`).join(', ') || 'no log';
}

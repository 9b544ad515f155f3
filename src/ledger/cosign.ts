import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { Disk } from './disk.ts';
import { CHECKPOINT, NEXT_PUBLIC, PUBLIC } from './layout.ts';
import type { NoteSignature } from './note.ts';
import { formatNote, parseSignatureLine } from './note.ts';
import type { Verified, VerifierKey } from './note-key.ts';
import { verifySignature } from './note-key.ts';

/** Adds the signature lines of witnesses to the published checkpoint, in the place of earlier ones of the same keys. */
export function cosign(
  disk: Disk,
  answer: string,
  witnesses: readonly VerifierKey[],
): Result<readonly Verified[], string> {
  const parsed = parseCheckpoint(disk.read(`${PUBLIC}/${CHECKPOINT}`) ?? Buffer.alloc(0));
  if (!parsed.ok) return err(`the checkpoint cannot be read: ${parsed.error}`);
  const { checkpoint, note } = parsed.value;
  const added: NoteSignature[] = [];
  const verified: Verified[] = [];
  for (const line of answer.split('\n')) {
    const signature = parseSignatureLine(line);
    const key = witnesses.find(
      ({ name, id }) => name === signature?.name && id === signature.keyId,
    );
    if (signature === undefined || key === undefined) continue;
    const holds = verifySignature(key, checkpoint, signature);
    if (holds === undefined)
      return err(
        `the signature by ${key.name} is not of the checkpoint of ${checkpoint.size} entries; has the ledger grown since?`,
      );
    added.push(signature);
    verified.push(holds);
  }
  if (added.length === 0) return err('the answer holds no signature line of these witnesses');
  const isSame = (one: NoteSignature) => (other: NoteSignature) =>
    one.name === other.name && one.keyId === other.keyId;
  const kept = note.signatures.filter((old) => !added.some(isSame(old)));
  const text = formatNote({ text: note.text, signatures: [...kept, ...added] });
  disk.write(NEXT_PUBLIC, Buffer.from(text));
  disk.sync(NEXT_PUBLIC);
  disk.rename(NEXT_PUBLIC, `${PUBLIC}/${CHECKPOINT}`);
  disk.syncFolder(PUBLIC);
  return ok(verified);
}

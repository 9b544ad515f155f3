import { readEntry } from '../ledger/entry.ts';
import { hexId } from '../ledger/note-key.ts';
import { sha256 } from '../ledger/sha256.ts';
import { checkProof, MAX_PROOF, parseProof } from '../ledger/tlog-proof.ts';
import type { TrustedCheckpoint } from '../ledger/trust.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { printable } from '../lib/printable.ts';
import type { JsonObject } from '../lib/json.ts';
import { textAt } from '../lib/json.ts';
import { formatTime } from '../lib/time.ts';
import { painter } from '../report/style.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { stringOption } from './command.ts';
import { failed, folderOf, LEDGER_EXIT } from './ledger-failure.ts';
import { MAX_PUBLISHED } from './ledger-prove.ts';
import { bytesOf, trustOf } from './ledger-trust.ts';
import { jsonText } from './plain.ts';

interface Proved {
  readonly index: number;
  readonly kind: string;
  readonly entry: JsonObject;
  readonly checkpoint: TrustedCheckpoint;
}

/** Checks a proof with nothing but keys. Resolves to the exit status. */
export async function checkProofCommand(
  positionals: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<number> {
  const { folder: path } = folderOf('check-proof', positionals, 0);
  const json = values['json'] === true;
  const checked = check(bytesOf(path, MAX_PROOF + 1), values, io.now());
  if (!checked.ok) {
    failed(`${path}: ${checked.error}`, json, io);
    return LEDGER_EXIT.fails;
  }
  const { checkpoint, entry, index, kind } = checked.value;
  const { cosignatures, origin, size } = checkpoint;
  const signers = [...checkpoint.signatures, ...cosignatures].map(({ key, time }) => ({
    name: printable(key.name),
    key: hexId(key.id),
    ...(time === undefined ? {} : { at: formatTime(time * 1000) }),
  }));
  if (json) {
    io.stdout.write(
      `${jsonText({ ok: true, origin: printable(origin), index, size, signers, entry })}\n`,
    );
    return LEDGER_EXIT.holds;
  }
  const paint = painter(io.stdout);
  const by = signers.map(
    ({ name, key, at }) => `${name} (${key})${at === undefined ? '' : ` at ${at}`}`,
  );
  io.stdout.write(
    [
      paint(
        'green',
        `It is entry ${index} of ${printable(origin)}, under a checkpoint of ${size}.`,
      ),
      `  signed by   ${by.join(', ')}`,
      `  logged      ${kind} of ${textAt(entry, 'at') ?? ''}`,
      ...(cosignatures.length > 0
        ? []
        : ['  No witness was asked for: who keeps the log could show others another one.']),
      '',
    ].join('\n'),
  );
  return LEDGER_EXIT.holds;
}

function check(bytes: Buffer, values: OptionValues, now: number): Result<Proved, string> {
  const trust = trustOf(values);
  const proof = parseProof(bytes);
  if (!proof.ok) return err(`this is no proof: ${proof.error}`);
  const { extra, index } = proof.value;
  if (extra === undefined) return err('it does not carry the entry it is about ("extra")');
  const checkpoint = checkProof(proof.value, extra, trust, now);
  if (!checkpoint.ok) return checkpoint;
  const entry = readEntry(extra);
  if (!entry.ok) return err(`the entry should not have been logged: ${entry.error.join('; ')}`);
  const file = stringOption(values, 'file');
  if (file !== undefined) {
    const digest = `"sha256:${sha256(bytesOf(file, MAX_PUBLISHED)).toString('hex')}"`;
    if (!extra.includes(digest))
      return err(`${file} is not what was logged: entry ${index} is about other bytes`);
  }
  return ok({
    index,
    kind: entry.value.kind,
    entry: entry.value.value,
    checkpoint: checkpoint.value,
  });
}

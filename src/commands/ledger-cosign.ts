import { cosign } from '../ledger/cosign.ts';
import { MAX_NOTE } from '../ledger/note.ts';
import { printable } from '../lib/printable.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { listOption, UsageError } from './command.ts';
import { failed, folderOf, LEDGER_EXIT, opened } from './ledger-failure.ts';
import { bytesOf, keysOf } from './ledger-trust.ts';
import { counted, jsonText } from './plain.ts';

/** Adds what a witness answered to the checkpoint. Resolves to the exit status. */
export async function cosignCommand(
  positionals: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<number> {
  const { folder, rest } = folderOf('cosign', positionals, 1);
  const witnesses = keysOf(listOption(values, 'witness'));
  if (witnesses.length === 0) throw new UsageError('say with --witness whose signature it is');
  const [path = '-'] = rest;
  const answer = path === '-' ? await inputOf(io) : bytesOf(path, MAX_NOTE);
  const json = values['json'] === true;
  const ledger = opened(folder, json, io);
  if (!ledger.ok) return ledger.error;
  using open = ledger.value;
  const added = cosign(open.disk, answer.toString(), witnesses);
  if (!added.ok) {
    failed(added.error, json, io);
    return LEDGER_EXIT.fails;
  }
  const names = added.value.map(({ key }) => printable(key.name));
  io.stdout.write(
    json
      ? `${jsonText({ ok: true, cosigned: names })}\n`
      : `${counted(names.length, 'cosignature')} in the checkpoint: ${names.join(', ')}\n`,
  );
  return LEDGER_EXIT.holds;
}

async function inputOf({ stdin }: CommandIo): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of stdin as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(piece);
    length += bytes.length;
    if (length > MAX_NOTE)
      throw new UsageError(`a witness answers with less than ${MAX_NOTE} bytes`);
    pieces.push(bytes);
  }
  return Buffer.concat(pieces);
}

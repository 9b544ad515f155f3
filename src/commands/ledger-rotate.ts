import { rotateKeys } from '../ledger/rotate.ts';
import { formatVerifierKey } from '../ledger/note-key.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { stringOption } from './command.ts';
import { failed, folderOf, LEDGER_EXIT, opened } from './ledger-failure.ts';
import { jsonText } from './plain.ts';

/** Adds a key, or ends one; both are logged. Resolves to the exit status. */
export async function rotateCommand(
  positionals: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<number> {
  const { folder } = folderOf('rotate', positionals, 0);
  const json = values['json'] === true;
  const ledger = opened(folder, json, io);
  if (!ledger.ok) return ledger.error;
  using open = ledger.value;
  const retire = stringOption(values, 'retire');
  const rotated = rotateKeys(folder, open, io.now, {
    retire,
    type: values['ml-dsa'] === true ? 6 : 1,
  });
  if (!rotated.ok) {
    failed(rotated.error, json, io);
    return LEDGER_EXIT.fails;
  }
  const keys = rotated.value.map(({ verifier }) => formatVerifierKey(verifier));
  if (json) io.stdout.write(`${jsonText({ ok: true, keys })}\n`);
  else {
    const next =
      retire === undefined
        ? 'Publish the new key; when everyone has it, end the old one with --retire ID.'
        : 'Checkpoints from now on carry the keys that remain. Old ones stay true.';
    io.stdout.write(
      `The ledger is signed by\n\n${keys.map((key) => `  ${key}\n`).join('')}\n${next}\n`,
    );
  }
  return LEDGER_EXIT.holds;
}

import { join } from 'node:path';
import { KEY_FILE, PUBLIC } from '../ledger/layout.ts';
import { createLedger } from '../ledger/ledger.ts';
import { formatVerifierKey } from '../ledger/note-key.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { stringOption, UsageError } from './command.ts';
import { failed, folderOf, LEDGER_EXIT } from './ledger-failure.ts';
import { jsonText } from './plain.ts';

/** Makes an empty ledger. Resolves to the exit status. */
export async function initCommand(
  positionals: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<number> {
  const { folder } = folderOf('init', positionals, 0);
  const origin = stringOption(values, 'origin');
  if (origin === undefined)
    throw new UsageError('say with --origin what the log is called: "ledger.example.org"');
  const json = values['json'] === true;
  const signers = createLedger(folder, origin, values['ml-dsa'] === true ? [1, 6] : [1], io.now);
  if (!signers.ok) {
    failed(signers.error, json, io);
    return LEDGER_EXIT.usage;
  }
  const keys = signers.value.map(({ verifier }) => formatVerifierKey(verifier));
  if (json) {
    io.stdout.write(`${jsonText({ ok: true, origin, keys })}\n`);
    return LEDGER_EXIT.holds;
  }
  io.stdout.write(
    [
      `A ledger named ${origin} is in ${folder}.`,
      '',
      `  ${join(folder, PUBLIC)}  for any host; nothing in it is secret`,
      `  ${join(folder, KEY_FILE)}  the private key: back it up, show it to nobody`,
      '',
      'Publish this key where people find it without the ledger (your website, a card):',
      '',
      ...keys.map((key) => `  ${key}`),
      '',
    ].join('\n'),
  );
  return LEDGER_EXIT.holds;
}

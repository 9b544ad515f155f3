import type { Result } from '../lib/result.ts';
import { printable } from '../lib/printable.ts';
import type { OpenLedger } from '../ledger/ledger.ts';
import { openLedger } from '../ledger/ledger.ts';
import type { CommandIo } from './command.ts';
import { UsageError } from './command.ts';
import { jsonText } from './plain.ts';

/** Exit statuses of `ledger`. */
export const LEDGER_EXIT = { holds: 0, fails: 1, usage: 2, busy: 3 } as const;

/** Says why something could not be done, as text or as a record. */
export function failed(message: string, json: boolean, io: CommandIo): void {
  if (json) io.stdout.write(`${jsonText({ ok: false, error: message })}\n`);
  else io.stderr.write(`scrutineer ledger: ${printable(message)}\n`);
}

/** The one folder an action is about, and what else was named. */
export function folderOf(
  action: string,
  [folder, ...rest]: readonly string[],
  most: number,
): { readonly folder: string; readonly rest: readonly string[] } {
  if (folder === undefined) throw new UsageError(`"ledger ${action}" needs the folder of a ledger`);
  if (rest.length > most)
    throw new UsageError(`"ledger ${action}" does not take "${rest[most] ?? ''}"`);
  return { folder, rest };
}

/** Opens a ledger to write to it, or says why not and gives the exit status. */
export function opened(folder: string, json: boolean, io: CommandIo): Result<OpenLedger, number> {
  const ledger = openLedger(folder, io.now);
  if (ledger.ok) return ledger;
  failed(ledger.error.message, json, io);
  return {
    ok: false,
    error: { busy: LEDGER_EXIT.busy, unusable: LEDGER_EXIT.usage, damaged: LEDGER_EXIT.fails }[
      ledger.error.kind
    ],
  };
}

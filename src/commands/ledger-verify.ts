import { join } from 'node:path';
import type { Damage } from '../ledger/damage.ts';
import { PUBLIC_KEYS } from '../ledger/layout.ts';
import { MAX_NOTE } from '../ledger/note.ts';
import type { Verified } from '../ledger/note-key.ts';
import { hexId } from '../ledger/note-key.ts';
import { publicFolder } from '../ledger/public-folder.ts';
import type { Verification } from '../ledger/verify.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { printable, printableAll } from '../lib/printable.ts';
import { formatTime } from '../lib/time.ts';
import { painter, thousands } from '../report/style.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { listOption, stringOption, UsageError } from './command.ts';
import { folderOf, LEDGER_EXIT } from './ledger-failure.ts';
import { bytesOf, trustOf } from './ledger-trust.ts';
import { counted, jsonText } from './plain.ts';

/** Verifies a whole ledger, offline. Resolves to the exit status. */
export async function verifyCommand(
  positionals: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<number> {
  const { folder } = folderOf('verify', positionals, 0);
  const found = publicFolder(folder);
  if (found === undefined)
    throw new UsageError(`there is no checkpoint in ${folder}, so no ledger to verify`);
  const older = stringOption(values, 'older');
  const verification = verifyLedger(found, {
    trust: trustOf(values, join(found, PUBLIC_KEYS)),
    now: io.now(),
    ...(older === undefined ? {} : { older: bytesOf(older, MAX_NOTE) }),
  });
  const ownWord =
    listOption(values, 'key').length === 0 && stringOption(values, 'policy') === undefined;
  const holds = verification.damaged === 0;
  if (values['json'] === true) io.stdout.write(`${jsonText(recordOf(verification, ownWord))}\n`);
  else io.stdout.write(textOf(verification, ownWord, io));
  return holds ? LEDGER_EXIT.holds : LEDGER_EXIT.fails;
}

function recordOf(verification: Verification, ownWord: boolean): unknown {
  const { checkpoint, ...rest } = verification;
  const signed = ({ key, time }: Verified) => ({
    name: key.name,
    key: hexId(key.id),
    ...(time === undefined ? {} : { at: formatTime(time * 1000) }),
  });
  return printableAll({
    ok: verification.damaged === 0,
    ...(checkpoint === undefined
      ? {}
      : {
          origin: checkpoint.origin,
          size: checkpoint.size,
          root: checkpoint.root.toString('base64'),
          signatures: checkpoint.signatures.map(signed),
          cosignatures: checkpoint.cosignatures.map(signed),
        }),
    key_from_ledger: ownWord,
    ...rest,
  });
}

function textOf(verification: Verification, ownWord: boolean, io: CommandIo): string {
  const { checkpoint, continues, damaged, damages, kinds, strays, uncovered } = verification;
  const paint = painter(io.stdout);
  const lines: string[] = [];
  for (const damage of damages)
    lines.push(`${printable(damage.file)}: ${printable(damage.message)}${placeOf(damage)}`);
  if (damages.length < damaged) lines.push(`and ${damaged - damages.length} more`);
  if (checkpoint !== undefined) {
    const { cosignatures, origin, signatures, size } = checkpoint;
    if (damaged === 0)
      lines.push(paint('green', `${printable(origin)}: all ${thousands(size)} entries hold.`));
    const counts = Object.entries(kinds).filter(([, count]) => count > 0);
    if (counts.length > 0)
      lines.push(
        `  entries     ${counts.map(([kind, count]) => `${thousands(count)} ${kind}`).join(', ')}`,
      );
    lines.push(`  root        ${checkpoint.root.toString('base64')}`);
    lines.push(`  signed by   ${signatures.map(signerText).join(', ')}`);
    lines.push(`  witnesses   ${cosignatures.map(signerText).join(', ') || 'none asked for'}`);
    if (continues !== undefined)
      lines.push(`  continues   the older checkpoint of ${thousands(continues)} entries`);
  }
  if (uncovered > 0)
    lines.push(`  beyond      ${counted(uncovered, 'tile')} that no checkpoint covers yet`);
  if (strays.length > 0)
    lines.push(`  not ours    ${strays.map((file) => printable(file)).join(', ')}`);
  if (ownWord)
    lines.push(
      '  The key is the one in the ledger itself: bring it from elsewhere with --key to',
      '  know whose ledger this is.',
    );
  if (damaged > 0)
    lines.push(
      paint(
        'red',
        `${counted(damaged, 'thing')} found that ${damaged === 1 ? 'does' : 'do'} not hold.`,
      ),
    );
  return `${lines.join('\n')}\n`;
}

function signerText({ key, time }: Verified): string {
  const at = time === undefined || time === 0 ? '' : ` at ${formatTime(time * 1000)}`;
  return `${printable(key.name)} (${hexId(key.id)})${at}`;
}

function placeOf({ entry, lastEntry, level, offset, tile }: Damage): string {
  const parts = [
    ...(level === undefined || tile === undefined
      ? []
      : [level === 'entries' ? `bundle ${tile}` : `level ${level}, tile ${tile}`]),
    ...(entry === undefined
      ? []
      : [
          lastEntry === undefined || lastEntry === entry
            ? `entry ${entry}`
            : `entries ${entry}-${lastEntry}`,
        ]),
    ...(offset === undefined ? [] : [`byte ${offset}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

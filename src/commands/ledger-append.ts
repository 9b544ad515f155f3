import { createReadStream } from 'node:fs';
import type { Entry } from '../ledger/entry.ts';
import { makeEntry } from '../ledger/entry.ts';
import type { LedgerWriter } from '../ledger/writer.ts';
import type { Json } from '../lib/json.ts';
import { printable } from '../lib/printable.ts';
import { boundedLines } from './bounded-lines.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { failed, folderOf, LEDGER_EXIT, opened } from './ledger-failure.ts';
import { bytesOf } from './ledger-trust.ts';
import { counted, jsonText } from './plain.ts';

/** Entries, and bytes of them, that are acknowledged together. */
const BATCH = 4096;
const BATCH_BYTES = 4 * 1024 * 1024;

/** Bytes of a line: an entry may be written with blanks. */
const MAX_LINE = 1024 * 1024;

/** Refused lines that are listed. */
const MAX_REFUSED = 100;

interface Refused {
  readonly line: number;
  readonly problems: readonly string[];
}

/** Adds the entries of a file or of standard input. Resolves to the exit status. */
export async function appendCommand(
  positionals: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<number> {
  const { folder, rest } = folderOf('append', positionals, 1);
  const [path = '-'] = rest;
  const json = values['json'] === true;
  if (path !== '-') bytesOf(path, Infinity);
  const ledger = opened(folder, json, io);
  if (!ledger.ok) return ledger.error;
  using open = ledger.value;
  const { writer } = open;
  const start = writer.size;
  const stream = path === '-' ? io.stdin : createReadStream(path);
  const refused = new RefusedLines();
  let batch: { readonly entry: Entry; readonly line: number }[] = [];
  let bytes = 0;
  const flush = (): void => {
    appendBatch(writer, batch, refused);
    [batch, bytes] = [[], 0];
  };
  for await (const { bytes: line, number } of boundedLines(stream, MAX_LINE)) {
    const entry = readLine(line);
    if (Array.isArray(entry)) {
      refused.add({ line: number, problems: entry });
      continue;
    }
    batch.push({ entry: entry as Entry, line: number });
    bytes += (entry as Entry).bytes.length;
    if (batch.length >= BATCH || bytes >= BATCH_BYTES) flush();
  }
  flush();
  const checkpoint = writer.close();
  const added = checkpoint.size - start;
  if (json) {
    const { size, root } = checkpoint;
    const record = { added, start, size, root: root.toString('base64') };
    io.stdout.write(
      `${jsonText({ ok: refused.count === 0, ...record, refused: refused.listed, refused_total: refused.count })}\n`,
    );
  } else {
    for (const { line, problems } of refused.listed)
      failed(`${path === '-' ? 'line' : `${path}:`}${path === '-' ? ' ' : ''}${line}: ${printable(problems.join('; '))}`, false, io);
    const not = refused.count === 0 ? '' : `; ${counted(refused.count, 'line')} refused`;
    io.stdout.write(
      `${counted(added, 'entry').replace(/entrys$/, 'entries')} added from ${start} on; ${checkpoint.size} in all${not}\n`,
    );
  }
  return refused.count === 0 ? LEDGER_EXIT.holds : LEDGER_EXIT.fails;
}

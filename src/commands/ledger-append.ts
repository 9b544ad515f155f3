import { createReadStream } from 'node:fs';
import type { Entry } from '../ledger/entry.ts';
import { makeEntry } from '../ledger/entry.ts';
import type { LedgerWriter } from '../ledger/writer.ts';
import type { Json } from '../lib/json.ts';
import type { Result } from '../lib/result.ts';
import { err } from '../lib/result.ts';
import { thousands } from '../report/style.ts';
import type { Line } from './bounded-lines.ts';
import { boundedLines } from './bounded-lines.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { failed, folderOf, LEDGER_EXIT, opened } from './ledger-failure.ts';
import { bytesOf } from './ledger-trust.ts';
import { jsonText } from './plain.ts';

/** Entries, and bytes of them, that are acknowledged together. */
const BATCH = 4096;
const BATCH_BYTES = 4 * 1024 * 1024;

/** Bytes of a line: an entry may be written with blanks. */
const MAX_LINE = 1024 * 1024;

/** The line at which nothing more was added. */
interface RefusedLine {
  readonly line: number;
  readonly problems: readonly string[];
}

interface Pending {
  readonly entry: Entry;
  readonly line: number;
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
  const refused = await appendLines(boundedLines(stream, MAX_LINE), writer);
  const { size, root } = writer.close();
  const added = size - start;
  if (json) {
    const record = { added, start, size, root: root.toString('base64') };
    io.stdout.write(`${jsonText({ ok: refused === undefined, ...record, refused })}\n`);
  } else {
    io.stdout.write(
      `${thousands(added)} added as entries from ${start} on; ${thousands(size)} in all\n`,
    );
  }
  if (refused === undefined) return LEDGER_EXIT.holds;
  if (!json) {
    const place = path === '-' ? `line ${refused.line}` : `${path}:${refused.line}`;
    failed(
      `${place}: ${refused.problems.join('; ')}. It and what follows was not added: put it right, then append from there`,
      false,
      io,
    );
  }
  return LEDGER_EXIT.fails;
}

/** Adds entries until one is refused: those behind it may point to it, and would point to another. */
async function appendLines(
  lines: AsyncIterable<Line>,
  writer: LedgerWriter,
): Promise<RefusedLine | undefined> {
  let batch: Pending[] = [];
  let bytes = 0;
  for await (const { bytes: line, number } of lines) {
    const entry = readLine(line);
    if (!entry.ok) return appendBatch(writer, batch) ?? { line: number, problems: entry.error };
    batch.push({ entry: entry.value, line: number });
    bytes += entry.value.bytes.length;
    if (batch.length < BATCH && bytes < BATCH_BYTES) continue;
    const refused = appendBatch(writer, batch);
    if (refused !== undefined) return refused;
    [batch, bytes] = [[], 0];
  }
  return appendBatch(writer, batch);
}

function appendBatch(writer: LedgerWriter, batch: readonly Pending[]): RefusedLine | undefined {
  const whole = writer.append(batch.map(({ entry }) => entry));
  if (whole.ok) return undefined;
  const { at, problems } = whole.error;
  appendBatch(writer, batch.slice(0, at));
  return { line: batch[at]?.line ?? 0, problems };
}

function readLine(line: Buffer | undefined): Result<Entry, readonly string[]> {
  if (line === undefined) return err([`the line is longer than ${MAX_LINE} bytes`]);
  let value: Json;
  try {
    value = JSON.parse(line.toString()) as Json;
  } catch {
    return err(['the line is not JSON']);
  }
  return makeEntry(value);
}

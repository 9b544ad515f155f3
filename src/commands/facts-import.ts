import { factRecord } from '../facts/read-fact.ts';
import { stat } from 'node:fs/promises';
import { contentOf } from '../facts/content.ts';
import type { Fact } from '../facts/fact.ts';
import type { Rejected } from '../facts/import/records.ts';
import { oneLine } from '../findings/explain.ts';
import type { CommandIo } from './command.ts';
import { UsageError } from './command.ts';
import { appendLines } from './append-lines.ts';
import { loadFacts } from './facts-load.ts';
import { counted, jsonText } from './plain.ts';

/** Rejected records shown; `--json` has all. */
const MAX_SHOWN = 20;

/** Adds the facts in files to a ledger, those it does not hold yet. Resolves to the exit status. */
export async function importCommand(
  paths: readonly string[],
  { into, json }: { readonly into: string | undefined; readonly json: boolean },
  io: CommandIo,
): Promise<number> {
  if (paths.length === 0) throw new UsageError('say which files to import');
  if (into === undefined)
    throw new UsageError('say with --into FILE which ledger (NDJSON) the facts go to');
  const { diagnostics, facts, files, rejected } = await loadFacts(paths, io);
  const exists = (await stat(into).catch(() => undefined)) !== undefined;
  const ledger = exists ? await loadFacts([into], io) : undefined;
  const known = new Set((ledger?.facts ?? []).map(contentOf));
  const added: Fact[] = [];
  for (const fact of facts) {
    const content = contentOf(fact);
    if (known.has(content)) continue;
    known.add(content);
    added.push(fact);
  }
  await appendLines(into, added.map(factRecord));
  const counts = {
    records: facts.length + rejected.length,
    added: added.length,
    known: facts.length - added.length,
    rejected: rejected.length,
  };
  if (json) {
    const read = files.map(({ facts: own, file, format, rejected: not }) => ({
      file,
      format,
      facts: own.length,
      rejected: not.length,
    }));
    io.stdout.write(
      `${jsonText({ into, ...counts, files: read, rejected_records: rejected, diagnostics })}\n`,
    );
  } else {
    for (const one of rejected.slice(0, MAX_SHOWN)) io.stderr.write(`${rejectedLine(one)}\n`);
    if (rejected.length > MAX_SHOWN)
      io.stderr.write(
        `and ${counted(rejected.length - MAX_SHOWN, 'more rejected record')} (--json lists all)\n`,
      );
    const doubts = diagnostics.filter(({ severity }) => severity === 'warning').length;
    const hint = doubts === 0 ? '' : ` ${counted(doubts, 'doubt')}: see scrutineer facts check.`;
    io.stdout.write(
      `${counted(counts.records, 'record')}: ${counted(counts.added, 'fact')} added to ${oneLine(into, 200)}, ` +
        `${counts.known} known already, ${counts.rejected} rejected.${hint}\n`,
    );
  }
  return rejected.length > 0 ? 1 : 0;
}

function rejectedLine({ excerpt, field, file, line, reason }: Rejected): string {
  const what = field === undefined ? '' : `${field}: `;
  return oneLine(
    `${file}:${line}: rejected: ${what}${reason}${excerpt === '' ? '' : ` | ${excerpt}`}`,
    400,
  );
}

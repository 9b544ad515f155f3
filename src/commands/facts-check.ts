import type { FactDiagnostic } from '../facts/diagnostic.ts';
import { formatFactDiagnostic } from '../facts/diagnostic.ts';
import { lintFacts } from '../facts/lint.ts';
import type { Quorum } from '../facts/quorum.ts';
import { oneLine } from '../findings/explain.ts';
import { painter } from '../report/style.ts';
import type { CommandIo } from './command.ts';
import { UsageError } from './command.ts';
import { loadFacts } from './facts-load.ts';
import { counted, jsonText } from './plain.ts';

const MAX_LINE = 1000;

/** Says what is wrong or doubtful in files of facts. Resolves to the exit status. */
export async function checkFactsCommand(
  paths: readonly string[],
  { json, quorum }: { readonly json: boolean; readonly quorum: Quorum | undefined },
  io: CommandIo,
): Promise<number> {
  if (paths.length === 0) throw new UsageError('say which files or folders to check');
  const { diagnostics: read, facts, files, placed, rejected } = await loadFacts(paths, io);
  const diagnostics: readonly FactDiagnostic[] = [
    ...read,
    ...lintFacts(placed, io.now(), quorum),
  ].toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const counts = {
    files: files.length,
    facts: facts.length,
    rejected: rejected.length,
    errors,
    warnings,
  };
  if (json) {
    io.stdout.write(`${jsonText({ ...counts, diagnostics })}\n`);
  } else {
    for (const found of diagnostics)
      io.stdout.write(`${oneLine(formatFactDiagnostic(found), MAX_LINE)}\n`);
    const found = `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
    const paint = painter(io.stdout);
    io.stdout.write(
      `${counted(facts.length, 'fact')} in ${counted(files.length, 'file')}: ${paint(errors > 0 ? 'red' : 'green', found)}\n`,
    );
  }
  return errors > 0 ? 1 : 0;
}

import { painter } from '../report/style.ts';
import type { Diagnostic } from '../rules/diagnostic.ts';
import type { PackOptions } from '../packs.ts';
import type { CommandIo } from './command.ts';
import { counted, diagnosticLine, jsonText } from './plain.ts';
import { loadCases, loadRules } from './rules-load.ts';

/** Says what is wrong or doubtful in rules and the cases beside them. Resolves to the exit status. */
export async function checkCommand(
  paths: readonly string[],
  json: boolean,
  { stdout }: CommandIo,
  options: PackOptions = {},
): Promise<number> {
  const { diagnostics: ofRules, files, own } = await loadRules(paths, options);
  const diagnostics: Diagnostic[] = [...ofRules];
  let cases = 0;
  for (const file of files) {
    const beside = await loadCases(file);
    if (beside === undefined) continue;
    cases += beside.cases.length;
    diagnostics.push(...beside.diagnostics);
  }
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const counts = { files: files.length, rules: own.length, cases, errors, warnings };
  if (json) {
    stdout.write(`${jsonText({ ...counts, diagnostics })}\n`);
  } else {
    for (const found of diagnostics) stdout.write(`${diagnosticLine(found)}\n`);
    const what = `${counted(own.length, 'rule')} and ${counted(cases, 'case')} in ${counted(files.length, 'file')}`;
    const found = `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
    const paint = painter(stdout);
    stdout.write(`${what}: ${paint(errors > 0 ? 'red' : 'green', found)}\n`);
  }
  return errors > 0 ? 1 : 0;
}

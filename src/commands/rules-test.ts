import { isPostRule } from '../decisions/create-desk.ts';
import { oneLine } from '../findings/explain.ts';
import type { Finding } from '../findings/finding.ts';
import { cut, painter, WIDTH } from '../report/style.ts';
import type { Paint } from '../report/style.ts';
import type { CaseResult } from '../rule-cases.ts';
import { PostCases } from '../post-cases.ts';
import { CaseRunner, runCase } from '../rule-cases.ts';
import type { RuleCase } from '../rules/cases.ts';
import type { Diagnostic } from '../rules/diagnostic.ts';
import type { PackOptions } from '../packs.ts';
import type { CommandIo } from './command.ts';
import { counted, diagnosticLine, jsonText } from './plain.ts';
import type { LoadedRules } from './rules-load.ts';
import { loadCases, loadRules } from './rules-load.ts';
import { SHIPPED_READING } from './shipped-packs.ts';

/** Findings told of one failed case. */
const MAX_SHOWN = 3;

interface Tested {
  readonly file: string;
  readonly one: RuleCase;
  readonly result: CaseResult;
}

/** What the cases beside one rule file came to. */
export interface FileTests {
  readonly file: string;
  /** Undefined: there are none. */
  readonly ran: readonly Tested[] | undefined;
  /** Errors in the case file. */
  readonly faults: readonly Diagnostic[];
}

/** Runs the cases beside rules through every stage of a scan. Resolves to the exit status. */
export async function testCommand(
  paths: readonly string[],
  json: boolean,
  { stderr, stdout }: CommandIo,
  options: PackOptions = {},
): Promise<number> {
  const loaded = await loadRules(paths, options);
  const runner = await caseRunner(loaded);
  const paint = painter(stdout);
  const width = nameWidth(loaded.files);
  const tests: FileTests[] = [];
  for (const file of loaded.files) {
    const one = await testFile(runner, file);
    tests.push(one);
    if (!json) stdout.write(renderFile(one, width, paint));
  }
  const faults = faultsOf(loaded, tests);
  for (const fault of faults) stderr.write(`${diagnosticLine(fault)}\n`);
  stdout.write(json ? `${jsonText(report(tests))}\n` : renderTotal(tests, paint));
  return isSound(faults, tests) ? 0 : 1;
}

/** Runs cases of the rules loaded, over events and over posts. */
export async function caseRunner({ documents, own, ruleSet }: LoadedRules): Promise<CaseRunner> {
  const posts = own.some(isPostRule) ? await PostCases.load(documents, SHIPPED_READING) : undefined;
  return new CaseRunner(ruleSet, documents, posts);
}

/** Runs the cases beside one rule file. */
export async function testFile(runner: CaseRunner, file: string): Promise<FileTests> {
  const beside = await loadCases(file);
  if (beside === undefined) return { file, ran: undefined, faults: [] };
  const ran = beside.cases.map((one) => ({
    file: beside.file,
    one,
    result: runCase(runner, file, one),
  }));
  return { file, ran, faults: beside.diagnostics };
}

export function faultsOf(
  { diagnostics }: LoadedRules,
  tests: readonly FileTests[],
): readonly Diagnostic[] {
  return [
    ...diagnostics.filter(({ severity }) => severity === 'error'),
    ...tests.flatMap(({ faults }) => faults),
  ];
}

export function isSound(faults: readonly Diagnostic[], tests: readonly FileTests[]): boolean {
  return (
    faults.length === 0 && tests.every(({ ran = [] }) => ran.every(({ result }) => result.passed))
  );
}

/** Columns for the names of files. */
export function nameWidth(files: readonly string[]): number {
  return Math.min(WIDTH - 24, Math.max(0, ...files.map(({ length }) => length)));
}

/** How many cases passed and failed, and which files have none. */
export function renderTotal(tests: readonly FileTests[], paint: Paint): string {
  const untested = tests.filter(({ ran }) => ran === undefined);
  const all = tests.flatMap(({ ran = [] }) => ran);
  const failed = all.filter(({ result }) => !result.passed).length;
  const total = `${counted(all.length - failed, 'case')} passed, ${failed.toLocaleString('en-GB')} failed`;
  return [
    ...untested.map(({ file }) => `${oneLine(file, 500)}: has no cases\n`),
    `${paint(failed > 0 ? 'red' : 'green', total)}\n`,
  ].join('');
}

export function renderFile({ file, ran }: FileTests, width: number, paint: Paint): string {
  if (ran === undefined) return '';
  const failed = ran.filter(({ result }) => !result.passed);
  const passed = ran.length - failed.length;
  const name = file.length > width ? `…${file.slice(1 - width)}` : file;
  const counts = `${String(passed).padStart(5)} passed`;
  const wrong =
    failed.length === 0 ? '' : paint('red', `${String(failed.length).padStart(5)} failed`);
  const lines = [`${oneLine(name, width).padEnd(width)}${counts}${wrong}`];
  for (const { file: cases, one, result } of failed) {
    const about = one.rule === undefined ? one.name : `${one.name} (${one.rule})`;
    lines.push(
      `  ${paint('red', '✗')} ${oneLine(`${cases}:${one.at.line}`, 500)}: ${oneLine(about, 500)}`,
      `    ${oneLine(result.reason ?? '', 500)}`,
      ...renderFound('found', result.found),
      ...renderFound('another rule found', result.others),
    );
  }
  return `${lines.join('\n')}\n`;
}

function renderFound(label: string, findings: readonly Finding[]): readonly string[] {
  const lines = findings.slice(0, MAX_SHOWN).map(({ explanation, rule }) => {
    const what = oneLine(`${label}: ${rule.level}: ${rule.title}: ${explanation}`, 1000);
    return `    ${cut(what, WIDTH * 3)}`;
  });
  const more = findings.length - MAX_SHOWN;
  return more > 0 ? [...lines, `    … and ${more} more`] : lines;
}

/** What `--json` prints. */
export function report(tests: readonly FileTests[]): unknown {
  const tested = tests.flatMap(({ ran = [] }) => ran);
  const failed = tested.filter(({ result }) => !result.passed).length;
  const brief = ({ explanation, rule }: Finding): unknown => ({ rule, explanation });
  return {
    passed: tested.length - failed,
    failed,
    cases: tested.map(({ file, one, result }) => ({
      file,
      line: one.at.line,
      name: one.name,
      ...(one.rule !== undefined && { rule: one.rule }),
      expect: one.expect,
      passed: result.passed,
      ...(result.reason !== undefined && {
        reason: result.reason,
        found: result.found.map(brief),
        others: result.others.map(brief),
      }),
    })),
    without_cases: tests.filter(({ ran }) => ran === undefined).map(({ file }) => file),
  };
}

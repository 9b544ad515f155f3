import { oneLine } from '../findings/explain.ts';
import type { Finding } from '../findings/finding.ts';
import { cut, painter, WIDTH } from '../report/style.ts';
import type { Paint } from '../report/style.ts';
import type { CaseResult } from '../rule-cases.ts';
import { CaseRunner, runCase } from '../rule-cases.ts';
import type { RuleCase } from '../rules/cases.ts';
import type { CommandIo } from './command.ts';
import { counted, diagnosticLine, jsonText } from './plain.ts';
import { loadCases, loadRules } from './rules-load.ts';

/** Findings told of one failed case. */
const MAX_SHOWN = 3;

interface Tested {
  readonly file: string;
  readonly one: RuleCase;
  readonly result: CaseResult;
}

/** Runs the cases beside rules through every stage of a scan. Resolves to the exit status. */
export async function testCommand(
  paths: readonly string[],
  json: boolean,
  { stderr, stdout }: CommandIo,
): Promise<number> {
  const { diagnostics, files, ruleSet } = await loadRules(paths);
  const runner = new CaseRunner(ruleSet);
  const tested: Tested[] = [];
  const untested: string[] = [];
  const faults = diagnostics.filter(({ severity }) => severity === 'error');
  const paint = painter(stdout);
  const width = Math.min(WIDTH - 24, Math.max(0, ...files.map(({ length }) => length)));
  for (const file of files) {
    const beside = await loadCases(file);
    if (beside === undefined) {
      untested.push(file);
      continue;
    }
    faults.push(...beside.diagnostics);
    const ran = beside.cases.map((one) => ({
      file: beside.file,
      one,
      result: runCase(runner, file, one),
    }));
    tested.push(...ran);
    if (!json) stdout.write(renderFile(file, width, ran, paint));
  }
  for (const fault of faults) stderr.write(`${diagnosticLine(fault)}\n`);
  const failed = tested.filter(({ result }) => !result.passed);
  if (json) stdout.write(`${jsonText(report(tested, untested))}\n`);
  else {
    for (const file of untested) stdout.write(`${oneLine(file, 500)}: has no cases\n`);
    const passed = tested.length - failed.length;
    const total = `${counted(passed, 'case')} passed, ${failed.length.toLocaleString('en-GB')} failed`;
    stdout.write(`${paint(failed.length > 0 ? 'red' : 'green', total)}\n`);
  }
  return failed.length > 0 || faults.length > 0 ? 1 : 0;
}

function renderFile(file: string, width: number, ran: readonly Tested[], paint: Paint): string {
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

function report(tested: readonly Tested[], untested: readonly string[]): unknown {
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
    without_cases: untested,
  };
}

import type { MeasureName } from '../evaluation/measures.ts';
import { MEASURE_NAMES, MEASURES } from '../evaluation/measures.ts';
import type { Verdict } from '../evaluation/requirements.ts';
import { printable } from '../lib/printable.ts';
import type { Paint } from '../report/style.ts';
import { cut, padded, thousands, WIDTH, wrap } from '../report/style.ts';
import type { Report, ReportLine } from './evaluate-report.ts';
import { isMissed, toJudge } from './evaluate-report.ts';
import { countsText, intervalText, limitText, percent, valueText } from './evaluate-words.ts';

interface Column {
  readonly measure: MeasureName;
  readonly width: number;
}

const COLUMNS: readonly Column[] = [
  { measure: 'case_precision', width: 5 },
  { measure: 'case_recall', width: 5 },
  { measure: 'account_precision', width: 5 },
  { measure: 'account_recall', width: 5 },
  { measure: 'event_precision', width: 5 },
  { measure: 'event_recall', width: 5 },
  { measure: 'successes_in_5min', width: 6 },
  { measure: 'false_cases_medium', width: 6 },
];

const NAME = 31;
const SETS = 4;

/** Over name, number of sets, `COLUMNS` and mark: 80 columns at most. */
const HEADS = [
  `${' '.repeat(NAME + SETS)}     cases  accounts    events  told false`,
  `${'set'.padEnd(NAME)}sets prec  rec prec  rec prec  rec in 5m cases`,
];

/** Lines of lists; all is in `--json`. */
const MAX_SHOWN = 10;

/** What a person reads: one line per scenario, the requirements, all figures, and where they are lost. */
export function renderReport(report: Report, paint: Paint): string {
  const several = report.lines.length > 1;
  const text = [
    ...HEADS.map((line) => paint('bold', line)),
    ...report.lines.map((line) => row(line, paint)),
    ...(several ? [row(report.total, paint)] : []),
    '',
    'Shares in %. false cases: of medium or above, per office-week.',
    '',
    paint('bold', 'Requirements'),
    ...toJudge(report).flatMap((line) => [
      `  ${printable(line.name)}`,
      ...line.verdicts.map((verdict) => verdictLine(verdict, paint)),
    ]),
    '',
    paint('bold', several ? 'All figures, of everything together' : 'All figures'),
    ...figures(report.total),
    ...falseText(report, paint),
    ...missedText(report, paint),
  ];
  return `${text.map((line) => line.trimEnd()).join('\n')}\n`;
}

function row(line: ReportLine, paint: Paint): string {
  const cells = COLUMNS.map(({ measure, width }) => {
    const { value, unit } = MEASURES[measure].of(line.score, line.cost);
    const text =
      value === undefined ? '–' : unit === 'share' ? percent(value) : valueText({ value, unit });
    return text.padStart(width);
  });
  const name = padded(cut(printable(line.name), NAME - 1), NAME);
  const mark = line.verdicts.length === 0 ? '' : markOf(!isMissed(line), paint);
  return `${name}${String(line.score.sets).padStart(SETS)}${cells.join('')} ${mark}`;
}

function markOf(met: boolean, paint: Paint): string {
  return met ? paint('green', '✓') : paint('red', '✗');
}

function verdictLine({ requirement, figure, met }: Verdict, paint: Paint): string {
  const { says } = requirement;
  const value = valueText(figure).padStart(8);
  const interval = padded(intervalText(figure), 15);
  return `  ${markOf(met, paint)} ${padded(cut(says, 37), 38)}${value}  ${interval} ${limitText(requirement, figure.unit)}`;
}

function figures({ score, cost }: ReportLine): readonly string[] {
  const lines = MEASURE_NAMES.map((name) => {
    const figure = MEASURES[name].of(score, cost);
    const start = `  ${padded(MEASURES[name].title, 37)}${valueText(figure).padStart(8)}`;
    return cut(`${start}  ${padded(intervalText(figure), 13)} ${countsText(figure)}`, WIDTH);
  });
  const { outcomesTooLow, outcomesTooHigh, namesOfNobody } = score;
  return [
    ...lines,
    '',
    ...wrap(
      `Of ${thousands(score.labels)} events of ${thousands(score.organisations)} organisations in ${score.officeWeeks.toFixed(1)} office-weeks, with ${thousands(score.campaigns)} attacks.`,
      WIDTH - 2,
    ).map((line) => `  ${line}`),
    ...(outcomesTooLow + outcomesTooHigh > 0
      ? [`  ${outcomesTooLow} outcomes said too little, ${outcomesTooHigh} too much`]
      : []),
    ...(namesOfNobody > 0
      ? [`  ${namesOfNobody} attacked names that nobody has count for nothing`]
      : []),
    ...(score.unlabelled > 0
      ? [`  ${score.unlabelled} events of cases have no label and count for nothing`]
      : []),
  ];
}

function falseText({ falseModes }: Report, paint: Paint): readonly string[] {
  if (falseModes.length === 0) return [];
  return [
    '',
    paint('bold', 'False cases were made of'),
    `  ${padded('ordinary life', 28)}${'cases'.padStart(7)}${'events'.padStart(9)}  for example`,
    ...falseModes.slice(0, MAX_SHOWN).map(({ mode, cases, events, examples }) => {
      const name = padded(cut(printable(mode), 27), 28);
      const start = `  ${name}${thousands(cases).padStart(7)}${thousands(events).padStart(9)}  `;
      return start + cut(printable(examples[0] ?? ''), WIDTH - start.length);
    }),
  ];
}

function missedText({ total }: Report, paint: Paint): readonly string[] {
  const { missed } = total.score;
  if (missed.length === 0) return [];
  const rest = missed.length - MAX_SHOWN;
  return [
    '',
    paint('bold', 'Missed'),
    ...missed
      .slice(0, MAX_SHOWN)
      .flatMap(({ what, why }) => [
        cut(`  ${printable(what)}`, WIDTH),
        cut(`    ${printable(why)}`, WIDTH),
      ]),
    ...(rest > 0 ? [`  and ${thousands(rest)} more: --json has them`] : []),
  ];
}

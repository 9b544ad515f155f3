import { MEASURE_NAMES, MEASURES } from '../evaluation/measures.ts';
import type { MeasureName } from '../evaluation/measures.ts';
import { printable } from '../lib/printable.ts';
import { thousands } from '../report/style.ts';
import { VERSION } from '../report/version.ts';
import type { Report, ReportLine } from './evaluate-report.ts';
import { isMissed, toJudge } from './evaluate-report.ts';
import { countsText, intervalText, limitText, valueText } from './evaluate-words.ts';

/** Between these a document holds the figures of the last run; what stands around them is people's. */
const BEGIN = '<!-- figures -->';
const END = '<!-- end of figures -->';

const COLUMNS: readonly (readonly [title: string, measure: MeasureName])[] = [
  ['cases, precision', 'case_precision'],
  ['recall', 'case_recall'],
  ['accounts, precision', 'account_precision'],
  ['recall', 'account_recall'],
  ['events, precision', 'event_precision'],
  ['recall', 'event_recall'],
  ['account named after (90 %)', 'account_delay_p90'],
  ['successes told in 5 min', 'successes_in_5min'],
  ['false cases a week', 'false_cases_medium'],
];

/** The document with the figures put between its marks; without such marks, the figures alone. */
export function intoDocument(document: string | undefined, report: Report): string {
  const text = `${BEGIN}\n\n${renderMarkdown(report)}\n${END}`;
  const from = document?.indexOf(BEGIN) ?? -1;
  const to = document?.indexOf(END) ?? -1;
  if (document === undefined || from < 0 || to < from) return `${text}\n`;
  return document.slice(0, from) + text + document.slice(to + END.length);
}

function renderMarkdown(report: Report): string {
  const { lines, total } = report;
  const all = lines.length > 1 ? [...lines, total] : lines;
  return [
    `Scrutineer ${VERSION}, \`${cell(report.command)}\`:`,
    '',
    ...table(
      ['set', 'sets', ...COLUMNS.map(([title]) => title), ''],
      all.map((line) => [
        cell(line.name),
        String(line.score.sets),
        ...COLUMNS.map(([, measure]) => valueText(MEASURES[measure].of(line.score, line.cost))),
        line.verdicts.length === 0 ? '' : mark(!isMissed(line)),
      ]),
    ),
    '',
    'Required, and measured:',
    '',
    ...table(
      ['', 'set', 'requirement', 'required', 'measured', '95 %', 'of'],
      toJudge(report).flatMap(judged),
    ),
    '',
    lines.length > 1 ? 'Everything together:' : 'All figures:',
    '',
    ...table(['measure', 'value', '95 %', 'of'], figures(total)),
    '',
    `${thousands(total.score.labels)} events, ${thousands(total.score.campaigns)} attacks, ${total.score.officeWeeks.toFixed(0)} office-weeks.`,
    ...falseTable(report),
    '',
  ].join('\n');
}

function judged(line: ReportLine): readonly (readonly string[])[] {
  return line.verdicts.map(({ requirement, figure, met }) => [
    mark(met),
    cell(line.name),
    requirement.says,
    limitText(requirement, figure.unit),
    valueText(figure),
    intervalText(figure),
    countsText(figure),
  ]);
}

function figures({ score, cost }: ReportLine): readonly (readonly string[])[] {
  return MEASURE_NAMES.map((name) => {
    const figure = MEASURES[name].of(score, cost);
    return [MEASURES[name].title, valueText(figure), intervalText(figure), countsText(figure)];
  });
}

function falseTable({ falseModes }: Report): readonly string[] {
  if (falseModes.length === 0) return [];
  return [
    '',
    'False cases were made of:',
    '',
    ...table(
      ['ordinary life', 'cases', 'events'],
      falseModes.map(({ mode, cases, events }) => [
        cell(mode),
        thousands(cases),
        thousands(events),
      ]),
    ),
  ];
}

function mark(met: boolean): string {
  return met ? '✓' : '✗';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)];
}

/** Names may come from a file of labels: they must not end a cell. */
function cell(text: string): string {
  return printable(text).replaceAll(/[|`<]/g, ' ');
}

import { cut, thousands } from './style.ts';
import type { FileSummary, Summary } from './summary.ts';

const MAX_FILES_SHOWN = 5;
/** Columns of a reason; the whole one is in the record. */
const MAX_REASON = 200;

/** What to mind before silence is trusted: missing logs, unreadable records, rules that saw less than all. Sentences. */
export function healthSentences(summary: Summary): readonly string[] {
  const problems = summary.files.filter(
    ({ problem, rejected }) => problem !== undefined || rejected > 0,
  );
  return [
    ...summary.gaps.map(gapSentence),
    ...problems.slice(0, MAX_FILES_SHOWN).map(fileProblem),
    ...(problems.length > MAX_FILES_SHOWN
      ? [
          `${thousands(problems.length - MAX_FILES_SHOWN)} more files have problems; see summary.json of --out.`,
        ]
      : []),
    ...ruleProblems(summary.rules),
    ...summary.warnings,
  ];
}

function gapSentence(gap: Summary['gaps'][number]): string {
  const what = gap.kind === 'gap' ? 'has no record' : 'ends early: no record';
  return (
    `${gap.source} of ${gap.organisation} ${what} from ${shortTime(gap.from)} to ${shortTime(gap.until)} UTC ` +
    `(${gap.hours} h, about ${thousands(gap.expected_records)} expected): silence there means nothing.`
  );
}

function ruleProblems({ refused, regex_cuts: cuts }: Summary['rules']): readonly string[] {
  const said: string[] = [];
  if (refused > 0)
    said.push(
      `${thousands(refused)} ${refused === 1 ? 'rule' : 'rules'} could not be used; see the messages above.`,
    );
  if (cuts > 0)
    said.push(
      `Regular expressions saw only the beginning of a value ${cuts === 1 ? 'once' : `${thousands(cuts)} times`}, because ` +
        'it was longer than they may look at: what came after was not looked at. "scrutineer rules explain" says which ' +
        'tests; "contains", "startswith" and "endswith" see all of a value.',
    );
  return said;
}

function fileProblem(file: FileSummary): string {
  if (file.problem !== undefined) return `${file.file}: ${file.problem}.`;
  const { first_rejected: first } = file;
  const why =
    first === undefined
      ? ''
      : ` The first, line ${thousands(first.line)}: ${cut(first.reason, MAX_REASON)}.`;
  return (
    `${file.file}: ${thousands(file.rejected)} of ${thousands(file.records)} records could not be read.${why} ` +
    '--out DIR writes all of them to rejected.ndjson, with the reasons.'
  );
}

/** `2026-11-03 08:12`. */
function shortTime(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

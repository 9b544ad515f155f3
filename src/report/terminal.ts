import type { Finding, Level } from '../findings/finding.ts';
import { printableAll } from '../lib/printable.ts';
import type { FindingsDigest, RuleDigest } from './findings-digest.ts';
import type { Paint } from './style.ts';
import { columns } from './text-width.ts';
import { cut, padded, thousands, WIDTH, wrap } from './style.ts';
import type { FileSummary, Summary } from './summary.ts';

const MAX_RULES_SHOWN = 12;
const MAX_DRAFTS_SHOWN = 5;
const MAX_FILES_SHOWN = 5;
/** Columns of a reason; the whole one is in the record. */
const MAX_REASON = 200;
/** Columns for the name of a source. */
const MAX_TITLE = 32;
const MAX_NAMES_SHOWN = 2;

const COLOURS: Readonly<Record<Level, Parameters<Paint>[0]>> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  informational: 'gray',
};

/** The summary as a person reads it at 80 columns. Whatever comes from files is made printable here, once for all. */
export function renderSummary(
  unsafe: Summary,
  digest: Pick<FindingsDigest, 'rules' | 'lookAtFirst'>,
  paint: Paint,
): string {
  const summary = printableAll(unsafe);
  const sections = [
    renderReading(summary, paint),
    renderFindings(summary, printableAll(digest.rules), paint),
    renderFirst(printableAll(digest.lookAtFirst), paint),
    renderDrafts(summary, paint),
    renderHealth(summary, paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function renderReading(summary: Summary, paint: Paint): readonly string[] {
  const { totals, files, sources, span } = summary;
  const many = files.length === 1 ? '1 file' : `${thousands(files.length)} files`;
  const read = `Read ${thousands(totals.records)} ${plural(totals.records, 'record')} from ${many}`;
  const when =
    span === undefined ? '' : `, ${shortTime(span.first)} to ${shortTime(span.last)} UTC`;
  const together = columns(read + when) <= WIDTH;
  const lines = [paint('bold', read) + (together ? when : '')];
  if (!together) lines.push(when.replace(',', ' '));
  const width = Math.min(MAX_TITLE, Math.max(0, ...sources.map(({ title }) => title.length)));
  for (const source of sources) {
    const counted = `  ${padded(cut(source.title, width), width)}  ${thousands(source.events).padStart(11)}`;
    const came = outcomes(source.outcomes);
    if (columns(counted) + 2 + columns(came) <= WIDTH) lines.push(`${counted}  ${came}`.trimEnd());
    else lines.push(counted, came.padStart(WIDTH));
  }
  const sum =
    `${thousands(totals.records)} in = ${thousands(totals.accepted)} accepted + ` +
    `${thousands(totals.duplicates)} ${plural(totals.duplicates, 'duplicate')} + ${thousands(totals.rejected)} rejected`;
  for (const line of wrap(sum, WIDTH - 2)) lines.push(paint('dim', `  ${line}`));
  return lines;
}

/** What the sign-ins of a source came to, briefly. */
function outcomes(counts: Readonly<Record<string, number>>): string {
  const signedIn = counts['in'] ?? 0;
  const stopped = counts['password-known'] ?? 0;
  const failed =
    (counts['wrong-password'] ?? 0) + (counts['user-unknown'] ?? 0) + (counts['locked'] ?? 0);
  if (signedIn + stopped + failed === 0) return '';
  return [
    `${thousands(signedIn)} in`,
    `${thousands(failed)} failed`,
    `${thousands(stopped)} stopped`,
  ].join(', ');
}

function renderFindings(
  summary: Summary,
  rules: readonly RuleDigest[],
  paint: Paint,
): readonly string[] {
  const { total } = summary.findings;
  if (total === 0)
    return summary.totals.accepted + summary.totals.duplicates === 0
      ? []
      : [paint('bold', 'Found nothing that needs attention')];
  const fresh =
    summary.findings.new === total ? '' : `, ${thousands(summary.findings.new)} of them new`;
  const lines = [paint('bold', `Found ${thousands(total)} ${plural(total, 'thing')}${fresh}`)];
  const shown = rules.slice(0, MAX_RULES_SHOWN);
  for (const rule of shown) lines.push(ruleLine(rule, paint));
  const rest = rules.length - shown.length;
  if (rest > 0)
    lines.push(
      paint('dim', `  … and ${rest} more ${plural(rest, 'rule')} (--json or --out for all)`),
    );
  return lines;
}

function ruleLine(rule: RuleDigest, paint: Paint): string {
  const names = rule.subjects.slice(0, MAX_NAMES_SHOWN).join(', ');
  const more = rule.subjects.length - MAX_NAMES_SHOWN;
  const who = more > 0 ? `${names} +${more}` : names;
  const label = rule.level.slice(0, 8).toUpperCase().padEnd(8);
  const left = `${thousands(rule.findings).padStart(6)}  ${padded(cut(rule.title, 32), 32)}  `;
  return `  ${paint(COLOURS[rule.level], label)}${left}${cut(who, WIDTH - 10 - columns(left))}`;
}

/** What rules in shadow would have found: named apart, so that nobody takes it for a finding. */
function renderDrafts({ shadow }: Summary, paint: Paint): readonly string[] {
  if (shadow === undefined) return [];
  const { by_rule: rules, findings, rules: loaded, subjects } = shadow;
  const drafts = `Drafts (${thousands(loaded)} ${plural(loaded, 'rule')} in shadow)`;
  if (findings === 0) return [paint('bold', `${drafts} would have found nothing`)];
  const lines = [
    paint(
      'bold',
      `${drafts} would have found ${thousands(findings)} ${plural(findings, 'thing')}, ` +
        `${thousands(subjects)} ${plural(subjects, 'subject')}`,
    ),
  ];
  for (const rule of rules.slice(0, MAX_DRAFTS_SHOWN)) {
    const label = rule.level.slice(0, 8).padEnd(8);
    const left = `${thousands(rule.findings).padStart(6)}  ${padded(cut(rule.title, 32), 32)}  `;
    const whom = `${thousands(rule.subjects)} ${plural(rule.subjects, 'subject')}`;
    lines.push(paint('dim', `  ${label}${left}${whom}`));
  }
  const rest = rules.length - MAX_DRAFTS_SHOWN;
  if (rest > 0) lines.push(paint('dim', `  … and ${rest} more ${plural(rest, 'rule')}`));
  return lines;
}

function renderFirst(first: readonly Finding[], paint: Paint): readonly string[] {
  if (first.length === 0) return [];
  const lines = [paint('bold', 'Look at first')];
  for (const [index, finding] of first.entries()) {
    const [head = '', ...tail] = wrap(finding.explanation, WIDTH - 5);
    lines.push(`  ${index + 1}. ${head}`, ...tail.map((line) => `     ${line}`));
    const { events_total: events, first_seen: from, last_seen: until } = finding.evidence;
    const when = from === until ? shortTime(from) : `${shortTime(from)} to ${shortTime(until)}`;
    const often = events === 1 ? '' : `, ${thousands(events)} events`;
    lines.push(paint('dim', `     ${when} UTC${often}`));
    if (finding.next_step !== undefined) {
      const [step = '', ...more] = wrap(finding.next_step, WIDTH - 7);
      lines.push(`     ${paint('green', '→')} ${step}`, ...more.map((line) => `       ${line}`));
    }
  }
  return lines;
}

function renderHealth(summary: Summary, paint: Paint): readonly string[] {
  const lines: string[] = [];
  const say = (text: string): void => {
    const [head = '', ...tail] = wrap(text, WIDTH - 4);
    lines.push(`  ${paint('yellow', '!')} ${head}`, ...tail.map((line) => `    ${line}`));
  };
  for (const gap of summary.gaps) {
    const what = gap.kind === 'gap' ? 'has no record' : 'ends early: no record';
    say(
      `${gap.source} of ${gap.organisation} ${what} from ${shortTime(gap.from)} to ${shortTime(gap.until)} UTC ` +
        `(${gap.hours} h, about ${thousands(gap.expected_records)} expected): silence there means nothing.`,
    );
  }
  const problems = summary.files.filter(
    ({ problem, rejected }) => problem !== undefined || rejected > 0,
  );
  for (const file of problems.slice(0, MAX_FILES_SHOWN)) say(fileProblem(file));
  if (problems.length > MAX_FILES_SHOWN) {
    say(
      `${thousands(problems.length - MAX_FILES_SHOWN)} more files have problems; see summary.json of --out.`,
    );
  }
  if (summary.rules.refused > 0) {
    say(
      `${thousands(summary.rules.refused)} ${plural(summary.rules.refused, 'rule')} could not be used; see the messages above.`,
    );
  }
  const { regex_cuts: cuts } = summary.rules;
  if (cuts > 0) {
    say(
      `Regular expressions saw only the beginning of a value ${cuts === 1 ? 'once' : `${thousands(cuts)} times`}, because ` +
        'it was longer than they may look at: what came after was not looked at. "scrutineer rules explain" says which ' +
        'tests; "contains", "startswith" and "endswith" see all of a value.',
    );
  }
  for (const warning of summary.warnings) say(warning);
  return lines.length === 0 ? [] : [paint('bold', 'Mind'), ...lines];
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

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}

/** `2026-11-03 08:12`. */
function shortTime(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

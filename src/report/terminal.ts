import type { Finding, Level } from '../findings/finding.ts';
import { printableAll } from '../lib/printable.ts';
import type { Case } from '../cases/case.ts';
import { renderCases } from './cases-text.ts';
import type { FindingsDigest, RuleDigest } from './findings-digest.ts';
import { healthSentences } from './health-text.ts';
import { renderPosts } from './posts-text.ts';
import type { Paint } from './style.ts';
import { columns } from './text-width.ts';
import { cut, padded, thousands, WIDTH, wrap } from './style.ts';
import type { Summary } from './summary.ts';

const MAX_RULES_SHOWN = 12;
const MAX_DRAFTS_SHOWN = 5;
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

/**
 * The summary as a person reads it at 80 columns. Whatever comes from files is made printable here, once for all.
 * `cases`: where attacks were looked for; then `digest` holds the findings outside any case.
 */
export function renderSummary(
  unsafe: Summary,
  digest: Pick<FindingsDigest, 'rules' | 'lookAtFirst'>,
  paint: Paint,
  cases?: readonly Case[],
): string {
  const summary = printableAll(unsafe);
  const rules = printableAll(digest.rules);
  const sections = [
    renderReading(summary, paint),
    renderPosts(summary.posts, paint),
    ...(cases === undefined
      ? [renderFindings(summary, rules, paint)]
      : [
          // Posts alone say nothing about attacks, not even that there were none.
          isOfPosts(summary) ? [] : renderCases(cases, paint, unsafe),
          renderOthers(summary, rules, paint),
        ]),
    renderFirst(printableAll(digest.lookAtFirst), paint),
    renderDrafts(summary, paint),
    renderHealth(summary, paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function isOfPosts({ posts, totals }: Summary): boolean {
  return posts !== undefined && posts.records >= totals.accepted + totals.duplicates;
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
  return [
    paint('bold', `Found ${thousands(total)} ${plural(total, 'thing')}${fresh}`),
    ...ruleLines(rules, paint),
  ];
}

/** What was found beside the attacks. */
function renderOthers(
  { findings }: Summary,
  rules: readonly RuleDigest[],
  paint: Paint,
): readonly string[] {
  const outside = rules.reduce((sum, rule) => sum + rule.findings, 0);
  const inside = findings.total - outside;
  if (outside === 0) return [];
  const also = inside > 0 ? `; ${thousands(inside)} more belong to the attacks above` : '';
  return [
    paint('bold', `Also found ${thousands(outside)} ${plural(outside, 'thing')}`) + also,
    ...ruleLines(rules, paint),
  ];
}

function ruleLines(rules: readonly RuleDigest[], paint: Paint): readonly string[] {
  const lines: string[] = [];
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
  for (const sentence of healthSentences(summary)) say(sentence);
  return lines.length === 0 ? [] : [paint('bold', 'Mind'), ...lines];
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}

/** `2026-11-03 08:12`. */
function shortTime(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

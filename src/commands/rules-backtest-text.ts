import type { Backtest, Limited } from '../backtest.ts';
import { levelRank } from '../findings/finding.ts';
import { printable, printableAll } from '../lib/printable.ts';
import { formatTime } from '../lib/time.ts';
import type { AnyRule, Period, RuleBacktest } from '../report/backtest.ts';
import type { Paint } from '../report/style.ts';
import { cut, padded, thousands, WIDTH, wrap } from '../report/style.ts';
import type { Days } from './day-bars.ts';
import { barRows, bucketDays, daysOf, sparkline } from './day-bars.ts';
import { counted } from './plain.ts';

const TITLE_WIDTH = 33;
/** Columns left for the bars of the table. */
const BARS = 13;
const MAX_NAMES = 5;
const MAX_QUIET_LINES = 6;

interface View {
  readonly period: Period;
  /** Each rule by itself, in full. */
  readonly close: boolean;
}

/** A backtest as a person reads it at 80 columns. */
export function renderBacktest(result: Backtest, view: View, paint: Paint): string {
  const rules = printableAll(result.rules);
  const days = daysOf(result.events.span);
  const raising = rules.filter(({ alerts }) => alerts);
  const active = raising.filter(({ matches, incidents = 0 }) => matches + incidents > 0);
  const sections = [
    heading(result, paint),
    ...(view.close ? rules.map((rule) => closeUp(rule, paint)) : [table(active, days, paint)]),
    ...(view.close ? [] : [remaining(raising, active, rules.length - raising.length)]),
    minds(result, paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function heading({ events, rules }: Backtest, paint: Paint): readonly string[] {
  const { span } = events;
  const when = span === undefined ? '' : `, ${dayText(span.first)} to ${dayText(span.last)} UTC`;
  return [
    `${paint('bold', `${counted(rules.length, 'rule')} over ${counted(events.events, 'event')}`)}${when}`,
  ];
}

function table(rules: readonly RuleBacktest[], days: Days, paint: Paint): readonly string[] {
  if (rules.length === 0) return ['None of them matched anything.'];
  const size = bucketDays(days, BARS);
  const each = size === 1 ? 'Each day' : `Each ${size} days`;
  const lines = [paint('bold', row(['Level', 'Rule', 'Matched', 'Found', 'Whom', each]))];
  const sorted = rules.toSorted(
    (a, b) =>
      b.findings - a.findings ||
      levelRank(b.level) - levelRank(a.level) ||
      (a.title < b.title ? -1 : 1),
  );
  for (const rule of sorted) {
    const title = `${rule.shadow ? '(shadow) ' : ''}${rule.title}`;
    const text = row([
      rule.level.slice(0, 8),
      title,
      thousands(rule.matches),
      thousands(rule.findings),
      atLeast(rule.subjects),
      sparkline(series(rule), days, BARS),
    ]);
    lines.push(rule.findings > 0 ? text : paint('dim', text));
  }
  return lines;
}

function row([
  level = '',
  title = '',
  matched = '',
  found = '',
  whom = '',
  bars = '',
]: readonly string[]): string {
  return (
    padded(level, 9) +
    padded(cut(title, TITLE_WIDTH - 1), TITLE_WIDTH) +
    matched.padStart(8) +
    found.padStart(8) +
    `${whom.padStart(7)}  ${cut(bars, BARS)}`
  ).trimEnd();
}

/** What the days show: findings where the rule raises any, else matches. */
function series({ alerts, per_day: days }: RuleBacktest) {
  return days.map(({ day, findings, matches }) => ({ day, count: alerts ? findings : matches }));
}

function remaining(
  raising: readonly RuleBacktest[],
  active: readonly RuleBacktest[],
  parts: number,
): readonly string[] {
  const quiet = raising.filter((rule) => !active.includes(rule)).map(({ title }) => title);
  const matched = `${counted(quiet.length, 'rule')} matched nothing: ${quiet.toSorted().join(', ')}.`;
  const lines = quiet.length === 0 ? [] : wrap(matched, WIDTH);
  return [
    ...(lines.length <= MAX_QUIET_LINES
      ? lines
      : [...lines.slice(0, MAX_QUIET_LINES - 1), '… (--json for all)']),
    ...(parts === 0
      ? []
      : wrap(
          `${counted(parts, 'further rule')} only feed${parts === 1 ? 's' : ''} correlations (--rule or --json to see).`,
          WIDTH,
        )),
  ];
}

function closeUp(rule: RuleBacktest, paint: Paint): readonly string[] {
  const { addresses, first, last, matches, share, subjects } = rule;
  const lines = [
    `${paint('bold', cut(rule.title, WIDTH - 12))}  ${rule.level}${rule.shadow ? ', shadow' : ''}`,
    ...wrap(`${rule.file}:${rule.line}`, WIDTH - 2).map((line) => paint('dim', `  ${line}`)),
  ];
  const say = (label: string, text: string): void => {
    const [head = '', ...tail] = wrap(text, WIDTH - 12);
    lines.push(`  ${label.padEnd(10)}${head}`, ...tail.map((line) => ' '.repeat(12) + line));
  };
  say(
    'found',
    rule.alerts ? counted(rule.findings, 'finding') : 'raises none itself: others use it',
  );
  if (rule.groups !== undefined) {
    say('groups', `${atLeast(rule.groups)}, ${counted(rule.incidents ?? 0, 'incident')}`);
  }
  const percent = (share * 100).toLocaleString('en-GB', { maximumSignificantDigits: 2 });
  say('matched', `${counted(matches, 'event')}${matches > 0 ? ` (${percent} % of all)` : ''}`);
  if (first !== undefined && last !== undefined) {
    say('when', `${shortTime(first)} to ${shortTime(last)} UTC`);
  }
  if (subjects.distinct > 0) say('whom', names(subjects));
  if (addresses.distinct > 0) say('from', names(addresses));
  for (const note of lost(rule)) say('', note);
  const rows = barRows(series(rule), WIDTH - 4);
  if (rows.length > 0) {
    say('days', rule.alerts ? 'findings:' : 'matched events:');
    lines.push(...rows.map((line) => `    ${line}`));
  }
  return lines;
}

function names({ distinct, exact, top }: RuleBacktest['subjects']): string {
  const shown = top.slice(0, MAX_NAMES);
  const rest = distinct - shown.length;
  const listed = shown.map(({ count, name }) => `${cut(name, WIDTH - 24)} (${thousands(count)})`);
  const more = rest > 0 ? `, and ${thousands(rest)} ${exact ? '' : 'or more '}others` : '';
  return listed.join(', ') + more;
}

function lost({ unused }: RuleBacktest): readonly string[] {
  if (unused === undefined) return [];
  const {
    undecided_groups: undecided,
    without_group: ungrouped,
    without_value: valueless,
  } = unused;
  return [
    ...(ungrouped > 0 ? [`${counted(ungrouped, 'hit')} lacked a field it groups by`] : []),
    ...(valueless > 0 ? [`${counted(valueless, 'hit')} lacked the field it counts`] : []),
    ...(undecided > 0
      ? [`of ${counted(undecided, 'group')} it could not tell: the logs end too early`]
      : []),
  ];
}

function minds({ events, files, limited }: Backtest, paint: Paint): readonly string[] {
  const lines: string[] = [];
  const say = (text: string): void => {
    const [head = '', ...tail] = wrap(printable(text), WIDTH - 4);
    lines.push(`  ${paint('yellow', '!')} ${head}`, ...tail.map((line) => `    ${line}`));
  };
  if (files.length === 0 && events.events > 0) {
    say(
      `Of its ${counted(events.events, 'event')} the database keeps ${thousands(events.kept)} to look at again: what ` +
        'a rule matched when it was scanned, and attempts to sign in. What no rule matched then, most audit records, ' +
        'cannot be found now: give the log files for that.',
    );
  }
  const titles = (answer: Limited['answer']): readonly AnyRule[] =>
    limited.filter((one) => one.answer === answer).map(({ rule }) => rule);
  const scanned = titles('as-scanned');
  if (scanned.length > 0) {
    say(
      `The vendors' records are not kept, so these count what they matched when the logs were scanned, as the rules ` +
        `were then: ${list(scanned)}.`,
    );
  }
  const none = titles('none');
  if (none.length > 0) {
    say(
      `These read vendors' records, which are not kept, and no stored event is marked with them, so the database ` +
        `cannot tell: ${list(none)}.`,
    );
  }
  for (const { file, problem, records, rejected } of files) {
    if (problem !== undefined) say(`${file}: ${problem}.`);
    else if (rejected > 0) {
      say(`${file}: ${thousands(rejected)} of ${thousands(records)} records could not be read.`);
    }
  }
  return lines.length === 0 ? [] : [paint('bold', 'Mind'), ...lines];
}

const MAX_LISTED = 8;

function list(rules: readonly AnyRule[]): string {
  const shown = rules.slice(0, MAX_LISTED).map(({ rule }) => rule.title);
  const rest = rules.length - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${thousands(rest)} more (--json)` : '');
}

function atLeast({ distinct, exact }: RuleBacktest['subjects']): string {
  return `${thousands(distinct)}${exact ? '' : '+'}`;
}

function dayText(time: number): string {
  return formatTime(time).slice(0, 10);
}

function shortTime(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

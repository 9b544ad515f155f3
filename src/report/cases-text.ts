import type { Case, CaseAccount, Severity } from '../cases/case.ts';
import { printableAll } from '../lib/printable.ts';
import { many } from '../lib/many.ts';
import {
  byOutcome,
  byStep,
  compareStandings,
  comparePeople,
  lengthOf,
  outcomeWords,
  passwordKnown,
  peopleOver,
  RUNGS,
  standingOf,
  sureness,
} from './case-words.ts';
import type { Paint } from './style.ts';
import { cut, padded, thousands, WIDTH, wrap } from './style.ts';
import type { Summary } from './summary.ts';

const MAX_CASES_SHOWN = 6;
const MAX_PEOPLE_SHOWN = 5;
/** Lines of a first step or a reason; the record has all of it. */
const MAX_LINES = 4;

/** Columns before what is said of a case, and what is left for it. */
const INDENT = 12;
const ROOM = WIDTH - INDENT;
const MINUTE = 60_000;
const WHO = 30;
const HOW_FAR = 23;

const COLOURS: Readonly<Record<Severity, Parameters<Paint>[0]>> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
};

/** What was looked at: silence is worth as much as that. */
type Looked = Pick<Summary, 'totals' | 'span' | 'gaps'>;

/** The attacks and the people in them, as lines of at most 80 columns, worst first. `looked`: for when there are none. */
export function renderCases(
  unsafe: readonly Case[],
  paint: Paint,
  looked?: Looked,
): readonly string[] {
  if (unsafe.length === 0) return noCases(paint, looked && printableAll(looked));
  const shown = unsafe.map(standingOf).toSorted(compareStandings).slice(0, MAX_CASES_SHOWN);
  const lines = [...headline(unsafe, paint)];
  for (const { record } of shown) lines.push('', ...caseLines(bounded(record), paint));
  const rest = unsafe.length - shown.length;
  if (rest > 0)
    lines.push(
      '',
      paint('dim', `  … and ${many(rest, 'more attack')} (--report or --out for all)`),
    );
  return lines;
}

/** What is shown of a case, made printable; `accounts` keeps its length for the counts. */
interface Shown {
  readonly record: Case;
  readonly people: readonly CaseAccount[];
}

function bounded(one: Case): Shown {
  const people = one.accounts.toSorted(comparePeople).slice(0, MAX_PEOPLE_SHOWN);
  const { accounts, ...rest } = one;
  // Thousands of accounts are only counted: their names are never shown.
  const record = { ...printableAll({ ...rest, events: [], findings: [] }), accounts };
  return { record, people: printableAll(people) };
}

function headline(cases: readonly Case[], paint: Paint): readonly string[] {
  const organisations = new Set(cases.map(({ organisation }) => organisation)).size;
  const on = organisations === 1 ? '' : ` on ${many(organisations, 'organisation')}`;
  const counts = peopleOver(cases);
  const known = counts['password-known'] + counts['mfa-stopped'];
  const all = RUNGS.reduce((sum, outcome) => sum + counts[outcome], 0);
  const entered = counts.compromised;
  const parts = [
    `${many(all, 'person', 'people')} targeted`,
    entered === 0 ? 'none entered' : `${thousands(entered)} entered by the attacker`,
    ...(known === 0 ? [] : [`${thousands(known)} stopped although the password was right`]),
  ];
  const [first = '', ...more] = wrap(
    `Found ${many(cases.length, 'attack')}${on}: ${parts.join(', ')}`,
    WIDTH,
  );
  return [first, ...more].map((line) => paint('bold', line));
}

function caseLines({ record, people }: Shown, paint: Paint): readonly string[] {
  const label = record.severity.toUpperCase().padEnd(INDENT - 2);
  const [title = '', ...more] = wrap(titleOf(record), ROOM).slice(0, 2);
  const lines = [`  ${paint(COLOURS[record.severity], label)}${paint('bold', title)}`];
  const say = (text: string, format?: Parameters<Paint>[0]): void => {
    for (const line of firstLines(text, ROOM))
      lines.push(' '.repeat(INDENT) + (format === undefined ? line : paint(format, line)));
  };
  for (const line of more) say(line, 'bold');
  say(when(record), 'dim');
  if (record.accounts.length > 1) say(reached(record));
  say(whence(record));
  say(why(record));
  lines.push('', ...peopleLines(record, people, paint));
  return lines;
}

function titleOf({ title, organisation }: Case): string {
  return title.includes(organisation) ? title : `${title}, ${organisation}`;
}

function when({ first_seen: from, last_seen: until, status }: Case): string {
  const end = from.slice(0, 10) === until.slice(0, 10) ? until.slice(11, 16) : short(until);
  const span = from.slice(0, 16) === until.slice(0, 16) ? short(from) : `${short(from)} to ${end}`;
  return `${span} UTC, ${status === 'open' ? 'may still go on' : 'over'}`;
}

function why({ confidence, detected_at: noticed, explanation, first_seen: from }: Case): string {
  const after = Date.parse(noticed) - Date.parse(from);
  const how = after >= MINUTE ? `noticed ${lengthOf(after)} in` : 'noticed at once';
  return `${sureness(confidence)}, ${how}: ${explanation}`;
}

function reached({ accounts, kind }: Case): string {
  const counts = byOutcome(accounts);
  const parts = RUNGS.filter((outcome) => counts[outcome] > 0).map(
    (outcome) => `${thousands(counts[outcome])} ${outcomeWords(outcome, kind).counted}`,
  );
  return `${many(accounts.length, 'person', 'people')}: ${parts.join(', ')}.`;
}

function whence({ sources }: Case): string {
  const { addresses, netblocks, asns, countries } = sources;
  if (addresses === 0) return 'The log names no address.';
  const [only] = addresses === 1 ? sources.top : [];
  if (only !== undefined) return `From ${[only.address, ...countries].join(', ')}.`;
  const parts = [
    `From ${many(addresses, 'address', 'addresses')} in ${many(netblocks, 'network')}`,
    ...(asns > 0 ? [`of ${many(asns, 'provider')}`] : []),
    ...(countries.length > 0 ? [`in ${many(countries.length, 'country', 'countries')}`] : []),
  ];
  return `${parts.join(' ')}.`;
}

function peopleLines(
  { accounts, kind }: Case,
  people: readonly CaseAccount[],
  paint: Paint,
): readonly string[] {
  const indent = ' '.repeat(INDENT);
  const head = `${padded('Who', WHO)} ${padded('How far', HOW_FAR)} ${'Tries'.padStart(7)}`;
  const lines = [indent + paint('dim', head)];
  for (const group of byStep(people)) {
    for (const one of group.people) lines.push(indent + personLine(one, kind, paint));
    const [step = '', ...more] = firstLines(group.step, ROOM - 4);
    lines.push(`${indent}  ${paint('green', '→')} ${step}`);
    lines.push(...more.map((line) => `${indent}    ${line}`));
  }
  const rest = accounts.length - people.length;
  if (rest > 0)
    lines.push(indent + paint('dim', `… and ${thousands(rest)} more (--report or --out for all)`));
  return lines;
}

function personLine(
  { account, attempts, outcome }: CaseAccount,
  kind: Case['kind'],
  paint: Paint,
): string {
  const words = outcomeWords(outcome, kind).short;
  const far = padded(outcome === 'compromised' ? words.toUpperCase() : words, HOW_FAR);
  const painted = passwordKnown(outcome) ? paint('red', far) : far;
  return `${padded(cut(account, WHO), WHO)} ${painted} ${cut(thousands(attempts), 7).padStart(7)}`;
}

function firstLines(text: string, width: number): readonly string[] {
  const lines = wrap(text, width);
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES - 1), cut(`${lines[MAX_LINES - 1]} …`, width)];
}

function noCases(paint: Paint, looked: Looked | undefined): readonly string[] {
  if (looked === undefined) return [paint('bold', 'Found no attack on accounts')];
  const { totals, span, gaps } = looked;
  const events = totals.accepted + totals.duplicates;
  if (span === undefined || events === 0) return [];
  const length = lengthOf(Date.parse(span.last) - Date.parse(span.first));
  const said =
    `Looked at ${many(events, 'record')} over ${length}, ` +
    `${short(span.first)} to ${short(span.last)} UTC.` +
    (gaps.length > 0
      ? ' Parts of the logs are missing (see below): for those hours this means nothing.'
      : ' That is what the logs show; what they do not record cannot be seen here.');
  return [
    paint('bold', 'Found no attack on accounts'),
    ...wrap(said, WIDTH - 2).map((line) => `  ${line}`),
  ];
}

/** `2026-11-03 08:12`. */
function short(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

import type { Conflict } from '../facts/conflict.ts';
import { orderedJson } from '../facts/content.ts';
import type { Fact } from '../facts/fact.ts';
import { sourceName } from '../facts/fact.ts';
import type { RaceState } from '../facts/race-state.ts';
import { oneLine } from '../findings/explain.ts';
import type { Paint } from '../report/style.ts';
import { cut, painter, WIDTH, wrap } from '../report/style.ts';
import type { Shown } from './facts-shown.ts';
import { counted } from './plain.ts';

const KIND = 16;
const REST = WIDTH - KIND;

/** The sentence of a status, for people. */
const STATUS: Readonly<Record<RaceState['status'], string>> = {
  open: 'nobody has called it',
  claimed: 'claimed, not yet called: too few outlets',
  called: 'called',
  certified: 'certified',
  contested: 'CONTESTED: sources name different winners',
};

/** What holds, as a table of 80 columns. */
export function factsText(shown: Shown, stream: NodeJS.WriteStream): string {
  const paint = painter(stream);
  const what = titleOf(shown);
  const lines = [
    paint('bold', cut(oneLine(what, 200), WIDTH)),
    `What held at ${shortTime(shown.asOf)}, by what was known at ${shortTime(shown.knownAt)}.`,
  ];
  for (const race of shown.races) lines.push('', ...raceLines(race, paint));
  const disputed = new Set(
    [...shown.races, ...shown.rules].flatMap(({ conflicts }) =>
      conflicts.flatMap(({ sides }) => sides.flatMap(({ facts }) => facts)),
    ),
  );
  const conflicts = shown.rules.flatMap((rules) => rules.conflicts);
  if (conflicts.length > 0)
    lines.push('', ...conflicts.flatMap((one) => conflictLines(one, paint)));
  if (shown.facts.length > 0)
    lines.push('', paint('bold', `${'Kind'.padEnd(KIND)}Fact, source and times (UTC)`));
  for (const fact of ordered(shown.facts)) {
    lines.push(...factLines(fact, disputed.has(fact.id), paint));
    if (isReplaced(fact, shown))
      lines.push(`${' '.repeat(KIND)}(does not apply here: a narrower or later fact does)`);
  }
  for (const { by, fact, how } of shown.withdrawn) {
    lines.push(
      '',
      ...wrap(oneLine(`${how} by ${by}: ${fact.value}`, 2000), WIDTH).map((line) =>
        paint('dim', line),
      ),
    );
  }
  const marked = shown.facts.filter(({ id }) => disputed.has(id)).length;
  const note = marked === 0 ? '' : `, ${marked} of them disputed (!)`;
  lines.push(
    '',
    shown.facts.length === 0
      ? 'No facts are held.'
      : `${counted(shown.facts.length, 'fact')}${note}`,
  );
  return `${lines.join('\n')}\n`;
}

function titleOf({ place }: Shown): string {
  if (place === undefined) return 'All places';
  return place.name === place.code ? place.name : `${place.name} (${place.code})`;
}

/** Whether a rule is none here: a narrower place or a later statement of its source says otherwise. */
function isReplaced(fact: Fact, { rules }: Shown): boolean {
  const own = rules.find(({ kind }) => kind === fact.kind);
  if (own === undefined || own.facts.includes(fact.id)) return false;
  return Object.entries(fact.data).some(([key, value]) => {
    const here = own.data[key];
    return here !== undefined && orderedJson(here) !== orderedJson(value);
  });
}

function raceLines(state: RaceState, paint: Paint): readonly string[] {
  const { conflicts, race, since, status, winner } = state;
  const whom = winner === undefined ? '' : ` for ${oneLine(winner, 100)}`;
  const when = since === undefined ? '' : ` since ${shortTime(since)}`;
  const lines = [...wrap(`${oneLine(race, 100)}: ${STATUS[status]}${whom}${when}`, WIDTH)].map(
    (line) => paint('bold', line),
  );
  for (const call of state.calls) {
    const named = [...call.officials, ...call.outlets].map((name) => oneLine(name, 60)).join(', ');
    const others =
      call.uncounted.length === 0
        ? ''
        : `; not counted: ${call.uncounted.map((name) => oneLine(name, 60)).join(', ')}`;
    const enough = call.quorum ? '' : ' (not enough for a call)';
    lines.push(
      ...indented(
        `${oneLine(call.winner, 100)}: ${named || 'nobody on the list'}${others}${enough}`,
        '  ',
      ),
    );
  }
  return [...lines, ...conflicts.flatMap((one) => conflictLines(one, paint))];
}

function conflictLines({ about, sides }: Conflict, paint: Paint): readonly string[] {
  const said = sides.map(({ sources, value }) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${oneLine(text, 200)} (${oneLine(sources.join(', ') || 'no source', 200)})`;
  });
  const name = about.replace(/^method:/, 'voting by ').replaceAll('_', ' ');
  return indented(`! Sources disagree on the ${name}: ${said.join(' / ')}`, '  ').map((line) =>
    paint('yellow', line),
  );
}

function indented(text: string, by: string): readonly string[] {
  return wrap(text, WIDTH - by.length - 2).map(
    (line, index) => `${by}${index === 0 ? '' : '  '}${line}`,
  );
}

function factLines(fact: Fact, disputed: boolean, paint: Paint): readonly string[] {
  const text = oneLine(fact.value === '' ? JSON.stringify(fact.data) : fact.value, 2000);
  const kind = `${disputed ? '!' : ' '} ${cut(oneLine(fact.kind, 40), KIND - 3)}`.padEnd(KIND);
  const spans = [
    `from ${fact.from === undefined ? 'always' : shortTime(fact.from)}`,
    ...(fact.until === undefined ? [] : [`until ${shortTime(fact.until)}`]),
    ...(fact.known_at === undefined ? [] : [`known ${shortTime(fact.known_at)}`]),
  ];
  const source = oneLine(sourceName(fact.source) || 'no source', 60);
  const url = fact.source?.url === undefined ? [] : [cut(oneLine(fact.source.url, 500), REST)];
  const below = [...wrap(`${source}; ${fact.jurisdiction}; ${spans.join(', ')}`, REST), ...url];
  return [
    ...wrap(text, REST).map((line, index) => `${index === 0 ? kind : ' '.repeat(KIND)}${line}`),
    ...below.map((line) => ' '.repeat(KIND) + paint('dim', line)),
  ];
}

function ordered(facts: readonly Fact[]): readonly Fact[] {
  return facts.toSorted(
    (a, b) =>
      compare(a.kind, b.kind) ||
      compare(b.jurisdiction, a.jurisdiction) ||
      compare(a.from ?? '', b.from ?? '') ||
      compare(a.id, b.id),
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** `2020-11-07 16:25`, or the day alone at midnight. */
function shortTime(time: string): string {
  const text = `${time.slice(0, 10)} ${time.slice(11, 16)}`;
  return text.endsWith(' 00:00') ? text.slice(0, 10) : text;
}

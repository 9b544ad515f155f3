import type { CaseAccount, CaseFile, CaseHour, CaseOutcome } from '../../cases/case.ts';
import { many } from '../../lib/many.ts';
import { comparePeople, passwordKnown, rungOf } from '../case-words.ts';
import type { Markup } from './markup.ts';
import { markup, name, trusted } from './markup.ts';
import { percent } from './legend.ts';
import type { TimeScale } from './time-scale.ts';
import { partOf, perPart, ticks, timeScale } from './time-scale.ts';

/** Columns: four weeks in eight-hour parts. */
const MAX_COLUMNS = 96;

/** People with a row and a name of their own; the others share thin rows below. */
const MAX_NAMED = 40;

/** CSS pixels. */
const ROW = 18;
const THIN = 3;
const BETWEEN = 22;

/** Shades of attempts: at least this share of the most in one cell. */
const SHADES: readonly number[] = [0, 0.12, 0.3, 0.6, 0.85];

interface Row {
  readonly account: CaseAccount;
  readonly attempts: readonly number[];
  /** The first part in which each rung from `password-known` up was reached. */
  readonly hits: ReadonlyMap<CaseOutcome, number>;
}

/** Attempts by person and time: whose row, whether day and night, and when a password turned out right. */
export function heatMap({ hours, record }: CaseFile): Markup {
  if (hours.length === 0) return markup``;
  const scale = scaleOf(hours);
  const rows = rowsOf(hours, record.accounts, scale);
  const named = rows.slice(0, MAX_NAMED);
  const thin = rows.slice(MAX_NAMED);
  const most = Math.max(1, ...rows.flatMap(({ attempts }) => Math.max(...attempts)));
  const thinTop = named.length * ROW + BETWEEN;
  const height = thin.length === 0 ? named.length * ROW : thinTop + thin.length * THIN;
  const said = `Heat map: attempts ${perPart(scale)} on ${many(rows.length, 'person', 'people')}, at most ${most} in one cell. The table of people gives the numbers.`;
  return markup`<figure class="chart heat">
<figcaption>Who was tried when: attempts ${perPart(scale)}${record.accounts.length > rows.length && ` (of the ${rows.length} people attacked most)`}, UTC</figcaption>
<div class="heat-grid"><ol class="heat-names" aria-hidden="true">${named.map(({ account }) => markup`<li>${name(account.account)}</li>`)}${
    thin.length > 0 &&
    markup`<li class="more">${many(thin.length, 'more person', 'more people')}</li>`
  }</ol>
<svg width="100%" height="${height + 22}" role="img" aria-label="${said}">
<rect class="heat-ground" width="100%" height="${named.length * ROW}"/>
${cells(named, scale, { most, top: 0, pitch: ROW, tall: ROW - 2 })}
${thin.length > 0 && markup`<rect class="heat-ground" width="100%" y="${thinTop}" height="${thin.length * THIN}"/>${cells(thin, scale, { most, top: thinTop, pitch: THIN, tall: THIN })}`}
${ticks(scale).map(
  ({ label, minor, place }) =>
    markup`<g${trusted(minor ? ' class="wide"' : '')}><line class="grid over" x1="${percent(place)}" x2="${percent(place)}" y1="0" y2="${height + 5}"/><text x="${percent(place)}" dx="3" y="${height + 16}">${label}</text></g>`,
)}
${rows.map((row, index) => marks(row, scale, index < MAX_NAMED ? index * ROW + ROW / 2 - 1 : thinTop + (index - MAX_NAMED + 0.5) * THIN))}
</svg></div>
<p class="legend"><span>fewer</span><svg class="key" width="70" height="12" aria-hidden="true">${SHADES.map((_, shade) => markup`<rect class="h${shade}" x="${shade * 14}" width="14" height="12"/>`)}</svg><span>more attempts (at most ${most})</span></p>
</figure>`;
}

function scaleOf(hours: readonly CaseHour[]): TimeScale {
  let [from, to] = [Infinity, -Infinity];
  for (const { hour } of hours) [from, to] = [Math.min(from, hour), Math.max(to, hour)];
  return timeScale(from, to, MAX_COLUMNS);
}

function rowsOf(
  hours: readonly CaseHour[],
  accounts: readonly CaseAccount[],
  scale: TimeScale,
): readonly Row[] {
  const known = new Map(accounts.map((account) => [account.account, account]));
  const rows = new Map<
    string,
    { account: CaseAccount; attempts: number[]; hits: Map<CaseOutcome, number> }
  >();
  for (const { account: id, attempts, hour, outcome } of hours) {
    const account = known.get(id);
    if (account === undefined) continue;
    let row = rows.get(id);
    if (row === undefined) {
      row = { account, attempts: Array.from({ length: scale.parts }, () => 0), hits: new Map() };
      rows.set(id, row);
    }
    const part = partOf(scale, hour);
    row.attempts[part] = (row.attempts[part] ?? 0) + attempts;
    if (passwordKnown(outcome))
      row.hits.set(outcome, Math.min(part, row.hits.get(outcome) ?? part));
  }
  return [...rows.values()].toSorted((a, b) => comparePeople(a.account, b.account));
}

interface Layout {
  readonly most: number;
  readonly top: number;
  readonly pitch: number;
  readonly tall: number;
}

/** One path per shade; neighbours of one shade are one rectangle: that keeps 200 people over a month small. */
function cells(rows: readonly Row[], { parts }: TimeScale, layout: Layout): Markup {
  const { most, pitch, tall, top } = layout;
  const paths = SHADES.map(() => '');
  for (const [index, { attempts }] of rows.entries()) {
    for (let part = 0; part < parts; part += 1) {
      const shade = shadeOf(attempts[part] ?? 0, most);
      if (shade < 0) continue;
      let end = part + 1;
      while (end < parts && shadeOf(attempts[end] ?? 0, most) === shade) end += 1;
      paths[shade] += `M${part} ${index * pitch}h${end - part}v${tall}h${part - end}z`;
      part = end - 1;
    }
  }
  const height = rows.length * pitch;
  return markup`<svg x="0" y="${top}" width="100%" height="${height}" viewBox="0 0 ${parts} ${height}" preserveAspectRatio="none">${paths.map(
    (path, shade) => path !== '' && markup`<path class="h${shade}" d="${trusted(path)}"/>`,
  )}</svg>`;
}

/** Below zero: nothing to draw. */
function shadeOf(attempts: number, most: number): number {
  if (attempts === 0) return -1;
  return SHADES.findLastIndex((least) => attempts / most >= least);
}

function marks({ hits }: Row, { parts }: TimeScale, y: number): Markup {
  const found = [...hits].toSorted(([a], [b]) => rungOf(a) - rungOf(b));
  return markup`${found.map(
    ([outcome, part]) =>
      markup`<use href="#m-${outcome}" x="${percent((part + 0.5) / parts)}" y="${Math.round(y)}"/>`,
  )}`;
}

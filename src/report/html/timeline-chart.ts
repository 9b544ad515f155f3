import type { CaseFile, CaseOutcome } from '../../cases/case.ts';
import { CASE_OUTCOMES, MAX_CHARTED } from '../../cases/case.ts';
import { many } from '../../lib/many.ts';
import { outcomeWords, passwordKnown, RUNGS, rungOf } from '../case-words.ts';
import type { Summary } from '../summary.ts';
import { dateText } from './dates.ts';
import type { Markup } from './markup.ts';
import { markup, trusted } from './markup.ts';
import { legend, percent } from './legend.ts';
import type { TimeScale } from './time-scale.ts';
import { partOf, perPart, placeOf, ticks, timeScale } from './time-scale.ts';

/** Bars in a chart: a month in six-hour parts. */
const MAX_BARS = 120;

/** CSS pixels from the top: the word on detection, marks of hits, the bars, the hours. */
const MARKS_AT = 30;
const TOP = 44;
const HEIGHT = 150;
const BOTTOM = TOP + HEIGHT;

const HOUR = 3_600_000;

interface Bars {
  readonly scale: TimeScale;
  /** Attempts by outcome, then part. */
  readonly sums: ReadonlyMap<CaseOutcome, readonly number[]>;
  readonly totals: readonly number[];
}

/**
 * Attempts over time, stacked by outcome. Drawn without a view box, so that words keep their size on a phone; only the
 * bars stretch.
 */
export function timelineChart({ hours, record }: CaseFile, gaps: Summary['gaps']): Markup {
  if (hours.length === 0) return markup``;
  const bars = summed(hours);
  const { scale, totals } = bars;
  const most = niceMost(totals.reduce((max, total) => Math.max(max, total), 0));
  const present = CASE_OUTCOMES.filter((outcome) => bars.sums.has(outcome));
  const noticed = placeOf(scale, Date.parse(record.detected_at));
  const shownGaps = gaps.filter(
    ({ from, organisation, until }) =>
      organisation === record.organisation &&
      placeOf(scale, Date.parse(until)) > placeOf(scale, Date.parse(from)),
  );
  return markup`<figure class="chart">
<figcaption>Attempts ${perPart(scale)}${record.accounts.length > MAX_CHARTED && ` (of the ${MAX_CHARTED} people attacked most)`}, UTC</figcaption>
<svg width="100%" height="${BOTTOM + 24}" role="img" aria-label="${spoken(bars, record.detected_at)}">
${shownGaps.map((gap) => gapMark(scale, gap))}
${[0, 0.5, 1].map((share) => gridLine(share, most))}
<svg x="0" y="${TOP}" width="100%" height="${HEIGHT}" viewBox="0 0 ${scale.parts} 100" preserveAspectRatio="none">
${present.map((outcome) => markup`<path class="o-${outcome}" d="${trusted(barPath(bars, outcome, most))}"/>`)}</svg>
${ticks(scale).map(
  ({ label, minor, place }) =>
    markup`<g${trusted(minor ? ' class="wide"' : '')}><line class="tick" x1="${percent(place)}" x2="${percent(place)}" y1="${BOTTOM}" y2="${BOTTOM + 5}"/><text x="${percent(place)}" dx="3" y="${BOTTOM + 17}">${label}</text></g>`,
)}
<line class="noticed" x1="${percent(noticed)}" x2="${percent(noticed)}" y1="16" y2="${BOTTOM}"/>
<text class="strong" x="${percent(noticed)}" y="12" text-anchor="${trusted(noticed > 0.6 ? 'end' : noticed < 0.2 ? 'start' : 'middle')}">Noticed ${dateText(record.detected_at)}</text>
${hits(bars).map(({ outcome, place }) => markup`<use href="#m-${outcome}" x="${percent(place)}" y="${MARKS_AT}"/>`)}
</svg>
${legend(present, record.kind, shownGaps.length > 0)}
${asTable(bars, present, record.kind)}
</figure>`;
}

function summed(hours: CaseFile['hours']): Bars {
  let [from, to] = [Infinity, -Infinity];
  for (const { hour } of hours) [from, to] = [Math.min(from, hour), Math.max(to, hour)];
  const scale = timeScale(from, to, MAX_BARS);
  const sums = new Map<CaseOutcome, number[]>();
  const totals = Array.from({ length: scale.parts }, () => 0);
  for (const { attempts, hour, outcome } of hours) {
    const part = partOf(scale, hour);
    let of = sums.get(outcome);
    if (of === undefined) {
      of = Array.from({ length: scale.parts }, () => 0);
      sums.set(outcome, of);
    }
    of[part] = (of[part] ?? 0) + attempts;
    totals[part] = (totals[part] ?? 0) + attempts;
  }
  return { scale, sums, totals };
}

function barPath({ scale, sums }: Bars, outcome: CaseOutcome, most: number): string {
  const below = CASE_OUTCOMES.slice(0, rungOf(outcome));
  let path = '';
  for (let part = 0; part < scale.parts; part += 1) {
    const height = round(((sums.get(outcome)?.[part] ?? 0) / most) * 100);
    if (height === 0) continue;
    const under = below.reduce((sum, other) => sum + (sums.get(other)?.[part] ?? 0), 0);
    path += `M${part}.06 ${round(100 - (under / most) * 100)}h.88v${-height}h-.88z`;
  }
  return path;
}

/** Parts in which a password turned out right or worse, with the worst of each: they vanish in a stack. */
function hits({ scale, sums }: Bars): readonly { outcome: CaseOutcome; place: number }[] {
  return Array.from({ length: scale.parts }, (_, part) => part).flatMap((part) => {
    const outcome = RUNGS.find((rung) => passwordKnown(rung) && (sums.get(rung)?.[part] ?? 0) > 0);
    return outcome === undefined ? [] : [{ outcome, place: (part + 0.5) / scale.parts }];
  });
}

function gridLine(share: number, most: number): Markup {
  const y = BOTTOM - share * HEIGHT;
  return markup`<line class="${trusted(share === 0 ? 'axis' : 'grid')}" x1="0" x2="100%" y1="${y}" y2="${y}"/>${
    share === 1 &&
    markup`<text x="100%" y="${y - 3}" text-anchor="end">${most.toLocaleString('en-GB')}</text>`
  }`;
}

function gapMark(scale: TimeScale, { from, until }: Summary['gaps'][number]): Markup {
  const start = placeOf(scale, Date.parse(from));
  const width = placeOf(scale, Date.parse(until)) - start;
  return markup`<rect class="gap" x="${percent(start)}" width="${percent(width)}" y="${TOP}" height="${HEIGHT}"/>`;
}

function spoken({ scale, totals }: Bars, noticed: string): string {
  let busiest = 0;
  for (const [part, total] of totals.entries()) if (total > (totals[busiest] ?? 0)) busiest = part;
  const sum = totals.reduce((all, total) => all + total, 0);
  return (
    `Chart: ${many(sum, 'attempt')} from ${partText(scale, 0)} to ${partText(scale, scale.parts)} UTC; ` +
    `most, ${totals[busiest] ?? 0}, in the ${scale.hours} h from ${partText(scale, busiest)}. ` +
    `Noticed ${dateText(noticed)}. The table below says the same.`
  );
}

function asTable(
  { scale, sums, totals }: Bars,
  present: readonly CaseOutcome[],
  kind: CaseFile['record']['kind'],
): Markup {
  const rows = totals.flatMap((total, part) => {
    if (total === 0) return [];
    const cells = present.map(
      (outcome) => markup`<td class="n">${sums.get(outcome)?.[part] ?? 0}</td>`,
    );
    return [markup`<tr><th scope="row">${partText(scale, part)}</th>${cells}</tr>`];
  });
  return markup`<details><summary>The same as a table</summary><div class="scroll"><table class="small">
<thead><tr><th scope="col">From, UTC</th>${present.map((outcome) => markup`<th scope="col" class="n">${outcomeWords(outcome, kind).short}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div></details>`;
}

function partText({ first, hours }: TimeScale, part: number): string {
  return dateText(new Date((first + part * hours) * HOUR).toISOString());
}

/** The least of 2, 4, 6, 8, 10, 20, 40 … that is not less. */
function niceMost(most: number): number {
  for (let ten = 1; ; ten *= 10) {
    const nice = [2, 4, 6, 8, 10].find((one) => one * ten >= most);
    if (nice !== undefined) return nice * ten;
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

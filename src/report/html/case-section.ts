import type { Case, CaseFile } from '../../cases/case.ts';
import type { Finding } from '../../findings/finding.ts';
import { many } from '../../lib/many.ts';
import {
  byOutcome,
  comparePeople,
  lengthOf,
  outcomeWords,
  PLAINLY,
  RUNGS,
  sureness,
} from '../case-words.ts';
import type { Summary } from '../summary.ts';
import { dateText, spanText } from './dates.ts';
import { findingRows, findingsTable } from './findings-section.ts';
import { heatMap } from './heat-map.ts';
import { percent } from './legend.ts';
import type { Markup } from './markup.ts';
import { markup, name, trusted } from './markup.ts';
import { peopleTables } from './people-table.ts';
import { sourcesPart } from './sources-part.ts';
import { timelineChart } from './timeline-chart.ts';

/** Attempts. */
const MIN_CHARTED = 5;
const MAX_STEPS = 12;
const MAX_STORY = 30;
const MAX_EVIDENCE = 20;
const MAX_IDS = 50;
const MAX_NAMES = 3;

export interface CaseSection {
  readonly before: Markup;
  /** The people beyond the first: what is left out when a report grows too large. */
  readonly more: Markup;
  /** Stands for `more` then. */
  readonly without: Markup;
  readonly after: Markup;
}

/** All that a report says of one case. `id` is ours. */
export function caseSection(
  file: CaseFile,
  { evidence, gaps, id }: { id: string; gaps: Summary['gaps']; evidence: Iterable<Finding> },
): CaseSection {
  const { record } = file;
  const people = peopleTables(record);
  const from = Date.parse(record.first_seen);
  const noticed = Date.parse(record.detected_at) - from;
  return {
    before: markup`<section class="card case ${record.severity}" id="${id}" aria-labelledby="${id}-title">
<span class="badge ${record.severity}">${record.severity}</span>
<h2 id="${id}-title">${record.title}</h2>
<ul class="facts"><li>${name(record.organisation)}</li><li>${spanText(record.first_seen, record.last_seen)} UTC</li><li>${record.status === 'open' ? 'May still be going on' : 'Over'}</li><li>${sureness(record.confidence)} (${Math.round(record.confidence * 100)} %)</li><li>${noticed < 60_000 ? 'Noticed at once' : `Noticed ${lengthOf(noticed)} after the first attempt`}</li></ul>
<p class="lead">${PLAINLY[record.kind]}</p>
<p>${record.explanation}</p>
<div class="two"><div><h3>What the attacker has learnt</h3>${learnt(record)}</div>
<div><h3>What to do</h3>${steps(record)}</div></div>
${charts(file, gaps)}
${story(record)}
<h3>The people, and the first step for each</h3>${people.first}`,
    more: people.more,
    without: people.without,
    after: markup`${sourcesPart(record)}${evidencePart(record, evidence)}</section>`,
  };
}

/** A picture of two attempts says less than the sentence about them. */
function charts(file: CaseFile, gaps: Summary['gaps']): Markup | false {
  const { hours, record } = file;
  const attempts = hours.reduce((sum, hour) => sum + hour.attempts, 0);
  return (
    attempts >= MIN_CHARTED &&
    markup`<h3>When</h3>${timelineChart(file, gaps)}${record.accounts.length > 1 && heatMap(file)}`
  );
}

function learnt({ accounts, kind }: Case): Markup {
  const counts = byOutcome(accounts);
  const present = RUNGS.filter((outcome) => counts[outcome] > 0);
  const named = accounts.toSorted(comparePeople);
  let at = 0;
  // One person of two thousand must still be seen.
  const shares = present.map((outcome) => Math.max(counts[outcome] / accounts.length, 0.012));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const bars = present.map((outcome, index) => {
    const width = (shares[index] ?? 0) / whole;
    at += width;
    return markup`<rect class="o-${outcome}" x="${percent(at - width)}" width="${percent(width)}" height="14"/>`;
  });
  const lines = present.map((outcome) => {
    const of = named.filter((one) => one.outcome === outcome);
    const few = of.length <= MAX_NAMES && outcome !== 'targeted';
    return markup`<li><b>${counts[outcome].toLocaleString('en-GB')}</b><span>${outcomeWords(outcome, kind).long}${few && markup` ${of.map(({ account }, index) => markup`${index > 0 && ', '}${name(account)}`)}`}</span></li>`;
  });
  return markup`<svg class="split" width="100%" height="14" aria-hidden="true">${bars}</svg>
<ul class="learnt">${lines}</ul>${counts.targeted > 0 && markup`<p class="note">Being targeted does not mean being compromised.</p>`}`;
}

function steps({ next_steps: all }: Case): Markup {
  return markup`<ol class="steps">${all.slice(0, MAX_STEPS).map((step) => markup`<li>${step}</li>`)}</ol>`;
}

function story({ timeline }: Case): Markup {
  if (timeline.length === 0) return markup``;
  const shown = timeline.slice(0, MAX_STORY);
  const rest = timeline.length - shown.length;
  return markup`<h3>How it unfolded</h3><table class="rows"><thead><tr><th scope="col">Time, UTC</th><th scope="col">What happened</th></tr></thead><tbody>
${shown.map(({ at, what }) => markup`<tr><th scope="row" class="t">${dateText(at)}</th><td class="whole">${what}</td></tr>`)}</tbody></table>${
    rest > 0 && markup`<p class="note">… and ${rest} more in cases.ndjson of --out.</p>`
  }`;
}

function evidencePart(record: Case, evidence: Iterable<Finding>): Markup {
  const { rest, shown } = findingRows(evidence, MAX_EVIDENCE);
  const ids = record.findings.slice(0, MAX_IDS);
  return markup`<h3>Evidence</h3>
<p>${many(record.events_total, 'event')} of the logs and ${many(record.findings.length, 'finding')}. Case <code>${record.id}</code>.</p>
${shown.length > 0 && findingsTable(shown)}${rest > 0 && markup`<p class="note">… and ${many(rest, 'more finding')} in findings.ndjson of --out.</p>`}
${
  ids.length > 0 &&
  markup`<details><summary>Ids of the findings</summary><p class="small">${ids.map((id, index) => markup`${index > 0 && trusted(', ')}<code>${id}</code>`)}${record.findings.length > ids.length && ' …'}</p></details>`
}`;
}

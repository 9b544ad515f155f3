import { CASE_OUTCOMES } from '../../cases/case.ts';
import { many } from '../../lib/many.ts';
import { outcomeWords } from '../case-words.ts';
import type { Summary } from '../summary.ts';
import { spanText } from './dates.ts';
import { ladderGlyph } from './legend.ts';
import type { Markup } from './markup.ts';
import { markup } from './markup.ts';

/** What was read, and how to read this: the end of the page. */
export function readingSection(summary: Summary): Markup {
  const { files, rules, sources, totals } = summary;
  const packs = Object.entries(summary.packs).map(([pack, version]) => `${pack} ${version}`);
  return markup`<section class="card"><h2>What was read</h2>
<p>${many(totals.records, 'record')} from ${many(files.length, 'file')}: ${totals.accepted.toLocaleString('en-GB')} accepted, ${many(totals.duplicates, 'duplicate')}, ${totals.rejected.toLocaleString('en-GB')} unreadable. ${many(rules.loaded, 'rule')}${packs.length > 0 && ` (${packs.join(', ')})`}.</p>
<table class="rows"><thead><tr><th scope="col">Log</th><th scope="col" class="n">Events</th><th scope="col" class="n">Signed in</th><th scope="col" class="n">Failed</th><th scope="col" class="n">Stopped</th><th scope="col">From, to, UTC</th></tr></thead><tbody>
${sources.map(
  ({ events, first, last, outcomes, title }) =>
    markup`<tr><th scope="row" class="whole">${title}</th>${count(events, 'events')}${count(outcomes['in'], 'signed in')}${count(sum(outcomes, ['wrong-password', 'user-unknown', 'locked']), 'failed')}${count(outcomes['password-known'], 'stopped')}<td class="t">${spanText(first, last)}</td></tr>`,
)}</tbody></table></section>
<section class="card"><h2>How far, in words</h2>
<dl>${CASE_OUTCOMES.toReversed().map(
    (outcome) =>
      markup`<dt>${ladderGlyph(outcome)}${outcomeWords(outcome, 'password-spray').short}</dt><dd>${outcomeWords(outcome, 'password-spray').long}</dd>`,
  )}</dl></section></main>
<footer>Made by Scrutineer ${summary.scrutineer} on this machine. This page loads nothing and sends nothing. All times are UTC.</footer>`;
}

function count(number: number | undefined, word: string): Markup {
  return markup`<td class="n" data-word="${word}">${(number ?? 0).toLocaleString('en-GB')}</td>`;
}

function sum(outcomes: Readonly<Record<string, number>>, names: readonly string[]): number {
  return names.reduce((total, one) => total + (outcomes[one] ?? 0), 0);
}

import type { Case, CaseAccount } from '../../cases/case.ts';
import { many } from '../../lib/many.ts';
import { byStep, comparePeople, outcomeWords, passwordKnown, rungOf } from '../case-words.ts';
import { spanText } from './dates.ts';
import { ladderGlyph } from './legend.ts';
import type { Markup } from './markup.ts';
import { markup, name, trusted } from './markup.ts';

/** People in the table that is open from the start. */
const MAX_OPEN = 25;

/** People of one case in the report; a case's record has all. */
const MAX_PEOPLE = 2000;

interface PeopleTables {
  /** Those with whom the attack got furthest. */
  readonly first: Markup;
  /** The others, folded away; empty when there are none. */
  readonly more: Markup;
  /** Said in their place when there is no room for them. */
  readonly without: Markup;
}

/** Who, how far, how often, when, and the first step for each; furthest first. */
export function peopleTables({ accounts, kind }: Case): PeopleTables {
  const people = accounts.toSorted(comparePeople);
  const more = people.slice(MAX_OPEN, MAX_PEOPLE);
  const rest = people.length - MAX_PEOPLE;
  const left = (count: number): Markup =>
    count > 0
      ? markup`<p class="note">… and ${many(count, 'more person', 'more people')}: cases.ndjson of --out names all.</p>`
      : markup``;
  return {
    first: table(people.slice(0, MAX_OPEN), kind),
    more:
      more.length === 0
        ? markup``
        : markup`<details><summary>${many(more.length, 'more person', 'more people')}</summary>${table(more, kind)}${left(rest)}</details>`,
    without: left(people.length - MAX_OPEN),
  };
}

function table(people: readonly CaseAccount[], kind: Case['kind']): Markup {
  return markup`<table class="people rows sortable">
<thead><tr><th scope="col" class="who">Person</th><th scope="col">How far</th><th scope="col" class="n">Attempts</th><th scope="col">First to last, UTC</th></tr></thead>
${byStep(people).map(
  ({ people: group, step }) =>
    markup`<tbody><tr class="step"><td colspan="4"><span class="arrow" aria-hidden="true">→</span> ${step}</td></tr>
${group.map((one) => row(one, kind))}</tbody>`,
)}</table>`;
}

function row(one: CaseAccount, kind: Case['kind']): Markup {
  const { account, attempts, first_seen: first, last_seen: last, outcome } = one;
  return markup`<tr><th scope="row" class="who">${name(account)}</th><td data-v="${rungOf(outcome)}"><span class="far${trusted(passwordKnown(outcome) ? ' hit' : '')}">${ladderGlyph(outcome)}${outcomeWords(outcome, kind).short}</span></td><td class="n" data-v="${attempts}" data-word="${attempts === 1 ? 'attempt' : 'attempts'}">${attempts.toLocaleString('en-GB')}</td><td class="t" data-v="${Date.parse(first) || 0}">${spanText(first, last)}</td></tr>
`;
}

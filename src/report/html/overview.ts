import type { Case, CaseAccount } from '../../cases/case.ts';
import { many } from '../../lib/many.ts';
import {
  byOutcome,
  byStep,
  comparePeople,
  outcomeWords,
  passwordKnown,
  peopleOver,
  RUNGS,
} from '../case-words.ts';
import { healthSentences } from '../health-text.ts';
import type { Summary } from '../summary.ts';
import { spanText } from './dates.ts';
import type { Markup } from './markup.ts';
import { markup, name } from './markup.ts';

const MAX_FIRST = 5;
const MAX_LISTED = 500;
const MAX_ORGANISATIONS = 5;

interface Listed {
  readonly record: Case;
  /** Of its section; absent when there was no room for one. */
  readonly id?: string;
}

/** The top of the page: how bad it is, what to do first, what not to rely on, and which attacks there are. */
export function overview(cases: readonly Listed[], summary: Summary, now: number): Markup {
  const records = cases.map(({ record }) => record);
  const counts = peopleOver(records);
  const known = counts['password-known'] + counts['mfa-stopped'];
  const all = RUNGS.reduce((sum, outcome) => sum + counts[outcome], 0);
  return markup`<header><div class="brand">Scrutineer · account report</div>
<h1>${verdict(records.length, counts.compromised, known)}</h1>
<p class="soft">${organisationsText(records)}${summary.span !== undefined && `Logs from ${spanText(summary.span.first, summary.span.last)} UTC. `}Made ${spanText(iso(now), iso(now))} UTC. For those concerned only: it names people.</p>
${
  records.length > 0 &&
  markup`<ul class="tiles"><li><b>${records.length.toLocaleString('en-GB')}</b>${records.length === 1 ? 'attack' : 'attacks'}</li>${tile(all, 'person targeted', 'people targeted')}${tile(known, 'account whose password is known, stopped otherwise', 'accounts whose password is known, stopped otherwise')}${tile(counts.compromised, 'account entered', 'accounts entered', 'bad')}</ul>`
}</header>
<main>${doFirst(records)}${health(summary)}${records.length === 0 ? nothingFound(summary) : list(cases)}`;
}

function verdict(cases: number, entered: number, known: number): string {
  if (cases === 0) return 'No attack on accounts found';
  if (entered > 0) return `Attackers got into ${many(entered, 'account')}`;
  if (known > 0)
    return `Nobody got in, but ${many(known, 'password')} ${known === 1 ? 'is' : 'are'} known`;
  return 'Accounts are under attack; none was entered';
}

function tile(count: number, one: string, several: string, look = ''): Markup {
  return markup`<li class="${count > 0 && look}"><b>${count.toLocaleString('en-GB')}</b>${count === 1 ? one : several}</li>`;
}

function organisationsText(records: readonly Case[]): Markup {
  const all = [...new Set(records.map(({ organisation }) => organisation))];
  if (all.length === 0) return markup``;
  const shown = all
    .slice(0, MAX_ORGANISATIONS)
    .map((one, index) => markup`${index > 0 && ', '}${name(one)}`);
  const rest = all.length - shown.length;
  return markup`${shown}${rest > 0 && ` and ${rest} more`}. `;
}

/** The people who cannot wait, of all cases. */
function doFirst(records: readonly Case[]): Markup {
  if (records.length === 0) return markup``;
  const urgent = new Map<string, CaseAccount>();
  for (const { accounts, organisation } of records) {
    for (const one of accounts) {
      const key = `${organisation}\t${one.account}`;
      const before = urgent.get(key);
      if (passwordKnown(one.outcome) && (before === undefined || comparePeople(one, before) < 0))
        urgent.set(key, one);
    }
  }
  const groups = byStep([...urgent.values()].toSorted(comparePeople));
  const lines = groups.slice(0, MAX_FIRST).map(({ people, step }) => {
    const shown = people
      .slice(0, MAX_FIRST)
      .map(({ account }, index) => markup`${index > 0 && ', '}${name(account)}`);
    const rest = people.length - shown.length;
    return people.length === 1
      ? markup`<li>${step}</li>`
      : markup`<li>${step} <span class="soft">${shown}${rest > 0 && ` and ${rest} more`}</span></li>`;
  });
  if (lines.length === 0)
    lines.push(
      ...(records[0]?.next_steps ?? []).slice(0, 3).map((step) => markup`<li>${step}</li>`),
    );
  if (lines.length === 0) return markup``;
  return markup`<section class="do"><h2>Do first</h2><ol>${lines}</ol></section>`;
}

function health(summary: Summary): Markup {
  const said = healthSentences(summary);
  if (said.length === 0) return markup``;
  return markup`<section class="warn"><h2>Mind: the logs are not whole</h2><ul>${said.map((one) => markup`<li>${one}</li>`)}</ul></section>`;
}

function nothingFound({ gaps, span, totals }: Summary): Markup {
  const events = totals.accepted + totals.duplicates;
  return markup`<section class="card"><p class="lead">${
    span === undefined
      ? 'No record could be read, so this says nothing.'
      : `${many(events, 'record')} from ${spanText(span.first, span.last)} UTC were looked at, and no attack on accounts was found in them.`
  }</p><p>${
    gaps.length > 0
      ? 'Parts of the logs are missing (see above): for those hours this means nothing.'
      : 'What the logs do not record cannot be seen here.'
  }</p></section>`;
}

function list(cases: readonly Listed[]): Markup {
  if (cases.length === 1) return markup``;
  const rest = cases.length - MAX_LISTED;
  return markup`<section class="card"><h2>The attacks, worst first</h2><table class="rows"><thead><tr><th scope="col">Severity</th><th scope="col">Attack</th><th scope="col">How far it got</th><th scope="col">When, UTC</th></tr></thead><tbody>
${cases.slice(0, MAX_LISTED).map(listed)}</tbody></table>${rest > 0 && markup`<p class="note">… and ${many(rest, 'more attack')} in cases.ndjson of --out.</p>`}</section>`;
}

function listed({ id, record }: Listed): Markup {
  const counts = byOutcome(record.accounts);
  const furthest = RUNGS.find((outcome) => counts[outcome] > 0);
  const [only] = record.accounts;
  const whom =
    only !== undefined && record.accounts.length === 1
      ? only.account
      : `${counts[furthest ?? 'targeted'].toLocaleString('en-GB')} of ${many(record.accounts.length, 'person', 'people')}`;
  const title =
    id === undefined ? markup`${record.title}` : markup`<a href="#${id}">${record.title}</a>`;
  return markup`<tr><td><span class="badge ${record.severity}">${record.severity}</span></td><th scope="row" class="whole">${title}<br><span class="soft">${name(record.organisation)}</span></th><td>${
    furthest !== undefined && markup`${name(whom)}: ${outcomeWords(furthest, record.kind).short}`
  }</td><td class="t">${spanText(record.first_seen, record.last_seen)}</td></tr>
`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

import type { Finding } from '../../findings/finding.ts';
import { many } from '../../lib/many.ts';
import { spanText } from './dates.ts';
import type { Markup } from './markup.ts';
import { markup, name } from './markup.ts';

/** Findings outside any case in the report, and those of them open from the start. */
const MAX_FINDINGS = 300;
const MAX_OPEN = 20;

/** The first of them, and how many more there are. */
export function findingRows(
  findings: Iterable<Finding>,
  most: number,
): { readonly shown: readonly Finding[]; readonly rest: number } {
  const shown: Finding[] = [];
  let rest = 0;
  for (const finding of findings) {
    if (shown.length < most) shown.push(finding);
    else rest += 1;
  }
  return { shown, rest };
}

/** What else was found: worst first. */
export function findingsSection(findings: Iterable<Finding>, withCases: boolean): Markup {
  const { rest, shown } = findingRows(findings, MAX_FINDINGS);
  const title = withCases ? 'What else was found' : 'What rules noticed';
  if (shown.length === 0)
    return markup`<section class="card"><h2>${title}</h2><p>Nothing${withCases && ' beyond what is described above'}.</p></section>`;
  const more = shown.slice(MAX_OPEN);
  return markup`<section class="card"><h2>${title}</h2>
<p>${many(shown.length + rest, 'thing')} that a rule noticed and that ${withCases ? 'belong to none of the attacks above' : 'are no attack by themselves'}. Each may be harmless; ask before you act.</p>
${findingsTable(shown.slice(0, MAX_OPEN))}
${more.length > 0 && markup`<details><summary>${many(more.length, 'more thing')}</summary>${findingsTable(more)}</details>`}
${rest > 0 && markup`<p class="note">… and ${rest.toLocaleString('en-GB')} more in findings.ndjson of --out.</p>`}</section>`;
}

export function findingsTable(findings: readonly Finding[]): Markup {
  return markup`<table class="rows sortable"><thead><tr><th scope="col">Level</th><th scope="col">What</th><th scope="col">When, UTC</th></tr></thead><tbody>
${findings.map(({ evidence, explanation, next_step: step, rule, subject }) => {
  const { first_seen: first, last_seen: last } = evidence;
  return markup`<tr><td><span class="badge ${rule.level}">${rule.level === 'informational' ? 'info' : rule.level}</span></td><td class="whole"><strong>${rule.title}</strong> · ${name(subject.id)}<br>${explanation}${step !== undefined && markup`<br><span class="arrow" aria-hidden="true">→</span> ${step}`}</td><td class="t" data-v="${Date.parse(first) || 0}">${spanText(first, last)}</td></tr>`;
})}</tbody></table>`;
}

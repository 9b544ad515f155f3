import type { Case, CaseOutcome } from '../../cases/case.ts';
import { CASE_OUTCOMES } from '../../cases/case.ts';
import { outcomeWords, passwordKnown, rungOf } from '../case-words.ts';
import type { Markup } from './markup.ts';
import { markup, trusted } from './markup.ts';

export function percent(share: number): Markup {
  return trusted(`${Math.round(share * 10_000) / 100}%`);
}

/** Shapes that charts and tables refer to, once per page. A mark differs by shape, not by colour alone. */
export function shapes(): Markup {
  return markup`<svg width="0" height="0" class="defs" aria-hidden="true" focusable="false"><defs>
<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="2" height="6"/></pattern>
${(Object.keys(MARKS) as (keyof typeof MARKS)[]).map((outcome) => markup`<path id="m-${outcome}" class="mark o-${outcome}" d="${trusted(MARKS[outcome])}"/>`)}
${CASE_OUTCOMES.map(ladder)}
</defs></svg>`;
}

/** Around 0, 0: a triangle, a diamond, a disc. */
const MARKS = {
  'password-known': 'M0-6 6 5H-6z',
  'mfa-stopped': 'M0-6.500 6.500 0 0 6.500-6.500 0z',
  compromised: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z',
} as const;

function ladder(outcome: CaseOutcome): Markup {
  const top = rungOf(outcome);
  const steps = CASE_OUTCOMES.map((_, step) => {
    const height = 4 + step * 2;
    return markup`<rect class="${trusted(step <= top ? `o-${outcome}` : 'o-not')}" x="${step * 7}" y="${12 - height}" width="5" height="${height}" rx="1"/>`;
  });
  return markup`<g id="l-${outcome}">${steps}</g>`;
}

/** A small picture of how far it got; the words stand beside it. */
export function ladderGlyph(outcome: CaseOutcome): Markup {
  return markup`<svg class="ladder" width="34" height="12" aria-hidden="true" focusable="false"><use href="#l-${outcome}"/></svg>`;
}

export function legend(
  present: readonly CaseOutcome[],
  kind: Case['kind'],
  withGaps: boolean,
): Markup {
  return markup`<ul class="legend">${present.map(
    (outcome) =>
      markup`<li>${
        passwordKnown(outcome)
          ? markup`<svg class="key" width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true"><use href="#m-${outcome}"/></svg>`
          : markup`<svg class="key" width="14" height="14" aria-hidden="true"><rect class="o-${outcome}" width="14" height="14" rx="2"/></svg>`
      }${outcomeWords(outcome, kind).short}</li>`,
  )}${
    withGaps &&
    markup`<li><svg class="key" width="14" height="14" aria-hidden="true"><rect class="gap" width="14" height="14"/></svg>no log: silence means nothing</li>`
  }</ul>`;
}

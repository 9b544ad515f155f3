import type { Figure } from './figure.ts';
import { shareFigure, withinFigure } from './figure.ts';
import type { Cost, MeasureName } from './measures.ts';
import { MEASURES } from './measures.ts';
import type { Score } from './score.ts';

/** What the product has promised, as data. */
export interface Requirement {
  /** Names of scenarios made to show it; absent: holds for every set. */
  readonly scenarios?: RegExp;
  readonly says: string;
  readonly measure: MeasureName | ((score: Score) => Figure);
  /** The value must be at least, or below this. */
  readonly least?: number;
  readonly below?: number;
}

const DAY = 24 * 60;

export const REQUIREMENTS: readonly Requirement[] = Object.freeze([
  {
    says: 'events in cases belong there',
    // Where nothing attacks, no case can be right: false cases have a requirement of their own.
    measure: ({ events: { precision, recall } }) =>
      shareFigure(recall.whole === 0 ? { part: 0, whole: 0 } : precision),
    least: 0.98,
  },
  { says: 'attack events in the right case', measure: 'event_recall', least: 0.95 },
  { says: 'every success told within 5 min', measure: 'successes_in_5min', least: 1 },
  {
    scenarios: /^office-spray(?:-young)?(?:-residential|-found)?$/,
    says: 'every attacked account within 2 h',
    measure: 'accounts_in_2h',
    least: 1,
  },
  {
    scenarios: /^slow-spray(?:-|$)/,
    says: 'the attack within 7 days',
    measure: ({ campaignDelays }) => withinFigure(campaignDelays, 7 * DAY),
    least: 1,
  },
  {
    scenarios: /^slow-spray(?:-|$)/,
    says: "attacked accounts by the attack's end",
    measure: 'accounts_by_end',
    least: 0.9,
  },
  {
    scenarios: /^brute-force(?:-|$)/,
    says: 'the attack within 10 min',
    measure: ({ campaignDelays }) => withinFigure(campaignDelays, 10),
    least: 1,
  },
  {
    scenarios: /^brute-force(?:-|$)/,
    says: 'both accounts within 10 min',
    measure: ({ accountDelays }) => withinFigure(accountDelays, 10),
    least: 1,
  },
  {
    scenarios: /^quiet-/,
    says: 'false cases, medium or above, a week',
    measure: 'false_cases_medium',
    below: 0.1,
  },
  {
    scenarios: /^thirteen-organisations$/,
    says: 'scanned within 20 s',
    measure: 'seconds',
    below: 20,
  },
  {
    scenarios: /^thirteen-organisations$/,
    says: 'memory below 500 MB',
    measure: 'peak_memory',
    below: 500,
  },
]);

/** A requirement beside what was measured. */
export interface Verdict {
  readonly requirement: Requirement;
  readonly figure: Figure;
  /** By the figure itself, not by its interval. */
  readonly met: boolean;
}

/**
 * The verdicts on one scenario, or on a set that is none. What every set must show is passed over where a set has nothing
 * to show it on; what a scenario was made to show must be there.
 */
export function verdicts(
  scenario: string | undefined,
  score: Score,
  cost: Cost,
  requirements: readonly Requirement[] = REQUIREMENTS,
): readonly Verdict[] {
  return requirements.flatMap((requirement) => {
    const { measure, scenarios } = requirement;
    if (scenarios !== undefined && !(scenario !== undefined && scenarios.test(scenario))) return [];
    const figure =
      typeof measure === 'function' ? measure(score) : MEASURES[measure].of(score, cost);
    if (figure.value === undefined && scenarios === undefined) return [];
    return [{ requirement, figure, met: isMet(requirement, figure.value) }];
  });
}

function isMet({ least, below }: Requirement, value: number | undefined): boolean {
  if (value === undefined) return false;
  if (least !== undefined && value < least) return false;
  return below === undefined || value < below;
}

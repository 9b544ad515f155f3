import { SUCCESS_WITHIN } from './durations.ts';
import type { Figure } from './figure.ts';
import { delayFigure, rateFigure, shareFigure, withinFigure } from './figure.ts';
import type { Score } from './score.ts';
import { falseFrom } from './score.ts';

/** What analysing a set took; of several sets, the most. */
export interface Cost {
  readonly records: number;
  readonly seconds: number;
  /** Of all threads. */
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

export interface Measure {
  readonly title: string;
  readonly of: (score: Score, cost: Cost) => Figure;
}

const TWO_HOURS = 120;
const MEGABYTE = 1_000_000;

/** Everything that is measured, by the name `--json` uses, in the order of `docs/accuracy.md`. */
export const MEASURES = Object.freeze({
  case_precision: {
    title: 'cases that stand for an attack',
    of: ({ cases }) => shareFigure(cases.precision),
  },
  case_recall: {
    title: 'attacks that have a case',
    of: ({ cases }) => shareFigure(cases.recall),
  },
  case_precision_medium: {
    title: 'the same, cases of medium or above',
    of: ({ casesFromMedium }) => shareFigure(casesFromMedium.precision),
  },
  case_recall_medium: {
    title: 'the same, cases of medium or above',
    of: ({ casesFromMedium }) => shareFigure(casesFromMedium.recall),
  },
  split: { title: 'attacks cut into several cases', of: ({ split }) => countFigure(split) },
  merged: { title: 'cases that mix several attacks', of: ({ merged }) => countFigure(merged) },
  kind: { title: 'cases of the right kind', of: ({ kinds }) => shareFigure(kinds) },
  account_precision: {
    title: 'accounts named rightly',
    of: ({ accounts }) => shareFigure(accounts.precision),
  },
  account_recall: {
    title: 'attacked accounts that are named',
    of: ({ accounts }) => shareFigure(accounts.recall),
  },
  accounts_by_end: {
    title: 'attacked accounts named by its end',
    of: ({ accountsByEnd }) => shareFigure(accountsByEnd),
  },
  outcome: {
    title: 'accounts whose outcome is right',
    of: ({ outcomes }) => shareFigure(outcomes),
  },
  event_precision: {
    title: 'events in cases that belong there',
    of: ({ events }) => shareFigure(events.precision),
  },
  event_recall: {
    title: 'attack events in the right case',
    of: ({ events }) => shareFigure(events.recall),
  },
  event_recall_to_entry: {
    title: 'the same, up to the entry',
    of: ({ eventsBeforeEntry }) => shareFigure(eventsBeforeEntry),
  },
  event_recall_aftermath: {
    title: 'the same, after the entry',
    of: ({ aftermath }) => shareFigure(aftermath),
  },
  campaign_delay_median: {
    title: 'delay of the case, median',
    of: ({ campaignDelays }) => delayFigure(campaignDelays, 0.5),
  },
  campaign_delay_p90: {
    title: 'delay of the case, 90th percentile',
    of: ({ campaignDelays }) => delayFigure(campaignDelays, 0.9),
  },
  campaign_delay_max: {
    title: 'delay of the case, longest',
    of: ({ campaignDelays }) => delayFigure(campaignDelays, 1),
  },
  account_delay_median: {
    title: 'delay of an account, median',
    of: ({ accountDelays }) => delayFigure(accountDelays, 0.5),
  },
  account_delay_p90: {
    title: 'delay of an account, 90th percentile',
    of: ({ accountDelays }) => delayFigure(accountDelays, 0.9),
  },
  account_delay_max: {
    title: 'delay of an account, longest',
    of: ({ accountDelays }) => delayFigure(accountDelays, 1),
  },
  accounts_in_2h: {
    title: 'attacked accounts named within 2 h',
    of: ({ accountDelays }) => withinFigure(accountDelays, TWO_HOURS),
  },
  successes_in_5min: {
    title: 'successes told within 5 min',
    of: ({ successDelays }) => withinFigure(successDelays, SUCCESS_WITHIN),
  },
  success_delay_max: {
    title: 'delay of a success, longest',
    of: ({ successDelays }) => delayFigure(successDelays, 1),
  },
  false_cases: {
    title: 'false cases per office-week',
    of: (score) => rateFigure(falseFrom(score, 'low'), score.officeWeeks),
  },
  false_cases_medium: {
    title: 'the same, medium or above',
    of: (score) => rateFigure(falseFrom(score, 'medium'), score.officeWeeks),
  },
  false_cases_high: {
    title: 'the same, high or above',
    of: (score) => rateFigure(falseFrom(score, 'high'), score.officeWeeks),
  },
  false_cases_critical: {
    title: 'the same, critical',
    of: (score) => rateFigure(falseFrom(score, 'critical'), score.officeWeeks),
  },
  false_accounts: {
    title: 'accounts named wrongly a week',
    of: ({ accounts, officeWeeks }) =>
      rateFigure(accounts.precision.whole - accounts.precision.part, officeWeeks),
  },
  seconds: {
    title: 'time of a scan, longest',
    of: (_, { seconds }) => ({ value: seconds, unit: 'seconds' }),
  },
  cpu_seconds: {
    title: 'processor time of a scan, most',
    of: (_, { cpuSeconds }) => ({ value: cpuSeconds, unit: 'seconds' }),
  },
  peak_memory: {
    title: 'memory of a scan, most',
    of: (_, { peakBytes }) => ({ value: peakBytes / MEGABYTE, unit: 'megabytes' }),
  },
} as const satisfies Readonly<Record<string, Measure>>);

export type MeasureName = keyof typeof MEASURES;

export const MEASURE_NAMES = Object.keys(MEASURES) as readonly MeasureName[];

function countFigure(value: number): Figure {
  return { value, unit: 'count' };
}

export function mostOf(costs: readonly Cost[]): Cost {
  const most = (of: (cost: Cost) => number): number => Math.max(0, ...costs.map(of));
  return {
    records: most(({ records }) => records),
    seconds: most(({ seconds }) => seconds),
    cpuSeconds: most(({ cpuSeconds }) => cpuSeconds),
    peakBytes: most(({ peakBytes }) => peakBytes),
  };
}

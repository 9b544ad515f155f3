import { MEASURE_NAMES, MEASURES } from '../evaluation/measures.ts';
import type { Figure } from '../evaluation/figure.ts';
import type { Report, ReportLine } from './evaluate-report.ts';

/** The report for scripts. */
export function reportJson({ lines, total, falseModes }: Report): object {
  return {
    sets: lines.map(lineJson),
    total: lineJson(total),
    false_cases_made_of: falseModes,
  };
}

function lineJson({ name, title, score, cost, verdicts }: ReportLine): object {
  return {
    name,
    title,
    sets: score.sets,
    events: score.labels,
    organisations: score.organisations,
    office_weeks: score.officeWeeks,
    attacks: score.campaigns,
    records: cost.records,
    figures: Object.fromEntries(
      MEASURE_NAMES.map((measure) => [measure, figureJson(MEASURES[measure].of(score, cost))]),
    ),
    outcomes_too_low: score.outcomesTooLow,
    outcomes_too_high: score.outcomesTooHigh,
    names_of_nobody: score.namesOfNobody,
    unlabelled: score.unlabelled,
    requirements: verdicts.map(({ requirement: { says, least, below }, figure, met }) => ({
      says,
      least,
      below,
      met,
      ...figureJson(figure),
    })),
    missed: score.missed,
    false_cases: score.falseList,
  };
}

/** `low` and `high` bound the true value at 95 %; a figure there was nothing to measure for has no value. */
function figureJson({ value, unit, interval, counts }: Figure): object {
  return { value, unit, ...interval, ...counts };
}

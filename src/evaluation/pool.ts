import { SEVERITIES } from '../cases/case.ts';
import type { Severity } from '../cases/case.ts';
import type { Delays, Found, Part, Score } from './score.ts';
import { MAX_LISTED } from './score.ts';

/** The score of several sets taken as one; a single one comes back as it is. */
export function pool(scores: readonly [Score, ...Score[]]): Score {
  const [first, ...rest] = scores;
  return rest.reduce(both, first);
}

function both(a: Score, b: Score): Score {
  return {
    sets: a.sets + b.sets,
    labels: a.labels + b.labels,
    organisations: a.organisations + b.organisations,
    campaigns: a.campaigns + b.campaigns,
    officeWeeks: a.officeWeeks + b.officeWeeks,
    cases: found(a.cases, b.cases),
    casesFromMedium: found(a.casesFromMedium, b.casesFromMedium),
    split: a.split + b.split,
    merged: a.merged + b.merged,
    kinds: parts(a.kinds, b.kinds),
    accounts: found(a.accounts, b.accounts),
    namesOfNobody: a.namesOfNobody + b.namesOfNobody,
    outcomes: parts(a.outcomes, b.outcomes),
    outcomesTooLow: a.outcomesTooLow + b.outcomesTooLow,
    outcomesTooHigh: a.outcomesTooHigh + b.outcomesTooHigh,
    events: found(a.events, b.events),
    eventsBeforeEntry: parts(a.eventsBeforeEntry, b.eventsBeforeEntry),
    aftermath: parts(a.aftermath, b.aftermath),
    unlabelled: a.unlabelled + b.unlabelled,
    campaignDelays: delays(a.campaignDelays, b.campaignDelays),
    accountDelays: delays(a.accountDelays, b.accountDelays),
    accountsByEnd: parts(a.accountsByEnd, b.accountsByEnd),
    successDelays: delays(a.successDelays, b.successDelays),
    falseCases: Object.fromEntries(
      SEVERITIES.map((severity) => [severity, a.falseCases[severity] + b.falseCases[severity]]),
    ) as Readonly<Record<Severity, number>>,
    missed: [...a.missed, ...b.missed].slice(0, MAX_LISTED),
    falseList: [...a.falseList, ...b.falseList].slice(0, MAX_LISTED),
  };
}

function parts(a: Part, b: Part): Part {
  return { part: a.part + b.part, whole: a.whole + b.whole };
}

function found(a: Found, b: Found): Found {
  return { precision: parts(a.precision, b.precision), recall: parts(a.recall, b.recall) };
}

function delays(a: Delays, b: Delays): Delays {
  return {
    whole: a.whole + b.whole,
    minutes: [...a.minutes, ...b.minutes].toSorted((one, other) => one - other),
  };
}

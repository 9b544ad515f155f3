import type { Severity } from '../cases/case.ts';
import { MINUTE, WEEK } from './durations.ts';
import type { Evidence, FoundCase } from './evidence.ts';
import type { Belonging, Matching } from './matching.ts';
import { belonging, benignEvents, isFalse, match } from './matching.ts';
import { rightKinds } from './right-kinds.ts';
import { scoreAccounts } from './score-accounts.ts';
import { scoreEvents } from './score-events.ts';
import { scoreSuccesses } from './score-successes.ts';
import type { Delays, FalseCase, Found, Missed, Part, Score } from './score.ts';
import { MAX_LISTED } from './score.ts';

/** Everything there is to say of one labelled set. */
export function scoreSet(evidence: Evidence): Score {
  const campaigns = [...evidence.campaigns.values()];
  const matching = match(evidence.cases, campaigns);
  const medium = match(
    evidence.cases.filter(({ record }) => record.severity !== 'low'),
    campaigns,
  );
  const belongs = belonging(matching);
  const successes = scoreSuccesses(campaigns);
  const falsely = evidence.cases.filter(isFalse);
  return {
    sets: 1,
    labels: evidence.labels,
    organisations: evidence.living.size,
    campaigns: campaigns.length,
    officeWeeks: officeWeeks(evidence),
    cases: foundCases(matching),
    casesFromMedium: foundCases(medium),
    split: belongs.split,
    merged: belongs.merged,
    kinds: kinds(matching),
    ...scoreAccounts(evidence, campaigns),
    ...scoreEvents(evidence, matching),
    unlabelled: evidence.unlabelled,
    campaignDelays: campaignDelays(matching, belongs),
    successDelays: successes.delays,
    falseCases: bySeverity(falsely),
    missed: [...missedCampaigns(matching, belongs), ...successes.missed].slice(0, MAX_LISTED),
    falseList: falsely.slice(0, MAX_LISTED).map(falseCase),
  };
}

function officeWeeks({ living, first, last }: Evidence): number {
  return living.size === 0 ? 0 : (living.size * Math.max(0, last - first)) / WEEK;
}

function foundCases({ cases, campaigns, pairs }: Matching): Found {
  return {
    precision: { part: pairs.size, whole: cases.length },
    recall: { part: pairs.size, whole: campaigns.length },
  };
}

/** Of cases that stand for a campaign. */
function kinds({ pairs }: Matching): Part {
  let [part, whole] = [0, 0];
  for (const [found, campaign] of pairs) {
    const right = rightKinds(campaign.modes);
    if (right === undefined) continue;
    whole += 1;
    if (right.has(found.record.kind)) part += 1;
  }
  return { part, whole };
}

/** A case that took in an earlier attack as well was raised before this one began: no delay. */
function campaignDelays({ campaigns }: Matching, { casesOf }: Belonging): Delays {
  const minutes: number[] = [];
  for (const campaign of campaigns) {
    const times = [...(casesOf.get(campaign) ?? [])].map(({ record }) =>
      Date.parse(record.detected_at),
    );
    if (times.length > 0) minutes.push(Math.max(0, Math.min(...times) - campaign.first) / MINUTE);
  }
  return { whole: campaigns.length, minutes: minutes.toSorted((a, b) => a - b) };
}

function missedCampaigns({ campaigns }: Matching, { casesOf }: Belonging): readonly Missed[] {
  return campaigns
    .filter((campaign) => (casesOf.get(campaign)?.size ?? 0) === 0)
    .map(({ name, organisation, modes, total, accounts }) => ({
      what: `campaign ${name} against ${organisation}`,
      why: `no case holds it: ${[...modes].join(', ')}; ${total.events} events, ${accounts.size} accounts`,
    }));
}

function bySeverity(cases: readonly FoundCase[]): Readonly<Record<Severity, number>> {
  const counts = { low: 0, medium: 0, high: 0, critical: 0 } satisfies Record<Severity, number>;
  for (const { record } of cases) counts[record.severity] += 1;
  return counts;
}

function falseCase(found: FoundCase): FalseCase {
  const { id, severity, kind, accounts } = found.record;
  const modes: [string, number][] = [...found.benign].toSorted((a, b) => b[1] - a[1]);
  if (found.attacks > 0) modes.push(['(attack)', found.attacks]);
  if (benignEvents(found) === 0) modes.push(['(no labelled event)', 0]);
  return { id, severity, kind, accounts: accounts.length, modes };
}

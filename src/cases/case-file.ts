import { prefixOf } from '../detectors/network-prefix.ts';
import { formatTime } from '../lib/time.ts';
import type { AccountTrace } from './account-trace.ts';
import type { Case, CaseAccount, CaseFile, CaseHour } from './case.ts';
import { MAX_CHARTED, MAX_TOP_ADDRESSES } from './case.ts';
import type { Dossier } from './dossier.ts';
import { firstStep } from './first-step.ts';
import { quietTime } from './kind-facts.ts';
import { MAX_CASE_FINDINGS, MAX_TOP_CLIENTS } from './limits.ts';
import { nextSteps } from './next-steps.ts';
import { outcomeAt } from './rung.ts';
import { severityOf } from './severity.ts';
import { explanationOf, titleOf } from './telling.ts';
import { timelineOf } from './timeline.ts';

/** What people get of a dossier. `now`: the end of the log; `findings`: ids of those that detectors raised. */
export function caseFile(dossier: Dossier, now: number, findings: readonly string[]): CaseFile {
  const { span, kind, confidence, clues } = dossier;
  const closed = now - span.last > quietTime(kind);
  const people = dossier.people.toSorted((a, b) => a.first - b.first || byName(a, b));
  const record: Case = {
    id: dossier.id,
    desk: 'accounts',
    kind,
    title: titleOf(dossier),
    organisation: dossier.organisation,
    severity: severityOf(dossier),
    confidence: Math.round(confidence * 1000) / 1000,
    status: closed ? 'closed' : 'open',
    first_seen: formatTime(span.first),
    last_seen: formatTime(span.last),
    detected_at: formatTime(dossier.detectedAt),
    accounts: people.map((account) => accountOf(account, dossier)),
    sources: sourcesOf(dossier),
    findings: [...clues.map(({ id }) => id), ...findings].slice(0, MAX_CASE_FINDINGS),
    events: dossier.events.list(),
    events_total: dossier.total,
    explanation: explanationOf(dossier),
    timeline: timelineOf(dossier, closed),
    next_steps: nextSteps(dossier),
  };
  return { record, hours: hoursOf(people) };
}

function byName(a: AccountTrace, b: AccountTrace): number {
  return a.account < b.account ? -1 : 1;
}

function accountOf(account: AccountTrace, { kind, confidence }: Dossier): CaseAccount {
  const outcome = outcomeAt(account.rung);
  return {
    account: account.account,
    outcome,
    attempts: account.attempts,
    first_seen: formatTime(account.first),
    last_seen: formatTime(account.last),
    detected_at: formatTime(account.detectedAt),
    first_step: firstStep(kind, outcome, confidence),
  };
}

function sourcesOf({ addresses, asns, countries, clients }: Dossier): Case['sources'] {
  const netblocks = new Set<string>();
  for (const address of addresses.names()) netblocks.add(prefixOf(address));
  return {
    addresses: addresses.size,
    netblocks: netblocks.size,
    asns: asns.size,
    countries: [...countries.names()].toSorted(),
    top: addresses.top(MAX_TOP_ADDRESSES).map(([address, attempts]) => ({ address, attempts })),
    clients: clients.top(MAX_TOP_CLIENTS).map(([client, attempts]) => ({ client, attempts })),
  };
}

function hoursOf(people: readonly AccountTrace[]): readonly CaseHour[] {
  const charted = people
    .filter(({ hours }) => hours !== undefined)
    .toSorted((a, b) => b.attempts - a.attempts || byName(a, b))
    .slice(0, MAX_CHARTED);
  return charted
    .flatMap((account) =>
      [...account.cells()].map(({ hour, attempts, rung }) => ({
        account: account.account,
        hour,
        attempts,
        outcome: outcomeAt(rung),
      })),
    )
    .toSorted((a, b) => a.hour - b.hour || (a.account < b.account ? -1 : 1));
}

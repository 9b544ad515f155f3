import type { Finding, Level } from '../findings/finding.ts';
import { MAX_EVIDENCE_VALUES } from '../findings/finding.ts';
import { contentId } from '../lib/hash.ts';
import { formatTime } from '../lib/time.ts';
import type { AccountTrace } from './account-trace.ts';
import { firstStep } from './first-step.ts';
import { KIND_FACTS } from './kind-facts.ts';
import { COMPROMISED, outcomeAt, PASSWORD_KNOWN } from './rung.ts';
import { UNSURE } from './telling.ts';
import type { Trail } from './trail.ts';
import { many } from '../lib/many.ts';
import { shownName } from './words.ts';

/** Findings of a detector: one for each account of an attack, by when a stream would first have named it. */
export function detectorFindings(trail: Trail): readonly Finding[] {
  return [...trail.accounts.values()]
    .filter(({ exists }) => exists)
    .toSorted((a, b) => a.detectedAt - b.detectedAt || (a.account < b.account ? -1 : 1))
    .map((account) => findingOf(trail, account));
}

/** Ids of the same findings. */
export function findingIds(trail: Trail): readonly string[] {
  return [...trail.accounts.values()]
    .filter(({ exists }) => exists)
    .map(({ account }) => account)
    .toSorted()
    .map((account) => idOf(trail, account));
}

function idOf({ organisation, detector, attack }: Trail, account: string): string {
  return contentId('detector', organisation, detector, attack, account);
}

function findingOf(trail: Trail, account: AccountTrace): Finding {
  const { kind, organisation } = trail;
  const confidence = trail.confidence ?? 0;
  const { rule, title, tags } = KIND_FACTS[kind];
  const traces = [...account.recent.values()].toSorted(
    (a, b) => a.time - b.time || (a.id < b.id ? -1 : 1),
  );
  const seen = (of: 'address' | 'country' | 'client'): readonly string[] =>
    [...new Set(traces.flatMap((trace) => trace[of] ?? []))].slice(0, MAX_EVIDENCE_VALUES);
  const outcome = outcomeAt(account.rung);
  return {
    id: idOf(trail, account.account),
    at: formatTime(account.detectedAt),
    desk: 'accounts',
    rule: { id: rule, title, level: levelOf(account, confidence), tags },
    organisation,
    subject: { kind: 'account', id: account.account },
    events: traces.map(({ id }) => id),
    evidence: {
      first_seen: formatTime(account.first),
      last_seen: formatTime(account.last),
      events_total: account.attempts,
      values: {
        'user.name': [account.account],
        outcome: [outcome],
        'src_endpoint.ip': seen('address'),
        'src_endpoint.location.country': seen('country'),
        client: seen('client'),
      },
    },
    explanation: sentenceOf(trail, account),
    next_step: firstStep(kind, outcome, confidence),
  };
}

function levelOf({ rung }: AccountTrace, confidence: number): Level {
  if (rung >= COMPROMISED) return confidence < UNSURE ? 'high' : 'critical';
  if (rung >= PASSWORD_KNOWN) return confidence < UNSURE ? 'medium' : 'high';
  return confidence < UNSURE ? 'low' : 'medium';
}

const REACHED = [
  'nobody got in',
  'the account was locked or the address refused',
  'the password was right and something else stopped it',
  'the password was right and the second factor stopped it',
  'somebody got in',
] as const;

function sentenceOf({ kind }: Trail, account: AccountTrace): string {
  const { noun } = KIND_FACTS[kind];
  const times = many(account.attempts, 'event');
  return `${shownName(account.account)} is a target of ${noun}: ${times}; ${REACHED[account.rung] ?? REACHED[0]}.`;
}

import type { EventDigest } from '../events/digest.ts';
import { contentId } from '../lib/hash.ts';
import { formatTime } from '../lib/time.ts';
import type { CompiledRule } from '../rules/compiled.ts';
import { fillTemplate } from './explain.ts';
import type { Finding } from './finding.ts';
import { ruleOf } from './rule-of.ts';
import type { Values } from './values.ts';

/** Characters of a value kept as evidence. */
const MAX_EVIDENCE_TEXT = 500;

/** The finding of a rule that matched one event. */
export function findingFromMatch(
  { key, rule }: CompiledRule,
  event: EventDigest,
  values: Values,
): Finding {
  const at = formatTime(event.time);
  const value = (name: string): string | undefined => values[name];
  const account = accountOf(event);
  const template =
    rule.scrutineer.explanation?.text ?? `${rule.title}: ${account ?? 'unknown account'}.`;
  const next = rule.scrutineer.next_step;
  return {
    id: contentId('match', key, event.metadata.uid),
    at,
    desk: 'accounts',
    rule: ruleOf(key, rule),
    organisation: event.metadata.tenant_uid,
    subject: matchSubject(rule, event, values),
    events: [event.metadata.uid],
    evidence: {
      first_seen: at,
      last_seen: at,
      events_total: 1,
      values: evidenceValues(event, values),
    },
    explanation: fillTemplate(template, value),
    ...(next !== undefined && { next_step: fillTemplate(next, value) }),
  };
}

/** Whom a match is about. */
export function matchSubject(
  { scrutineer }: CompiledRule['rule'],
  event: EventDigest,
  values: Values,
): Finding['subject'] {
  const id = values[scrutineer.subject?.text ?? ''] ?? accountOf(event) ?? 'unknown';
  return { kind: 'account', id };
}

function accountOf(event: EventDigest): string | undefined {
  return event.user?.name ?? (event.kind === 'audit' ? event.actor?.user.name : undefined);
}

/** What is worth showing of any event, and what the rule asked for. */
function evidenceValues(
  event: EventDigest,
  values: Values,
): Readonly<Record<string, readonly string[]>> {
  const endpoint = event.src_endpoint;
  const shown: Record<string, string | undefined> = {
    'src_endpoint.ip': endpoint?.ip,
    'src_endpoint.location.country': endpoint?.location?.country,
    'http_request.user_agent': event.http_request?.user_agent,
    ...(event.kind === 'sign-in'
      ? {
          outcome: event.outcome,
          status_code: event.status_code,
          'service.name': event.service?.name,
        }
      : { 'api.operation': event.api.operation, 'actor.user.name': event.actor?.user.name }),
    ...values,
  };
  const entries = Object.entries(shown).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(
    entries.map(([name, text]) => [name, [text.slice(0, MAX_EVIDENCE_TEXT)]]),
  );
}

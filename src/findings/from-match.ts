import type { AnyDigest } from '../events/digest.ts';
import { contentId } from '../lib/hash.ts';
import { formatTime } from '../lib/time.ts';
import type { CompiledRule } from '../rules/compiled.ts';
import { fillTemplate, oneLine } from './explain.ts';
import type { Finding } from './finding.ts';
import { MAX_EVIDENCE_VALUES } from './finding.ts';
import { ruleOf } from './rule-of.ts';
import type { Values } from './values.ts';

/** Characters of a value kept as evidence, and of an account in a sentence. */
const MAX_EVIDENCE_TEXT = 500;
const MAX_ACCOUNT = 120;

/** Events named in a finding; all are counted. */
const MAX_EVENTS = 50;

/** Findings that may still grow; at more, further ones stand for their one event. */
const MAX_OPEN = 100_000;

const DAY = 86_400_000;

interface Open {
  readonly rule: CompiledRule;
  readonly event: AnyDigest;
  readonly explanation: string;
  readonly subject: Finding['subject'];
  /** What tells it from other findings, whatever the order its events came in. */
  readonly identity: readonly string[];
  readonly nextStep: string | undefined;
  readonly events: string[];
  readonly values: Map<string, string[]>;
  total: number;
  last: number;
}

/**
 * Findings of rules that match single events. What a rule says in the same words of the same subject on the same day
 * (UTC) is one finding, which counts its events: a phone that is not compliant a hundred times a day is one thing to
 * look at. Events come in order of time.
 */
export class MatchFindings {
  #day: number | undefined;
  readonly #open = new Map<string, Open>();

  /** Takes a match. Given back are the findings that are complete now: those of the day before. */
  add(rule: CompiledRule, event: AnyDigest, values: Values): readonly Finding[] {
    const day = Math.floor(event.time / DAY);
    const done = day === this.#day ? [] : this.end();
    this.#day = day;
    const subject = matchSubject(rule.rule, event, values);
    const explanation = explanationOf(rule, event, values);
    const identity = [rule.key, event.metadata.tenant_uid, subject.id, explanation, String(day)];
    const key = identity.join('\n');
    let open = this.#open.get(key);
    if (open === undefined) {
      const next = rule.rule.scrutineer.next_step;
      open = {
        rule,
        event,
        explanation,
        subject,
        identity,
        nextStep: next === undefined ? undefined : fillTemplate(next, (name) => values[name]),
        events: [],
        values: new Map(),
        total: 0,
        last: event.time,
      };
      if (this.#open.size >= MAX_OPEN) {
        const alone = { ...open, identity: [...identity, event.metadata.uid] };
        count(alone, event, values);
        return [...done, finished(alone)];
      }
      this.#open.set(key, open);
    }
    count(open, event, values);
    return done;
  }

  /** All that is still open. */
  end(): readonly Finding[] {
    const done = Array.from(this.#open.values(), finished);
    this.#open.clear();
    return done;
  }
}

function count(open: Open, event: AnyDigest, values: Values): void {
  open.total += 1;
  open.last = event.time;
  if (open.events.length < MAX_EVENTS) open.events.push(event.metadata.uid);
  addEvidence(open.values, shownOf(event));
  addEvidence(open.values, values);
}

function addEvidence(
  evidence: Map<string, string[]>,
  shown: Readonly<Record<string, string | undefined>>,
): void {
  for (const name in shown) {
    const text = shown[name];
    if (text === undefined) continue;
    const short = text.length > MAX_EVIDENCE_TEXT ? text.slice(0, MAX_EVIDENCE_TEXT) : text;
    const have = evidence.get(name);
    if (have === undefined) evidence.set(name, [short]);
    else if (have.length < MAX_EVIDENCE_VALUES && !have.includes(short)) have.push(short);
  }
}

function finished(open: Open): Finding {
  const { rule, event, explanation, subject, identity, nextStep } = open;
  const at = formatTime(event.time);
  return {
    id: contentId('match', ...identity),
    at,
    desk: 'accounts',
    rule: ruleOf(rule.key, rule.rule),
    organisation: event.metadata.tenant_uid,
    subject,
    events: open.events,
    evidence: {
      first_seen: at,
      last_seen: formatTime(open.last),
      events_total: open.total,
      values: Object.fromEntries(open.values),
    },
    explanation,
    ...(nextStep !== undefined && { next_step: nextStep }),
  };
}

function explanationOf({ rule }: CompiledRule, event: AnyDigest, values: Values): string {
  const template = rule.scrutineer.explanation?.text;
  if (template !== undefined) return fillTemplate(template, (name) => values[name]);
  return `${rule.title}: ${oneLine(accountOf(event) ?? 'unknown account', MAX_ACCOUNT)}.`;
}

/** Whom a match is about. */
export function matchSubject(
  { scrutineer }: CompiledRule['rule'],
  event: AnyDigest,
  values: Values,
): Finding['subject'] {
  const id = values[scrutineer.subject?.text ?? ''] ?? accountOf(event) ?? 'unknown';
  return { kind: 'account', id };
}

function accountOf(event: AnyDigest): string | undefined {
  return event.user?.name ?? (event.kind === 'audit' ? event.actor?.user.name : undefined);
}

/** What is worth showing of any event, beside what the rule asked for. */
function shownOf(event: AnyDigest): Readonly<Record<string, string | undefined>> {
  const origin = {
    'src_endpoint.ip': event.src_endpoint?.ip,
    'src_endpoint.location.country': event.src_endpoint?.location?.country,
    'http_request.user_agent': event.http_request?.user_agent,
  };
  if (event.kind === 'mail') {
    const { email } = event;
    return { ...origin, 'email.from': email.from, 'email.subject': email.subject };
  }
  return event.kind === 'sign-in'
    ? {
        ...origin,
        outcome: event.outcome,
        status_code: event.status_code,
        'service.name': event.service?.name,
      }
    : {
        ...origin,
        'api.operation': event.api.operation,
        'actor.user.name': event.actor?.user.name,
      };
}

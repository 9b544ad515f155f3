import type { Finding } from '../findings/finding.ts';
import { levelRank } from '../findings/finding.ts';
import { parseTime } from '../lib/time.ts';
import type { RuleSense } from './rule-sense.ts';
import { senseOf } from './rule-sense.ts';

/** A finding of a rule as cases use it. Times in milliseconds. */
export interface Clue {
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly explanation: string;
  readonly nextStep: string | undefined;
  /** Position of its level in `LEVELS`. */
  readonly level: number;
  readonly at: number;
  readonly first: number;
  readonly last: number;
  readonly sense: RuleSense;
  readonly accounts: readonly string[];
  readonly addresses: readonly string[];
  readonly countries: readonly string[];
  readonly clients: readonly string[];
  /** What it was done with or for: an application, an address mail is sent on to; each with its field. */
  readonly things: readonly string[];
  readonly events: readonly string[];
  /** Also those not listed. */
  readonly total: number;
}

export const MEDIUM = levelRank('medium');
export const HIGH = levelRank('high');
export const CRITICAL = levelRank('critical');

/** Fields whose values name people. */
const PEOPLE = ['user.name', 'actor.user.name'];
const NAMES_PEOPLE = /user|account|actor|(?<!service)principal|upn|mailbox/i;

/** Fields that name an application or where mail goes: the same on two accounts is the same hand. */
const NAMES_THING =
  /^(?:parameters|forwarding)\..*(?:forward|redirect|copyto|principal|app|client|displayname|address)/i;
const MAX_THINGS = 20;
const MAX_THING = 200;

/** Ids of a finding too slight to be a case that are kept to see what it shares. */
const MAX_SLIGHT_EVENTS = 50;

export function clueOf(finding: Finding): Clue {
  const { evidence, rule, events } = finding;
  const at = parseTime(finding.at) ?? 0;
  const level = levelRank(rule.level);
  const { subject } = finding;
  return {
    id: finding.id,
    rule: rule.id,
    title: rule.title,
    explanation: finding.explanation,
    nextStep: finding.next_step,
    level,
    at,
    first: parseTime(evidence.first_seen) ?? at,
    last: parseTime(evidence.last_seen) ?? at,
    sense: senseOf(rule.tags),
    accounts: accountsOf(finding),
    addresses: [
      ...new Set([
        ...(subject.kind === 'address' ? [subject.id] : []),
        ...(evidence.values['src_endpoint.ip'] ?? []),
      ]),
    ],
    countries: evidence.values['src_endpoint.location.country'] ?? [],
    clients: evidence.values['http_request.user_agent'] ?? [],
    things: thingsOf(finding),
    events: level < MEDIUM ? events.slice(0, MAX_SLIGHT_EVENTS) : events,
    total: Math.max(evidence.events_total, events.length),
  };
}

function thingsOf({ evidence: { values } }: Finding): readonly string[] {
  return Object.keys(values)
    .filter((field) => NAMES_THING.test(field) && !NAMES_PEOPLE.test(field))
    .flatMap((field) =>
      (values[field] ?? []).map((value) => `${field}\n${value.slice(0, MAX_THING)}`),
    )
    .slice(0, MAX_THINGS);
}

/** Whom a finding is about. The subject of a rule may also be an application or a server: then who was seen with it. */
function accountsOf({ subject, evidence: { values } }: Finding): readonly string[] {
  const seen = PEOPLE.flatMap((field) => values[field] ?? []).map((name) => name.toLowerCase());
  if (subject.kind === 'address' || subject.id === 'unknown') return [...new Set(seen)];
  const id = subject.id.toLowerCase();
  const fields = Object.keys(values).filter((field) => values[field]?.includes(subject.id));
  const isPerson = fields.length === 0 || fields.some((field) => NAMES_PEOPLE.test(field));
  return isPerson ? [id] : [...new Set(seen)];
}

/** By time; equals by id. */
export function compareClues(a: Clue, b: Clue): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

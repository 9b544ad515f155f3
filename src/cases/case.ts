import type { AttackKind } from '../detectors/detection.ts';

/** How far an attack has got with an account, least first. */
export const CASE_OUTCOMES = [
  'targeted',
  'locked',
  'password-known',
  'mfa-stopped',
  'compromised',
] as const;

export type CaseOutcome = (typeof CASE_OUTCOMES)[number];

export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** Ids listed in a case; `events_total` counts all. */
export const MAX_CASE_EVENTS = 10_000;

/** Addresses named in a case; `addresses` counts all. */
export const MAX_TOP_ADDRESSES = 20;

/** One attack on one organisation: the record written to `cases.ndjson`. Times are RFC 3339 UTC. */
export interface Case {
  /** The same for the same events, so that a second scan opens nothing twice. */
  readonly id: string;
  readonly desk: 'accounts';
  readonly kind: AttackKind;
  readonly title: string;
  readonly organisation: string;
  readonly severity: Severity;
  /** That this is an attack, from 0 to 1. */
  readonly confidence: number;
  readonly status: 'open' | 'closed';
  readonly first_seen: string;
  readonly last_seen: string;
  /** Time of the event at which a stream would first have raised this case. */
  readonly detected_at: string;
  readonly accounts: readonly CaseAccount[];
  readonly sources: {
    /** How many, each counted once. */
    readonly addresses: number;
    /** /24 of IPv4, /48 of IPv6. */
    readonly netblocks: number;
    readonly asns: number;
    readonly countries: readonly string[];
    readonly top: readonly { readonly address: string; readonly attempts: number }[];
    readonly clients: readonly { readonly client: string; readonly attempts: number }[];
  };
  /** Ids of findings. */
  readonly findings: readonly string[];
  readonly events: readonly string[];
  readonly events_total: number;
  /** Why this is one attack, in a plain sentence. */
  readonly explanation: string;
  readonly timeline: readonly { readonly at: string; readonly what: string }[];
  readonly next_steps: readonly string[];
}

export interface CaseAccount {
  readonly account: string;
  readonly outcome: CaseOutcome;
  readonly attempts: number;
  readonly first_seen: string;
  readonly last_seen: string;
  /** Time of the event at which a stream would first have named this account as a target. */
  readonly detected_at: string;
  /** The first thing to do for this person, in one plain sentence. */
  readonly first_step: string;
}

/** Attempts by account and hour, for pictures: more than the record holds. */
export interface CaseHour {
  readonly account: string;
  /** Hours since 1970. */
  readonly hour: number;
  readonly attempts: number;
  readonly outcome: CaseOutcome;
}

/** A case and what a report draws of it. */
export interface CaseFile {
  readonly record: Case;
  /** By hour, then account; bounded to the accounts attacked most, `MAX_CHARTED` of them. */
  readonly hours: readonly CaseHour[];
}

/** Accounts in a heat map. */
export const MAX_CHARTED = 200;

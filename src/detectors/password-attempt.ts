import type { SignIn } from '../events/event.ts';
import type { EventDigest } from '../events/digest.ts';
import { Recent } from '../lib/recent.ts';
import type { Origin, Relation, Tie } from './familiarity.ts';
import type { Sighting } from './sighting.ts';

/** A sign-in that may be part of an attack on passwords, as the organisation's state keeps it. */
export interface Attempt {
  readonly sighting: Sighting;
  readonly origin: Origin;
  /** What it was tried with: client, protocol and application. */
  readonly tool: string;
  /** Natural logarithm of how much likelier an attacker's it is than its owner's. */
  readonly strange: number;
  /** Whether it failed at the password; else the password was right. */
  readonly failed: boolean;
  /** Whether anything was known of the account at the time. */
  readonly known: boolean;
  /** Whether enough was, to call something new to it strange. */
  readonly settled: boolean;
  /** How it stood to its account at the time. */
  readonly place: Relation['place'];
  readonly client: Tie['to'] | undefined;
  readonly country: Tie['to'] | undefined;
  /** Whether a person did it, as far as the log says. */
  readonly interactive: boolean;
  /** Whether a second factor was given. */
  readonly second: boolean;
}

/** Days of signing in. */
const SETTLED = 3;

export type SignInDigest = Extract<EventDigest, { readonly kind: 'sign-in' }>;

/** Whether somebody tried a password or got in; refusals that say nothing of it and log-offs do not count. */
export function isAttempt(event: SignInDigest): boolean {
  return event.outcome !== 'none' && event.outcome !== 'refused';
}

function failedAt(outcome: SignIn['outcome']): boolean {
  return outcome === 'wrong-password' || outcome === 'user-unknown' || outcome === 'locked';
}

export function attemptOf(event: SignInDigest, relation: Relation, strange: number): Attempt {
  const { origin } = relation;
  return {
    sighting: sightingOf(event, event.user.name, origin),
    origin,
    tool: toolOf(event, origin),
    strange,
    failed: failedAt(event.outcome),
    known: relation.accountDays > 0,
    settled: relation.accountDays >= SETTLED,
    place: relation.place,
    client: relation.client?.to,
    country: relation.country?.to,
    interactive: event.is_interactive !== false,
    second: event.mfa_result === 'passed',
  };
}

/** What is learnt of a sign-in that is its owner's. */
export interface OwnSignIn extends Pick<Attempt, 'origin' | 'tool' | 'interactive'> {
  readonly sighting: Pick<Sighting, 'account' | 'address' | 'time'>;
}

/** Without what only matters where something may be strange. */
export function signInOf(event: SignInDigest, { origin }: Relation): OwnSignIn {
  const { address } = origin;
  return {
    sighting: {
      account: event.user.name,
      time: event.time,
      ...(address !== undefined && { address }),
    },
    origin,
    tool: toolOf(event, origin),
    interactive: event.is_interactive !== false,
  };
}

/** Clients whose tools are remembered, and applications of each. */
const MAX_CLIENTS = 1024;
const MAX_SERVICES = 64;

interface Tool {
  readonly protocol: string;
  readonly text: string;
}

/** By client and application: user agents are long, and a tool is asked for with every sign-in. */
const tools = new Recent<string, Map<string, Tool>>(MAX_CLIENTS);

function toolOf(event: SignInDigest, { client = '' }: Origin): string {
  const protocol = event.auth_protocol ?? '';
  const service = event.service?.name ?? '';
  let ofClient = tools.get(client);
  if (ofClient === undefined) tools.set(client, (ofClient = new Map()));
  const known = ofClient.get(service);
  if (known?.protocol === protocol) return known.text;
  const text = `${client}|${protocol}|${service}`;
  if (ofClient.size >= MAX_SERVICES) ofClient.clear();
  ofClient.set(service, { protocol, text });
  return text;
}

export function sightingOf(event: EventDigest, account: string, origin: Origin): Sighting {
  const asn = event.src_endpoint?.autonomous_system?.number;
  return {
    id: event.metadata.uid,
    time: event.time,
    account,
    outcome: event.kind === 'sign-in' ? event.outcome : 'none',
    ...(event.kind === 'sign-in' &&
      event.stopped_by !== undefined && { stoppedBy: event.stopped_by }),
    ...(event.kind === 'audit' && { action: event.api.operation }),
    ...(origin.address !== undefined && { address: origin.address }),
    ...(asn !== undefined && { asn }),
    ...(origin.country !== undefined && { country: origin.country }),
    ...(origin.client !== undefined && { client: origin.client }),
  };
}

import type { MailDigest } from '../events/digest.ts';
import type { State } from '../history/state.ts';
import type { MailEvidence } from './mail-evidence.ts';
import type { MailPast } from './mail-past.ts';
import { newPast } from './mail-past.ts';
import type { Sighting } from './sighting.ts';

/** Messages of strangers that go together: the same text, the same sender, the same machines behind their links. */
export interface MailLure {
  /** Id of the first message. */
  readonly id: string;
  readonly first: number;
  last: number;
  readonly sender: string;
  readonly subject: string;
  readonly fingerprint: string | undefined;
  /** Registered domains that no message named before. */
  readonly hosts: Set<string>;
  /** Who got it. */
  readonly people: Map<string, Sighting>;
  /** What the most telling message says. */
  evidence: readonly MailEvidence[];
  /** URLs that say who opens them; the same host, another for each. */
  readonly beacons: Set<string>;
  /** There is little in it but what it fetches: few words, few hosts, no files. */
  isSparse: boolean;
  isBulk: boolean;
  told: boolean;
  /** Strange sign-ins to those who got it, after they did. */
  readonly probes: Map<string, Sighting[]>;
}

/** What is kept of an organisation that mail is read of. */
export interface MailOffice {
  readonly past: MailPast;
  /** By id, the oldest first. */
  readonly lures: Map<string, MailLure>;
  /** Lures by the sender and by the hosts of their links, the newest of each. */
  readonly byTrait: Map<string, string>;
  /** Ids of lures an account has got lately. */
  readonly sentTo: Map<string, string[]>;
  /** When somebody strange last tried each account; 0: never. In milliseconds. */
  readonly accounts: Map<string, number>;
}

const KEY = 'mail-attack/office';
const TENANTS = 'mail-attack/tenants';

/** Sign-ins to a tenant by people of a domain; guests of others are few. */
const LEAST_SIGN_INS = 3;
const MAX_TENANTS = 16;

export function officeOf(state: State, organisation: string): MailOffice | undefined {
  return state.get(organisation, KEY) as MailOffice | undefined;
}

export function openOffice(state: State, organisation: string, now: number): MailOffice {
  const known = officeOf(state, organisation);
  if (known !== undefined) return known;
  const office: MailOffice = {
    past: newPast(now),
    lures: new Map(),
    byTrait: new Map(),
    sentTo: new Map(),
    accounts: new Map(),
  };
  state.set(organisation, KEY, office);
  return office;
}

/**
 * Whose organisation a message is. Mail knows domains, sign-in logs know tenants: the tenant that people of the domain sign
 * in to is theirs.
 */
export function organisationOf({ metadata }: MailDigest, state: State): string {
  const domain = metadata.tenant_uid;
  const tenants = state.get(domain, TENANTS) as Map<string, number> | undefined;
  let [best, most] = [domain, LEAST_SIGN_INS - 1];
  for (const [tenant, count] of tenants ?? []) if (count > most) [best, most] = [tenant, count];
  return best;
}

/** Notes that somebody of a domain got in to a tenant. */
export function noteTenant(state: State, domain: string, tenant: string): void {
  if (domain === tenant) return;
  const known = state.get(domain, TENANTS) as Map<string, number> | undefined;
  const tenants = known ?? new Map<string, number>();
  if (known === undefined) state.set(domain, TENANTS, tenants);
  if (tenants.size < MAX_TENANTS || tenants.has(tenant))
    tenants.set(tenant, (tenants.get(tenant) ?? 0) + 1);
}

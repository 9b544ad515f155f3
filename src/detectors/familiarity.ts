import type { EventDigest } from '../events/digest.ts';
import type { State } from '../history/state.ts';
import { clientOf, networkOf } from '../history/identity.ts';
import type { DayCounts } from './day-counts.ts';
import { countDay, dayOf, daysSeen, lastDay } from './day-counts.ts';
import { prefixOf } from './network-prefix.ts';

/**
 * What is familiar to an account and to its organisation: the addresses, prefixes, networks, countries and clients that
 * somebody got in from and with. It learns nothing by itself: its owner calls `learn` for sign-ins that it takes to be
 * the account's own, so that what is suspected stays strange.
 *
 * State, measured in the test: at most 4 KB per account (112 keys of one number each), about 1 KB for somebody with an
 * office, a home, a phone and two devices; per organisation at most 12 MB, about 200 bytes per address in use.
 */

/** Kept per account; IPv6 privacy addresses and carriers bring a new one on most days. */
const ACCOUNT_LIMITS = { address: 32, prefix: 24, network: 16, country: 16, client: 24 } as const;

/** Kept per organisation. */
const ORGANISATION_LIMITS = {
  address: 32_768,
  prefix: 16_384,
  network: 4096,
  country: 256,
  client: 8192,
} as const;

/** Accounts counted per thing of an organisation; more count as this many. */
export const MAX_COLLEAGUES = 16;

type Trait = keyof typeof ACCOUNT_LIMITS;

const TRAITS: readonly Trait[] = ['address', 'prefix', 'network', 'country', 'client'];

/** What an event came from and with; absent where the log does not say. */
export type Origin = Readonly<Partial<Record<Trait, string>>>;

/** How an account stands to one trait of an event. */
export interface Tie {
  /** `colleagues`: others of the organisation have got in so, the account has not. */
  readonly to: 'own' | 'colleagues' | 'new';
  /** Days on which the account has got in so. */
  readonly days: number;
  /** Days since the account, or else a colleague, last did; 0 on the day itself. */
  readonly age: number;
  /** Other accounts that have got in so, up to `MAX_COLLEAGUES`. */
  readonly colleagues: number;
}

/** The nearest tie to where an event came from, nearest first. */
export const PLACES = [
  'own-address',
  'own-prefix',
  'own-network',
  'colleagues-address',
  'colleagues-network',
  'new',
] as const;

export interface Relation {
  /** Days on which the account has got in; 0: nothing is known of it. */
  readonly accountDays: number;
  /** Days on which anybody of the organisation has got in. */
  readonly organisationDays: number;
  readonly origin: Origin;
  /** Absent when the log has no address. */
  readonly place: (typeof PLACES)[number] | undefined;
  readonly address: Tie | undefined;
  readonly prefix: Tie | undefined;
  /** Autonomous system and country; where the log has none, the prefix. */
  readonly network: Tie | undefined;
  readonly country: Tie | undefined;
  readonly client: Tie | undefined;
}

interface AccountMemory {
  days: number;
  last: number;
  readonly seen: Record<Trait, DayCounts<string>>;
}

interface OrganisationMemory {
  days: number;
  last: number;
  /** Last day, then the accounts as numbers. */
  readonly seen: Record<Trait, Map<string, number[]>>;
}

export class Familiarity {
  readonly #state: State;
  readonly #owner: string;

  /** `owner`: who learns; detectors that quarantine differently keep memories apart. */
  constructor(state: State, owner = 'familiarity') {
    this.#state = state;
    this.#owner = owner;
  }

  /** How an account (the event's own, unless named) stands to where an event came from; never changes anything. */
  relation(event: EventDigest, account = accountOf(event)): Relation {
    const organisation = event.metadata.tenant_uid;
    return this.relationTo(originOf(event), { organisation, account, time: event.time });
  }

  relationTo(
    origin: Origin,
    who: { readonly organisation: string; readonly account: string; readonly time: number },
  ): Relation {
    const own = this.#account(who.organisation, who.account);
    const all = this.#organisation(who.organisation);
    const self = numberOf(who.account);
    const day = dayOf(who.time);
    const tie = (trait: Trait): Tie | undefined => {
      const key = keyOf(origin, trait);
      if (key === undefined) return undefined;
      return tieOf(own?.seen[trait].get(key), all?.seen[trait].get(key), self, day);
    };
    const ties = {
      address: tie('address'),
      prefix: tie('prefix'),
      network: tie('network'),
      country: tie('country'),
      client: tie('client'),
    };
    return {
      accountDays: own?.days ?? 0,
      organisationDays: all?.days ?? 0,
      origin,
      place: placeOf(ties),
      ...ties,
    };
  }

  /** Takes a sign-in that got in to be the account's own. Late ones are taken too. */
  learn(event: EventDigest): void {
    const account = accountOf(event);
    if (account === '') return;
    const organisation = event.metadata.tenant_uid;
    this.learnOrigin(originOf(event), { organisation, account, time: event.time });
  }

  learnOrigin(
    origin: Origin,
    who: { readonly organisation: string; readonly account: string; readonly time: number },
  ): void {
    const { organisation, account, time } = who;
    const day = dayOf(time);
    const own = this.#account(organisation, account) ?? {
      days: 0,
      last: -1,
      seen: traits(() => new Map<string, number>()),
    };
    const all = this.#organisation(organisation) ?? {
      days: 0,
      last: -1,
      seen: traits(() => new Map<string, number[]>()),
    };
    const self = numberOf(account);
    for (const trait of TRAITS) {
      const key = keyOf(origin, trait);
      if (key === undefined) continue;
      countDay(own.seen[trait], key, day, ACCOUNT_LIMITS[trait]);
      join(all.seen[trait], { key, self, day, limit: ORGANISATION_LIMITS[trait] });
    }
    for (const memory of [own, all]) {
      if (day <= memory.last) continue;
      memory.days += 1;
      memory.last = day;
    }
    this.#state.set(organisation, `${this.#owner}/account/${account}`, own);
    this.#state.set(organisation, `${this.#owner}/organisation`, all);
  }

  #account(organisation: string, account: string): AccountMemory | undefined {
    const found = this.#state.get(organisation, `${this.#owner}/account/${account}`);
    return found as AccountMemory | undefined;
  }

  #organisation(organisation: string): OrganisationMemory | undefined {
    const found = this.#state.get(organisation, `${this.#owner}/organisation`);
    return found as OrganisationMemory | undefined;
  }
}

/** Who did what an event tells of, or else whom it was done to; empty when the log does not say. */
export function accountOf(event: EventDigest): string {
  if (event.kind === 'sign-in') return event.user.name;
  return event.actor?.user.name ?? event.user?.name ?? '';
}

export function originOf(event: EventDigest): Origin {
  const ip = event.src_endpoint?.ip;
  const country = event.src_endpoint?.location?.country;
  const network = networkOf(event);
  const client = clientOf(event);
  return {
    ...(ip !== undefined && { address: ip, prefix: prefixOf(ip) }),
    ...(network !== undefined && { network }),
    ...(country !== undefined && { country }),
    ...(client !== undefined && { client }),
  };
}

/** User agents are long and of no use but to be compared. */
function keyOf(origin: Origin, trait: Trait): string | undefined {
  const value = origin[trait];
  return trait === 'client' && value !== undefined ? numberOf(value).toString(36) : value;
}

function tieOf(
  own: number | undefined,
  all: readonly number[] | undefined,
  self: number,
  day: number,
): Tie {
  const known = all === undefined ? 0 : all.length - 1;
  const colleagues = known - (all?.includes(self, 1) === true ? 1 : 0);
  if (own !== undefined)
    return { to: 'own', days: daysSeen(own), age: since(day, lastDay(own)), colleagues };
  if (all === undefined || colleagues === 0)
    return { to: 'new', days: 0, age: Number.POSITIVE_INFINITY, colleagues: 0 };
  return { to: 'colleagues', days: 0, age: since(day, all[0] ?? day), colleagues };
}

function since(day: number, last: number): number {
  return Math.max(0, day - last);
}

function placeOf(
  ties: Readonly<Record<'address' | 'prefix' | 'network', Tie | undefined>>,
): Relation['place'] {
  if (ties.address === undefined) return undefined;
  if (ties.address.to === 'own') return 'own-address';
  if (ties.prefix?.to === 'own') return 'own-prefix';
  if (ties.network?.to === 'own') return 'own-network';
  if (ties.address.to === 'colleagues') return 'colleagues-address';
  const near = ties.prefix?.to === 'colleagues' || ties.network?.to === 'colleagues';
  return near ? 'colleagues-network' : 'new';
}

function join(
  seen: Map<string, number[]>,
  { key, self, day, limit }: { key: string; self: number; day: number; limit: number },
): void {
  const known = seen.get(key);
  if (known === undefined) {
    if (seen.size >= limit) {
      for (const oldest of seen.keys()) {
        seen.delete(oldest);
        break;
      }
    }
    seen.set(key, [day, self]);
    return;
  }
  if (known.length <= MAX_COLLEAGUES + 1 && !known.includes(self, 1)) known.push(self);
  if (day <= (known[0] ?? 0)) return;
  known[0] = day;
  seen.delete(key);
  seen.set(key, known);
}

function traits<T>(make: () => T): Record<Trait, T> {
  return {
    address: make(),
    prefix: make(),
    network: make(),
    country: make(),
    client: make(),
  };
}

/** FNV-1a, 31 bits: a text as a small number. */
function numberOf(account: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < account.length; index += 1) {
    hash = Math.imul(hash ^ account.charCodeAt(index), 0x01000193);
  }
  return hash >>> 1;
}

import type { EventDigest } from '../events/digest.ts';
import type { Endpoint } from '../events/event.ts';
import type { State } from '../history/state.ts';
import { clientOf, networkOf } from '../history/identity.ts';
import { Recent } from '../lib/recent.ts';
import { remember } from '../lib/remember.ts';
import type { DayCounts } from './day-counts.ts';
import { countDay, dayOf, daysSeen, lastDay } from './day-counts.ts';
import { LearntToday } from './learnt-today.ts';
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

/** To be asked before anything more is learnt. */
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
  /** How often something was forgotten for something else. */
  forgotten: number;
  /** Last day, then the accounts as numbers. */
  readonly seen: Record<Trait, Map<string, number[]>>;
}

/** Beside the state, which is the same without it. */
const today = new WeakMap<AccountMemory, LearntToday<Origin, Relation>>();

/** Kinds of state by owner. */
interface Kinds {
  readonly account: string;
  readonly organisation: string;
}

const kinds = new Map<string, Kinds>();

function kindsOf(owner: string): Kinds {
  let known = kinds.get(owner);
  if (known === undefined) {
    known = { account: `${owner}/account`, organisation: `${owner}/organisation` };
    kinds.set(owner, known);
  }
  return known;
}

export class Familiarity {
  readonly #state: State;
  readonly #kinds: Kinds;

  /** `owner`: who learns; detectors that quarantine differently keep memories apart. */
  constructor(state: State, owner = 'familiarity') {
    this.#state = state;
    this.#kinds = kindsOf(owner);
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
    const day = dayOf(who.time);
    const learnt = own && all && today.get(own)?.find(origin, day, all);
    const usual = learnt?.relation;
    if (usual !== undefined && usual.organisationDays === all?.days) return usual;
    const relation = new RelationOnDemand(origin, { own, all, account: who.account, day });
    if (learnt !== undefined) learnt.relation = relation;
    return relation;
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
      forgotten: 0,
      seen: traits(() => new Map<string, number[]>()),
    };
    const learnt = today.get(own) ?? new LearntToday();
    if (learnt.find(origin, day, all) !== undefined) return;
    const self = numberOf(account);
    let isNew = false;
    for (const trait of TRAITS) {
      const key = keyOf(origin, trait);
      if (key === undefined) continue;
      isNew ||= !own.seen[trait].has(key);
      countDay(own.seen[trait], key, day, ACCOUNT_LIMITS[trait]);
      join(all, trait, { key, self, day });
    }
    for (const memory of [own, all]) {
      if (day <= memory.last) continue;
      memory.days += 1;
      memory.last = day;
    }
    this.#state.set(organisation, this.#kinds.account, own, account);
    this.#state.set(organisation, this.#kinds.organisation, all);
    learnt.add(origin, day, all, isNew);
    today.set(own, learnt);
  }

  #account(organisation: string, account: string): AccountMemory | undefined {
    const found = this.#state.get(organisation, this.#kinds.account, account);
    return found as AccountMemory | undefined;
  }

  #organisation(organisation: string): OrganisationMemory | undefined {
    const found = this.#state.get(organisation, this.#kinds.organisation);
    return found as OrganisationMemory | undefined;
  }
}

const NEW: Tie = Object.freeze({
  to: 'new',
  days: 0,
  age: Number.POSITIVE_INFINITY,
  colleagues: 0,
});

/** What an account's relation to an origin follows from. */
interface Memory {
  readonly own: AccountMemory | undefined;
  readonly all: OrganisationMemory | undefined;
  readonly account: string;
  readonly day: number;
}

class OwnTie implements Tie {
  readonly to = 'own';
  readonly days: number;
  readonly age: number;
  readonly #colleagues: () => number;

  constructor(seen: number, day: number, colleagues: () => number) {
    this.days = daysSeen(seen);
    this.age = since(day, lastDay(seen));
    this.#colleagues = colleagues;
  }

  get colleagues(): number {
    return this.#colleagues();
  }
}

/** Works out each tie when it is first asked for, which is seldom. */
class RelationOnDemand implements Relation {
  readonly accountDays: number;
  readonly organisationDays: number;
  readonly origin: Origin;
  readonly #memory: Memory;
  readonly #ties: Partial<Record<Trait, Tie>> = {};
  #place: Relation['place'];

  constructor(origin: Origin, memory: Memory) {
    this.accountDays = memory.own?.days ?? 0;
    this.organisationDays = memory.all?.days ?? 0;
    this.origin = origin;
    this.#memory = memory;
  }

  get place(): Relation['place'] {
    this.#place ??= placeOf(this);
    return this.#place;
  }

  get address(): Tie | undefined {
    return this.#tie('address');
  }

  get prefix(): Tie | undefined {
    return this.#tie('prefix');
  }

  get network(): Tie | undefined {
    return this.#tie('network');
  }

  get country(): Tie | undefined {
    return this.#tie('country');
  }

  get client(): Tie | undefined {
    return this.#tie('client');
  }

  #tie(trait: Trait): Tie | undefined {
    const known = this.#ties[trait];
    if (known !== undefined) return known;
    const key = keyOf(this.origin, trait);
    if (key === undefined) return undefined;
    const tie = tieTo(trait, key, this.#memory);
    this.#ties[trait] = tie;
    return tie;
  }
}

/** Who did what an event tells of, or else whom it was done to; empty when the log does not say. */
export function accountOf(event: EventDigest): string {
  if (event.kind === 'sign-in') return event.user.name;
  return event.actor?.user.name ?? event.user?.name ?? '';
}

interface KnownOrigin {
  readonly endpoint: EventDigest['src_endpoint'];
  readonly request: EventDigest['http_request'];
  readonly origin: Origin;
}

/** Devices whose origins are remembered, those seen lately, and places of one device. */
const MAX_DEVICES = 2048;
const MAX_ORIGINS = 4;

/** By device, or else by request or place. Parts of events are shared between them. */
const origins = new Recent<object, KnownOrigin[]>(MAX_DEVICES);

const NOTHING = {};

type Where = Omit<Origin, 'client'>;

/** By where it was. */
const places = new WeakMap<object, Where>();

/** The same object for the same parts, mostly. */
export function originOf(event: EventDigest): Origin {
  const { device, http_request: request, src_endpoint: endpoint } = event;
  const key = device ?? request ?? endpoint ?? NOTHING;
  const known = origins.get(key) ?? [];
  for (const one of known) {
    if (one.endpoint === endpoint && one.request === request) return one.origin;
  }
  const where = endpoint === undefined ? NOTHING : whereOf(endpoint, event);
  const client = clientOf(event);
  const origin = client === undefined ? where : { ...where, client };
  if (known.length === MAX_ORIGINS) known.shift();
  if (known.push({ endpoint, request, origin }) === 1) origins.set(key, known);
  return origin;
}

function whereOf(endpoint: Endpoint, event: EventDigest): Where {
  let where = places.get(endpoint);
  if (where === undefined) {
    const { ip, location } = endpoint;
    const network = networkOf(event);
    where = {
      ...(ip !== undefined && { address: ip, prefix: prefixOf(ip) }),
      ...(network !== undefined && { network }),
      ...(location?.country !== undefined && { country: location.country }),
    };
    places.set(endpoint, where);
  }
  return where;
}

/** User agents are long and of no use but to be compared. */
function keyOf(origin: Origin, trait: Trait): string | undefined {
  const value = origin[trait];
  return trait === 'client' && value !== undefined ? clientKey(value) : value;
}

/** Clients remembered by their key. */
const MAX_CLIENTS = 1024;

const clientKey = remember(MAX_CLIENTS, (client) => numberOf(client).toString(36));

function tieTo(trait: Trait, key: string, { own, all, account, day }: Memory): Tie {
  const seen = own?.seen[trait].get(key);
  if (seen !== undefined)
    return new OwnTie(seen, day, () => others(all?.seen[trait].get(key), account));
  const known = all?.seen[trait].get(key);
  const colleagues = others(known, account);
  if (known === undefined || colleagues === 0) return NEW;
  return { to: 'colleagues', days: 0, age: since(day, known[0] ?? day), colleagues };
}

function others(accounts: readonly number[] | undefined, account: string): number {
  if (accounts === undefined) return 0;
  return accounts.length - 1 - (accounts.includes(numberOf(account), 1) ? 1 : 0);
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
  memory: OrganisationMemory,
  trait: Trait,
  { key, self, day }: { readonly key: string; readonly self: number; readonly day: number },
): void {
  const seen = memory.seen[trait];
  const known = seen.get(key);
  if (known === undefined) {
    if (seen.size >= ORGANISATION_LIMITS[trait]) {
      memory.forgotten += 1;
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

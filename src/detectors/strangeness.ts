import type { EventDigest } from '../events/digest.ts';
import type { State } from '../history/state.ts';
import { dayOf } from './day-counts.ts';
import { PLACES } from './familiarity.ts';
import type { Relation } from './familiarity.ts';

/**
 * How much more an origin (a place and a client) looks like an intruder than like the account's owner: the logarithm of
 * a likelihood ratio. What owners do is learnt from the organisation's own days and shrunk twice: the organisation's
 * frequencies towards the prior below, the account's towards its organisation's (Dirichlet-multinomial; the method of
 * Freeman et al., NDSS 2016, over relations instead of values, so that twenty people are enough).
 */

const CLIENTS = ['own', 'registered', 'colleagues', 'new'] as const;
type ClientKind = (typeof CLIENTS)[number];
type Place = (typeof PLACES)[number];
type Share<K extends string> = Readonly<Record<K, number>>;

/** Shares of an account's days on which it is seen so, after its first days. */
const OWNER_PLACES: Share<Place> = {
  'own-address': 0.76,
  'own-prefix': 0.06,
  'own-network': 0.1,
  'colleagues-address': 0.04,
  'colleagues-network': 0.02,
  new: 0.02,
};
const OWNER_CLIENTS: Share<ClientKind> = {
  own: 0.96,
  registered: 0.01,
  colleagues: 0.02,
  new: 0.01,
};

/** People change both at once more often than chance has it: a new telephone is tried on a journey. */
const COUPLING = 3;

/** Intruders come from elsewhere, and cannot easily bring a device that the organisation has registered. */
const INTRUDER_PLACES: Share<Place> = {
  'own-address': 0.003,
  'own-prefix': 0.007,
  'own-network': 0.04,
  'colleagues-address': 0.01,
  'colleagues-network': 0.14,
  new: 0.8,
};
const INTRUDER_CLIENTS: Share<ClientKind> = {
  own: 0.1,
  registered: 0.001,
  colleagues: 0.519,
  new: 0.38,
};

/** Account-days the prior weighs as much as; account-days its organisation weighs as much as to an account. */
const PRIOR_DAYS = 100;
const ORGANISATION_DAYS = 15;

/** However long nothing strange has happened: once in so many account-days it will. */
const LEAST_OWNER = 1 / 2000;

/** A client the account has used, or a registered device, is never a stranger's by its place alone. */
const KNOWN_CLIENT = 2;

/** On its first day everything is new to an account; each such number of days later, e times less. */
const FIRST_DAY = 0.5;
const YOUTH_DAYS = 1.5;

/** Account-days count from here on. */
const TENURE_DAYS = 5;

/** Audit records carry no network: their place says less. */
const WITHOUT_NETWORK = 1.5;

/** From here on an origin is a stranger's: e to this power times likelier an intruder's. */
export const STRANGE = 2.5;

const OF_ACCOUNT = 'strangeness/account';
const OF_ALL = 'strangeness/organisation';

interface Frequencies {
  total: number;
  /** By cell. */
  readonly of: Map<number, number>;
  /** Of an account: its last day, and the cells counted on it as bits. */
  day: number;
  seen: number;
}

/** State: one map of at most 24 numbers per account and organisation, below 300 bytes. */
export class Strangeness {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** Positive: more like an intruder. 0 when the log says neither place nor client. */
  of(event: EventDigest, relation: Relation): number {
    const { place } = relation;
    const client = clientKind(event, relation);
    if (place === undefined && client === undefined) return 0;
    const places = place === undefined ? PLACES : [place];
    const clients = client === undefined ? CLIENTS : [client];
    const owner = this.#owner(event, relation, places, clients);
    const intruder = sum(places, clients, intruderShare);
    const ratio = Math.log(intruder / owner);
    if (event.kind === 'audit') return Math.min(ratio, WITHOUT_NETWORK);
    return client === 'own' || client === 'registered' ? Math.min(ratio, KNOWN_CLIENT) : ratio;
  }

  /** What `learn` is to count for an event; undefined when it teaches nothing: in an account's first days. */
  cell(event: EventDigest, relation: Relation): number | undefined {
    const client = clientKind(event, relation);
    const { accountDays, place } = relation;
    if (accountDays < TENURE_DAYS || place === undefined || client === undefined) return undefined;
    return cellOf(place, client);
  }

  /** Takes an origin to be the owner's; each kind of origin counts once per account and day. */
  learn(
    cell: number,
    who: { readonly organisation: string; readonly account: string; readonly time: number },
  ): void {
    const { organisation, account } = who;
    const day = dayOf(who.time);
    const own = this.#get(organisation, OF_ACCOUNT, account) ?? noFrequencies();
    if (day > own.day) {
      own.day = day;
      own.seen = 0;
    } else if ((own.seen & (1 << cell)) !== 0) return;
    own.seen |= 1 << cell;
    const all = this.#get(organisation, OF_ALL) ?? noFrequencies();
    for (const one of [own, all]) {
      one.total += 1;
      one.of.set(cell, (one.of.get(cell) ?? 0) + 1);
    }
    this.#state.set(organisation, OF_ACCOUNT, own, account);
    this.#state.set(organisation, OF_ALL, all);
  }

  #owner(
    event: EventDigest,
    relation: Relation,
    places: readonly Place[],
    clients: readonly ClientKind[],
  ): number {
    const organisation = event.metadata.tenant_uid;
    const account = event.kind === 'sign-in' ? event.user.name : event.actor?.user.name;
    const all = this.#get(organisation, OF_ALL);
    const own = account === undefined ? undefined : this.#get(organisation, OF_ACCOUNT, account);
    const youth = FIRST_DAY * Math.exp(-relation.accountDays / YOUTH_DAYS);
    const share = sum(places, clients, (place, client) => {
      const cell = cellOf(place, client);
      const shared = shrunk(all, cell, ownerShare(place, client), PRIOR_DAYS);
      return shrunk(own, cell, shared, ORGANISATION_DAYS);
    });
    return Math.min(1, Math.max(share, youth, LEAST_OWNER));
  }

  #get(organisation: string, kind: string, account?: string): Frequencies | undefined {
    return this.#state.get(organisation, kind, account) as Frequencies | undefined;
  }
}

function noFrequencies(): Frequencies {
  return { total: 0, of: new Map(), day: -1, seen: 0 };
}

function shrunk(
  frequencies: Frequencies | undefined,
  cell: number,
  towards: number,
  weight: number,
): number {
  if (frequencies === undefined) return towards;
  const count = frequencies.of.get(cell) ?? 0;
  return (count + weight * towards) / (frequencies.total + weight);
}

function clientKind(event: EventDigest, { client }: Relation): ClientKind | undefined {
  if (client === undefined) return undefined;
  if (client.to === 'own') return 'own';
  return event.device?.uid === undefined ? client.to : 'registered';
}

function cellOf(place: Place, client: ClientKind): number {
  return PLACES.indexOf(place) * CLIENTS.length + CLIENTS.indexOf(client);
}

function ownerShare(place: Place, client: ClientKind): number {
  const coupled = isFar(place) && client !== 'own' ? COUPLING : 1;
  return OWNER_PLACES[place] * OWNER_CLIENTS[client] * coupled;
}

function intruderShare(place: Place, client: ClientKind): number {
  return INTRUDER_PLACES[place] * INTRUDER_CLIENTS[client];
}

function isFar(place: Place): boolean {
  return place === 'new' || place === 'colleagues-network';
}

function sum(
  places: readonly Place[],
  clients: readonly ClientKind[],
  share: (place: Place, client: ClientKind) => number,
): number {
  let total = 0;
  for (const place of places) for (const client of clients) total += share(place, client);
  return total;
}

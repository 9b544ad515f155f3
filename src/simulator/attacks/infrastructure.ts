import { assert } from '../../lib/assert.ts';
import type { Origin } from '../facts.ts';
import type { Network } from '../internet.ts';
import { addressIn } from '../internet.ts';
import type { Random } from '../random.ts';
import { DAY } from '../zone.ts';
import type { AttackContext } from './attack.ts';

export interface PoolRates {
  /** Addresses in the pool at any time. */
  readonly poolSize: number;
  /** Addresses replaced each day. */
  readonly poolChurn: number;
  /** /24 blocks the pool is spread over. */
  readonly netblocks: number;
  /** Whose addresses: a rotating anonymiser, rented servers, or households of the targets' own country. */
  readonly infrastructure: string;
}

/** MSTIC, 10 September 2020: about 1,100 addresses, about 20 added and removed per day; 536 netblocks a day. */
export const STRONTIUM_POOL: PoolRates = {
  poolSize: 1100,
  poolChurn: 20,
  netblocks: 536,
  infrastructure: 'anonymiser',
};

/** How uneven the blocks are served: the exponent of the rank. MSTIC names no figure, only that few are over-served. */
const OVER_SERVED = 0.8;

/** A pool of addresses that changes a little every day; the same for every organisation of a campaign. */
export class RotatingPool {
  readonly #rates: PoolRates;
  readonly #shared: Random;
  readonly #start: number;
  readonly #blocks: readonly Network[];
  readonly #reach: readonly number[];
  readonly #active: Origin[] = [];
  #day = 0;

  constructor(context: AttackContext, rates: PoolRates) {
    this.#rates = rates;
    this.#shared = context.shared.fork('pool');
    this.#start = context.start;
    const networks = networksFor(context, rates.infrastructure);
    this.#blocks = spread(networks, rates.netblocks, this.#shared.fork('blocks'));
    let sum = 0;
    this.#reach = this.#blocks.map((_, rank) => (sum += (rank + 1) ** -OVER_SERVED));
    const first = this.#shared.fork('first');
    for (let index = 0; index < rates.poolSize; index++) {
      // Every block is served by at least one address, the rest as the ranks say.
      const network = this.#blocks[index];
      this.#active.push(
        network === undefined ? this.#draw(first) : { ip: addressIn(network, first), network },
      );
    }
  }

  /** The pool as of `time`; times may only move on. */
  at(time: number): readonly Origin[] {
    const day = Math.floor((time - this.#start) / DAY);
    while (this.#day < day) {
      this.#day++;
      const random = this.#shared.fork(`day ${this.#day}`);
      for (let index = 0; index < this.#rates.poolChurn; index++) {
        this.#active[random.below(this.#active.length)] = this.#draw(random);
      }
    }
    return this.#active;
  }

  #draw(random: Random): Origin {
    const point = random.float() * (this.#reach.at(-1) ?? 0);
    let low = 0;
    let high = this.#reach.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#reach[middle] ?? 0) < point) low = middle + 1;
      else high = middle;
    }
    const network = this.#blocks[low];
    assert(network !== undefined, 'the pool has a block');
    return { ip: addressIn(network, random), network };
  }
}

/**
 * Addresses that are used once and never again, by any organisation of the campaign: a permutation of all addresses of
 * the networks, of which each organisation takes every n-th.
 */
export class OneUsePool {
  readonly #networks: readonly Network[];
  readonly #total: number;
  readonly #factor: number;
  readonly #offset: number;
  readonly #stride: number;
  #next: number;

  constructor(context: AttackContext, infrastructure: string) {
    const shared = context.shared.fork('one-use');
    this.#networks = networksFor(context, infrastructure);
    // All networks are taken to be as large as the smallest, so that every number is an address.
    const size = this.#size();
    this.#total = this.#networks.length * size;
    this.#factor = coprime(Math.floor(this.#total * shared.between(0.2, 0.8)), this.#total);
    this.#offset = shared.below(this.#total);
    this.#stride = context.stride;
    this.#next = context.position;
  }

  draw(): Origin {
    const size = this.#size();
    const number = Number(
      (BigInt(this.#factor) * BigInt(this.#next) + BigInt(this.#offset)) % BigInt(this.#total),
    );
    this.#next += this.#stride;
    const network = this.#networks[number % this.#networks.length];
    assert(network !== undefined, 'the pool has a network');
    const host = network.first + 1 + (Math.floor(number / this.#networks.length) % size);
    return { ip: [24, 16, 8, 0].map((shift) => (host >>> shift) & 255).join('.'), network };
  }

  #size(): number {
    return Math.min(...this.#networks.map((network) => network.size)) - 2;
  }
}

/**
 * The networks an attacker has: `anonymiser`, `hosting`, `tor`, `residential` (households of the target's country),
 * `mobile` (its carriers) or `abroad` (households elsewhere).
 */
export function networksFor(context: AttackContext, infrastructure: string): readonly Network[] {
  const { net, organisation } = context;
  if (infrastructure === 'hosting') return net.hosting;
  if (infrastructure === 'tor') return net.tor;
  if (infrastructure === 'mobile') {
    return [...net.mobile.values()]
      .flat()
      .filter((network) => network.place.country === organisation.place.country);
  }
  if (infrastructure === 'residential' || infrastructure === 'abroad') {
    const own = infrastructure === 'residential';
    return [...net.residential.values()]
      .flat()
      .filter((network) => (network.place.country === organisation.place.country) === own);
  }
  return net.anonymisers;
}

/** So many of the networks, from as many autonomous systems as possible, in random order. */
function spread(networks: readonly Network[], count: number, random: Random): Network[] {
  const shuffled = random.sample(networks, networks.length);
  const systems = new Set<number>();
  const [firsts, others]: [Network[], Network[]] = [[], []];
  for (const network of shuffled) {
    (systems.has(network.asn) ? others : firsts).push(network);
    systems.add(network.asn);
  }
  const chosen = [...firsts, ...others].slice(0, count);
  return random.sample(chosen, chosen.length);
}

function coprime(wanted: number, total: number): number {
  let factor = Math.max(1, wanted);
  while (divisor(factor, total) !== 1) factor++;
  return factor;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

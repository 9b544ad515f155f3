import { assert } from '../lib/assert.ts';
import type { Place } from './places.ts';
import { PLACES } from './places.ts';
import type { Random } from './random.ts';

type NetworkKind =
  | 'office'
  | 'residential'
  | 'mobile'
  | 'hotel'
  | 'hosting'
  | 'anonymiser'
  | 'tor'
  | 'vpn'
  | 'relay';

/** A run of addresses that one operator announces from one place. */
export interface Network {
  readonly kind: NetworkKind;
  readonly asn: number;
  readonly place: Place;
  /** First IPv4 address as a number, and how many there are (a power of two). */
  readonly first: number;
  readonly size: number;
  /** The first 48 bits of its IPv6 space, e.g. `2001:db8:1a`; absent where there is none. */
  readonly v6?: string;
  /** How many of its addresses are in use, when few are (egress points of a VPN or relay). */
  readonly egress?: number;
}

/**
 * The made-up internet: documentation (RFC 5737, RFC 3849), benchmark (RFC 2544) and shared (RFC 6598) addresses cut
 * into networks; autonomous systems from RFC 5398 and the private range of RFC 6996. Real places, invented operators.
 * It does not depend on the seed.
 */
export interface Internet {
  /** By city: three providers each. */
  readonly residential: ReadonlyMap<Place, readonly Network[]>;
  /** By city: two carriers each. */
  readonly mobile: ReadonlyMap<Place, readonly Network[]>;
  readonly hotels: ReadonlyMap<Place, Network>;
  /** By city: small hotels, each behind few addresses of a provider of its own. */
  readonly inns: ReadonlyMap<Place, readonly Network[]>;
  /** Rented servers, one /24 each. */
  readonly hosting: readonly Network[];
  /** Exits of a rotating anonymiser service, one /24 each, 273 autonomous systems. */
  readonly anonymisers: readonly Network[];
  readonly tor: readonly Network[];
  /** By provider. */
  readonly vpn: readonly (readonly Network[])[];
  readonly relays: readonly Network[];
}

class Carver {
  #next: number;
  readonly #end: number;

  constructor(start: string, size: number) {
    this.#next = toNumber(start);
    this.#end = this.#next + size;
  }

  take(size: number): { first: number; size: number } {
    const first = this.#next;
    this.#next += size;
    assert(this.#next <= this.#end, 'the address plan overflows its block');
    return { first, size };
  }
}

const RESIDENTIAL_ASN = 65_536;
const MOBILE_ASN = 65_544;
const HOTEL_ASN = 65_550;
const INN_ASN = 4_200_040_000;
const OFFICE_ASN = 64_496;
const VPN_ASN = 4_200_000_100;
const RELAY_ASN = 4_200_000_200;
const TOR_ASN = 4_200_000_300;
const HOSTING_ASN = 4_200_001_000;
const ANONYMISER_ASN = 4_200_010_000;

/** Networks (ASNs) of the anonymiser MSTIC saw on an average day, 19 August – 3 September 2020. */
const ANONYMISER_SYSTEMS = 273;

/** Exits are rented where servers are cheap and law is friendly, not evenly around the world. */
const EXIT_COUNTRIES: ReadonlySet<string> = new Set([
  'US',
  'DE',
  'NL',
  'FR',
  'RO',
  'CH',
  'SE',
  'GB',
  'CA',
  'CZ',
  'PL',
  'SG',
]);

let built: Internet | undefined;

export function internet(): Internet {
  built ??= Object.freeze({ ...access(), ...servers(), ...egress() });
  return built;
}

function access(): Pick<Internet, 'residential' | 'mobile' | 'inns'> {
  const homes = new Carver('100.64.0.0', 0x10_0000);
  const carriers = new Carver('100.80.0.0', 0x10_0000);
  const residential = new Map<Place, Network[]>();
  const mobile = new Map<Place, Network[]>();
  const countries = [...new Set(PLACES.map((place) => place.country))];
  PLACES.forEach((place, city) => {
    const country = countries.indexOf(place.country);
    residential.set(
      place,
      [0, 1, 2].map((provider) => ({
        kind: 'residential',
        asn: country === 0 ? RESIDENTIAL_ASN + provider : 4_200_020_000 + country * 4 + provider,
        place,
        ...homes.take(4096),
        ...(provider < 2 ? { v6: v6Block(0x1000 + city * 4 + provider) } : {}),
      })),
    );
    mobile.set(
      place,
      [0, 1].map((carrier) => ({
        kind: 'mobile',
        asn: country === 0 ? MOBILE_ASN + carrier : 4_200_030_000 + country * 4 + carrier,
        place,
        ...carriers.take(4096),
        ...(carrier === 0 ? { v6: v6Block(0x2000 + city * 4) } : {}),
      })),
    );
  });
  return { residential, mobile, inns: inns(homes, countries) };
}

const INNS_PER_CITY = 16;

function inns(space: Carver, countries: readonly string[]): ReadonlyMap<Place, Network[]> {
  return new Map(
    PLACES.map((place): [Place, Network[]] => [
      place,
      Array.from({ length: INNS_PER_CITY }, (_, index) => ({
        kind: 'hotel',
        asn: INN_ASN + countries.indexOf(place.country) * 4 + (index % 3),
        place,
        ...space.take(256),
        egress: 3,
      })),
    ]),
  );
}

function servers(): Pick<Internet, 'hosting' | 'anonymisers'> {
  const places = exitPlaces();
  const exits = new Carver('100.96.0.0', 0x8_0000);
  const racks = new Carver('100.104.0.0', 0x8_0000);
  const anonymisers = Array.from({ length: 2048 }, (_, block): Network => {
    // A few operators hold many of the blocks: the square of an even spread favours the first systems.
    const system = Math.floor((((block * 797) % 2048) ** 2 / 2048 ** 2) * ANONYMISER_SYSTEMS);
    const place = places[(system * 7) % places.length] ?? PLACES[0];
    assert(place !== undefined, 'there is a place');
    return { kind: 'anonymiser', asn: ANONYMISER_ASN + system, place, ...exits.take(256) };
  });
  const hosting = Array.from({ length: 2048 }, (_, block): Network => {
    const system = block % 61;
    const place = places[(system * 5) % places.length] ?? PLACES[0];
    assert(place !== undefined, 'there is a place');
    return { kind: 'hosting', asn: HOSTING_ASN + system, place, ...racks.take(256) };
  });
  return { anonymisers, hosting };
}

function egress(): Pick<Internet, 'hotels' | 'tor' | 'vpn' | 'relays'> {
  const blocks = new Carver('198.19.0.0', 0x1_0000);
  const places = exitPlaces();
  const hotels = new Map(
    PLACES.map((place): [Place, Network] => [
      place,
      { kind: 'hotel', asn: HOTEL_ASN, place, ...blocks.take(256) },
    ]),
  );
  const vpn = [0, 1, 2, 3].map((provider) =>
    places.map((place): Network => ({
      kind: 'vpn',
      asn: VPN_ASN + provider,
      place,
      ...blocks.take(256),
      egress: 6,
    })),
  );
  const relays = PLACES.map((place, city): Network => ({
    kind: 'relay',
    asn: RELAY_ASN + (city % 2),
    place,
    ...blocks.take(64),
    v6: v6Block(0x3000 + city),
    egress: 24,
  }));
  const tor = Array.from({ length: 32 }, (_, block): Network => {
    const place = places[(block * 3) % places.length] ?? PLACES[0];
    assert(place !== undefined, 'there is a place');
    return { kind: 'tor', asn: TOR_ASN + (block % 12), place, ...blocks.take(64), egress: 16 };
  });
  return { hotels, vpn, relays, tor };
}

function exitPlaces(): readonly Place[] {
  return PLACES.filter((place) => EXIT_COUNTRIES.has(place.country));
}

/** How many offices have a network of their own. */
export const OFFICE_LIMIT = 48 + 4096;

/** The /28 of the `index`-th organisation: the documentation blocks first, then 198.18.0.0/16. */
export function officeNetwork(index: number, place: Place): Network {
  assert(index < OFFICE_LIMIT, `at most ${OFFICE_LIMIT} organisations`);
  const block = ['192.0.2.0', '198.51.100.0', '203.0.113.0'][index % 3] ?? '192.0.2.0';
  const first =
    index < 48
      ? toNumber(block) + Math.floor(index / 3) * 16
      : toNumber('198.18.0.0') + (index - 48) * 16;
  return { kind: 'office', asn: OFFICE_ASN + (index % 16), place, first, size: 16 };
}

/** Where the `index`-th organisation's office is reached after it has changed its provider: 100.78.0.0 and above. */
export function movedOfficeNetwork(index: number, place: Place): Network {
  assert(index < OFFICE_LIMIT, `at most ${OFFICE_LIMIT} organisations`);
  const first = toNumber('100.78.0.0') + index * 16;
  return { kind: 'office', asn: OFFICE_ASN + ((index + 7) % 16), place, first, size: 16 };
}

/** An address in use in the network, never its first or last. */
export function addressIn(network: Network, random: Random): string {
  const spread = network.egress ?? network.size - 2;
  return toText(network.first + 1 + random.below(Math.min(spread, network.size - 2)));
}

/** The 64 bits a provider gives one household. Only for networks with `v6`. */
export function prefixIn(network: Network, random: Random): string {
  assert(network.v6 !== undefined, 'the network has IPv6');
  return `${network.v6}:${random.whole(1, 0xfffe).toString(16)}`;
}

/** An address of such a household, with a random interface (RFC 8981). */
export function privacyAddress(prefix: string, random: Random): string {
  const groups = [0, 1, 2, 3].map(() => random.whole(1, 0xfffe).toString(16));
  return `${prefix}:${groups.join(':')}`;
}

function v6Block(index: number): string {
  return `2001:db8:${index.toString(16)}`;
}

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toText(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}

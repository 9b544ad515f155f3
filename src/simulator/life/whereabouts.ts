import type { Device, Use } from '../devices.ts';
import { addressIn, prefixIn, privacyAddress } from '../internet.ts';
import type { Network } from '../internet.ts';
import type { Origin } from '../facts.ts';
import type { Person } from '../person.ts';
import type { Random } from '../random.ts';
import { MINUTE } from '../zone.ts';
import type { Memory, Scene, Spot } from './scene.ts';
import { lodging, tripAt } from './trips.ts';
import type { Trip } from './trips.ts';

const COMMUTE = 45 * MINUTE;
/** How often an office has its people's phones on its own network. */
const OFFICE_WIFI = 0.5;
const IPV6_SHARE = 0.35;
/** Chance per use that a phone has been given another address by its carrier. */
const MOBILE_CHURN = 0.25;
/** Chance per use that a VPN client has changed its exit, and that the new exit is far from home. */
const EXIT_CHURN = 0.3;
const FAR_EXIT = 0.35;
/** Privacy relays keep to the user's country unless an egress is short. */
const FAR_RELAY = 0.04;

export function originIn(network: Network, random: Random): Origin {
  return { ip: addressIn(network, random), network };
}

export function drawMemory(person: Person, random: Random, tenure: number): Memory {
  return {
    laptop: person.laptop,
    phone: person.phone,
    sessions: new Map(),
    lease: originIn(person.home, random),
    prefix: person.home.v6 === undefined ? undefined : prefixIn(person.home, random),
    mobile: originIn(person.carrier, random),
    exit: undefined,
    passwordAge: person.passwordAge,
    staleUntil: 0,
    tenure,
  };
}

/** Where a device of the person connects from at `time`; undefined in the air. */
export function whereabouts(
  scene: Scene,
  time: number,
  device: Device,
  use: Use,
): Spot | undefined {
  const { person, random, net } = scene;
  const trip = tripAt(scene.trips, time);
  if (trip !== undefined && (time < trip.arrives || time >= trip.leavesAgain)) return undefined;
  const inOffice =
    trip === undefined &&
    scene.office !== undefined &&
    time >= scene.office[0] &&
    time < scene.office[1];
  if (device.kind !== 'phone' && inOffice) return officeSpot(scene, time);
  if (use === 'browser') {
    if (person.tor && random.chance(0.5)) {
      return { origin: originIn(random.pick(net.tor), random), mode: 'tor' };
    }
    if (person.relay && device.browser.endsWith('Safari')) return relaySpot(scene, trip?.place);
  }
  if (scene.vpnToday && device.kind !== 'phone') return vpnSpot(scene);
  if (trip !== undefined) {
    const roaming = device.kind === 'phone' && random.chance(0.5);
    if (!roaming) {
      const hotel = hotelAt(scene, trip, time);
      if (hotel !== undefined) return { origin: originIn(hotel, random), mode: 'traveller' };
    }
    if (trip.homeRouted) return { origin: mobile(scene), mode: 'traveller' };
    const carriers = net.mobile.get(trip.place) ?? [];
    return { origin: originIn(random.pick(carriers), random), mode: 'traveller' };
  }
  if (device.kind !== 'phone') return { origin: home(scene), mode: 'ordinary' };
  return phoneSpot(scene, time, inOffice);
}

function hotelAt(scene: Scene, trip: Trip, time: number): Network | undefined {
  const { hotels, inns } = scene.net;
  const choice = trip.hops ? (inns.get(trip.place) ?? []) : [];
  return choice.length > 0 ? choice[lodging(trip, time) % choice.length] : hotels.get(trip.place);
}

/** The office's network at a time. */
export function officeAt(organisation: Scene['organisation'], time: number): Network {
  return time >= organisation.movesAt ? organisation.movedOffice : organisation.office;
}

function officeSpot(scene: Scene, time: number): Spot {
  const office = officeAt(scene.organisation, time);
  // One address for everyone, and a second line that takes over now and then.
  const second = scene.random.chance(0.03);
  return { origin: officeOrigin(office, second ? 2 : 1), mode: 'ordinary' };
}

const officeOrigins = new WeakMap<Network, Origin[]>();

export function officeOrigin(office: Network, host: number): Origin {
  let known = officeOrigins.get(office);
  if (known === undefined) {
    known = [];
    officeOrigins.set(office, known);
  }
  let origin = known[host];
  if (origin === undefined) {
    const last = (office.first + host) & 255;
    const rest = [24, 16, 8].map((shift) => (office.first >>> shift) & 255).join('.');
    origin = { ip: `${rest}.${last}`, network: office };
    known[host] = origin;
  }
  return origin;
}

function relaySpot(scene: Scene, abroad: Scene['person']['place'] | undefined): Spot {
  const { random, net, person } = scene;
  const place = abroad ?? person.place;
  const far = random.chance(FAR_RELAY);
  const near = net.relays.filter((relay) => far || relay.place.country === place.country);
  const relay = random.pick(near.length > 0 ? near : net.relays);
  const ip =
    relay.v6 !== undefined && random.chance(0.4)
      ? privacyAddress(`${relay.v6}:${random.whole(1, 40).toString(16)}`, random)
      : addressIn(relay, random);
  return { origin: { ip, network: relay }, mode: 'privacy-relay' };
}

function vpnSpot(scene: Scene): Spot {
  const { random, memory, person } = scene;
  const exits = person.vpn ?? [];
  if (memory.exit === undefined || random.chance(EXIT_CHURN)) {
    const near = exits.filter((exit) => exit.place.country === person.place.country);
    const choice = near.length === 0 || random.chance(FAR_EXIT) ? exits : near;
    memory.exit = originIn(random.pick(choice), random);
  }
  return { origin: memory.exit, mode: 'vpn' };
}

function phoneSpot(scene: Scene, time: number, inOffice: boolean): Spot {
  const { random, office } = scene;
  const commuting =
    office !== undefined && !inOffice && time >= office[0] - COMMUTE && time < office[1] + COMMUTE;
  if (inOffice && random.chance(OFFICE_WIFI)) return officeSpot(scene, time);
  const atHome = !inOffice && !commuting && random.chance(0.75);
  return { origin: atHome ? home(scene) : mobile(scene), mode: 'ordinary' };
}

function home(scene: Scene): Origin {
  const { memory, random } = scene;
  if (memory.prefix === undefined || !random.chance(IPV6_SHARE)) return memory.lease;
  return { ip: privacyAddress(memory.prefix, random), network: memory.lease.network };
}

function mobile(scene: Scene): Origin {
  const { memory, random, person } = scene;
  if (random.chance(MOBILE_CHURN)) memory.mobile = originIn(person.carrier, random);
  return memory.mobile;
}

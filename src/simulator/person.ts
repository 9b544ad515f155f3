import type { Application } from './applications.ts';
import { SERVICES } from './applications.ts';
import type { Device } from './devices.ts';
import { drawDevice } from './devices.ts';
import type { Account } from './facts.ts';
import type { Internet, Network } from './internet.ts';
import type { Organisation } from './organisation.ts';
import type { Place } from './places.ts';
import { placesOf } from './places.ts';
import type { Random } from './random.ts';

/** Habits of one person: what does not change during a simulation. */
export interface Person {
  readonly account: Account;
  readonly place: Place;
  readonly home: Network;
  readonly carrier: Network;
  readonly laptop: Device;
  readonly phone: Device;
  readonly homeComputer: Device | undefined;
  /** Weekdays (0 Sunday) in the office; empty for people who work from home. */
  readonly officeDays: ReadonlySet<number>;
  /** Minutes after local midnight, and minutes worked. */
  readonly startsAt: number;
  readonly worksFor: number;
  readonly weekendHabit: number;
  /** The vendor's name of the second factor; undefined without one. */
  readonly mfaMethod: string | undefined;
  /** Chance that a working day begins with typing the password. */
  readonly typesPassword: number;
  /** Exits of the person's VPN provider. */
  readonly vpn: readonly Network[] | undefined;
  readonly relay: boolean;
  readonly tor: boolean;
  /** The phone reads mail over ActiveSync with a stored password. */
  readonly legacyPhone: boolean;
  readonly services: readonly Application[];
  /** Multiplies how often tokens are refreshed. */
  readonly activity: number;
  /** Day of the password's life on the first day. */
  readonly passwordAge: number;
}

const MFA_METHODS = [
  'Mobile app notification',
  'Mobile app notification',
  'Mobile app notification',
  'Mobile app verification code',
  'Text message',
  'FIDO2 security key',
] as const;

export function drawPerson(
  organisation: Organisation,
  index: number,
  mfaShare: number,
  net: Internet,
): Person {
  const account = organisation.accounts[index];
  if (account === undefined) throw new Error('broken invariant: no such person');
  const random = personRandom(organisation, index).fork('habits');
  const { noise } = organisation;
  const remote = random.chance(organisation.remoteShare);
  const place = remote ? random.pick(placesOf(organisation.place.country)) : organisation.place;
  const owner = account.displayName.split(' ')[0] ?? 'Staff';
  return {
    account,
    place,
    home: random.pick(net.residential.get(place) ?? []),
    carrier: random.pick(net.mobile.get(place) ?? []),
    laptop: drawDevice('laptop', owner, random),
    phone: drawDevice('phone', owner, random),
    homeComputer: random.chance(0.3) ? drawDevice('home-computer', owner, random) : undefined,
    officeDays: new Set(remote ? [] : random.sample([1, 2, 3, 4, 5], random.whole(2, 5))),
    startsAt: random.normal(535, 40),
    worksFor: random.normal(500, 35),
    weekendHabit: random.between(0.02, 0.2),
    mfaMethod: random.chance(mfaShare) ? random.pick(MFA_METHODS) : undefined,
    typesPassword: random.between(0.15, 0.7),
    vpn: random.chance(noise.vpnUsers) ? random.pick(net.vpn) : undefined,
    relay: random.chance(noise.relayUsers),
    tor: random.chance(noise.torUsers),
    legacyPhone: random.chance(noise.legacyPhones),
    services: random.sample(SERVICES, random.whole(1, 4)),
    activity: random.between(0.6, 1.4),
    passwordAge: 1 + random.below(Math.max(1, noise.passwordExpiryDays)),
  };
}

/** The stream of one person, whatever else is simulated. */
export function personRandom(organisation: Organisation, index: number): Random {
  return organisation.random.fork(`person ${index}`);
}

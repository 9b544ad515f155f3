import type { Account, Tenant } from './facts.ts';
import type { Network } from './internet.ts';
import { movedOfficeNetwork, officeNetwork } from './internet.ts';
import { drawName, mailboxOf, officeName } from './names.ts';
import type { Noise, Settings } from './options.ts';
import type { Place } from './places.ts';
import { placesIn } from './places.ts';
import type { Random } from './random.ts';
import { dayAfter } from './zone.ts';

/** One tenant: its office, its people's accounts and what is usual there. */
export interface Organisation {
  readonly index: number;
  readonly tenant: Tenant;
  readonly place: Place;
  readonly office: Network;
  /** Its office from the day it moves, if it does. */
  readonly movedOffice: Network;
  /** Milliseconds since 1970; infinite when it stays. */
  readonly movesAt: number;
  /** One per person, in order. */
  readonly accounts: readonly Account[];
  readonly remoteShare: number;
  readonly noise: Noise;
  /** Its own stream; everything about the organisation is forked from it. */
  readonly random: Random;
}

export function drawOrganisation(settings: Settings, index: number, seed: Random): Organisation {
  const own = settings.organisations[index] ?? {};
  const random = seed.fork(`organisation ${index}`);
  const draw = random.fork('tenant');
  const name = own.name ?? officeName(index);
  const tenant = Object.freeze({ id: draw.uuid(), name, domain: `${name}.example.org` });
  const noise = { ...settings.noise, ...own.noise };
  const place = draw.pick(placesIn(own.timeZone ?? settings.timeZone));
  return {
    index,
    tenant,
    place,
    office: officeNetwork(index, place),
    movedOffice: movedOfficeNetwork(index, place),
    movesAt:
      noise.officeMove < 0
        ? Number.POSITIVE_INFINITY
        : dayAfter(place.zone, settings.start, noise.officeMove),
    accounts: drawAccounts(tenant, own.people ?? settings.people, random.fork('roster')),
    remoteShare: own.remoteShare ?? settings.remoteShare,
    noise,
    random,
  };
}

function drawAccounts(tenant: Tenant, people: number, random: Random): Account[] {
  const taken = new Set<string>();
  return Array.from({ length: people }, () => {
    const name = drawName(random);
    let mailbox = mailboxOf(name);
    for (let number = 2; taken.has(mailbox); number++) mailbox = `${mailboxOf(name)}${number}`;
    taken.add(mailbox);
    return Object.freeze({
      tenant,
      name: `${mailbox}@${tenant.domain}`,
      displayName: `${name.given} ${name.family}`,
      id: random.uuid(),
    });
  });
}

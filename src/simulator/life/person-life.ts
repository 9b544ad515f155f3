import type { Facts } from '../facts.ts';
import { internet } from '../internet.ts';
import type { Organisation } from '../organisation.ts';
import type { Noise, Settings } from '../options.ts';
import type { Person } from '../person.ts';
import { drawPerson, personRandom } from '../person.ts';
import type { Random } from '../random.ts';
import { DAY, HOUR, MINUTE, dayAfter, localMidnight, localWeekday } from '../zone.ts';
import { forgetPassword } from './forgotten-password.ts';
import type { Memory, Scene } from './scene.ts';
import { outageRush } from './outage-rush.ts';
import { consent, firstDay, mailboxRule, newDevice } from './small-events.ts';
import { staleRetries } from './stale-phone.ts';
import type { Trip } from './trips.ts';
import { drawTrips } from './trips.ts';
import { drawMemory, originIn } from './whereabouts.ts';
import { carryPhone, clock, lookAtHome, work } from './working-day.ts';

/** Chance per day that the provider gives the household another address. */
const LEASE_CHANGE = 0.03;
/** Holidays and sick days. */
const ABSENT = 0.06;
/** Mondays and Fridays are not special; Saturdays and Sundays are. */
const WEEKEND: ReadonlySet<number> = new Set([0, 6]);

/**
 * Everything one person does, in time order, a day at a time. Depends on the seed, the organisation and the person's
 * number alone: not on other people, not on attacks.
 */
export function* personLife(
  settings: Settings,
  organisation: Organisation,
  index: number,
): Generator<Facts> {
  const net = internet();
  const person = drawPerson(organisation, index, settings.mfaShare, net);
  const random = personRandom(organisation, index);
  const { noise } = organisation;
  const first = localMidnight(person.place.zone, settings.start);
  const joins =
    volunteerDay(random.fork('volunteer'), noise, settings, [person.place.zone, first]) ??
    joiningDay(random.fork('joining'), noise.newStarters, settings.days);
  const memory = drawMemory(person, random.fork('memory'), -joins);
  settleIn(person, memory, random.fork('sessions'), joins === 0 ? first : undefined);
  const trips = drawTrips(
    person,
    {
      start: first,
      days: settings.days + 1,
      rate: noise.travellers,
      homeRouted: noise.homeRoutedRoaming,
      hops: noise.hotelHops,
    },
    random.fork('trips'),
  );
  let pending: Facts[] = [];
  let midnight = first;
  for (let day = 0; midnight < settings.end; day++) {
    // 26 hours reach the next local day also when clocks change.
    const next = localMidnight(person.place.zone, midnight + 26 * HOUR);
    if (memory.tenure >= 0 || joins === 0) {
      const today = random.fork(`day ${day}`);
      const scene = drawScene(
        settings,
        organisation,
        person,
        { memory, trips, day, midnight },
        today,
      );
      const since = live(scene);
      pending.push(...scene.out.filter((facts) => facts.time >= since));
    }
    pending.sort((one, other) => one.time - other.time);
    const later = pending.findIndex((facts) => facts.time >= next);
    const due = later < 0 ? pending : pending.slice(0, later);
    pending = later < 0 ? [] : pending.slice(later);
    for (const facts of due) {
      if (facts.time >= settings.start && facts.time < settings.end) yield facts;
    }
    memory.tenure++;
    memory.passwordAge++;
    midnight = next;
  }
}

/** The day on which volunteers begin together, for those who are volunteers. */
function volunteerDay(
  random: Random,
  noise: Noise,
  settings: Settings,
  [zone, first]: readonly [string, number],
): number | undefined {
  const { volunteerMorning, volunteers } = noise;
  if (volunteerMorning < 1 || volunteerMorning >= settings.days) return undefined;
  if (!random.chance(volunteers)) return undefined;
  // Days are counted from the person's own first midnight, which may be on the day before.
  return Math.round((dayAfter(zone, settings.start, volunteerMorning) - first) / DAY);
}

/** 0 for those already there; else the day of the first sign-in. */
function joiningDay(random: Random, rate: number, days: number): number {
  const wait = rate > 0 ? random.exponential(1 / rate) : Number.POSITIVE_INFINITY;
  // Whoever would have joined within the time is new on a day of it; all others were there before.
  return wait < days ? Math.max(1, Math.floor(wait)) : 0;
}

/** People there before `since` have sessions on their devices, with a second factor of some time ago. */
function settleIn(person: Person, memory: Memory, random: Random, since: number | undefined): void {
  if (since === undefined) {
    memory.passwordAge = 0;
    return;
  }
  const { country } = person.place;
  for (const device of [person.laptop, person.phone, person.homeComputer]) {
    if (device === undefined || random.chance(0.05)) continue;
    memory.sessions.set(device, {
      id: random.uuid(),
      mfaAt: since - random.between(0, 30) * DAY,
      country,
    });
  }
}

function drawScene(
  settings: Settings,
  organisation: Organisation,
  person: Person,
  now: { memory: Memory; trips: readonly Trip[]; day: number; midnight: number },
  random: Random,
): Scene {
  const weekday = localWeekday(person.place.zone, now.midnight + 12 * HOUR);
  const inOffice = person.officeDays.has(weekday) && !random.chance(0.08);
  const from = now.midnight + (person.startsAt + random.normal(0, 15)) * MINUTE - 10 * MINUTE;
  return {
    settings,
    organisation,
    person,
    net: internet(),
    memory: now.memory,
    random,
    day: now.day,
    midnight: now.midnight,
    trips: now.trips,
    office: inOffice ? [from, from + (person.worksFor + 30) * MINUTE] : undefined,
    vpnToday: person.vpn !== undefined && random.chance(0.5),
    out: [],
  };
}

/** Lives the day; returns the moment before which nothing can have happened: on the first day, arrival. */
function live(scene: Scene): number {
  const { random, person, memory, organisation } = scene;
  const { noise } = organisation;
  const weekday = localWeekday(person.place.zone, scene.midnight + 12 * HOUR);
  if (random.chance(LEASE_CHANGE)) memory.lease = originIn(person.home, random);
  const works = WEEKEND.has(weekday) ? random.chance(person.weekendHabit) : !random.chance(ABSENT);
  const from = Math.max(300, person.startsAt + random.normal(0, 18));
  const to = Math.min(1420, from + Math.max(120, person.worksFor + random.normal(0, 30)));
  const isNew = memory.tenure === 0 && memory.sessions.size === 0;
  if (isNew) firstDay(scene, clock(scene, from));
  if (works) {
    const weekend = WEEKEND.has(weekday);
    work(scene, from, weekend ? from + 90 : to);
    const some = () => clock(scene, random.between(from, to));
    if (random.chance(noise.forgottenPasswords)) forgetPassword(scene, some());
    if (random.chance(noise.newDevices)) newDevice(scene, some());
    if (random.chance(noise.consents)) consent(scene, some());
    if (random.chance(noise.mailboxRules)) mailboxRule(scene, some());
  }
  carryPhone(scene);
  if (random.chance(works ? 0.2 : 0.35)) lookAtHome(scene);
  if (memory.staleUntil > scene.midnight) staleRetries(scene);
  if (works && noise.outageRush > 0) outageRush(scene, clock(scene, from), clock(scene, to));
  return isNew ? clock(scene, from) : scene.midnight;
}

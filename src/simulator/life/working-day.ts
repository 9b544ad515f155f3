import { APPS } from '../applications.ts';
import type { Application } from '../applications.ts';
import type { Device, Use } from '../devices.ts';
import { DAY, HOUR, MINUTE, SECOND, zoneOffset } from '../zone.ts';
import { enterPassword, isExpired } from './password-entry.ts';
import type { Scene } from './scene.ts';
import { record } from './scene.ts';
import { tripAt } from './trips.ts';
import { whereabouts } from './whereabouts.ts';

const LAPTOP_APPS = [APPS.teams, APPS.oneDrive, APPS.office, APPS.exchange] as const;
const PHONE_APPS = [APPS.outlookMobile, APPS.outlookMobile, APPS.teams] as const;
const WEB_APPS = [APPS.portal, APPS.webMail, APPS.sharePoint] as const;

/** How sessions end by themselves, by how often one sees it. */
const EXPIRED_CODES = [
  70_044, 70_044, 70_043, 50_133, 50_132, 50_173, 700_082, 50_058, 50_058, 50_076,
];

/** Share of a person's token refreshes that come from the laptop on a working day. */
const LAPTOP_SHARE = 0.65;

/** Instant of a local time of day where the person is; always inside the person's day at home. */
export function clock(scene: Scene, minutes: number): number {
  const trip = tripAt(scene.trips, scene.midnight + DAY / 2);
  const shift =
    trip === undefined
      ? 0
      : zoneOffset(scene.person.place.zone, scene.midnight) -
        zoneOffset(trip.place.zone, scene.midnight);
  const inside = (minutes * MINUTE + shift) % DAY;
  return scene.midnight + (inside < 0 ? inside + DAY : inside);
}

/** Work at a laptop: the first sign-in, applications opened through the day, tokens renewed in the background. */
export function work(scene: Scene, from: number, to: number): void {
  const { random, person, memory, settings } = scene;
  const device = memory.laptop;
  const begin = clock(scene, from);
  const typed = !memory.sessions.has(device) || random.chance(person.typesPassword);
  if (typed || isExpired(scene)) {
    enterPassword(scene, begin, { device, use: 'browser', application: random.pick(WEB_APPS) });
  } else if (device.managed) {
    open(scene, begin, device, 'native', APPS.windows);
  }
  const opened = 1 + random.count(1.6);
  for (let index = 0; index < opened; index++) {
    const at = clock(scene, random.between(from, to));
    const application = random.chance(0.5) ? random.pick(WEB_APPS) : random.pick(person.services);
    open(scene, at, device, 'browser', application);
  }
  const renewals = random.count(settings.refreshes * LAPTOP_SHARE * person.activity);
  for (let index = 0; index < renewals; index++) {
    refresh(scene, clock(scene, random.between(from, to)), device, random.pick(LAPTOP_APPS));
  }
}

/** The phone, awake from six to midnight whether its owner works or not. */
export function carryPhone(scene: Scene): void {
  const { random, person, memory, settings } = scene;
  const device = memory.phone;
  if (!memory.sessions.has(device)) {
    const application = APPS.outlookMobile;
    enterPassword(scene, clock(scene, random.between(400, 1300)), {
      device,
      use: 'native',
      application,
    });
  }
  if (person.legacyPhone && memory.staleUntil < scene.midnight) syncMail(scene, device);
  const opened = random.count(0.4);
  for (let index = 0; index < opened; index++) {
    open(scene, clock(scene, random.between(420, 1400)), device, 'browser', random.pick(WEB_APPS));
  }
  const renewals = random.count(settings.refreshes * (1 - LAPTOP_SHARE) * person.activity);
  for (let index = 0; index < renewals; index++) {
    refresh(scene, clock(scene, random.between(360, 1435)), device, random.pick(PHONE_APPS));
  }
}

/** An evening or weekend look at the mail, on the home computer if there is one. */
export function lookAtHome(scene: Scene): void {
  const { random, person, memory } = scene;
  const device = person.homeComputer ?? memory.laptop;
  const begin = clock(scene, random.between(560, 1340));
  if (!memory.sessions.has(device) || random.chance(person.typesPassword)) {
    enterPassword(scene, begin, { device, use: 'browser', application: APPS.webMail });
  } else {
    open(scene, begin, device, 'browser', APPS.webMail);
  }
  const renewals = random.count(2);
  for (let index = 0; index < renewals; index++) {
    const time = Math.min(begin + random.between(0.1, 2) * HOUR, scene.midnight + DAY - 1);
    refresh(scene, time, device, APPS.webMail);
  }
}

/** An application opened with the session one has. */
function open(
  scene: Scene,
  time: number,
  device: Device,
  use: Use,
  application: Application,
): void {
  const spot = whereabouts(scene, time, device, use);
  if (spot === undefined) return;
  const mfa = scene.person.mfaMethod === undefined ? undefined : 'claim';
  record(scene, spot, { time, device, use, application, interactive: true, proof: 'claim', mfa });
}

function refresh(scene: Scene, time: number, device: Device, application: Application): void {
  const { random, organisation, person } = scene;
  const use = device.kind === 'home-computer' ? 'browser' : 'native';
  const spot = whereabouts(scene, time, device, use);
  if (spot === undefined) return;
  const base = { time, device, use, application, interactive: false, proof: 'claim' } as const;
  if (!random.chance(organisation.noise.expiredSessions)) {
    const mfa = person.mfaMethod === undefined ? undefined : 'claim';
    record(scene, spot, { ...base, mfa });
    return;
  }
  const drawn = random.pick(EXPIRED_CODES);
  const code = drawn === 50_076 && person.mfaMethod === undefined ? 70_044 : drawn;
  record(scene, spot, { ...base, code, mode: 'expired-session' });
  if (random.chance(0.4)) {
    const later = time + random.between(5, 900) * SECOND;
    enterPassword(scene, later, {
      device,
      use: use === 'native' ? 'native' : 'browser',
      application,
    });
  }
}

/** ActiveSync with the stored password: the server asks for it again a few times a day. */
function syncMail(scene: Scene, device: Device): void {
  const { random } = scene;
  const times = random.whole(2, 5);
  for (let index = 0; index < times; index++) {
    const time = clock(scene, random.between(300, 1430));
    const spot = whereabouts(scene, time, device, 'activesync');
    if (spot === undefined) continue;
    record(scene, spot, {
      time,
      device,
      use: 'activesync',
      application: APPS.exchange,
      interactive: true,
      proof: 'password',
    });
  }
}

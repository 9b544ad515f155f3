import type { Noise, SimulationOptions } from '../options.ts';
import { DEFAULT_NOISE } from '../options.ts';
import { Random } from '../random.ts';
import { DAY, HOUR, MINUTE } from '../zone.ts';

/** Where and when a scenario of one seed plays, before anybody attacks. */
export interface World {
  /** For what the scenario draws itself: the attack's times, rates and infrastructure. */
  readonly random: Random;
  readonly options: SimulationOptions;
  /** An instant between two days of the simulation, at any hour; milliseconds since 1970. */
  readonly between: (fromDay: number, toDay: number) => number;
}

export interface Shape {
  /** Of each organisation. Kept as it is: sizes are drawn by the scenario, with `about`. */
  readonly people: number | readonly number[];
  readonly days: number;
  /** Over and above what is drawn. */
  readonly noise?: Partial<Noise>;
  /** Silent renewals of a person and day; default: drawn around 12. */
  readonly refreshes?: number;
  /** Outages in the whole time; default: none or one. */
  readonly outages?: number;
}

/** A Monday. Worlds begin on one of the 150 that follow. */
const FIRST_MONDAY = Date.UTC(2024, 0, 1);
const WEEKS = 150;

const ZONES = [
  'America/New_York',
  'America/New_York',
  'America/Chicago',
  'America/Los_Angeles',
  'America/Denver',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Paris',
] as const;

/** The rates of ordinary life that are scaled together with the others; the rest are days, counts or drawn. */
const SCALED = [
  'typos',
  'forgottenPasswords',
  'stalePhones',
  'travellers',
  'vpnUsers',
  'relayUsers',
  'newStarters',
  'newDevices',
  'expiredSessions',
  'keepSignedIn',
  'missedPushes',
  'consents',
  'mailboxRules',
  'legacyPhones',
] as const satisfies readonly (keyof Noise)[];

/** How far a rate may be from the default: a factor of up to e to this power, up or down. */
const RATE_SPREAD = 0.7;

/** Around `size`, by up to 15 %: offices of one size are not all the same. */
export function about(size: number, random: Random): number {
  return Math.max(1, Math.round(size * random.between(0.85, 1.15)));
}

/** The stream of one seed of one scenario. */
export function scenarioRandom(name: string, seed: string): Random {
  return new Random(`scenario ${name} ${seed}`);
}

export function drawWorld(name: string, seed: string, shape: Shape): World {
  const random = scenarioRandom(name, seed);
  const draw = random.fork('world');
  const start = FIRST_MONDAY + draw.below(WEEKS) * 7 * DAY;
  const { people, days } = shape;
  const sizes = typeof people === 'number' ? [people] : people;
  const options: SimulationOptions = {
    seed: `${name} ${seed}`,
    start,
    days,
    organisations: sizes.map((size, index) => ({
      people: size,
      timeZone: draw.fork(`zone ${index}`).pick(ZONES),
      remoteShare: draw.fork(`remote ${index}`).between(0.05, 0.4),
    })),
    mfaShare: draw.between(0.6, 0.98),
    refreshes: shape.refreshes ?? draw.between(8, 16),
    noise: { ...drawNoise(draw.fork('noise')), ...shape.noise },
    outages: drawOutages(draw.fork('outages'), start, days, shape.outages),
  };
  return {
    random,
    options,
    between: (from, to) => start + Math.floor(random.between(from, to) * 24) * HOUR,
  };
}

function drawNoise(random: Random): Partial<Noise> {
  const scaled = SCALED.map((name): [string, number] => [
    name,
    Math.min(0.9, DEFAULT_NOISE[name] * Math.exp(random.between(-RATE_SPREAD, RATE_SPREAD))),
  ]);
  const some = (share: number, value: number): number => (random.chance(share) ? value : 0);
  return {
    ...Object.fromEntries(scaled),
    homeRoutedRoaming: random.between(0.1, 0.6),
    passwordExpiryDays: random.pick([0, 90, 180, 365]),
    torUsers: some(0.25, random.between(0.01, 0.05)),
    helpdeskResets: random.float(),
    hotelHops: random.float(),
    outageRush: random.between(0.4, 0.9),
    scanners: some(0.4, 1),
    sharedMailboxes: some(0.3, 1),
    expiredSecrets: some(0.15, 1),
    unlistedProbes: some(0.1, 1),
  };
}

/** Outages fall on working days, in hours when offices on both sides of the Atlantic are at work or one of them is. */
function drawOutages(
  random: Random,
  start: number,
  days: number,
  wanted: number | undefined,
): { start: number; minutes: number }[] {
  const count = wanted ?? (random.chance(0.25) ? 1 : 0);
  return Array.from({ length: count }, () => {
    const day = random.below(Math.max(1, days));
    const weekday = day % 7 > 4 ? Math.max(0, day - 2) : day;
    return {
      start: start + weekday * DAY + Math.round(random.between(9, 20) * 60) * MINUTE,
      minutes: random.whole(15, 150),
    };
  });
}

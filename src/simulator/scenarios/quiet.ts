import { assert } from '../../lib/assert.ts';
import type { AttackPlan, Noise } from '../options.ts';
import type { Random } from '../random.ts';
import { DAY } from '../zone.ts';
import { poolRates, sourceRates } from './guise.ts';
import type { Scenario } from './scenario.ts';
import { about, drawWorld, scenarioRandom } from './world.ts';

const SILENCE = 'fewer than 0.1 false cases at medium or above per office-week';
const YEAR = 364;

/** A Monday of the simulation (it begins on one), not the first. */
function monday(days: number, random: Random): number {
  return 7 * random.whole(1, Math.max(1, Math.floor(days / 7) - 1));
}

/** Everything that looks like an attack and is none, at once. */
function everyLookAlike(days: number, random: Random): Partial<Noise> {
  return {
    passwordExpiryDays: random.pick([0, 90, 180]),
    expiryMorning: monday(days, random) + random.below(5),
    volunteerMorning: monday(days, random),
    volunteers: random.between(0.2, 0.5),
    officeMove: monday(days, random),
    torUsers: random.between(0.03, 0.1),
    stalePhones: random.between(0.1, 0.4),
    travellers: random.between(0.005, 0.02),
    hotelHops: random.between(0.3, 1),
    helpdeskResets: random.between(0.2, 0.8),
    vpnUsers: random.between(0.05, 0.2),
    relayUsers: random.between(0.05, 0.2),
    outageRush: random.between(0.5, 0.95),
    scanners: 1,
    sharedMailboxes: 1,
    expiredSecrets: 1,
    unlistedProbes: 1,
  };
}

function quiet(
  name: string,
  title: string,
  shape: { sizes: readonly number[]; days: number; refreshes?: number },
): Scenario {
  return {
    name,
    title,
    proves: SILENCE,
    options: (seed) => {
      const random = scenarioRandom(name, seed).fork('offices');
      const people = shape.sizes.map((size) => Math.max(5, about(size, random)));
      const { days } = shape;
      const { refreshes = random.between(3, 8) } = shape;
      const outages = Math.max(1, Math.round(days / 60));
      const { options } = drawWorld(name, seed, { people, days, refreshes, outages });
      const organisations = options.organisations;
      assert(typeof organisations === 'object', 'a world lists its offices');
      return {
        ...options,
        // Each office has its mornings on days of its own.
        organisations: organisations.map((one, index) => ({
          ...one,
          noise: everyLookAlike(days, random.fork(`noise ${index}`)),
        })),
      };
    },
  };
}

export const QUIET: readonly Scenario[] = [
  quiet('quiet-year', 'Three quiet offices of 20 for a year, with every look-alike', {
    sizes: [20, 20, 20],
    days: YEAR,
  }),
  quiet('quiet-sizes', 'Quiet offices of 5 to 300 for eight weeks, with every look-alike', {
    sizes: [5, 12, 30, 90, 300],
    days: 56,
  }),
  quiet(
    'quiet-first-weeks',
    'Ten quiet offices whose logs have just begun, with every look-alike',
    {
      sizes: [5, 8, 12, 15, 20, 20, 25, 30, 40, 60],
      days: 21,
      refreshes: 10,
    },
  ),
];

/** Sizes that give about 300,000 sign-ins over 28 days at the refreshes below. */
const THIRTEEN = [6, 10, 14, 18, 22, 28, 34, 42, 50, 60, 72, 86, 108] as const;

export const LOAD: readonly Scenario[] = [
  {
    name: 'thirteen-organisations',
    title: 'Thirteen organisations over 28 days, about 300,000 sign-ins, three of them attacked',
    proves: 'analysed in under 20 s on two cores, under 500 MB',
    options: (seed) => {
      const name = 'thirteen-organisations';
      const draw = scenarioRandom(name, seed).fork('sizes');
      const people = THIRTEEN.map((size) => about(size, draw));
      const world = drawWorld(name, seed, { people, days: 28, refreshes: 17 });
      const { random } = world;
      const [first = 0, second = 1, third = 2] = random.sample([...THIRTEEN.keys()], 3);
      const attacks: AttackPlan[] = [
        {
          mode: 'distributed-spray',
          organisations: [first, second],
          start: world.between(9, 14),
          duration: 5 * DAY,
          rates: poolRates('open', random),
        },
        {
          mode: 'ultra-slow-spray',
          organisations: [third],
          start: world.between(5, 9),
          duration: 19 * DAY,
          rates: sourceRates('hidden', random),
        },
      ];
      return { ...world.options, attacks };
    },
  },
];

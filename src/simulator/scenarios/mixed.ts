import type { AttackPlan, SimulationOptions } from '../options.ts';
import type { Random } from '../random.ts';
import { rosters } from '../simulate.ts';
import { DAY } from '../zone.ts';
import type { Guise } from './guise.ts';
import { networkOf, poolRates, prizeRates, sourceRates } from './guise.ts';
import type { Scenario } from './scenario.ts';
import type { World } from './world.ts';
import { about, drawWorld, scenarioRandom } from './world.ts';

const SEPARATE = 'attack events assigned to the right case: precision 98 %, recall 95 %';

function guise(random: Random): Guise {
  return random.chance(0.4) ? 'hidden' : 'open';
}

/** Password attacks that can go on side by side for days, drawn in their own ways; without start and accounts. */
function campaigns(random: Random): AttackPlan[] {
  return [
    {
      mode: 'distributed-spray',
      campaign: 'spray',
      rates: { triesPerHour: random.between(2, 5), ...poolRates(guise(random), random) },
    },
    {
      mode: 'ultra-slow-spray',
      campaign: 'slow',
      rates: { triesPerDay: random.between(0.8, 2), ...sourceRates(guise(random), random) },
    },
    {
      mode: 'brute-force',
      campaign: 'brute',
      duration: random.between(0.1, 0.4) * DAY,
      rates: poolRates('open', random),
    },
    {
      mode: 'recovery-abuse',
      campaign: 'recovery',
      rates: { triesPerAccount: random.whole(5, 12), infrastructure: networkOf('open', random) },
    },
  ];
}

/** Two or three campaigns over the same days; each draws so many accounts from the list it is given. */
function overlap(
  world: World,
  listFor: (names: readonly string[], campaign: number, of: number) => readonly string[],
): SimulationOptions {
  const { random, options } = world;
  const [names = []] = rosters(options);
  const shuffled = random.sample(names, names.length);
  const chosen = random.sample(campaigns(random), random.whole(2, 3));
  const attacks = chosen.map((plan, index): AttackPlan => {
    const list = listFor(shuffled, index, chosen.length);
    const few = plan.mode === 'brute-force' ? 2 : Math.max(3, Math.round(list.length * 0.5));
    return {
      duration: random.between(3, 7) * DAY,
      ...plan,
      start: world.between(6, 9),
      accounts: random.sample(list, few),
    };
  });
  return { ...options, attacks };
}

function mixedWorld(name: string, seed: string, size: number, days: number): World {
  const people = about(size, scenarioRandom(name, seed).fork('size'));
  return drawWorld(name, seed, { people, days });
}

function sequence(world: World): readonly AttackPlan[] {
  const { random } = world;
  const spray: AttackPlan = {
    mode: 'distributed-spray',
    start: world.between(6, 8),
    duration: 3 * DAY,
    campaign: 'spray',
    rates: { ...poolRates(guise(random), random), ...prizeRates(random), share: 0.25 },
  };
  const rest = ['mfa-fatigue', 'token-theft', 'consent-phishing', 'legacy-success', 'loud-spray'];
  return [
    spray,
    ...random
      .sample(rest, 3)
      .map((mode): AttackPlan => ({ mode, start: world.between(7, 12), campaign: mode })),
  ];
}

export const MIXED: readonly Scenario[] = [
  {
    name: 'overlapping-apart',
    title: 'Two or three campaigns at once on one organisation, on different accounts',
    proves: SEPARATE,
    options: (seed) =>
      overlap(mixedWorld('overlapping-apart', seed, 60, 18), (names, index, of) =>
        names.filter((_, at) => at % of === index),
      ),
  },
  {
    name: 'overlapping-shared',
    title: 'Two or three campaigns at once on one organisation, some accounts in several of them',
    proves: SEPARATE,
    options: (seed) =>
      overlap(mixedWorld('overlapping-shared', seed, 60, 18), (names) =>
        names.slice(0, Math.ceil(names.length * 0.4)),
      ),
  },
  {
    name: 'mixed',
    title: 'A spray with passwords found, and attacks of three other kinds in the same days',
    proves: SEPARATE,
    options: (seed) => {
      const world = mixedWorld('mixed', seed, 40, 16);
      return { ...world.options, attacks: sequence(world) };
    },
  },
  {
    name: 'several-organisations',
    title: 'One campaign against three of five organisations, with the same infrastructure',
    proves: 'a case for each organisation attacked, none for the others',
    options: (seed) => {
      const name = 'several-organisations';
      const draw = scenarioRandom(name, seed).fork('sizes');
      const people = [8, 15, 25, 40, 80].map((size) => about(size, draw));
      const world = drawWorld(name, seed, { people, days: 16 });
      const { random } = world;
      const how = guise(random);
      const plan: AttackPlan = random.chance(0.5)
        ? { mode: 'distributed-spray', rates: poolRates(how, random) }
        : { mode: 'ultra-slow-spray', rates: { ...sourceRates(how, random), share: 0.4 } };
      const organisations = random.sample([0, 1, 2, 3, 4], 3).toSorted((one, other) => one - other);
      return {
        ...world.options,
        attacks: [
          {
            ...plan,
            campaign: 'wide',
            organisations,
            start: world.between(5, 8),
            duration: 8 * DAY,
          },
        ],
      };
    },
  },
  {
    name: 'imperfect-log',
    title:
      'A spray with a password found, in a log that is late, out of order, doubled and has a hole',
    proves: 'the same cases as from a perfect log, but for what was lost',
    options: (seed) => {
      const world = mixedWorld('imperfect-log', seed, 25, 13);
      const { random } = world;
      const rates = { ...poolRates(guise(random), random), ...prizeRates(random) };
      return {
        ...world.options,
        attacks: [
          {
            mode: 'distributed-spray',
            start: world.between(5, 7),
            duration: random.between(3, 5) * DAY,
            rates,
          },
        ],
        log: {
          late: random.between(0.01, 0.2),
          lateHours: random.between(0.5, 8),
          shuffleMinutes: random.between(1, 20),
          duplicates: random.between(0.002, 0.05),
          gaps: [{ start: world.between(2, 10), minutes: random.whole(30, 360) }],
        },
      };
    },
  },
];

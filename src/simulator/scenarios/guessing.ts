import type { AttackPlan } from '../options.ts';
import type { Random } from '../random.ts';
import { DAY, HOUR, MINUTE } from '../zone.ts';
import type { Guise } from './guise.ts';
import { poolRates, prizeRates, sourceRates } from './guise.ts';
import type { Scenario } from './scenario.ts';
import { about, drawWorld, scenarioRandom } from './world.ts';

/** A password attack of one mode: how large the office, how long, how it is drawn. */
interface Attack {
  readonly name: string;
  readonly title: string;
  readonly proves: string;
  readonly people: (random: Random) => number;
  /** Quiet days before it begins, least and most. */
  readonly lead: readonly [number, number];
  /** Days it lasts, and days simulated after its beginning. */
  readonly lasts: (random: Random) => number;
  readonly after: number;
  readonly plan: (guise: Guise, random: Random, people: number) => Omit<AttackPlan, 'start'>;
}

const SPRAY_WITHIN = 'every targeted account within 2 hours';
const SETTLED: readonly [number, number] = [5, 14];

function strontium(guise: Guise, random: Random): Omit<AttackPlan, 'start'> {
  return {
    mode: 'distributed-spray',
    rates: {
      triesPerHour: random.between(3.4, 4.6),
      share: random.between(0.15, 0.3),
      guessedShare: random.between(0, 0.4),
      ...poolRates(guise, random),
    },
  };
}

function withRates(plan: Omit<AttackPlan, 'start'>, rates: AttackPlan['rates']) {
  return { ...plan, rates: { ...plan.rates, ...rates } };
}

const ATTACKS: readonly Attack[] = [
  {
    name: 'office-spray',
    title: "A 20-person office under a distributed spray at Strontium's rate",
    proves: SPRAY_WITHIN,
    people: (random) => about(20, random),
    lead: SETTLED,
    lasts: (random) => random.between(2, 6),
    after: 6,
    plan: strontium,
  },
  {
    name: 'office-spray-young',
    title: 'The same spray on an office whose log begins hours before it',
    proves: SPRAY_WITHIN,
    people: (random) => about(20, random),
    lead: [0.2, 1.5],
    lasts: (random) => random.between(2, 4),
    after: 4,
    plan: strontium,
  },
  {
    name: 'office-spray-hours',
    title:
      'A spray that bursts, slows down, and keeps hours: of the office, of its night, of a shift elsewhere',
    proves: 'every targeted account within 2 hours of tries',
    people: (random) => about(30, random),
    lead: SETTLED,
    lasts: (random) => random.between(5, 9),
    after: 9,
    plan: (guise, random) =>
      withRates(strontium(guise, random), {
        hours: random.pick(['office', 'night', 'shift']),
        triesPerHour: random.between(0.6, 4),
        burstHours: random.chance(0.5) ? random.between(0.5, 4) : 0,
        burstFactor: random.between(4, 15),
      }),
  },
  {
    name: 'slow-spray',
    title: 'Twelve accounts of 60, one try each a day for 28 days, no address twice',
    proves: 'the campaign within 7 days, 90 % of targeted accounts by its end',
    people: (random) => random.whole(54, 66),
    lead: [3, 14],
    lasts: () => 28,
    after: 29,
    plan: (guise, random) => ({
      mode: 'ultra-slow-spray',
      rates: {
        accounts: 12,
        triesPerDay: random.between(0.9, 1.15),
        hours: random.pick(['always', 'always', 'night', 'shift']),
        ...sourceRates(guise, random),
      },
    }),
  },
  {
    name: 'brute-force',
    title: 'Hundreds of tries an hour on two accounts',
    proves: 'the campaign within 10 minutes',
    people: (random) => about(random.pick([15, 40, 120]), random),
    lead: SETTLED,
    lasts: (random) => random.between(2, 12) / 24,
    after: 1,
    plan: (guise, random) => {
      const triesPerHour = random.between(180, 420);
      const rates = { accounts: 2, lockoutThreshold: random.pick([5, 10, 20]), triesPerHour };
      const addressesPerHour = Math.round(triesPerHour * random.between(0.45, 0.75));
      return {
        mode: 'brute-force',
        rates: { ...rates, addressesPerHour, ...poolRates(guise, random) },
      };
    },
  },
  {
    name: 'credential-stuffing',
    title: 'A leaked list of names and passwords, once or twice each',
    proves: 'targeted accounts, case precision and recall',
    people: (random) => about(random.pick([20, 60, 250]), random),
    lead: SETTLED,
    lasts: (random) => random.between(1, 30) / 24,
    after: 2,
    plan: (guise, random) => ({
      mode: 'credential-stuffing',
      rates: {
        share: random.between(0.35, 0.8),
        goneShare: random.between(0.1, 0.8),
        secondTry: random.between(0.1, 0.5),
        hitRate: random.pick([0, 0.005, 0.02]),
        ...sourceRates(guise, random),
        poolSize: random.whole(30, 300),
        netblocks: random.whole(20, 150),
      },
    }),
  },
  {
    name: 'loud-spray',
    title: 'One or a few addresses, every account, one password after another',
    proves: 'targeted accounts, case precision and recall',
    people: (random) => about(random.pick([12, 60, 200]), random),
    lead: SETTLED,
    lasts: (random) => random.between(2, 8) / 24,
    after: 1,
    plan: (guise, random) => ({
      mode: 'loud-spray',
      rates: {
        addresses: random.pick([1, 1, 2, 5]),
        passwords: random.whole(1, 4),
        triesPerMinute: random.between(2, 60),
        pauseMinutes: random.between(10, 60),
        share: random.between(0.5, 1),
        ...sourceRates(guise, random),
      },
    }),
  },
];

function scenario(
  attack: Attack,
  kind: { suffix: string; title: string; proves?: string },
  change: (
    plan: (guise: Guise) => Omit<AttackPlan, 'start'>,
    random: Random,
  ) => Omit<AttackPlan, 'start'>,
): Scenario {
  const name = `${attack.name}${kind.suffix}`;
  return {
    name,
    title: `${attack.title}${kind.title}`,
    proves: kind.proves ?? attack.proves,
    options: (seed) => {
      const draw = scenarioRandom(name, seed).fork('attack');
      const people = attack.people(draw);
      const lead = draw.between(...attack.lead);
      const days = Math.ceil(lead + attack.after);
      const { options } = drawWorld(name, seed, { people, days });
      const plan = change((guise) => attack.plan(guise, draw, people), draw);
      const start = options.start + Math.round((lead * DAY) / MINUTE) * MINUTE;
      const duration = Math.round(attack.lasts(draw) * 24 * HOUR);
      return { ...options, attacks: [{ ...plan, start, duration }] };
    },
  };
}

/** Each attack openly, hidden, and with a password found inside it, openly or hidden. */
export const GUESSING: readonly Scenario[] = ATTACKS.flatMap((attack) => [
  scenario(attack, { suffix: '', title: '' }, (plan) => plan('open')),
  scenario(
    attack,
    {
      suffix: '-residential',
      title: "; from households of the office's country, with popular browsers",
    },
    (plan) => plan('hidden'),
  ),
  scenario(
    attack,
    {
      suffix: '-found',
      title: '; a password is found on the way',
      proves: 'success, or right password stopped, flagged within 5 minutes',
    },
    (plan, random) => withRates(plan(random.chance(0.5) ? 'open' : 'hidden'), prizeRates(random)),
  ),
]);

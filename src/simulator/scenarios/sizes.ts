import type { AttackPlan } from '../options.ts';
import { DAY, HOUR } from '../zone.ts';
import type { Guise } from './guise.ts';
import { poolRates } from './guise.ts';
import type { Scenario } from './scenario.ts';
import { about, drawWorld, scenarioRandom } from './world.ts';

interface Size {
  readonly people: number;
  readonly days: number;
  /** Share of the accounts attacked: small where there are many, so that a run takes seconds. */
  readonly share: number;
  readonly refreshes: number;
}

const SIZES: readonly Size[] = [
  { people: 5, days: 10, share: 0.4, refreshes: 12 },
  { people: 12, days: 10, share: 0.25, refreshes: 12 },
  { people: 50, days: 10, share: 0.2, refreshes: 12 },
  { people: 200, days: 8, share: 0.2, refreshes: 8 },
  { people: 1000, days: 6, share: 0.1, refreshes: 4 },
  { people: 3000, days: 5, share: 0.05, refreshes: 2 },
  { people: 10_000, days: 4, share: 0.02, refreshes: 1 },
];

/** A spray and, on another day, a brute force, whatever the size. */
export const SIZED: readonly Scenario[] = SIZES.map((size): Scenario => {
  const name = `size-${size.people}`;
  return {
    name,
    title: `A spray and a brute force on an organisation of about ${size.people.toLocaleString('en')}`,
    proves: 'detection does not depend on the size of the organisation',
    options: (seed) => {
      // The smallest and the largest stay inside 5 to 10,000.
      const drawn = about(size.people, scenarioRandom(name, seed).fork('size'));
      const people = Math.min(10_000, Math.max(5, drawn));
      const world = drawWorld(name, seed, { people, days: size.days, refreshes: size.refreshes });
      const { random } = world;
      const guise: Guise = random.chance(0.4) ? 'hidden' : 'open';
      const lead = size.days / 2;
      const attacks: AttackPlan[] = [
        {
          mode: 'distributed-spray',
          start: world.between(lead - 0.5, lead),
          duration: Math.min(2, size.days / 4) * DAY,
          rates: {
            ...poolRates(guise, random),
            triesPerHour: random.between(3, 5),
            share: size.share * random.between(0.8, 1.2),
          },
        },
        {
          mode: 'brute-force',
          start: world.between(size.days - 1, size.days - 0.6),
          duration: random.between(1, 5) * HOUR,
          rates: { ...poolRates('open', random), accounts: random.pick([1, 2, 3]) },
        },
      ];
      return { ...world.options, attacks };
    },
  };
});

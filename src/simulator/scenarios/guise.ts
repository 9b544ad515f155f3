import type { Rate } from '../options.ts';
import type { Random } from '../random.ts';

type Rates = Record<string, Rate>;

/** `open`: rented and anonymous networks, tools. `hidden`: households of the office's country, popular browsers. */
export type Guise = 'open' | 'hidden';

/** A spray's infrastructure: a large pool that changes a little every day, around the published sizes. */
export function poolRates(guise: Guise, random: Random): Rates {
  const size = random.between(0.7, 1.3);
  return {
    poolSize: Math.round(1100 * size),
    poolChurn: random.whole(10, 40),
    netblocks: Math.round(536 * size),
    ...sourceRates(guise, random),
  };
}

/** Whose addresses, and what the attacker's clients say they are. */
export function sourceRates(guise: Guise, random: Random): Rates {
  return { infrastructure: networkOf(guise, random), client: clientOf(guise, random) };
}

export function networkOf(guise: Guise, random: Random): string {
  return guise === 'hidden'
    ? random.pick(['residential', 'residential', 'mobile'])
    : random.pick(['anonymiser', 'anonymiser', 'hosting', 'abroad', 'tor']);
}

export function clientOf(guise: Guise, random: Random): string {
  return guise === 'hidden'
    ? 'popular'
    : random.pick(['legacy', 'legacy', 'browser', 'script', 'mixed']);
}

/** A found password: when, how far it led, from where, and whether somebody comes back with it. */
export function prizeRates(random: Random): Rates {
  return {
    hits: random.whole(1, 2),
    hitAfter: random.between(0.1, 0.95),
    hitOutcome: random.pick(['in', 'in', 'mfa', 'mfa', 'blocked', 'expired', 'enrol']),
    hitFrom: random.pick(['attack', 'attack', 'address', 'client', 'both']),
    returnAfter: random.chance(0.4) ? random.between(0.3, 14) : 0,
    aftermath: random.pick(['none', 'mailbox', 'full']),
  };
}

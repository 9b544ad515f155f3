import type { Relation } from './familiarity.ts';

/**
 * How much likelier an attempt is an attacker's than the account owner's, by where it came from and with what.
 *
 * Naive Bayes over three traits with a handful of values each. What attackers do is assumed; what owners do is learnt
 * from the organisation's own sign-ins and shrunk towards the assumption below (Dirichlet prior), so that a young or
 * tiny office behaves like an ordinary one until it has shown otherwise, and an office full of travellers is taken for
 * one. The idea is that of risk-based authentication (Freeman et al., NDSS 2016).
 */
const VALUES = {
  place: [
    'own-address',
    'own-prefix',
    'own-network',
    'colleagues-address',
    'colleagues-network',
    'new',
    'none',
  ],
  client: ['own', 'colleagues', 'new', 'none'],
  country: ['own', 'colleagues', 'new', 'none'],
} as const;

type Trait = keyof typeof VALUES;

const TRAITS = ['place', 'client', 'country'] as const;

type Chances = Readonly<Record<Trait, readonly number[]>>;

/** Of sign-ins by owners whose past is known. */
const OWNER: Chances = {
  place: [0.78, 0.05, 0.1, 0.03, 0.02, 0.02, 0.02],
  client: [0.9, 0.05, 0.03, 0.02],
  country: [0.96, 0.015, 0.005, 0.02],
};

/** Of sign-ins by owners of whom nothing is known yet: the same, but nothing can be their own. */
const NEWCOMER: Chances = {
  place: [0, 0, 0, 0.45, 0.25, 0.28, 0.02],
  client: [0, 0.6, 0.38, 0.02],
  country: [0, 0.9, 0.08, 0.02],
};

/** Of attempts by attackers: rarely from where the owner is, sometimes from the owner's country or carrier. */
const ATTACKER: Chances = {
  place: [0.002, 0.004, 0.03, 0.004, 0.1, 0.84, 0.02],
  client: [0.08, 0.3, 0.58, 0.04],
  country: [0.35, 0.08, 0.55, 0.02],
};

/** Of attempts by attackers on accounts of which nothing is known yet. */
const ATTACKER_ON_NEWCOMER: Chances = {
  place: [0, 0, 0, 0.006, 0.13, 0.844, 0.02],
  client: [0, 0.32, 0.64, 0.04],
  country: [0, 0.43, 0.55, 0.02],
};

/** How many sign-ins the assumption counts for beside those seen. */
const PRIOR_WEIGHT = 200;

/** Sign-ins of known accounts, by place in the list of values of each trait. */
export type Habits = Readonly<Record<Trait, number[]>>;

export function noHabits(): Habits {
  return { place: [], client: [], country: [] };
}

/** Notes how a sign-in taken for its owner's stood to its account. */
export function noteHabit(habits: Habits, relation: Relation): void {
  if (relation.accountDays === 0) return;
  for (const trait of TRAITS) {
    const at = indexOf(trait, relation);
    habits[trait][at] = (habits[trait][at] ?? 0) + 1;
  }
}

/** Natural logarithm of the ratio; above 0: rather an attacker's. */
export function attackerOdds(relation: Relation, habits: Habits): number {
  const known = relation.accountDays > 0;
  let sum = 0;
  for (const trait of TRAITS) {
    const at = indexOf(trait, relation);
    const attacker = (known ? ATTACKER : ATTACKER_ON_NEWCOMER)[trait][at] ?? 0;
    const assumed = (known ? OWNER : NEWCOMER)[trait][at] ?? 0;
    const owner = known ? learnt(habits[trait], at, assumed) : assumed;
    if (attacker > 0 && owner > 0) sum += Math.log(attacker / owner);
  }
  return sum;
}

function learnt(seen: readonly number[], at: number, assumed: number): number {
  let total = 0;
  for (const count of seen) total += count ?? 0;
  return ((seen[at] ?? 0) + PRIOR_WEIGHT * assumed) / (total + PRIOR_WEIGHT);
}

function indexOf(trait: Trait, relation: Relation): number {
  const value = trait === 'place' ? (relation.place ?? 'none') : (relation[trait]?.to ?? 'none');
  return (VALUES[trait] as readonly string[]).indexOf(value);
}

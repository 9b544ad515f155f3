import type { Plan, Test } from './plan.ts';

/** Rough cost of a test beside reading its field; only the order matters. */
const COSTS: Readonly<Record<Test['kind'], number>> = {
  exists: 1,
  null: 1,
  equals: 1,
  compare: 1,
  startswith: 1,
  endswith: 1,
  contains: 2,
  field: 2,
  time: 3,
  network: 3,
  like: 3,
  regex: 20,
};

/** A keyword is looked for in every value of the record. */
const KEYWORD = 50;

/** The same plans, the cheap ones first: tests have no effects, so their order is free. */
export function cheapFirst(plans: readonly Plan[], known: WeakMap<Plan, number>): readonly Plan[] {
  return plans.toSorted((a, b) => costOf(a, known) - costOf(b, known));
}

function costOf(plan: Plan, known: WeakMap<Plan, number>): number {
  const have = known.get(plan);
  if (have !== undefined) return have;
  let cost = 0;
  if (plan.kind === 'test') {
    const alternatives =
      'texts' in plan.test && plan.test.kind !== 'equals' ? plan.test.texts.length : 1;
    cost = COSTS[plan.test.kind] * alternatives * (plan.field === undefined ? KEYWORD : 1);
  } else if (plan.kind === 'not') {
    cost = costOf(plan.of, known);
  } else if (plan.kind !== 'constant') {
    for (const part of plan.of) cost += costOf(part, known);
  }
  known.set(plan, cost);
  return cost;
}

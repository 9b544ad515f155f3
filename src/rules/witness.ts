import { unreachable } from '../lib/assert.ts';
import type { Plan, Test, TestPlan } from './plan.ts';

/** More alternatives than this are not looked up one by one. */
const MAX_WITNESSES = 4096;

/**
 * Tests of which at least one must hold for the plan to hold; undefined when nothing so simple is known. `usage`: how
 * many plans of the set hold a test; the rarer, the better it keeps rules apart.
 */
export function witnessesOf(
  plan: Plan,
  usage: (test: TestPlan) => number,
): readonly TestPlan[] | undefined {
  return choose(plan, true, usage)?.tests;
}

interface Choice {
  readonly tests: readonly TestPlan[];
  readonly cost: number;
}

function choose(plan: Plan, holds: boolean, usage: (test: TestPlan) => number): Choice | undefined {
  switch (plan.kind) {
    case 'constant':
      return plan.value === holds ? undefined : { tests: [], cost: 0 };
    case 'not':
      return choose(plan.of, !holds, usage);
    case 'or':
    case 'and':
      return (plan.kind === 'and') === holds
        ? best(plan.of, holds, usage)
        : together(plan.of, holds, usage);
    case 'test': {
      const test = holds ? plan : denied(plan);
      return test && { tests: [test], cost: usage(test) * commonness(test) };
    }
    default:
      return unreachable(plan);
  }
}

/** The cheapest part's: all parts must hold. */
function best(
  parts: readonly Plan[],
  holds: boolean,
  usage: (test: TestPlan) => number,
): Choice | undefined {
  let found: Choice | undefined;
  for (const part of parts) {
    const choice = choose(part, holds, usage);
    if (choice !== undefined && choice.cost < (found?.cost ?? Infinity)) found = choice;
  }
  return found;
}

/** Those of every part: any of them may hold. */
function together(
  parts: readonly Plan[],
  holds: boolean,
  usage: (test: TestPlan) => number,
): Choice | undefined {
  const tests: TestPlan[] = [];
  let cost = 0;
  for (const part of parts) {
    const choice = choose(part, holds, usage);
    if (choice === undefined) return undefined;
    tests.push(...choice.tests);
    cost += choice.cost;
    if (tests.length > MAX_WITNESSES) return undefined;
  }
  return { tests, cost };
}

/** What holds when the test does not: whatever is not null is there. */
function denied({ field, test }: TestPlan): TestPlan | undefined {
  return test.kind === 'null' && field !== undefined
    ? { kind: 'test', field, test: { kind: 'exists' } }
    : undefined;
}

/** Values that most records have in some field: flags, success, nothing at all. */
const COMMON = new Set(['', '0', '1', 'true', 'false', 'success', 'none', '-']);

/** How often a test is thought to hold, beside one for a rare value; only the order matters. */
function commonness({ test }: TestPlan): number {
  switch (test.kind) {
    case 'equals': {
      const common = test.texts.some((text) => COMMON.has(text.toLowerCase()));
      return common ? 30 : 1 + Math.log2(test.texts.length);
    }
    case 'contains':
    case 'startswith':
    case 'endswith':
      return test.texts.reduce((sum, text) => sum + shortness(text.length), 0);
    case 'network':
      return 3;
    default:
      return COMMONNESS[test.kind];
  }
}

function shortness(length: number): number {
  return length === 0 ? 100 : 1 + 20 / (length * length);
}

const COMMONNESS: Readonly<
  Record<
    Exclude<Test['kind'], 'equals' | 'contains' | 'startswith' | 'endswith' | 'network'>,
    number
  >
> = { like: 5, regex: 20, field: 30, compare: 30, time: 40, exists: 50, null: 60 };

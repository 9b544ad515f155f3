import { unreachable } from '../lib/assert.ts';
import { fold } from './fold.ts';
import type { Plan } from './plan.ts';

/** A value that some field of a record has, folded. */
export interface Witness {
  readonly field: string;
  readonly text: string;
}

/** More alternatives than this are dearer to look up than to test. */
const MAX_WITNESSES = 256;

/**
 * Values of which a record must have at least one for the plan to hold; undefined when nothing so simple is known.
 * `usage` counts how many plans of the set name a value: the rarer, the better it keeps rules apart.
 */
export function witnessesOf(
  plan: Plan,
  usage: (witness: Witness) => number,
): readonly Witness[] | undefined {
  switch (plan.kind) {
    case 'constant':
      return plan.value ? undefined : [];
    case 'not':
      return undefined;
    case 'or': {
      const all: Witness[] = [];
      for (const part of plan.of) {
        const witnesses = witnessesOf(part, usage);
        if (witnesses === undefined) return undefined;
        all.push(...witnesses);
        if (all.length > MAX_WITNESSES) return undefined;
      }
      return all;
    }
    case 'and': {
      let best: readonly Witness[] | undefined;
      let bestCost = Infinity;
      for (const part of plan.of) {
        const witnesses = witnessesOf(part, usage);
        if (witnesses === undefined) continue;
        const cost = witnesses.reduce((sum, witness) => sum + usage(witness), 0);
        if (cost < bestCost) {
          best = witnesses;
          bestCost = cost;
        }
      }
      return best;
    }
    case 'test': {
      const { field, test } = plan;
      if (field === undefined || test.kind !== 'equals') return undefined;
      // A number of the record is looked up as JavaScript writes it.
      const texts = new Set([...test.texts.map(fold), ...test.numbers.map(String)]);
      if (texts.size > MAX_WITNESSES) return undefined;
      return Array.from(texts, (text) => ({ field, text }));
    }
    default:
      return unreachable(plan);
  }
}

/** Every value any part of the plan tests for equality. */
export function* equalities(plan: Plan): Generator<Witness> {
  switch (plan.kind) {
    case 'constant':
      return;
    case 'not':
      yield* equalities(plan.of);
      return;
    case 'and':
    case 'or':
      for (const part of plan.of) yield* equalities(part);
      return;
    case 'test':
      yield* witnessesOf(plan, () => 0) ?? [];
      return;
    default:
      unreachable(plan);
  }
}

import { unreachable } from '../lib/assert.ts';
import type { Pattern } from './pattern.ts';
import type { Comparison } from './tree.ts';

/**
 * A rule's condition with everything resolved: names, modifiers, wildcards, placeholders. Plain JSON, so that it can
 * be explained, compared and compiled.
 */
export type Plan =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'and'; readonly of: readonly Plan[] }
  | { readonly kind: 'or'; readonly of: readonly Plan[] }
  | { readonly kind: 'not'; readonly of: Plan }
  | TestPlan;

export interface TestPlan {
  readonly kind: 'test';
  /** Undefined: every text of the record. */
  readonly field?: string;
  readonly test: Test;
}

export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

export type Place = 'contains' | 'startswith' | 'endswith';

/** What one value of a field is held against. Texts are folded unless `cased`. A list is a set of alternatives. */
export type Test =
  | {
      readonly kind: 'equals';
      readonly texts: readonly string[];
      /** Values a number of the record may also equal. */
      readonly numbers: readonly number[];
      readonly cased: boolean;
    }
  | { readonly kind: Place; readonly texts: readonly string[]; readonly cased: boolean }
  | { readonly kind: 'like'; readonly pattern: Pattern; readonly cased: boolean }
  | { readonly kind: 'regex'; readonly pattern: string; readonly flags: string }
  | { readonly kind: 'network'; readonly cidr: string }
  | { readonly kind: 'compare'; readonly comparison: Comparison; readonly value: number }
  | {
      readonly kind: 'time';
      readonly part: TimePart;
      readonly comparison: Comparison;
      readonly value: number;
    }
  | {
      readonly kind: 'field';
      readonly other: string;
      readonly place: Place | 'equals';
      readonly cased: boolean;
    }
  /** The field is in the record, whatever its value. */
  | { readonly kind: 'exists' }
  /** The field is null or not in the record: most stores cannot tell the two apart. */
  | { readonly kind: 'null' };

export function and(of: readonly Plan[]): Plan {
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind: 'and', of };
}

export function or(of: readonly Plan[]): Plan {
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind: 'or', of };
}

export function not(of: Plan): Plan {
  return of.kind === 'not' ? of.of : { kind: 'not', of };
}

/** Tests and joints of a plan, each counted as often as it is mentioned: what walking it costs. */
export function sizeOf(plan: Plan, known = new Map<Plan, number>()): number {
  const have = known.get(plan);
  if (have !== undefined) return have;
  let size = 1;
  if (plan.kind === 'not') size += sizeOf(plan.of, known);
  else if (plan.kind === 'and' || plan.kind === 'or') {
    for (const part of plan.of) size += sizeOf(part, known);
  }
  known.set(plan, size);
  return size;
}

/** The same plan over other field names. */
export function renameFields(plan: Plan, rename: (field: string) => string): Plan {
  switch (plan.kind) {
    case 'constant':
      return plan;
    case 'not':
      return { kind: 'not', of: renameFields(plan.of, rename) };
    case 'and':
    case 'or':
      return { kind: plan.kind, of: plan.of.map((part) => renameFields(part, rename)) };
    case 'test': {
      const { field, test } = plan;
      if (field === undefined) return plan;
      const renamed = test.kind === 'field' ? { ...test, other: rename(test.other) } : test;
      return { kind: 'test', field: rename(field), test: renamed };
    }
    default:
      return unreachable(plan);
  }
}

import type { Plan } from './plan.ts';
import { compileRegex } from './regex.ts';

/** Characters that the regular expression of a plan which sees the fewest looks at; undefined: it has none. */
export function reachOf(plan: Plan): number | undefined {
  switch (plan.kind) {
    case 'and':
    case 'or': {
      const reaches = plan.of.map(reachOf).filter((reach) => reach !== undefined);
      return reaches.length === 0 ? undefined : Math.min(...reaches);
    }
    case 'not':
      return reachOf(plan.of);
    case 'test': {
      if (plan.test.kind !== 'regex') return undefined;
      const compiled = compileRegex(plan.test.pattern, plan.test.flags);
      return compiled.ok ? compiled.value.reach : undefined;
    }
    default:
      return undefined;
  }
}

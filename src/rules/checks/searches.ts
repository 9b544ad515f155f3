import type { Problem } from '../diagnostic.ts';
import { placeholdersOf } from '../pipeline/reading.ts';
import { planDetection } from '../plan-rule.ts';
import type { Check } from './check.ts';

/** Every modifier, value, placeholder and search name means something. */
export const searches: Check = {
  name: 'searches',
  run(rule, { placeholders }) {
    const findings: Problem[] = [];
    if (rule.kind === 'correlation') return findings;
    planDetection(rule.detection, placeholdersOf(rule, placeholders), findings);
    return findings;
  },
};

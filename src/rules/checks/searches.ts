import type { Problem } from '../diagnostic.ts';
import { planDetection } from '../plan-rule.ts';
import type { Check } from './check.ts';

/** Every modifier, value, placeholder and search name means something. */
export const searches: Check = {
  name: 'searches',
  run(rule, { placeholders }) {
    const findings: Problem[] = [];
    if (rule.kind !== 'correlation') planDetection(rule.detection, placeholders, findings);
    return findings;
  },
};

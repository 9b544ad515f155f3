import { error } from '../diagnostic.ts';
import type { Problem } from '../diagnostic.ts';
import { placeholdersOf } from '../pipeline/reading.ts';
import { planDetection } from '../plan-rule.ts';
import type { Check } from './check.ts';

/** What processing pipelines refuse, and filters that they make senseless for a rule. */
export const pipelines: Check = {
  name: 'pipelines',
  run(rule, context) {
    const { filters = [], problems = [] } = rule.processed ?? {};
    const broken = filters.flatMap(({ detection, title }) => {
      const found: Problem[] = [];
      planDetection(detection, placeholdersOf(rule, context.placeholders), found);
      return found.map(({ hint, message }) =>
        error(rule.at, `the filter "${title}", as pipelines change it here: ${message}`, hint),
      );
    });
    return [...problems, ...broken];
  },
};

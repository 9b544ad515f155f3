import { warning } from '../diagnostic.ts';
import type { Check } from './check.ts';

/** A rule without a log source meets every record of every kind. */
export const logSource: Check = {
  name: 'log-source',
  run(rule) {
    if (rule.kind === 'correlation') return [];
    const { at, category, product, service } = rule.logsource;
    if (category !== undefined || product !== undefined || service !== undefined) return [];
    return [warning(at, 'the log source names nothing, so the rule applies to every record')];
  },
};

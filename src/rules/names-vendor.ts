import type { DetectionRule } from './tree.ts';

/** Whether a rule is written for one vendor's records, and so means that vendor's fields. */
export function namesVendor({ logsource }: DetectionRule): boolean {
  return logsource.product !== undefined || logsource.service !== undefined;
}

import type { Finding } from '../findings/finding.ts';
import { LEVELS } from '../findings/finding.ts';

/** Findings worst first without holding them: `pass` goes through all of them, once per level. */
export function* worstFirst(pass: () => Iterable<Finding>): Generator<Finding, void, undefined> {
  for (const level of LEVELS.toReversed()) {
    for (const finding of pass()) if (finding.rule.level === level) yield finding;
  }
}

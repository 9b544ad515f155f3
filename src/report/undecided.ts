import type { CorrelationHealth } from '../rules/correlate.ts';
import { spanText } from '../rules/span-text.ts';

/** Correlations that ask for an absence can say nothing of what the end of the logs cut off: that must be said. */
export function undecided(health: readonly CorrelationHealth[]): readonly string[] {
  return health
    .filter((one) => one.undecided > 0)
    .map(({ correlation: { rule }, undecided: groups }) => {
      const whom = groups === 1 ? '1 group' : `${groups} groups`;
      return (
        `The rule "${rule.title}" waits ${spanText(rule.correlation.timespan)} to be sure that something did not ` +
        `happen; the logs end before that for ${whom}. Scan them again together with the next logs.`
      );
    });
}

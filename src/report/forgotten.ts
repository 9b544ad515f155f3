import { formatTime } from '../lib/time.ts';
import type { CorrelationHealth } from '../rules/correlate.ts';

/** Correlations that reached a limit of memory may have missed something: that must be said. */
export function forgotten(health: readonly CorrelationHealth[]): readonly string[] {
  return health.flatMap(({ correlation, losses }) => {
    const { closedEarly, forgottenGroups, forgottenHits } = losses;
    const lost = [forgottenHits, forgottenGroups, closedEarly];
    if (lost.every(({ count }) => count === 0)) return [];
    const first = Math.min(...lost.map(({ from = Infinity }) => from));
    const last = Math.max(...lost.map(({ to = -Infinity }) => to));
    return [
      `The rule "${correlation.rule.title}" had more to remember than its limit: between ${formatTime(first)} and ` +
        `${formatTime(last)}, ${forgottenHits.count} events and ${forgottenGroups.count} groups were given up early and ` +
        `${closedEarly.count} incidents closed early, so it may have missed something.`,
    ];
  });
}

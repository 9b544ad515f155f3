import type { Backtest } from '../backtest.ts';
import { formatTime } from '../lib/time.ts';
import type { Period } from '../report/backtest.ts';

/** What `rules backtest --json` prints. */
export function backtestJson({ events, files, limited, rules }: Backtest, period: Period): unknown {
  const answers = new Map(limited.map(({ answer, rule }) => [rule.key, answer]));
  return {
    ...(Number.isFinite(period.from) && { since: formatTime(period.from) }),
    ...(Number.isFinite(period.until) && { until: formatTime(period.until) }),
    events: events.events,
    events_kept: events.kept,
    files,
    rules: rules.map((rule) => ({ ...rule, answer: answers.get(rule.id) ?? 'full' })),
  };
}

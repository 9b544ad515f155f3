import type { Severity } from '../cases/case.ts';
import type { FalseCase } from './score.ts';

/** What false cases were made of: one kind of ordinary life. */
export interface FalseMode {
  readonly mode: string;
  /** False cases in which this mode is the most. */
  readonly cases: number;
  /** Its events in all false cases. */
  readonly events: number;
  readonly severities: readonly Severity[];
  /** Ids of a few of the cases. */
  readonly examples: readonly string[];
}

const EXAMPLES = 3;

/** The mode that causes most cases first. */
export function falseModes(cases: readonly FalseCase[]): readonly FalseMode[] {
  const events = new Map<string, number>();
  for (const [mode, count] of cases.flatMap(({ modes }) => modes)) {
    events.set(mode, (events.get(mode) ?? 0) + count);
  }
  const caused = Map.groupBy(cases, ({ modes }) => modes[0]?.[0]);
  return [...events]
    .map(([mode, total]) => {
      const mine = caused.get(mode) ?? [];
      return {
        mode,
        cases: mine.length,
        events: total,
        severities: [...new Set(mine.map(({ severity }) => severity))],
        examples: mine.slice(0, EXAMPLES).map(({ id }) => id),
      };
    })
    .toSorted((a, b) => b.cases - a.cases || b.events - a.events);
}

import { buildSegment } from './build-segment.ts';
import type { Judge } from './judge.ts';
import { PredictionIndex } from './prediction-index.ts';
import type { QueryCollector } from './query-collector.ts';
import type { Rejudged } from './rejudge.ts';
import { rejudge } from './rejudge.ts';

/** An index of queries, decided on by a guard; without one every query is undecided. */
export async function buildIndex(
  queries: QueryCollector,
  judge?: Judge & { readonly version: string },
): Promise<{ readonly index: PredictionIndex; readonly judged: Rejudged | undefined }> {
  const index = new PredictionIndex([buildSegment(queries)]);
  return { index, judged: judge === undefined ? undefined : await rejudge(index, judge) };
}

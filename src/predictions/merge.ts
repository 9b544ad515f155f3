import { Worker } from 'node:worker_threads';
import { buildSegment } from './build-segment.ts';
import { MAX_DELTAS } from './limits.ts';
import type { PredictionIndex } from './prediction-index.ts';
import { QueryCollector } from './query-collector.ts';
import type { SegmentParts, SegmentTemplates } from './segment.ts';
import { Segment } from './segment.ts';
import { DEAD } from './verdict-book.ts';

/** What a thread that merges is sent, and sends back. */
export interface SegmentData {
  readonly parts: SegmentParts;
  readonly templates: SegmentTemplates;
}

/** One segment of what lives in several. */
export function mergeSegments(segments: readonly Segment[]): Segment {
  const queries = new QueryCollector();
  for (const segment of segments) {
    for (let place = 0; place < segment.size; place += 1) {
      const rank = segment.rankAt(place);
      const verdict = segment.verdicts[rank] ?? 0;
      if ((verdict & DEAD) !== 0) continue;
      queries.add({
        text: segment.originalOf(rank) ?? segment.keyAt(place),
        count: segment.countOf(rank),
        verdict,
        template: segment.templateOf(rank),
      });
    }
  }
  return buildSegment(queries);
}

/**
 * Merges on another thread the small segments once they are many, and all once the small ones are a tenth of the whole.
 * Lists, new counts and kill switches go on meanwhile. Resolves to whether there was anything to do.
 */
export function mergeInBackground(index: PredictionIndex): Promise<boolean> {
  return index.exclusive(async () => {
    index.rescale();
    const chosen = toMerge(index.segments);
    if (chosen.length === 0) return false;
    const { parts, templates } = await inThread(chosen);
    index.replace(chosen, new Segment(parts, templates));
    return true;
  });
}

function toMerge(segments: readonly Segment[]): readonly Segment[] {
  const [base, ...deltas] = segments;
  if (base === undefined) return [];
  const small = deltas.reduce((sum, { size }) => sum + size, 0);
  if (small * 10 >= base.size && deltas.length > 0) return segments;
  return deltas.length > MAX_DELTAS ? deltas : [];
}

function inThread(segments: readonly Segment[]): Promise<SegmentData> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('merge-thread.ts', import.meta.url), {
      workerData: segments.map(({ parts, templates }): SegmentData => ({ parts, templates })),
    });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code !== 0) reject(new Error(`the thread that merges ended with ${code}`));
    });
  });
}

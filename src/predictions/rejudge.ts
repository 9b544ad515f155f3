import type { Judge } from './judge.ts';
import { judgedBy } from './judge.ts';
import type { PredictionIndex } from './prediction-index.ts';
import type { Segment } from './segment.ts';
import { DEAD, VERDICT_BITS } from './verdict-book.ts';

/** Queries decided on before others get their turn. */
const SLICE = 2048;

export interface RejudgeOptions extends Judge {
  /** Of the rules, as decisions name it. */
  readonly version: string;
  /** Lets others have their turn; default: what waits in the event loop. */
  readonly pause?: () => Promise<void>;
}

export interface Rejudged {
  readonly queries: number;
  /** Shown before and no longer, or the other way round. */
  readonly changed: number;
}

/**
 * Decides on every query anew, in place: lists go on meanwhile, with the new verdict of what has been decided on and the old
 * one of the rest. Queries that come in meanwhile are decided on too.
 */
export function rejudge(index: PredictionIndex, options: RejudgeOptions): Promise<Rejudged> {
  return index.exclusive(async () => {
    const done = new Set<Segment>();
    let changed = 0;
    for (;;) {
      const segment = index.segments.find((one) => !done.has(one));
      if (segment === undefined) break;
      done.add(segment);
      changed += await rejudgeSegment(index, segment, options);
    }
    forgetUnused(index);
    index.rules = options.version;
    return { queries: index.size, changed };
  });
}

async function rejudgeSegment(
  { book }: PredictionIndex,
  segment: Segment,
  { pause = turn, ...judge }: RejudgeOptions,
): Promise<number> {
  const { tree, verdicts } = segment;
  const templates = new Map<number, number>();
  let changed = 0;
  for (let from = 0; from < segment.size; from += SLICE) {
    const to = Math.min(from + SLICE, segment.size);
    for (let place = from; place < to; place += 1) {
      const rank = segment.rankAt(place);
      const old = verdicts[rank] ?? 0;
      if ((old & DEAD) !== 0) continue;
      const { template, verdict } = judgedBy(judge, segment.keyAt(place), book);
      if (template !== undefined) templates.set(rank, template);
      if (book.shown[old] !== book.shown[verdict]) changed += 1;
      verdicts[rank] = verdict;
    }
    tree.rebuild(verdicts, book.shown, from, to);
    await pause();
  }
  const ranks = Uint32Array.from(templates.keys()).toSorted();
  segment.templates = { ranks, ids: ranks.map((rank) => templates.get(rank) ?? 0) };
  return changed;
}

function forgetUnused({ book, segments }: PredictionIndex): void {
  const used = new Set<number>();
  for (const { verdicts } of segments) for (const byte of verdicts) used.add(byte & VERDICT_BITS);
  book.keepOnly(used);
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

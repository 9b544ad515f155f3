import type { Interval } from './interval.ts';
import { shareInterval } from './interval.ts';

/** What a label says should become of a post, and what did. */
export interface PostOutcome {
  readonly id: string;
  /** What it shows: one behaviour out of those that are measured apart. */
  readonly functionality?: string;
  /** Actions that are right; absent where the label only says whether anything should be done. */
  readonly right?: readonly string[];
  readonly expected: boolean;
  readonly action: string;
}

/** The same with the text, for whoever looks at what went wrong. */
export interface EvaluatedPost extends PostOutcome {
  readonly text: string;
}

/** True and false, positive and negative: positive is acted on. */
interface Confusion {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly trueNegative: number;
}

export interface Measured {
  readonly value?: number;
  readonly interval: Interval;
}

export interface PostScore {
  readonly posts: number;
  readonly confusion: Confusion;
  readonly precision: Measured;
  readonly recall: Measured;
  readonly f1: Measured;
  /** Posts whose very action is right. */
  readonly right: Measured;
  readonly reviewed: Measured;
}

export function scorePosts(outcomes: readonly PostOutcome[]): PostScore {
  const count = (of: (one: PostOutcome) => boolean): number => outcomes.filter(of).length;
  const acted = (one: PostOutcome): boolean => one.action !== 'none';
  const confusion = {
    truePositive: count((one) => one.expected && acted(one)),
    falsePositive: count((one) => !one.expected && acted(one)),
    falseNegative: count((one) => one.expected && !acted(one)),
    trueNegative: count((one) => !one.expected && !acted(one)),
  };
  const { falseNegative, falsePositive, truePositive } = confusion;
  return {
    posts: outcomes.length,
    confusion,
    precision: share(truePositive, truePositive + falsePositive),
    recall: share(truePositive, truePositive + falseNegative),
    f1: f1Of(truePositive, truePositive + falsePositive + falseNegative),
    right: share(count(isRight), outcomes.length),
    reviewed: share(
      count((one) => one.action === 'review'),
      outcomes.length,
    ),
  };
}

export function isRight({ action, expected, right }: PostOutcome): boolean {
  return right === undefined ? (action !== 'none') === expected : right.includes(action);
}

/** Scores by functionality, in order of name. */
export function byFunctionality(
  outcomes: readonly PostOutcome[],
): readonly (readonly [name: string, score: PostScore])[] {
  const groups = Map.groupBy(outcomes, ({ functionality }) => functionality ?? '');
  return [...groups]
    .filter(([name]) => name !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, group]) => [name, scorePosts(group)]);
}

function share(part: number, whole: number): Measured {
  const interval = shareInterval(part, whole);
  return whole === 0 ? { interval } : { value: part / whole, interval };
}

/**
 * F1 is a rising function of the share of true ones among all that are true or false on either side (Jaccard's), so that
 * the interval of that share gives its own.
 */
function f1Of(truePositive: number, union: number): Measured {
  const f1 = (jaccard: number): number => (2 * jaccard) / (1 + jaccard);
  const { high, low } = shareInterval(truePositive, union);
  const interval = { low: f1(low), high: f1(high) };
  return union === 0 ? { interval } : { value: f1(truePositive / union), interval };
}

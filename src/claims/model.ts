import shipped from './model.json' with { type: 'json' };
import type { Ranking } from './term-index.ts';

/** What speaks for a claim being the one a text means, in the order of `Candidate.features`. */
export const FEATURES = Object.freeze([
  'words',
  'words-of-best',
  'by',
  'grams',
  'grams-of-best',
  'share-of-wording',
  'share-of-text',
  'shares-together',
  'rarest',
  'second-rarest',
  'third-rarest',
  'count',
] as const);

/** What speaks for none being it. */
export const NONE_FEATURES = Object.freeze(['always', 'length', 'known-words', 'claims'] as const);

/** Numbers fitted by `bench/claims.ts` on training data. */
export interface MatchModel {
  readonly words: Ranking;
  readonly grams: Ranking;
  /** Weights of `FEATURES` and of `NONE_FEATURES`. */
  readonly weights: readonly number[];
  readonly none: readonly number[];
  /** From the log odds of the fit to calibrated ones. */
  readonly calibration: { readonly slope: number; readonly shift: number };
  /** Share of texts with a known claim among those it was calibrated on. */
  readonly prior: number;
  /** Probability from which a match counts. */
  readonly threshold: number;
}

export const SHIPPED_MODEL: MatchModel = shipped;

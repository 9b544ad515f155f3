import type { Found } from './candidates.ts';
import type { MatchModel } from './model.ts';

/** Probabilities of the candidates, in their order, and of none. They are calibrated one by one and need not add up to 1. */
export interface Weighed {
  readonly probabilities: readonly number[];
  readonly none: number;
}

/**
 * Candidates compete with each other and with "none of them" (a multinomial logit), so a rival that fits as well makes
 * each less probable. `prior` is the share of texts that mean a known claim, where it is not the model's.
 */
export function weigh(
  { candidates, none }: Found,
  model: MatchModel,
  prior: number = model.prior,
): Weighed {
  const odds = logOdds(prior) - logOdds(model.prior);
  const against = dot(model.none, none);
  const fits = candidates.map(({ features }) => dot(model.weights, features));
  const most = Math.max(against, ...fits);
  const raised = fits.map((fit) => Math.exp(fit - most));
  const rest = Math.exp(against - most);
  const total = raised.reduce((sum, one) => sum + one, rest);
  const { shift, slope } = model.calibration;
  const calibrated = (share: number): number => sigmoid(slope * logOdds(share) + shift + odds);
  return {
    probabilities: raised.map((one) => calibrated(one / total)),
    none: 1 - calibrated(1 - rest / total),
  };
}

function dot(weights: readonly number[], values: Float64Array): number {
  let sum = 0;
  for (const [at, weight] of weights.entries()) sum += weight * (values[at] ?? 0);
  return sum;
}

/** Kept away from 0 and 1, where odds have no end. */
function logOdds(share: number): number {
  const kept = Math.min(1 - 1e-9, Math.max(1e-9, share));
  return Math.log(kept / (1 - kept));
}

function sigmoid(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

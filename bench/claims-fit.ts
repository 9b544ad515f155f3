import type { Found } from '../src/claims/candidates.ts';
import type { MatchModel } from '../src/claims/model.ts';
import { FEATURES, NONE_FEATURES } from '../src/claims/model.ts';

/** One thing to learn from: a text, and which candidate it means; -1 for none. */
export interface Example {
  readonly found: Found;
  readonly right: number;
}

const ROUNDS = 150;
const RATE = 0.3;
const RIDGE = 2e-4;

/** Multinomial logit by gradient descent with a step size of its own for each weight (AdaGrad). Features are brought to one scale. */
export function fit(examples: readonly Example[], base: MatchModel): MatchModel {
  const size = FEATURES.length;
  const scale = scales(
    examples.flatMap(({ found }) => found.candidates.map(({ features }) => features)),
    size,
  );
  const weights = new Float64Array(size + NONE_FEATURES.length);
  const steps = new Float64Array(weights.length).fill(1e-8);
  for (let round = 0; round < ROUNDS; round += 1) {
    const slope = new Float64Array(weights.length);
    for (const example of examples) addSlope(example, weights, scale, slope);
    for (const at of weights.keys()) {
      const own = (slope[at] ?? 0) / examples.length + RIDGE * (weights[at] ?? 0);
      steps[at] = (steps[at] ?? 0) + own * own;
      weights[at] = (weights[at] ?? 0) - (RATE * own) / Math.sqrt(steps[at] ?? 1);
    }
  }
  const plain = [...weights.subarray(0, size)].map((weight, at) => weight / (scale[at] ?? 1));
  return { ...base, weights: plain, none: [...weights.subarray(size)] };
}

function scales(all: readonly Float64Array[], size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, at) => {
    const mean = all.reduce((sum, one) => sum + (one[at] ?? 0), 0) / all.length;
    const spread = all.reduce((sum, one) => sum + ((one[at] ?? 0) - mean) ** 2, 0) / all.length;
    return Math.sqrt(spread) || 1;
  });
}

/** Plain loops: this is where all the time goes. */
function addSlope(
  { found, right }: Example,
  weights: Float64Array,
  scale: Float64Array,
  slope: Float64Array,
): void {
  const size = scale.length;
  const { candidates, none } = found;
  const fits = new Float64Array(candidates.length);
  let against = 0;
  for (let at = 0; at < none.length; at += 1)
    against += (weights[size + at] ?? 0) * (none[at] ?? 0);
  let most = against;
  for (let index = 0; index < fits.length; index += 1) {
    const features = candidates[index]?.features ?? scale;
    let sum = 0;
    for (let at = 0; at < size; at += 1)
      sum += ((weights[at] ?? 0) * (features[at] ?? 0)) / (scale[at] ?? 1);
    fits[index] = sum;
    most = Math.max(most, sum);
  }
  let total = Math.exp(against - most);
  for (const one of fits) total += Math.exp(one - most);
  for (let index = 0; index < fits.length; index += 1) {
    const features = candidates[index]?.features ?? scale;
    const off = Math.exp((fits[index] ?? 0) - most) / total - Number(index === right);
    if (Math.abs(off) < 1e-7) continue;
    for (let at = 0; at < size; at += 1)
      slope[at] = (slope[at] ?? 0) + (off * (features[at] ?? 0)) / (scale[at] ?? 1);
  }
  const off = Math.exp(against - most) / total - Number(right === -1);
  for (let at = 0; at < none.length; at += 1)
    slope[size + at] = (slope[size + at] ?? 0) + off * (none[at] ?? 0);
}

/**
 * How likely a negative binomial count is at least `count`: what comes by itself, in bursts.
 *
 * `mean` is what is expected; `shape` says how bursty it is: the variance is mean + mean² / shape, so that a Poisson
 * count is the limit of large shapes (Gamma-Poisson mixture; Greenwood and Yule, 1920). Natural logarithm, so that very
 * small chances can be told apart.
 */
export function logTail(count: number, mean: number, shape: number): number {
  if (count <= 0) return 0;
  if (mean <= 0) return -Infinity;
  const q = mean / (mean + shape);
  const first =
    logGamma(count + shape) -
    logGamma(shape) -
    logGamma(count + 1) +
    shape * Math.log1p(-q) +
    count * Math.log(q);
  // Terms of the tail relative to its first; beyond the mean they fall at least geometrically.
  let sum = 1;
  let term = 1;
  for (let n = count; n < count + MAX_TERMS; n += 1) {
    term *= ((shape + n) / (n + 1)) * q;
    sum += term;
    if (term < sum * 1e-12) break;
  }
  return Math.min(0, first + Math.log(sum));
}

const MAX_TERMS = 10_000;

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** Logarithm of the gamma function for positive numbers (Lanczos, g = 7; relative error below 1e-13). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum = 0.99999999999980993;
  for (const [index, coefficient] of LANCZOS.entries()) sum += coefficient / (x + index);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

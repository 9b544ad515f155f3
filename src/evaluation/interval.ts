/** Bounds of an interval that holds the true value in 95 of 100 repetitions. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Of the normal distribution: 97.5 % lie below. */
const Z = 1.959_963_984_540_054;

/** Half of what lies outside. */
const TAIL = 0.025;

/** Interval of a share, after Wilson (1927), "Probable inference, the law of succession, and statistical inference". */
export function shareInterval(part: number, whole: number): Interval {
  if (whole === 0) return { low: 0, high: 1 };
  const share = part / whole;
  const z2 = (Z * Z) / whole;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = (Z * Math.sqrt((share * (1 - share)) / whole + z2 / (4 * whole))) / (1 + z2);
  return {
    low: part === 0 ? 0 : Math.max(0, centre - half),
    high: part === whole ? 1 : Math.min(1, centre + half),
  };
}

/** Exact interval of the expected number behind a count, after Garwood (1936), "Fiducial limits for the Poisson distribution". */
export function countInterval(count: number): Interval {
  return {
    low: count === 0 ? 0 : solve((mean) => atMost(count - 1, mean) > 1 - TAIL, count),
    high: solve((mean) => atMost(count, mean) > TAIL, count),
  };
}

const STEPS = 80;

/** Where `below` turns from true to false, near `around`. */
function solve(below: (mean: number) => boolean, around: number): number {
  let low = 0;
  let high = around + 10 * Math.sqrt(around + 1) + 10;
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (below(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Chance of at most `count` when `mean` are expected. From the largest term down, so that nothing underflows. */
function atMost(count: number, mean: number): number {
  if (mean === 0) return 1;
  let log = -mean;
  for (let k = 1; k <= count; k += 1) log += Math.log(mean / k);
  if (count > mean) return 1 - above(count, mean, Math.exp(log));
  let term = Math.exp(log);
  let sum = 0;
  for (let k = count; k >= 0 && term > 0; k -= 1) {
    sum += term;
    term *= k / mean;
  }
  return Math.min(1, sum);
}

function above(count: number, mean: number, last: number): number {
  let term = last;
  let sum = 0;
  for (let k = count + 1; ; k += 1) {
    term *= mean / k;
    if (!(term > sum * Number.EPSILON)) return sum;
    sum += term;
  }
}

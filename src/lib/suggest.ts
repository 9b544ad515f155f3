/**
 * Edit distance with swaps of neighbours (optimal string alignment), or `limit + 1` when it is larger than `limit`.
 */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, limit + 1);
}

/** The nearest of `names` to `written` when it is near enough to be a slip, ignoring case. */
function nearest(written: string, names: Iterable<string>): string | undefined {
  const limit = written.length <= 3 ? 1 : written.length <= 8 ? 2 : 3;
  const lower = written.toLowerCase();
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const name of names) {
    const distance = editDistance(lower, name.toLowerCase(), limit);
    if (distance < bestDistance && distance < written.length) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** A hint for a diagnostic, or undefined when nothing is near. */
export function didYouMean(written: string, names: Iterable<string>): string | undefined {
  const name = nearest(written, names);
  return name === undefined ? undefined : `did you mean "${name}"?`;
}

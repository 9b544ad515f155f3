/** Distinct values counted one by one; what comes after them counts as new values that are not told apart. */
const MAX_VALUES = 20_000;

/**
 * How likely the next value of a sequence is each value, when nobody knows how many values there are (Pitman and Yor,
 * 1997): a sequence that has shown few values is expected to go on with them, one that keeps showing new ones to go on
 * so. State is plain data; the functions below work on it.
 */
export interface Counts {
  total: number;
  readonly of: Map<string, number>;
}

/** Between 0 and 1: how much a value seen gives up for values not seen yet. */
const DISCOUNT = 0.5;
/** How much is expected to be new before anything has been seen. */
const STRENGTH = 1;

export function noCounts(): Counts {
  return { total: 0, of: new Map() };
}

export function count(counts: Counts, value: string): void {
  counts.total += 1;
  const before = counts.of.get(value);
  if (before !== undefined || counts.of.size < MAX_VALUES) counts.of.set(value, (before ?? 0) + 1);
}

export function uncount(counts: Counts, value: string): void {
  const before = counts.of.get(value);
  if (before === undefined) return;
  counts.total -= 1;
  if (before > 1) counts.of.set(value, before - 1);
  else counts.of.delete(value);
}

/** Logarithm of the chance that the next value is `value`; `base` is the chance of it when nothing has been seen. */
export function logChance({ total, of }: Counts, value: string, base: number): number {
  const seen = of.get(value) ?? 0;
  const own = seen > 0 ? seen - DISCOUNT : 0;
  const fresh = (STRENGTH + DISCOUNT * of.size) * base;
  return Math.log((own + fresh) / (total + STRENGTH));
}

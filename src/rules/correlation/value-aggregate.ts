import type { Gauge } from './window.ts';

/** Sum and number of the values of the window. Values that are no numbers are passed over. */
interface Total {
  readonly sum: number;
  readonly count: number;
}

const NOTHING: Total = { sum: 0, count: 0 };

/**
 * A queue as two stacks of running totals: nothing is ever subtracted, so sums do not drift however long it runs, and
 * every value is added twice at most.
 */
function totals(measure: (total: Total) => boolean): Gauge {
  const back: number[] = [];
  let backTotal = NOTHING;
  /** Totals of what is left of the front; the last one is of all of it. */
  const front: Total[] = [];
  const plus = ({ count, sum }: Total, value: number): Total => ({
    sum: sum + value,
    count: count + 1,
  });
  return {
    enter({ value }) {
      const number = numberOf(value);
      if (number === undefined) return;
      back.push(number);
      backTotal = plus(backTotal, number);
    },
    leave({ value }) {
      if (numberOf(value) === undefined) return;
      if (front.length === 0) {
        while (back.length > 0) front.push(plus(front.at(-1) ?? NOTHING, back.pop() ?? 0));
        backTotal = NOTHING;
      }
      front.pop();
    },
    holds() {
      const rest = front.at(-1) ?? NOTHING;
      return measure({ sum: rest.sum + backTotal.sum, count: rest.count + backTotal.count });
    },
  };
}

export function valueSum(holds: (sum: number) => boolean): Gauge {
  return totals(({ count, sum }) => count > 0 && holds(sum));
}

export function valueAverage(holds: (average: number) => boolean): Gauge {
  return totals(({ count, sum }) => count > 0 && holds(sum / count));
}

export function numberOf(value: string | undefined): number | undefined {
  const number = value === undefined || value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

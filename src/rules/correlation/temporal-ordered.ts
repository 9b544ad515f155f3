import type { Gauge } from './window.ts';

/**
 * How many of the rules were hit in their listed order within the window; rules may be passed over when the condition
 * asks for fewer than all. One event stands for one rule of an order. Events of the same millisecond count in the order
 * they are observed.
 */
export function temporalOrdered(
  rules: number,
  timespan: number,
  holds: (count: number) => boolean,
): Gauge {
  // starts[length - 1][stage]: the latest start of an order of that length that ends with that rule.
  const starts = Array.from({ length: rules }, () =>
    Array.from({ length: rules }, () => -Infinity),
  );
  let now = -Infinity;
  return {
    enter({ stages, time }) {
      now = time;
      for (let length = rules; length >= 1; length -= 1) {
        const row = starts[length - 1] ?? [];
        const shorter = starts[length - 2] ?? [];
        for (const stage of stages) {
          const start = length === 1 ? time : Math.max(-Infinity, ...shorter.slice(0, stage));
          row[stage] = Math.max(row[stage] ?? -Infinity, start);
        }
      }
    },
    leave() {
      // Orders that began before the window are told by their start.
    },
    holds() {
      const isOpen = (row: readonly number[]): boolean =>
        row.some((start) => now - start <= timespan);
      const longest = starts.findLastIndex(isOpen) + 1;
      return holds(longest);
    },
  };
}

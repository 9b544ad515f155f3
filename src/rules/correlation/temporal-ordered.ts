import { floats } from './columns.ts';
import type { Gauge, GaugeContext } from './gauge.ts';

/**
 * How many of the rules were hit in their listed order within the window; rules may be passed over when the condition
 * asks for fewer than all. One event stands for one rule of an order. Events of the same millisecond count in the order
 * they are observed.
 */
export function temporalOrdered(
  { rules, timespan }: { readonly rules: number; readonly timespan: number },
  holds: (count: number) => boolean,
  { log, table }: GaugeContext,
): Gauge {
  const cells = orderCells(rules);
  /** By group and cell: the latest start of an order of so many rules that ends with that rule. */
  let starts = floats(0);
  return {
    begin(group) {
      if (starts.length < table.room * cells) starts = floats(table.room * cells, starts);
      starts.fill(-Infinity, group * cells, (group + 1) * cells);
    },
    enter(group, hit) {
      const base = group * cells;
      const stages = log.stages(hit);
      // From the last rule down, so that the event cannot follow itself.
      for (let at = stages.length - 1; at >= 0; at -= 1) {
        const stage = stages[at] ?? 0;
        for (let length = stage + 1; length >= 1; length -= 1) {
          let start = length === 1 ? log.time(hit) : -Infinity;
          for (let before = Math.max(0, length - 2); before < stage; before += 1) {
            if (length === 1) break;
            start = Math.max(start, starts[base + cell(before, length - 1)] ?? -Infinity);
          }
          const place = base + cell(stage, length);
          starts[place] = Math.max(starts[place] ?? -Infinity, start);
        }
      }
    },
    leave() {
      // Orders that began before the window are told by their start.
    },
    holds(group, now) {
      for (let length = rules; length >= 1; length -= 1) {
        for (let stage = length - 1; stage < rules; stage += 1) {
          const start = starts[group * cells + cell(stage, length)] ?? -Infinity;
          if (now - start <= timespan) return holds(length);
        }
      }
      return holds(0);
    },
    save: (group) =>
      Array.from(starts.subarray(group * cells, (group + 1) * cells), (start) =>
        start === -Infinity ? null : start,
      ),
    load(group, saved) {
      for (const [at, start] of saved.entries()) starts[group * cells + at] = start ?? -Infinity;
    },
  };
}

/** An order that ends with the n-th rule has n rules at most. */
export function orderCells(rules: number): number {
  return (rules * (rules + 1)) / 2;
}

function cell(stage: number, length: number): number {
  return (stage * (stage + 1)) / 2 + length - 1;
}

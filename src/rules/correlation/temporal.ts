import { integers } from './columns.ts';
import type { Gauge, GaugeContext } from './gauge.ts';

/** Which of the rules have a hit in the window. */
export function temporal(
  rules: number,
  holds: (has: (stage: number) => boolean) => boolean,
  { log, table }: GaugeContext,
): Gauge {
  /** By group and rule. */
  let counts = integers(0);
  let asked = 0;
  const has = (stage: number): boolean => (counts[asked + stage] ?? 0) > 0;
  const add = (group: number, hit: number, change: number): void => {
    for (const stage of log.stages(hit)) {
      const place = group * rules + stage;
      counts[place] = (counts[place] ?? 0) + change;
    }
  };
  return {
    begin(group) {
      if (counts.length < table.room * rules) counts = integers(table.room * rules, counts);
      counts.fill(0, group * rules, (group + 1) * rules);
    },
    enter: (group, hit) => add(group, hit, 1),
    leave: (group, hit) => add(group, hit, -1),
    holds(group) {
      asked = group * rules;
      return holds(has);
    },
  };
}

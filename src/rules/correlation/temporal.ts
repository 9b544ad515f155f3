import type { Gauge } from './window.ts';

/** Which of the rules have a hit in the window. */
export function temporal(
  rules: number,
  holds: (has: (stage: number) => boolean) => boolean,
): Gauge {
  const counts = Array.from({ length: rules }, () => 0);
  const add = (stages: readonly number[], change: number): void => {
    for (const stage of stages) counts[stage] = (counts[stage] ?? 0) + change;
  };
  return {
    enter: ({ stages }) => add(stages, 1),
    leave: ({ stages }) => add(stages, -1),
    holds: () => holds((stage) => (counts[stage] ?? 0) > 0),
  };
}

import type { SimulationOptions } from '../src/simulator/options.ts';
import { simulateSignins } from '../src/simulator/simulate.ts';

/** A Monday. */
const START = Date.UTC(2026, 9, 5);

export function simulatedLines(options: Partial<SimulationOptions>): readonly string[] {
  const records = simulateSignins({ seed: 'tests', start: START, days: 1, people: 20, ...options });
  return Array.from(records, ({ line }) => line);
}

/** A day of a small office under a spray and a brute force. */
export const ATTACKED: Partial<SimulationOptions> = {
  days: 2,
  attacks: [
    {
      mode: 'distributed-spray',
      start: START + 9 * 3_600_000,
      rates: { hits: 1, hitOutcome: 'mfa' },
    },
    { mode: 'brute-force', start: START + 20 * 3_600_000, duration: 3_600_000 },
  ],
};

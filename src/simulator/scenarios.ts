import { GUESSING } from './scenarios/guessing.ts';
import { MIXED } from './scenarios/mixed.ts';
import { LOAD, QUIET } from './scenarios/quiet.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { SESSIONS } from './scenarios/sessions.ts';
import { SIZED } from './scenarios/sizes.ts';

/** Every question a detector of account attacks is measured on. */
export const SCENARIOS: readonly Scenario[] = Object.freeze([
  ...GUESSING,
  ...SESSIONS,
  ...MIXED,
  ...SIZED,
  ...QUIET,
  ...LOAD,
]);

export function scenarioNamed(name: string): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.name === name);
}

import type { Fact } from '../facts/fact.ts';
import type { RaceState } from '../facts/race-state.ts';
import type { Rules } from '../facts/rules-of.ts';

/** What `facts show` found; `--json` prints it. */
export interface Shown {
  readonly place?: { readonly code: string; readonly name: string };
  readonly asOf: string;
  readonly knownAt: string;
  readonly races: readonly RaceState[];
  readonly rules: readonly Rules[];
  readonly facts: readonly Fact[];
  readonly withdrawn: readonly { readonly fact: Fact; readonly how: string; readonly by: string }[];
}

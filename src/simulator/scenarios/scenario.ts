import type { SimulationOptions } from '../options.ts';

/** A named question to a detector, asked anew in another world for every seed. */
export interface Scenario {
  readonly name: string;
  /** One sentence for people. */
  readonly title: string;
  /** What a detector is measured on here. */
  readonly proves: string;
  /** The same seed gives the same options; another gives another office, another time, other infrastructure and rates. */
  readonly options: (seed: string) => SimulationOptions;
}

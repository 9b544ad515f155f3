import type { Json } from '../lib/json.ts';

/** One side of a disagreement: what is said, by whom, in which facts. */
export interface ConflictSide {
  readonly value: Json;
  readonly sources: readonly string[];
  readonly facts: readonly string[];
}

/** Sources that do not agree. Nobody here decides which is right. */
export interface Conflict {
  /** What they differ about: `winner`, `certification date`, `close`. */
  readonly about: string;
  readonly sides: readonly ConflictSide[];
}

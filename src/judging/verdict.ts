/**
 * How a claim stands to the facts. `premature`: it may come true but is not settled yet. `disputed`: sources of facts
 * disagree. `unknown`: no fact decides; that alone makes nothing false.
 */
export type FactState = 'supported' | 'contradicted' | 'premature' | 'disputed' | 'unknown';

export interface Verdict {
  readonly state: FactState;
  /** Ids of the facts it rests on, sorted. */
  readonly facts: readonly string[];
}

export const UNKNOWN: Verdict = Object.freeze({ state: 'unknown', facts: Object.freeze([]) });

export function verdict(state: FactState, facts: readonly string[] = []): Verdict {
  return { state, facts: [...new Set(facts)].toSorted() };
}

/** True or false as the facts say. */
export function held(isTrue: boolean, facts: readonly string[]): Verdict {
  return verdict(isTrue ? 'supported' : 'contradicted', facts);
}

/** Of the opposite statement. What is not settled is so for both. */
export function opposite({ state, facts }: Verdict): Verdict {
  if (state === 'supported') return { state: 'contradicted', facts };
  if (state === 'contradicted') return { state: 'supported', facts };
  // "Has not won" is no claim of an outcome.
  return { state: state === 'premature' ? 'unknown' : state, facts };
}

/** What several verdicts say together: what all say, else nothing. */
export function agreed(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts;
  if (first === undefined || verdicts.some(({ state }) => state !== first.state)) return UNKNOWN;
  return verdict(first.state, verdicts.flatMap(({ facts }) => facts).slice(0, MAX_FACTS));
}

/** Facts named for a verdict that rests on many places. */
const MAX_FACTS = 8;

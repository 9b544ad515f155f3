import type { EventDigest } from '../events/digest.ts';
import type { State } from '../history/state.ts';
import type { AttackKind } from './detection.ts';
import type { Relation } from './familiarity.ts';
import type { KnownSession } from './known-session.ts';
import type { Sighting } from './sighting.ts';

/** One event as the detectors of stolen sessions and accounts see it. */
export interface Sight {
  readonly event: EventDigest;
  readonly organisation: string;
  /** Lower case, never empty. */
  readonly account: string;
  readonly state: State;
  readonly relation: Relation;
  /** Logarithm of how much more the origin looks like an intruder than like the owner; see `strangeness.ts`. */
  readonly strangeness: number;
  /** The origin is a stranger's, or is where a suspected intruder was seen before. */
  readonly isStranger: boolean;
  /** What is known of the session the event is of, before it. */
  readonly session: KnownSession | undefined;
}

/**
 * A reason to believe that somebody else acts as an account. Weights are logarithms of likelihood ratios: how much more
 * often it is seen when somebody does than when only the owner is at work. They add up.
 */
export interface Evidence {
  /** Evidence with the same name counts once, with its greatest weight. */
  readonly name: string;
  readonly detector: string;
  /** What the attack is if this is the strongest evidence with a kind of its own. */
  readonly kind: AttackKind | undefined;
  readonly weight: number;
  /** Words that follow a colon and are joined by semicolons. */
  readonly words: string;
  /** The event is a trace of the intruder although its origin is not strange. */
  readonly isPart?: boolean;
  /** Its newest weight counts, until the suspicion is said aloud: the owner may yet explain it. */
  readonly isProvisional?: boolean;
  /** An earlier event that turns out to be the intruder's. */
  readonly earlier?: Sighting | undefined;
  /** What was done, where the event is no attempt at a password. */
  readonly action?: string;
}

/** The port of these detectors: what an event adds. They remember in `state`, under keys that begin with their name. */
export interface EvidenceSource {
  readonly name: string;
  weigh(sight: Sight): readonly Evidence[];
}

export const NO_EVIDENCE: readonly Evidence[] = Object.freeze([]);

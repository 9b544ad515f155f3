import type { Outcome, StoppedBy } from '../events/outcome.ts';

/** One event as a trace of an attack: what a case keeps of it. */
export interface Sighting {
  /** `metadata.uid` of the event. */
  readonly id: string;
  /** Event time in milliseconds. */
  readonly time: number;
  /** The account it was aimed at or done with, lower case. */
  readonly account: string;
  /** What whoever did it learnt; `none` for what is no sign-in (an inbox rule, a consent). */
  readonly outcome: Outcome;
  readonly stoppedBy?: StoppedBy;
  /** What was done, in a few words, where it is no attempt at a password: `inbox rule`, `second factor prompt`. */
  readonly action?: string;
  readonly address?: string;
  /** Autonomous system, where the log names it. */
  readonly asn?: number;
  readonly country?: string;
  /** What it was done with, as `clientOf` describes it. */
  readonly client?: string;
  /** Id of the session it belongs to, where the log names one. */
  readonly session?: string;
}

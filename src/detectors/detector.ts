import type { EventDigest, MailDigest } from '../events/digest.ts';
import type { State } from '../history/state.ts';
import type { Detection } from './detection.ts';

/**
 * The port of detectors: stateful algorithms for what rules cannot say. A detector remembers nothing itself. What it
 * must know of the past it keeps in `state`, under the event's organisation and a key that begins with its name, as
 * values that `structuredClone` can copy, so that state can be saved, moved and rebuilt.
 */
export interface Detector {
  readonly name: string;
  /** Takes the next event, in order of time, and tells what it makes of it. */
  observe(event: EventDigest, state: State, tell: (detection: Detection) => void): void;
  /** The same of a message, for detectors that look at mail. */
  observeMail?(message: MailDigest, state: State, tell: (detection: Detection) => void): void;
}

import type { OutcomeRow } from '../events/outcome.ts';

/** What one message of a log-in daemon says: a sign-in attempt, or several alike. */
export interface Attempt {
  /** As the client sent it; empty when the log does not name the account. */
  readonly user: string;
  readonly row: OutcomeRow;
  /** The daemon or protocol signed in to: `sshd`, `smtp`, `imap`. */
  readonly service: string;
  readonly auth_protocol: string;
  readonly is_legacy_protocol?: boolean;
  /** Address, or host name when the log gives no address. */
  readonly from: string | undefined;
  readonly port?: string | undefined;
  readonly session?: string | undefined;
  /** How many attempts the message stands for. */
  readonly times: number;
}

/** Reads a daemon's message; undefined when it is no attempt. Pure, and never throws. */
export type AttemptReader = (message: string, program: string) => Attempt | undefined;

export const SIGNED_IN: OutcomeRow = { outcome: 'in', meaning: 'signed in' };
export const WRONG_PASSWORD: OutcomeRow = { outcome: 'wrong-password', meaning: 'wrong password' };
export const NO_SUCH_USER: OutcomeRow = { outcome: 'user-unknown', meaning: 'no such user' };
export const NAME_OR_PASSWORD: OutcomeRow = {
  outcome: 'wrong-password',
  meaning: 'wrong user name or password; the log does not say which',
};

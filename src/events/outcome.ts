/**
 * The outcome ladder of a sign-in: how far whoever tried has got, and so what they have learnt.
 *
 * - `user-unknown`: the directory has no such account.
 * - `wrong-password`: the account exists, the password (or other first factor) was wrong.
 * - `locked`: refused because the account is locked or the address is blocked; the password may be right or wrong.
 * - `password-known`: the password was right and something else stopped it; `stopped_by` says what.
 * - `in`: signed in.
 *
 * Beside the ladder:
 * - `refused`: failed for a reason that says nothing about the password.
 * - `none`: not an attempt at all (an interrupt, an expired session, a log-off, a silent token refresh).
 */
export const OUTCOMES = [
  'none',
  'refused',
  'user-unknown',
  'wrong-password',
  'locked',
  'password-known',
  'in',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** What stopped a sign-in whose password was right. */
export type StoppedBy =
  | 'mfa'
  | 'mfa-enrolment'
  | 'conditional-access'
  | 'device'
  | 'risk'
  | 'expired-password'
  | 'disabled-account'
  | 'not-assigned'
  | 'external-challenge'
  | 'logon-restriction';

/** One row of a vendor's table of codes: what the code says about the attempt. */
export interface OutcomeRow {
  readonly outcome: Outcome;
  readonly stopped_by?: StoppedBy;
  /** The vendor's meaning, short, in plain words; used in explanations. */
  readonly meaning: string;
}

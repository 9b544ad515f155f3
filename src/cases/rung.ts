import type { AttackKind } from '../detectors/detection.ts';
import type { Sighting } from '../detectors/sighting.ts';
import type { CaseOutcome } from './case.ts';
import { CASE_OUTCOMES } from './case.ts';

/** Position in `CASE_OUTCOMES`; a higher one is worse. */
export type Rung = number;

export const TARGETED: Rung = 0;
export const LOCKED: Rung = 1;
export const PASSWORD_KNOWN: Rung = 2;
export const MFA_STOPPED: Rung = 3;
export const COMPROMISED: Rung = 4;

export const RUNGS = CASE_OUTCOMES.length;

export function outcomeAt(rung: Rung): CaseOutcome {
  return CASE_OUTCOMES[rung] ?? 'targeted';
}

/** Attacks in which what was done with the account, be it no sign-in, was done by the attacker inside it. */
const DONE_INSIDE: ReadonlySet<AttackKind> = new Set([
  'token-theft',
  'consent-phishing',
  'mailbox-rule',
  'account-takeover',
]);

/** Actions that are done from outside: asking to recover an account is no entry. */
const FROM_OUTSIDE = /\b(?:recover\w*|reset\w*|prompts?)\b/i;

/** How far one sighting shows an attack of this kind to have got. */
export function rungOf(sighting: Sighting, kind: AttackKind): Rung {
  switch (sighting.outcome) {
    case 'in':
      return COMPROMISED;
    case 'password-known':
      // A second factor yet to be set up stops nobody: whoever has the password may set it up.
      return sighting.stoppedBy === 'mfa' || sighting.stoppedBy === 'external-challenge'
        ? MFA_STOPPED
        : PASSWORD_KNOWN;
    case 'locked':
      return LOCKED;
    case 'none':
      return isInside(sighting, kind) ? COMPROMISED : TARGETED;
    default:
      return TARGETED;
  }
}

function isInside({ action }: Sighting, kind: AttackKind): boolean {
  return action !== undefined && DONE_INSIDE.has(kind) && !FROM_OUTSIDE.test(action);
}

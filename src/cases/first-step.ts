import type { AttackKind } from '../detectors/detection.ts';
import { unreachable } from '../lib/assert.ts';
import type { CaseOutcome } from './case.ts';
import { KIND_FACTS } from './kind-facts.ts';
import { UNSURE } from './telling.ts';

/** The first thing to do for one person: says how things stand, then what to do, so that nobody need know more. */
export function firstStep(kind: AttackKind, outcome: CaseOutcome, confidence: number): string {
  const step = stepOf(kind, outcome);
  return confidence < UNSURE && outcome === 'compromised'
    ? `Ask the owner first whether this was them. If not: ${step}`
    : step;
}

function stepOf(kind: AttackKind, outcome: CaseOutcome): string {
  switch (outcome) {
    case 'targeted':
      return KIND_FACTS[kind].guesses
        ? 'No password was right. Make sure that a second factor is on, and change the password if it is short or used elsewhere.'
        : NOT_IN[kind];
    case 'locked':
      return 'The log does not say whether the password was right. Unlock the account by a new password, and make sure that a second factor is on.';
    case 'password-known':
      return 'The password was right; something else stopped the sign-in. Set a new password today, here and wherever the same one is used.';
    case 'mfa-stopped':
      return kind === 'mfa-fatigue'
        ? 'The password was right; the second factor held. Approve no prompt you did not ask for, and set a new password today.'
        : 'The password was right; only the second factor stopped the sign-in. Set a new password today, and approve no prompt you did not ask for.';
    case 'compromised':
      return IN[kind];
    default:
      return unreachable(outcome);
  }
}

const TRY_NOTHING = 'Nobody is known to have got in.';

/** For attacks that try no passwords. */
const NOT_IN: Readonly<Record<AttackKind, string>> = {
  'password-spray': TRY_NOTHING,
  'brute-force': TRY_NOTHING,
  'credential-stuffing': TRY_NOTHING,
  'mfa-fatigue': `${TRY_NOTHING} Approve no prompt you did not ask for, and tell whoever runs the accounts of each one.`,
  'account-takeover': `${TRY_NOTHING} Look whether the recovery address and telephone number are still the right ones.`,
  'token-theft': `${TRY_NOTHING} Sign out everywhere and sign in again, from the address you always use.`,
  'consent-phishing': `${TRY_NOTHING} Do not allow the application or enter a code that somebody sent; report the message.`,
  'mailbox-rule': `${TRY_NOTHING} Look at the rules and the forwarding of the mailbox, and remove what nobody knows.`,
  'web-bug':
    'Opening the mail tells its sender that somebody reads here; no password was right. Expect tries to sign in and better forged mail next, and report both.',
  phishing:
    'If nothing was entered there, nothing is lost; report the message. If a password or a code was, say so at once and set a new one.',
};

const IN_BY_PASSWORD =
  'Somebody got in with the right password. Telephone the owner, end all sessions, set a new password, and check second factors, mail rules and forwarding.';

const IN: Readonly<Record<AttackKind, string>> = {
  'password-spray': IN_BY_PASSWORD,
  'brute-force': IN_BY_PASSWORD,
  'credential-stuffing': `${IN_BY_PASSWORD} Change it wherever else it is used.`,
  'mfa-fatigue':
    'The password was right and a prompt was approved. Telephone the owner, end all sessions, set a new password, and remove second factors they do not know.',
  'account-takeover':
    'Somebody else may be using this account. Telephone the owner, end all sessions, set a new password, and check second factors, recovery contacts and mail rules.',
  'token-theft':
    'A signed-in session was copied: the password may not have been needed. End all sessions first, then set a new password, and check mail rules and second factors.',
  'consent-phishing':
    'Access was given to somebody else; a new password does not end it. Remove the application or device from the account, then end all sessions.',
  'mailbox-rule':
    'Ask the owner by telephone whether the rule is theirs. If not: remove it, end all sessions and set a new password.',
  'web-bug': IN_BY_PASSWORD,
  phishing: IN_BY_PASSWORD,
};

import type { AttackKind } from '../detectors/detection.ts';

/**
 * Which kinds of case are right for an attack mode of the labels. Where the log cannot tell two kinds apart, both are
 * right; a mode that is not listed is not judged.
 */
const RIGHT_KINDS: Readonly<Record<string, readonly AttackKind[]>> = Object.freeze({
  'loud-spray': ['password-spray'],
  'distributed-spray': ['password-spray'],
  'ultra-slow-spray': ['password-spray'],
  'brute-force': ['brute-force'],
  'credential-stuffing': ['credential-stuffing'],
  'mfa-fatigue': ['mfa-fatigue'],
  'token-theft': ['token-theft'],
  'legacy-success': ['account-takeover'],
  'impossible-travel': ['account-takeover'],
  'anonymiser-sign-in': ['account-takeover'],
  // A person was talked into letting somebody else in; the log of a device code shows no more than that.
  'device-code-phishing': ['consent-phishing', 'phishing'],
  'consent-phishing': ['consent-phishing'],
  'recovery-abuse': ['account-takeover'],
  'mailbox-rule': ['mailbox-rule'],
  'web-bug': ['web-bug'],
});

/** Undefined when no mode of the campaign has a kind of its own. */
export function rightKinds(modes: Iterable<string>): ReadonlySet<AttackKind> | undefined {
  const kinds = new Set([...modes].flatMap((mode) => RIGHT_KINDS[mode] ?? []));
  return kinds.size === 0 ? undefined : kinds;
}

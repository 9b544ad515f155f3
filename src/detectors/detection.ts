import type { Sighting } from './sighting.ts';

/** What an attack is, by what was seen of it; the kinds of cases. */
export const ATTACK_KINDS = [
  'password-spray',
  'brute-force',
  'credential-stuffing',
  'mfa-fatigue',
  'account-takeover',
  'token-theft',
  'consent-phishing',
  'mailbox-rule',
  'web-bug',
  'phishing',
] as const;

export type AttackKind = (typeof ATTACK_KINDS)[number];

/** What a detector says because of one event: these events are part of this attack. */
export interface Detection {
  /** Name of the detector. */
  readonly detector: string;
  readonly organisation: string;
  /** Which attack, in the detector's own words; detections with the same words are of one attack. */
  readonly attack: string;
  /** What the attack looks like by now; a later detection of the same attack may know better. */
  readonly kind: AttackKind;
  /** Event time at which a stream would have said so, in milliseconds: never before the newest sighting. */
  readonly at: number;
  /** How sure the detector is that this is an attack and no accident, from 0 to 1. */
  readonly confidence: number;
  /** Events that are part of the attack and were not named before. */
  readonly sightings: readonly Sighting[];
  /** Ids of sightings named before that turned out to be the account's owner. */
  readonly withdrawn?: readonly string[];
  /** Why, in one plain sentence; that of the newest detection of an attack stands. */
  readonly reason: string;
}

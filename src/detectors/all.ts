import { consentPhishing } from './consent-phishing.ts';
import type { Detector } from './detector.ts';
import { mailAttack } from './mail-attack.ts';
import { passwordAttack } from './password-attack.ts';
import { recoveryCampaign } from './recovery-campaign.ts';
import { sessions } from './sessions.ts';

/**
 * Every detector. Each sees every event, in order of time. The first asks what is familiar to an account before the
 * second learns of the event.
 */
export const DETECTORS: readonly Detector[] = Object.freeze([
  mailAttack,
  passwordAttack,
  sessions,
  consentPhishing,
  recoveryCampaign,
]);

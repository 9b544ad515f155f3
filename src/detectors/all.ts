import { consentPhishing } from './consent-phishing.ts';
import type { Detector } from './detector.ts';
import { passwordAttack } from './password-attack.ts';
import { recoveryCampaign } from './recovery-campaign.ts';
import { sessions } from './sessions.ts';

/** Every detector. Each sees every event, in order of time. */
export const DETECTORS: readonly Detector[] = Object.freeze([
  passwordAttack,
  sessions,
  consentPhishing,
  recoveryCampaign,
]);

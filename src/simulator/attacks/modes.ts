import { anonymiserSignIn } from './anonymiser-sign-in.ts';
import type { AttackMode } from './attack.ts';
import { bruteForce } from './brute-force.ts';
import { consentPhishing } from './consent-phishing.ts';
import { credentialStuffing } from './credential-stuffing.ts';
import { deviceCodePhishing } from './device-code-phishing.ts';
import { distributedSpray } from './distributed-spray.ts';
import { impossibleTravel } from './impossible-travel.ts';
import { legacySuccess } from './legacy-success.ts';
import { loudSpray } from './loud-spray.ts';
import { mfaFatigue } from './mfa-fatigue.ts';
import { recoveryAbuse } from './recovery-abuse.ts';
import { tokenTheft } from './token-theft.ts';
import { ultraSlowSpray } from './ultra-slow-spray.ts';

/** Every attack the simulator knows. */
export const ATTACK_MODES: readonly AttackMode[] = Object.freeze([
  loudSpray,
  distributedSpray,
  ultraSlowSpray,
  bruteForce,
  credentialStuffing,
  mfaFatigue,
  legacySuccess,
  tokenTheft,
  impossibleTravel,
  anonymiserSignIn,
  deviceCodePhishing,
  consentPhishing,
  recoveryAbuse,
]);

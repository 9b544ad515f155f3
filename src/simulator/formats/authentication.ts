import { CODES, MFA_CODES } from '../codes.ts';
import type { SignInFacts } from '../facts.ts';

/** One entry of the vendor's `authenticationDetails`. */
interface StepDetail {
  readonly authenticationStepDateTime: string;
  readonly authenticationMethod: string;
  readonly authenticationMethodDetail: string | null;
  readonly succeeded: boolean;
  readonly authenticationStepResultDetail: string;
  readonly authenticationStepRequirement: string;
}

const WRONG_PASSWORD: ReadonlySet<number> = new Set([50_034, 50_053, 50_055, 50_126]);

const MFA_WORDS = {
  passed: 'MFA completed in Azure AD',
  claim: 'MFA requirement satisfied by claim in the token',
  declined: 'MFA denied; user declined the authentication',
  ignored: 'MFA denied; user did not respond to mobile app notification',
} as const;

export function requiresMfa(facts: SignInFacts): boolean {
  return facts.mfa !== undefined || MFA_CODES.has(facts.code);
}

/** The steps of a sign-in as the vendor lists them: first factor, then the second where one was asked for. */
export function steps(facts: SignInFacts, at: string): StepDetail[] {
  const list: StepDetail[] = [];
  const reason = CODES.get(facts.code)?.reason ?? 'Other.';
  if (facts.proof === 'password') {
    const wrong = WRONG_PASSWORD.has(facts.code);
    list.push({
      authenticationStepDateTime: at,
      authenticationMethod: 'Password',
      authenticationMethodDetail: 'Password in the cloud',
      succeeded: !wrong,
      authenticationStepResultDetail: wrong ? reason : 'Correct password',
      authenticationStepRequirement: 'Primary authentication',
    });
  } else if (facts.code === 0) {
    list.push({
      authenticationStepDateTime: at,
      authenticationMethod: 'Previously satisfied',
      authenticationMethodDetail: null,
      succeeded: true,
      authenticationStepResultDetail: 'First factor requirement satisfied by claim in the token',
      authenticationStepRequirement: 'Primary authentication',
    });
  }
  if (facts.mfa !== undefined) {
    const claim = facts.mfa === 'claim';
    list.push({
      authenticationStepDateTime: at,
      authenticationMethod: claim ? 'Previously satisfied' : (facts.mfaMethod ?? 'Text message'),
      authenticationMethodDetail: null,
      succeeded: claim || facts.mfa === 'passed',
      authenticationStepResultDetail: MFA_WORDS[facts.mfa],
      authenticationStepRequirement: 'Multifactor authentication',
    });
  }
  return list;
}

/** The vendor's `status.additionalDetails`. */
export function additionalDetails(facts: SignInFacts): string | null {
  if (facts.mfa !== undefined) return MFA_WORDS[facts.mfa];
  if (facts.code === 50_126) {
    return "The user didn't enter the right credentials. It's expected to see some number of these errors in your logs due to users making mistakes.";
  }
  return MFA_CODES.has(facts.code) ? 'MFA required in Azure AD' : null;
}

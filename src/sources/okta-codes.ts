import type { SignIn } from '../events/event.ts';
import type { OutcomeRow } from '../events/outcome.ts';

/**
 * Which Okta event types are sign-in attempts and what their outcome says. Sources: Okta's event type catalogue
 * (https://developer.okta.com/docs/reference/api/event-types/), "Common Okta login failures" and "Does rejecting an
 * Okta Verify push count as failed MFA" (support.okta.com), the `LogEvent` schema of Okta's OpenAPI description.
 *
 * One attempt leaves several records, so each has one part to play:
 *
 * - `session`: `user.session.start` is the attempt. It is written once for success and once for a wrong first factor.
 * - `direct`: protocols that make no Okta session (RADIUS, Office 365 active clients); the record is the attempt.
 * - `agent`: the directory's answer inside an attempt that `user.session.start` reports too: never counted.
 * - `federated`: another provider vouched. Success is followed by `user.session.start`; a failure stands alone.
 * - `factor`: one factor. Success is followed by `user.session.start` and says only that the factor passed. A failed
 *   second factor stands alone: somebody got past the password. A failed password (`PASSWORD_AS_FACTOR`, Identity
 *   Engine) is reported by `user.session.start` of the same transaction too, so within a sign-in it is not counted.
 * - `application`: single sign-on with a session that exists: nobody typed a password, hence not interactive.
 * - `policy`: a sign-on policy's verdict.
 * - `end`: the session ended.
 */
export type SignInPart =
  | 'session'
  | 'direct'
  | 'agent'
  | 'federated'
  | 'factor'
  | 'push-denied'
  | 'application'
  | 'policy'
  | 'end';

const PARTS: ReadonlyMap<string, SignInPart> = new Map([
  ['user.session.start', 'session'],
  ['user.authentication.auth_via_radius', 'direct'],
  ['user.authentication.auth_via_richclient', 'direct'],
  ['user.authentication.authenticate', 'direct'],
  ['app.kerberos_rich_client.user_authentication_successful', 'direct'],
  ['user.authentication.auth_via_ad_agent', 'agent'],
  ['user.authentication.auth_via_ldap_agent', 'agent'],
  ['user.authentication.auth_via_inbound_delauth', 'agent'],
  ['app.inbound_del_auth.login_success', 'agent'],
  ['user.authentication.auth_via_idp', 'federated'],
  ['user.authentication.auth_via_social', 'federated'],
  ['user.authentication.auth_via_inbound_saml', 'federated'],
  ['user.authentication.auth_via_iwa', 'federated'],
  ['user.authentication.auth_via_x509', 'federated'],
  ['user.authentication.dsso_via_non_priority_source', 'federated'],
  ['user.authentication.auth_via_mfa', 'factor'],
  ['user.authentication.verify', 'factor'],
  ['user.mfa.okta_verify', 'factor'],
  ['user.mfa.okta_verify.deny_push', 'push-denied'],
  ['user.mfa.okta_verify.deny_push_upgrade_needed', 'push-denied'],
  ['user.authentication.sso', 'application'],
  ['app.oauth2.signon', 'application'],
  ['policy.evaluate_sign_on', 'policy'],
  ['application.policy.sign_on.deny_access', 'policy'],
  ['policy.auth_reevaluate.fail', 'policy'],
  ['user.session.end', 'end'],
  ['user.session.clear', 'end'],
  ['user.session.expire', 'end'],
  ['user.authentication.slo', 'end'],
  ['user.authentication.universal_logout', 'end'],
]);

/** Undefined for audit records. Ways to authenticate that Okta adds later count as attempts of their own. */
export function signInPart(eventType: string): SignInPart | undefined {
  const type = eventType.toLowerCase();
  const part = PARTS.get(type);
  if (part !== undefined) return part;
  return /^user\.authentication\.auth(?:_via_\w+)?$/.test(type) ? 'direct' : undefined;
}

type MfaResult = NonNullable<SignIn['mfa_result']>;
export type OktaVerdict = OutcomeRow & { readonly mfa_result?: MfaResult };

/** `outcome.reason` as Okta's codes and sentences; the first pattern that matches decides. */
const REASONS: readonly (OktaVerdict & { readonly match: RegExp })[] = [
  { match: /^INVALID_CREDENTIALS$/i, outcome: 'wrong-password', meaning: 'wrong password' },
  { match: /^(?:UNKNOWN_USER|USER_NOT_FOUND)$/i, outcome: 'user-unknown', meaning: 'no such user' },
  { match: /LOCKED_OUT|locked out/i, outcome: 'locked', meaning: 'account locked' },
  {
    match: /PASSWORD_EXPIRED|password (?:has )?expired/i,
    outcome: 'password-known',
    stopped_by: 'expired-password',
    meaning: 'password right but expired',
  },
  {
    match: /(?:MFA|FACTOR)_ENROLL/i,
    outcome: 'password-known',
    stopped_by: 'mfa-enrolment',
    meaning: 'password right, second factor not set up',
  },
  {
    match: /MFA_(?:REQUIRED|CHALLENGE)/i,
    outcome: 'password-known',
    stopped_by: 'mfa',
    meaning: 'password right, second factor asked for',
  },
  { match: /blacklist|blocklist|blocked/i, outcome: 'locked', meaning: 'address blocked' },
  {
    match: /declined phishing/i,
    outcome: 'refused',
    mfa_result: 'failed',
    meaning: 'FastPass saw a phishing site and gave nothing away',
  },
  {
    match: /^VERIFICATION_ERROR$/i,
    outcome: 'refused',
    meaning: 'the user could not be verified',
  },
];

const FAILED: OktaVerdict = { outcome: 'refused', meaning: 'failed, reason not given' };
const NO_SUCH_USER: OktaVerdict = { outcome: 'user-unknown', meaning: 'no such user' };
const SIGNED_IN: OktaVerdict = { outcome: 'in', meaning: 'signed in' };

export interface OktaOutcome {
  readonly part: SignInPart;
  /** `outcome.result`, upper case. */
  readonly result: string | undefined;
  readonly reason: string | undefined;
  /** Okta gives a name that is in no directory the actor id `unknown`. */
  readonly userUnknown: boolean;
  /** `debugData.factor`, upper case, e.g. `PASSWORD_AS_FACTOR`. */
  readonly factor: string | undefined;
  /** `debugData.pushOnlyResponseType`, upper case. */
  readonly push: string | undefined;
  readonly requestUri: string | undefined;
}

const SUCCESS = new Set(['SUCCESS', 'ALLOW']);
const FAILURE = new Set(['FAILURE', 'DENY', 'RATE_LIMIT', 'BLOCKED']);
const UNANSWERED = new Set(['UNANSWERED', 'ABANDONED']);

export function oktaVerdict(outcome: OktaOutcome): OktaVerdict {
  const { part, result } = outcome;
  if (part === 'end') return { outcome: 'none', meaning: 'session ended' };
  if (part === 'push-denied') {
    return stoppedAtMfa('denied', 'password right, the user turned the push down');
  }
  if (result === undefined) return { outcome: 'none', meaning: 'no result given' };
  if (SUCCESS.has(result)) return successVerdict(part);
  if (UNANSWERED.has(result) && part === 'factor') {
    return stoppedAtMfa('timeout', 'password right, second factor not answered');
  }
  if (!FAILURE.has(result)) return { outcome: 'none', meaning: `result ${result.toLowerCase()}` };
  if (part === 'policy') return policyVerdict(outcome);
  if (part === 'factor') return factorVerdict(outcome);
  if (part === 'agent') {
    return {
      outcome: 'none',
      meaning: 'directory refused; user.session.start reports the attempt',
    };
  }
  const verdict = reasonVerdict(outcome);
  // No password was asked for here, so a failure cannot say that it was wrong.
  if (part === 'application' || part === 'federated') {
    return { outcome: 'refused', meaning: verdict.meaning };
  }
  return verdict;
}

function successVerdict(part: SignInPart): OktaVerdict {
  switch (part) {
    case 'session':
    case 'direct':
    case 'application':
      return SIGNED_IN;
    case 'factor':
      return { outcome: 'none', mfa_result: 'passed', meaning: 'factor passed' };
    default:
      return { outcome: 'none', meaning: 'step passed' };
  }
}

function stoppedAtMfa(mfa_result: MfaResult, meaning: string): OktaVerdict {
  return { outcome: 'password-known', stopped_by: 'mfa', mfa_result, meaning };
}

/** What a reason says; undefined when it is none of Okta's that we know. */
export function oktaReason(reason: string): OktaVerdict | undefined {
  const row = REASONS.find(({ match }) => match.test(reason));
  if (row === undefined) return undefined;
  const { match: _, ...verdict } = row;
  return verdict;
}

function reasonVerdict({ reason, userUnknown }: OktaOutcome): OktaVerdict {
  if (userUnknown) return NO_SUCH_USER;
  if (reason === undefined) return FAILED;
  return oktaReason(reason) ?? { outcome: 'refused', meaning: reason };
}

/** Factors that Identity Engine may ask for first, in place of a password. */
const MAY_BE_FIRST = /SIGNED_NONCE|WEBAUTHN|U2F|SMART_CARD|X509/;

/**
 * `INVALID_CREDENTIALS` stands for any factor here: a wrong code, a push turned down (`OV_RESPONSE_DENY`), a password.
 */
function factorVerdict(outcome: OktaOutcome): OktaVerdict {
  const { reason = '', factor = '', push = '', requestUri = '', userUnknown } = outcome;
  if (factor === 'PASSWORD_AS_FACTOR') {
    return requestUri.startsWith('/idp/idx/')
      ? { outcome: 'none', meaning: 'wrong password; user.session.start reports the attempt' }
      : reasonVerdict(outcome);
  }
  if (userUnknown) return NO_SUCH_USER;
  if (/declined phishing|LOCKED_OUT/i.test(reason)) return reasonVerdict(outcome);
  if (push.includes('DENY') || /reject|denied|declined/i.test(reason)) {
    return stoppedAtMfa('denied', 'password right, the user turned the second factor down');
  }
  if (/time.?out|expired|no response/i.test(reason)) {
    return stoppedAtMfa('timeout', 'password right, second factor not answered');
  }
  if (MAY_BE_FIRST.test(factor)) {
    return { outcome: 'refused', mfa_result: 'failed', meaning: 'passwordless factor failed' };
  }
  return stoppedAtMfa('failed', 'password right, second factor wrong');
}

/** Where a policy denies tells whether a credential had been checked: after `/authn` or an answered challenge, yes. */
function policyVerdict({ requestUri = '', reason }: OktaOutcome): OktaVerdict {
  const checked = /^\/api\/v1\/authn\b|^\/login\/|\/challenge\/answer|\/authenticators\/poll/;
  const meaning = reason ?? 'sign-on policy denied it';
  return checked.test(requestUri)
    ? { outcome: 'password-known', stopped_by: 'conditional-access', meaning }
    : { outcome: 'refused', meaning };
}

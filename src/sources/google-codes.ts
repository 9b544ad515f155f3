import type { AuditActivity, SignIn } from '../events/event.ts';
import type { OutcomeRow } from '../events/outcome.ts';
import type { Parameters } from './google-parameters.ts';
import { parameter, parameterList } from './google-parameters.ts';

/**
 * What Google Workspace's activity names say. Source: Google's reference "Reports API activity events" (login, saml,
 * token, user_accounts, admin), https://developers.google.com/workspace/admin/reports/v1/appendix/activity/login.
 */

type MfaResult = NonNullable<SignIn['mfa_result']>;
export type SignInVerdict = OutcomeRow & { readonly mfa_result?: MfaResult };

/**
 * `login_failure_type` of `login_failure`. A disabled account and a service the account may not use are refused
 * whatever the password was, so they say nothing about it.
 */
const LOGIN_FAILURE_TYPES: ReadonlyMap<string, SignInVerdict> = new Map([
  ['login_failure_invalid_password', { outcome: 'wrong-password', meaning: 'wrong password' }],
  [
    'login_failure_invalid_second_factor',
    {
      outcome: 'password-known',
      stopped_by: 'mfa',
      mfa_result: 'failed',
      meaning: 'password right, second factor wrong',
    },
  ],
  ['login_failure_account_disabled', { outcome: 'refused', meaning: 'account disabled' }],
  [
    'login_failure_access_code_disallowed',
    { outcome: 'refused', meaning: 'account may not sign in to this service' },
  ],
]);

const LOGGED_IN: SignInVerdict = { outcome: 'in', meaning: 'signed in' };
const LOGGED_OUT: SignInVerdict = { outcome: 'none', meaning: 'signed out' };
const CHALLENGE_PASSED: SignInVerdict = {
  outcome: 'none',
  mfa_result: 'passed',
  meaning: 'challenge passed; a login_success follows',
};
const CHALLENGED: SignInVerdict = { outcome: 'none', meaning: 'asked for a further proof' };
const STOPPED_AT_CHALLENGE: SignInVerdict = {
  outcome: 'password-known',
  stopped_by: 'mfa',
  mfa_result: 'failed',
  meaning: 'password right, further proof not given',
};
const WRONG_PASSWORD: SignInVerdict = { outcome: 'wrong-password', meaning: 'wrong password' };
const FAILED: SignInVerdict = { outcome: 'refused', meaning: 'failed, reason not given' };

/** Challenges that are no proof beyond the password; every other method, known or new, is one. */
const NO_SECOND_FACTOR =
  /^(?:password|none|saml|captcha|login_location|unknown|other|knowledge_.*|)$/;

export function isSecondFactor(method: string): boolean {
  return !NO_SECOND_FACTOR.test(method);
}

/** Event names that are steps of signing in or out; undefined means the event is an audit record. */
export function signInVerdict(name: string, parameters: Parameters): SignInVerdict | undefined {
  switch (name) {
    case 'login_success':
      return LOGGED_IN;
    case 'logout':
      return LOGGED_OUT;
    case 'login_failure':
      return failureVerdict(parameters);
    case 'login_challenge':
    case 'login_verification':
      return challengeVerdict(parameters);
    default:
      return undefined;
  }
}

/**
 * Most failures carry no type any more, only the challenges met so far, in order: whoever met one after the password
 * gave the right password.
 */
function failureVerdict(parameters: Parameters): SignInVerdict {
  const type = parameter(parameters, 'login_failure_type');
  const row = type === undefined ? undefined : LOGIN_FAILURE_TYPES.get(type);
  if (row !== undefined) return row;
  const methods = parameterList(parameters, 'login_challenge_method');
  if (methods.some(isSecondFactor)) return STOPPED_AT_CHALLENGE;
  if (methods.includes('password')) return WRONG_PASSWORD;
  const password = parameter(parameters, 'login_type') === 'google_password';
  return password && type === undefined ? WRONG_PASSWORD : FAILED;
}

/** A challenge is put only after the first factor, unless the password itself is the challenge (re-authentication). */
function challengeVerdict(parameters: Parameters): SignInVerdict {
  const status = parameter(parameters, 'login_challenge_status')?.toLowerCase() ?? '';
  const methods = parameterList(parameters, 'login_challenge_method');
  const second = methods.some(isSecondFactor);
  if (/pass(?:ed)?\b|success/.test(status)) {
    return second ? CHALLENGE_PASSED : { ...CHALLENGED, meaning: 'challenge passed' };
  }
  if (!/fail|incorrect|wrong|denied|reject/.test(status)) return CHALLENGED;
  if (second) return STOPPED_AT_CHALLENGE;
  return methods.includes('password') ? WRONG_PASSWORD : FAILED;
}

interface AuditRow {
  /** Tested against `<application>/<type>/<name>`, lower case. */
  readonly match: RegExp;
  readonly activity: AuditActivity;
}

/** The first row that matches decides. Patterns follow Google's naming, so that settings added later fall in place. */
const AUDIT_ROWS: readonly AuditRow[] = [
  {
    match: /\/(?:gov_attack_warning|suspicious_\w+|account_disabled_\w+|risky_sensitive_\w+)$/,
    activity: 'provider-warning',
  },
  {
    match: /\/(?:account_warning|attack_warning)\/|_due_to_suspicious_|\/suspicious_activity/,
    activity: 'provider-warning',
  },
  {
    match: /\/email_forwarding|\/\w*(?:create|change|delete)_email_monitor$/,
    activity: 'mailbox-forwarding',
  },
  { match: /^token\/[^/]*\/authorize$|\/authorize_api_client_access$/, activity: 'consent' },
  { match: /^token\/|\/remove_api_client_access$/, activity: 'application-change' },
  {
    match:
      /\/(?:unassign_role|remove_privilege|delete_role|revoke_admin_privilege|revoke_delegated_admin_privileges)$/,
    activity: 'role-removal',
  },
  {
    match: /\/(?:assign_role|add_privilege|grant_(?:delegated_)?admin_privileges?)$/,
    activity: 'role-grant',
  },
  {
    match:
      /\/(?:enforce|allow|change)_(?:strong_auth|(?:allowed_)?two_step|2sv|security_keys?)\w*$|\/\w*two_step_verification_(?:enrollment|frequency|grace|start)\w*$/,
    activity: 'access-policy-change',
  },
  {
    match:
      /\/(?:2sv_|titanium_|passkey_)\w+$|2_?step_verification|2sv_scratch|security_key|from_(?:strong_auth|titanium)/,
    activity: 'mfa-change',
  },
  {
    match: /\/(?:password_edit|change_password(?:_on_next_login)?|reset_password\w*)$/,
    activity: 'password-change',
  },
  { match: /\/recovery_\w+_edit$|\/change_recovery_\w+$/, activity: 'account-change' },
  { match: /\/(?:create_user|undelete_user|accept_user_invitation)$/, activity: 'account-create' },
  { match: /\/delete_user$/, activity: 'account-delete' },
  {
    match: /\/\w*(?:create|update|rename)_role$|\/\w*(?:sso|saml|idp|identity_provider)\w*$/,
    activity: 'access-policy-change',
  },
  {
    match:
      /^groups?\w*\/|\/group_settings\/|\/\w*(?:add|remove|update|create|delete)_group(?:_member)?\w*$/,
    activity: 'group-change',
  },
  {
    match: /\/(?:add|remove|update)_application(?:_to_whitelist|_from_whitelist)?$/,
    activity: 'application-change',
  },
  { match: /\/user_settings\//, activity: 'account-change' },
  {
    match: /\/\w*(?:audit|log_sharing|cloud_logging|data_sharing|log_export)\w*$/,
    activity: 'audit-policy-change',
  },
];

/** Gmail settings share one event name; the setting's own name says what it does. */
const EMAIL_SETTING_ROWS: readonly AuditRow[] = [
  {
    match: /rout|forward|gateway|catch.?all|message_security_rule|also_deliver|recipient.*map/,
    activity: 'mailbox-forwarding',
  },
  { match: /imap|\bpop\b|pop_|activesync|less_secure/, activity: 'mailbox-protocol' },
  { match: /delegat/, activity: 'mailbox-permission' },
];

const SETTING_CHANGE =
  /^admin\/(?:email|application|domain|security|calendar|mobile|chromeos|docs|sites|contacts)\w*_settings\//;

/** What an activity event that is no sign-in is about. */
export function auditActivity(
  application: string,
  type: string,
  name: string,
  parameters: Parameters,
): AuditActivity {
  const path = `${application}/${type}/${name}`.toLowerCase();
  const row = AUDIT_ROWS.find(({ match }) => match.test(path));
  if (row !== undefined) return row.activity;
  if (!SETTING_CHANGE.test(path)) return 'other';
  const setting = `${name} ${parameter(parameters, 'SETTING_NAME') ?? ''}`.toLowerCase();
  const email = EMAIL_SETTING_ROWS.find(({ match }) => match.test(setting));
  if (email !== undefined && /email|gmail|user_setting/.test(`${path} ${setting}`)) {
    return email.activity;
  }
  return 'access-policy-change';
}

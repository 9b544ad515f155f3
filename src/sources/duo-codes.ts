import type { AuditActivity, SignIn } from '../events/event.ts';
import type { OutcomeRow, StoppedBy } from '../events/outcome.ts';

/**
 * What Duo's `result` and `reason` say. Duo is asked only after the application has accepted the first factor, so
 * whoever is denied here gave the right password: `password-known`, stopped by what the reason names. Source: Duo,
 * "Admin API: Authentication Logs" (https://duo.com/docs/adminapi#authentication-logs).
 */

type MfaResult = NonNullable<SignIn['mfa_result']>;
export type DuoVerdict = OutcomeRow & {
  readonly mfa_result?: MfaResult;
  readonly is_mfa?: boolean;
};

type Denial = readonly [stopped_by: StoppedBy, mfa_result: MfaResult | undefined, meaning: string];

const DENIALS: ReadonlyMap<string, Denial> = new Map([
  ['user_marked_fraud', ['mfa', 'fraud', 'the user reported the request as fraud']],
  ['user_cancelled', ['mfa', 'denied', 'the user cancelled the request']],
  ['user_mistake', ['mfa', 'denied', 'the user denied the request as a mistake']],
  ['user_denied', ['mfa', 'denied', 'the user denied the request']],
  ['no_response', ['mfa', 'timeout', 'the request was not answered']],
  ['no_keys_pressed', ['mfa', 'timeout', 'the call was not answered with a key']],
  ['call_timed_out', ['mfa', 'timeout', 'the call was not answered']],
  ['invalid_passcode', ['mfa', 'failed', 'wrong passcode']],
  ['frequent_attempts', ['mfa', 'failed', 'too many requests in a short time']],
  ['anomalous_push', ['mfa', 'failed', 'Duo judged the push anomalous']],
  ['locked_out', ['mfa', 'failed', 'locked out after failed second factors']],
  ['no_activated_duo_mobile_account', ['mfa-enrolment', undefined, 'no activated Duo Mobile']],
  ['deny_unenrolled_user', ['mfa-enrolment', undefined, 'not enrolled in Duo']],
  ['no_user_allowed', ['not-assigned', undefined, 'no user may use the application']],
  ['user_not_in_permitted_group', ['not-assigned', undefined, 'not in a permitted group']],
  ['user_disabled', ['disabled-account', undefined, 'disabled in Duo']],
  ['anonymous_ip', ['conditional-access', undefined, 'anonymous address']],
  ['denied_network', ['conditional-access', undefined, 'network not allowed']],
  ['denied_by_policy', ['conditional-access', undefined, 'denied by policy']],
  ['location_restricted', ['conditional-access', undefined, 'country not allowed']],
  ['factor_restricted', ['conditional-access', undefined, 'kind of second factor not allowed']],
]);

/** Every other reason Duo documents is about the state of the device or browser. */
const DEVICE =
  /endpoint|device|certificate|encryption|screen_lock|touch_?id|out_of_date|restricted|referr?er|referring|hostname|rooted|management/;

const SUCCESS = /^(?:success|allow|allowed)$/;
const DENIED = /^(?:denied|deny|failure|failed)$/;

/** Successes without a second factor at that moment. */
const NOT_ASKED =
  /^(?:allow_unenrolled_user\w*|allowed_by_policy|bypass_user|remembered_device|trusted_location|trusted_network)$/;

/** The API's codes are lower case with underscores; version 1 writes them as words. */
function code(text: string | undefined): string {
  return (text ?? '').trim().toLowerCase().replaceAll(/\W+/g, '_');
}

export function duoVerdict(result: string | undefined, reason: string | undefined): DuoVerdict {
  const outcome = code(result);
  const why = code(reason);
  if (SUCCESS.test(outcome)) {
    return NOT_ASKED.test(why)
      ? { outcome: 'in', is_mfa: false, meaning: `signed in without a second factor (${why})` }
      : { outcome: 'in', is_mfa: true, mfa_result: 'passed', meaning: 'signed in' };
  }
  if (outcome === 'fraud') return denial('user_marked_fraud');
  if (DENIED.test(outcome)) return denial(why);
  return { outcome: 'refused', meaning: outcome === '' ? 'no result given' : 'Duo error' };
}

function denial(why: string): DuoVerdict {
  const row = DENIALS.get(why);
  if (row !== undefined) {
    const [stopped_by, mfa_result, meaning] = row;
    const said = mfa_result === undefined ? {} : { mfa_result };
    return {
      outcome: 'password-known',
      stopped_by,
      ...said,
      is_mfa: mfa_result !== undefined,
      meaning: `password right; ${meaning}`,
    };
  }
  return {
    outcome: 'password-known',
    stopped_by: DEVICE.test(why) ? 'device' : 'mfa',
    meaning: `password right; denied by Duo${why === '' ? '' : ` (${why})`}`,
  };
}

/** Administrator actions that are sign-ins to the Duo Admin Panel; the failed ones give their error as a sentence. */
export function adminVerdict(action: string, error: string | undefined): DuoVerdict | undefined {
  switch (code(action)) {
    case 'admin_login':
      return { outcome: 'in', is_mfa: true, mfa_result: 'passed', meaning: 'signed in' };
    case 'admin_2fa_error':
      return /fraud/i.test(error ?? '')
        ? denial('user_marked_fraud')
        : {
            outcome: 'password-known',
            stopped_by: 'mfa',
            mfa_result: /timed? ?out|no response/i.test(error ?? '') ? 'timeout' : 'failed',
            is_mfa: true,
            meaning: error ?? 'password right; second factor failed',
          };
    case 'admin_login_error':
      return {
        outcome: /password|credential/i.test(error ?? '') ? 'wrong-password' : 'refused',
        meaning: error ?? 'failed, reason not given',
      };
    default:
      return undefined;
  }
}

/** What administrator actions are about, by Duo's naming (`<object>_<verb>`). The first row that matches decides. */
const ADMIN_ROWS: readonly { readonly match: RegExp; readonly activity: AuditActivity }[] = [
  {
    match:
      /^bypass_|^(?:phone|tablet|hardtoken|token|u2f\w*|webauthn\w*|passkey\w*|verified_push)_/,
    activity: 'mfa-change',
  },
  { match: /factor|^activation_|enroll|deregister|resync/, activity: 'mfa-change' },
  { match: /^admin_(?:create|activate)|^admin_role/, activity: 'role-grant' },
  { match: /^admin_(?:delete|deactivate)/, activity: 'role-removal' },
  { match: /password/, activity: 'password-change' },
  {
    match: /policy|single_sign_on|sso|saml|^customer_|^settings?_|restrictions|^lockout/,
    activity: 'access-policy-change',
  },
  { match: /^(?:user|aduser)_(?:create|import|bulk_create|restore)/, activity: 'account-create' },
  { match: /^user_(?:delete|pending_delete|bulk_delete)/, activity: 'account-delete' },
  { match: /^(?:integration|application|directory|adminapi)/, activity: 'application-change' },
  { match: /^group_/, activity: 'group-change' },
  { match: /^(?:log|splunk|trust_monitor)/, activity: 'audit-policy-change' },
  { match: /^(?:user|admin)_/, activity: 'account-change' },
];

/** `user_update` that sets the status Bypass turns the second factor off. */
export function adminActivity(action: string, status: string | undefined): AuditActivity {
  const name = code(action);
  if (name.startsWith('user_') && code(status) === 'bypass') return 'mfa-change';
  return ADMIN_ROWS.find(({ match }) => match.test(name))?.activity ?? 'other';
}

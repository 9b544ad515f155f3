import type { AuditActivity } from '../events/event.ts';

/**
 * What Okta event types that are no sign-ins are about, by the catalogue's naming (`<object>.<part>.<action>`), so that
 * types added later fall in place. The first row that matches decides. Source: Okta's event type catalogue,
 * https://developer.okta.com/docs/reference/api/event-types/.
 */
const ROWS: readonly { readonly match: RegExp; readonly activity: AuditActivity }[] = [
  {
    match:
      /^security\.(?:threat|attack|breached_credential|request|session|trusted_session)\b|^user\.risk\.|^user\.session\.context\.change|report_suspicious_activity|^user\.mfa\.attempt_bypass|detect_reuse$|^app\.token\.reuse|^user\.identity_verification|^policy\.entity_risk|^analytics\.feedback/,
    activity: 'provider-warning',
  },
  { match: /\bconsent\.(?:grant|register)|scope(?:s)?\.grant$/, activity: 'consent' },
  {
    match:
      /(?:^|\.)privilege\.revoke|^iam\.resourceset\.bindings\.delete|impersonation\.(?:end|revoke)/,
    activity: 'role-removal',
  },
  {
    match:
      /(?:^|\.)privilege\.grant|^iam\.resourceset\.bindings\.add|^user\.session\.impersonation\.(?:grant|initiate|extend)/,
    activity: 'role-grant',
  },
  {
    match: /^(?:user|system)\.mfa\.factor\.|^user\.mfa\.|^credential\.(?:register|revoke)/,
    activity: 'mfa-change',
  },
  {
    match:
      /^system\.log_stream\.|^(?:event|inline)_hook\.|^system\.feature\.|^security\.events\.provider/,
    activity: 'audit-policy-change',
  },
  {
    match:
      /password.*(?:reset|update|expire|change)|(?:reset|update|expire|change|set)\w*_password|password_mass_expiry|set_password/,
    activity: 'password-change',
  },
  {
    match:
      /^(?:policy|zone|network_zone|security\.zone|security\.authenticator|security\.trusted_origin|security\.attack_protection|system\.idp|iam|application\.policy|oauth2|pki|support|org)\b|^security\.(?:device|global)|^system\.(?:org|brand|custom)|access_policy/,
    activity: 'access-policy-change',
  },
  {
    match:
      /^application\.lifecycle\.|^system\.api_token\.|^app\.oauth2\.client\.|^app\.(?:keys|app_instance)\.|^app\.oauth2\.(?:as\.key|api_resource)/,
    activity: 'application-change',
  },
  { match: /^user\.lifecycle\.create/, activity: 'account-create' },
  { match: /^user\.lifecycle\.delete/, activity: 'account-delete' },
  { match: /^user\.(?:lifecycle|account)\./, activity: 'account-change' },
  { match: /^group\.|^group_?rule\./, activity: 'group-change' },
];

/** Limits and counters of the platform, which share the prefix of what they count. */
const NOISE = /rate_limit|concurrency|system\.(?:email|sms|voice|push|import|agent)\./;

export function oktaActivity(eventType: string): AuditActivity {
  const type = eventType.toLowerCase();
  if (NOISE.test(type)) return 'other';
  return ROWS.find(({ match }) => match.test(type))?.activity ?? 'other';
}

import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { Event } from '../events/event.ts';
import type { JsonObject } from '../lib/json.ts';
import { sharedData } from '../../test/shared-data.ts';
import { googleWorkspace } from './google-workspace.ts';

const CONTEXT = { latest: Date.UTC(2026, 0, 1) };

function events(record: JsonObject): readonly Event[] {
  expect(googleWorkspace.recognise(record)).toBe(true);
  const reading = googleWorkspace.read(record, CONTEXT);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.events;
}

function event(record: JsonObject): Event {
  const [first] = events(record);
  if (first === undefined) throw new Error('no event');
  return first;
}

function activity(application: string, parts: JsonObject): JsonObject {
  return {
    kind: 'admin#reports#activity',
    id: {
      time: '2026-03-01T08:00:00.250Z',
      uniqueQualifier: '-77',
      applicationName: application,
      customerId: 'C0example',
    },
    actor: { email: 'Ann@Example.org', profileId: '42' },
    ownerDomain: 'example.org',
    ipAddress: '203.0.113.9',
    ...parts,
  };
}

function login(name: string, parameters: JsonObject[] = []): JsonObject {
  return activity('login', { events: [{ type: 'login', name, parameters }] });
}

const text = (name: string, value: string): JsonObject => ({ name, value });
const methods = (...multiValue: string[]): JsonObject => ({
  name: 'login_challenge_method',
  multiValue,
});

describe('shapes', () => {
  const success = { type: 'login', name: 'login_success' };

  test('an array, a single object and flattened fields read alike', () => {
    const expected = { kind: 'sign-in', outcome: 'in', user: { name: 'ann@example.org' } };
    expect(event(activity('login', { events: [success] }))).toMatchObject(expected);
    expect(event(activity('login', { events: success }))).toMatchObject(expected);
    expect(event(activity('login', success))).toMatchObject(expected);
  });

  it('gives every event of an activity its own id', () => {
    const ids = events(activity('login', { events: [success, success] })).map(
      ({ metadata }) => metadata.uid,
    );
    const first = 'google-workspace:login/2026-03-01T08:00:00.250Z/-77/login_success';
    expect(ids).toEqual([first, `${first}/1`]);
  });

  it('gives flattened records no id, since the events of an activity share theirs', () => {
    expect(event(activity('login', success)).metadata.uid).toBe('google-workspace:');
    expect(event(activity('login', { ...success, p_row_id: 'ab12' })).metadata.uid).toBe(
      'google-workspace:ab12',
    );
  });

  it('reads parameters from a list and from an object', () => {
    const list = [
      text('login_type', 'google_password'),
      { name: 'is_suspicious', boolValue: true },
    ];
    const object = { login_type: 'google_password', is_suspicious: true };
    for (const parameters of [list, object]) {
      expect(event(activity('login', { ...success, parameters }))).toMatchObject({
        auth_protocol: 'google_password',
        risk_level: 'medium',
        risk_details: ['is_suspicious'],
      });
    }
  });

  it('reads times without a zone', () => {
    const id = { applicationName: 'login', time: '2026-03-01 08:00:00.693000000' };
    expect(event({ ...activity('login', success), id }).time).toBe(
      Date.UTC(2026, 2, 1, 8, 0, 0, 693),
    );
  });

  it('prefers the domain to the customer id, and the context to both', () => {
    const record = login('login_success');
    expect(event(record).metadata.tenant_uid).toBe('example.org');
    const { ownerDomain: _, ...without } = record;
    expect(event(without).metadata.tenant_uid).toBe('C0example');
    const reading = googleWorkspace.read(record, { ...CONTEXT, organisation: 'ours' });
    expect(reading.ok && reading.events[0].metadata.tenant_uid).toBe('ours');
  });

  it('says which field is missing', () => {
    const { actor: _, ...anonymous } = login('login_success');
    expect(googleWorkspace.read(anonymous, CONTEXT)).toEqual({
      ok: false,
      reason: 'actor.email should be the account; found nothing',
    });
    expect(googleWorkspace.read({ ...anonymous, id: { time: 'soon' } }, CONTEXT)).toEqual({
      ok: false,
      reason: 'id.time should be when it happened; found "soon"',
    });
  });
});

describe('the outcome of a sign-in', () => {
  test.each([
    [
      'wrong password by type',
      'login_failure',
      [text('login_failure_type', 'login_failure_invalid_password')],
      'wrong-password',
      undefined,
    ],
    [
      'wrong password by challenge',
      'login_failure',
      [methods('password')],
      'wrong-password',
      undefined,
    ],
    [
      'failed at a challenge after the password',
      'login_failure',
      [methods('password', 'google_prompt')],
      'password-known',
      'failed',
    ],
    [
      'disabled account',
      'login_failure',
      [text('login_failure_type', 'login_failure_account_disabled')],
      'refused',
      undefined,
    ],
    ['no reason', 'login_failure', [], 'refused', undefined],
    ['challenge put', 'login_challenge', [methods('google_prompt')], 'none', undefined],
    [
      'challenge passed',
      'login_challenge',
      [methods('security_key'), text('login_challenge_status', 'Challenge Passed')],
      'none',
      'passed',
    ],
    [
      'challenge failed',
      'login_challenge',
      [methods('idv_any_phone'), text('login_challenge_status', 'Challenge Failed')],
      'password-known',
      'failed',
    ],
    [
      'verification passed',
      'login_verification',
      [methods('passkey'), text('login_challenge_status', 'passed')],
      'none',
      'passed',
    ],
    ['log-out', 'logout', [], 'none', undefined],
  ])('%s', (_, name, parameters, outcome, mfa_result) => {
    expect(event(login(name, parameters))).toMatchObject({
      kind: 'sign-in',
      outcome,
      ...(mfa_result === undefined ? {} : { mfa_result }),
    });
  });

  it('counts a second factor only when one was used', () => {
    expect(event(login('login_success', [methods('password')]))).toMatchObject({ is_mfa: false });
    expect(event(login('login_success', [methods('password', 'security_key')]))).toMatchObject({
      is_mfa: true,
    });
  });

  it('takes sign-ins to other applications with a Google session for what they are', () => {
    const parameters = [text('application_name', 'Payroll')];
    const record = activity('saml', {
      events: [{ type: 'login', name: 'login_success', parameters }],
    });
    expect(event(record)).toMatchObject({
      outcome: 'in',
      is_interactive: false,
      service: { name: 'Payroll' },
    });
  });
});

describe('audit records', () => {
  test.each([
    ['login', 'attack_warning', 'gov_attack_warning', 'provider-warning'],
    ['login', 'account_warning', 'suspicious_login_less_secure_app', 'provider-warning'],
    ['login', 'account_warning', 'account_disabled_hijacked', 'provider-warning'],
    ['login', '2sv_change', '2sv_disable', 'mfa-change'],
    ['user_accounts', 'titanium_change', 'titanium_unenroll', 'mfa-change'],
    ['user_accounts', 'password_change', 'password_edit', 'password-change'],
    ['user_accounts', 'recovery_info_change', 'recovery_phone_edit', 'account-change'],
    [
      'user_accounts',
      'email_forwarding_change',
      'email_forwarding_out_of_domain',
      'mailbox-forwarding',
    ],
    ['token', 'auth', 'authorize', 'consent'],
    ['token', 'auth', 'revoke', 'application-change'],
    ['admin', 'DELEGATED_ADMIN_SETTINGS', 'ASSIGN_ROLE', 'role-grant'],
    ['admin', 'DELEGATED_ADMIN_SETTINGS', 'UNASSIGN_ROLE', 'role-removal'],
    ['admin', 'DELEGATED_ADMIN_SETTINGS', 'ADD_PRIVILEGE', 'role-grant'],
    ['admin', 'USER_SETTINGS', 'GRANT_ADMIN_PRIVILEGE', 'role-grant'],
    ['admin', 'USER_SETTINGS', 'CHANGE_PASSWORD', 'password-change'],
    ['admin', 'USER_SETTINGS', 'CREATE_USER', 'account-create'],
    ['admin', 'USER_SETTINGS', 'DELETE_USER', 'account-delete'],
    ['admin', 'USER_SETTINGS', 'SUSPEND_USER', 'account-change'],
    ['admin', 'USER_SETTINGS', 'TURN_OFF_2_STEP_VERIFICATION', 'mfa-change'],
    ['admin', 'USER_SETTINGS', 'CREATE_EMAIL_MONITOR', 'mailbox-forwarding'],
    ['admin', 'SECURITY_SETTINGS', 'ENFORCE_STRONG_AUTHENTICATION', 'access-policy-change'],
    ['admin', 'DOMAIN_SETTINGS', 'AUTHORIZE_API_CLIENT_ACCESS', 'consent'],
    ['admin', 'DOMAIN_SETTINGS', 'ADD_APPLICATION', 'application-change'],
    ['admin', 'GROUP_SETTINGS', 'ADD_GROUP_MEMBER', 'group-change'],
    ['groups_enterprise', 'moderator_action', 'add_member', 'group-change'],
    ['drive', 'access', 'view', 'other'],
  ])('%s %s %s is about %s', (application, type, name, expected) => {
    expect(event(activity(application, { events: [{ type, name }] }))).toMatchObject({
      kind: 'audit',
      activity: expected,
      user: { name: 'ann@example.org' },
      logsource: { product: 'google_workspace', services: [`google_workspace.${application}`] },
    });
  });

  it('tells mail settings apart by the name of the setting', () => {
    const setting = (value: string) =>
      event(
        activity('admin', {
          type: 'EMAIL_SETTINGS',
          name: 'CHANGE_EMAIL_SETTING',
          parameters: { SETTING_NAME: value },
        }),
      );
    expect(setting('EMAIL_ROUTE')).toMatchObject({ activity: 'mailbox-forwarding' });
    expect(setting('IMAP_ACCESS')).toMatchObject({ activity: 'mailbox-protocol' });
    expect(setting('ENABLE_G_SUITE_MARKETPLACE')).toMatchObject({
      activity: 'access-policy-change',
    });
  });

  it('names the account it was done to beside who did it', () => {
    const record = activity('admin', {
      type: 'DELEGATED_ADMIN_SETTINGS',
      name: 'ASSIGN_ROLE',
      parameters: { USER_EMAIL: 'Bo@example.org', ROLE_NAME: '_SEED_ADMIN_ROLE' },
    });
    expect(event(record)).toMatchObject({
      user: { name: 'bo@example.org' },
      actor: { user: { name: 'ann@example.org' } },
      parameters: { ROLE_NAME: '_SEED_ADMIN_ROLE' },
    });
  });
});

const SAMPLE = sharedData('accounts/google-workspace/login-elastic-sample.jsonl');

describe.skipIf(SAMPLE === undefined)('real records', () => {
  it('reads every one, each with an id of its own', () => {
    const lines = readFileSync(SAMPLE ?? '', 'utf8')
      .trim()
      .split('\n');
    const ids = lines.map((line) => event(JSON.parse(line) as JsonObject).metadata.uid);
    expect(new Set(ids).size).toBe(lines.length);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { Event } from '../events/event.ts';
import type { JsonObject } from '../lib/json.ts';
import { sharedData } from '../../test/shared-data.ts';
import { duo } from './duo.ts';

const CONTEXT = { latest: Date.UTC(2026, 0, 1) };

function event(record: JsonObject): Event {
  expect(duo.recognise(record)).toBe(true);
  const reading = duo.read(record, CONTEXT);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.events[0];
}

function login(result: string, reason: string, more: JsonObject = {}): JsonObject {
  return {
    txid: '340a23e3',
    isotimestamp: '2026-03-01T08:00:00.123456+00:00',
    timestamp: 1_772_352_000,
    event_type: 'authentication',
    result,
    reason,
    factor: 'duo_push',
    user: { name: 'Ann@Example.org', key: 'DU1', groups: ['Staff'] },
    application: { name: 'VPN', key: 'DI1' },
    access_device: {
      ip: '203.0.113.20',
      os: 'Windows',
      browser: 'Edge',
      location: { city: 'Utrecht', state: 'Utrecht', country: 'Netherlands' },
    },
    auth_device: { ip: '198.51.100.3', name: 'phone' },
    ...more,
  };
}

describe('authentication log', () => {
  it('reads who, from where and to what', () => {
    expect(event(login('success', 'user_approved'))).toMatchObject({
      kind: 'sign-in',
      time: Date.UTC(2026, 2, 1, 8, 0, 0, 123),
      metadata: { uid: 'duo:340a23e3', tenant_uid: 'example.org' },
      user: { name: 'ann@example.org', uid: 'DU1' },
      outcome: 'in',
      is_mfa: true,
      mfa_result: 'passed',
      service: { name: 'VPN', uid: 'DI1' },
      src_endpoint: { ip: '203.0.113.20', location: { country: 'Netherlands' } },
      device: { os: 'Windows', browser: 'Edge' },
      logsource: { product: 'cisco', services: ['duo'] },
    });
  });

  test.each([
    ['fraud', 'user_marked_fraud', 'mfa', 'fraud'],
    ['denied', 'user_cancelled', 'mfa', 'denied'],
    ['denied', 'no_response', 'mfa', 'timeout'],
    ['denied', 'call_timed_out', 'mfa', 'timeout'],
    ['denied', 'invalid_passcode', 'mfa', 'failed'],
    ['denied', 'anomalous_push', 'mfa', 'failed'],
    ['denied', 'locked_out', 'mfa', 'failed'],
    ['denied', 'deny_unenrolled_user', 'mfa-enrolment', undefined],
    ['denied', 'anonymous_ip', 'conditional-access', undefined],
    ['denied', 'location_restricted', 'conditional-access', undefined],
    ['denied', 'user_disabled', 'disabled-account', undefined],
    ['denied', 'out_of_date', 'device', undefined],
    ['denied', 'endpoint_is_not_trusted', 'device', undefined],
    ['denied', 'something_new', 'mfa', undefined],
    ['FAILURE', 'Invalid passcode', 'mfa', 'failed'],
  ])('%s because of %s: the password was right, stopped by %s', (...row) => {
    const [result, reason, stopped_by, mfa_result] = row;
    const read = event(login(result, reason));
    expect(read).toMatchObject({ outcome: 'password-known', stopped_by });
    expect(read.kind === 'sign-in' && read.mfa_result).toBe(mfa_result);
  });

  it('does not claim a second factor that was not asked for', () => {
    expect(event(login('success', 'bypass_user'))).toMatchObject({ outcome: 'in', is_mfa: false });
  });

  it('takes an error for no statement about the password', () => {
    expect(event(login('error', 'error'))).toMatchObject({ outcome: 'refused' });
  });

  it('reads the flat records of version 1', () => {
    const record = {
      timestamp: 1_772_352_000,
      username: 'ann',
      email: 'ann@example.org',
      ip: '203.0.113.20',
      integration: 'SSH',
      factor: 'Duo Push',
      result: 'FRAUD',
      reason: 'User marked fraud',
      new_enrollment: false,
      host: 'api-1234.duosecurity.com',
    };
    expect(event(record)).toMatchObject({
      time: 1_772_352_000_000,
      outcome: 'password-known',
      mfa_result: 'fraud',
      user: { name: 'ann', domain: 'example.org' },
      service: { name: 'SSH' },
      metadata: { uid: 'duo:', tenant_uid: 'example.org' },
    });
    expect(event({ ...record, new_enrollment: true })).toMatchObject({ activity: 'mfa-change' });
  });

  it('takes an enrolment for a change of the second factor', () => {
    const read = event(login('success', 'user_approved', { event_type: 'enrollment' }));
    expect(read).toMatchObject({ kind: 'audit', activity: 'mfa-change', status: 'success' });
  });

  it('says which field is missing', () => {
    expect(duo.read(login('denied', 'no_response', { user: {} }), CONTEXT)).toEqual({
      ok: false,
      reason: 'user.name or username should be the account; found {}',
    });
    const timeless = login('denied', 'no_response', { isotimestamp: null, timestamp: 'soon' });
    expect(duo.read(timeless, CONTEXT)).toEqual({
      ok: false,
      reason: 'isotimestamp or timestamp should be when it happened; found "soon"',
    });
  });
});

describe('administrator log', () => {
  const admin = (action: string, description: JsonObject | string, more: JsonObject = {}) =>
    event({
      action,
      isotimestamp: '2026-03-01 08:00:00',
      timestamp: '2026-03-01 08:00:00',
      username: 'Ann Admin',
      description: typeof description === 'string' ? description : JSON.stringify(description),
      ...more,
    });

  test.each([
    ['bypass_create', {}, 'mfa-change'],
    ['user_update', { status: 'Bypass' }, 'mfa-change'],
    ['user_update', { status: 'Active' }, 'account-change'],
    ['admin_create', { role: 'Owner' }, 'role-grant'],
    ['policy_update', {}, 'access-policy-change'],
    ['admin_single_sign_on_update', {}, 'access-policy-change'],
    ['integration_create', {}, 'application-change'],
    ['user_delete', {}, 'account-delete'],
  ])('%s %j is about %s', (action, description, activity) => {
    expect(admin(action, description, { object: 'bo@example.org' })).toMatchObject({
      kind: 'audit',
      activity,
      user: { name: 'bo@example.org' },
      actor: { user: { name: 'ann admin' } },
    });
  });

  it('takes log-ins to the admin panel for sign-ins', () => {
    const details = { ip_address: '203.0.113.1', factor: 'push', email: 'ann@example.org' };
    expect(admin('admin_login', details)).toMatchObject({
      kind: 'sign-in',
      outcome: 'in',
      user: { name: 'ann@example.org' },
      src_endpoint: { ip: '203.0.113.1' },
    });
    const error = 'Login request reported as fraudulent.';
    expect(admin('admin_2fa_error', { ...details, error })).toMatchObject({
      outcome: 'password-known',
      mfa_result: 'fraud',
    });
  });

  it('keeps a description that is no JSON', () => {
    expect(admin('admin_lockout', '"message": "locked out"')).toMatchObject({
      parameters: { message: '"message": "locked out"' },
    });
  });

  it('leaves other audit records alone', () => {
    const record = { action: 'org.add_member', username: 'ann', timestamp: 1 };
    expect(duo.recognise(record)).toBe(false);
  });
});

it('reads the activity log', () => {
  const record = {
    activity_id: 'a1',
    ts: '2026-03-01T08:00:00+00:00',
    action: { name: 'phone_create', details: null },
    actor: { name: 'Ann', type: 'admin', details: '' },
    target: { name: 'bo', type: 'user' },
    access_device: { ip: '203.0.113.1' },
  };
  expect(event(record)).toMatchObject({
    metadata: { uid: 'duo:a1' },
    activity: 'mfa-change',
    user: { name: 'bo' },
  });
});

const PANTHER = sharedData('accounts/panther-tests/duo_rules.jsonl');

describe.skipIf(PANTHER === undefined)('real records', () => {
  it('recognises all and reads those with a time', () => {
    const logs = readFileSync(PANTHER ?? '', 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { log: JsonObject }).log);
    expect(logs.filter((log) => !duo.recognise(log))).toEqual([]);
    const refused = logs.filter((log) => !duo.read(log, CONTEXT).ok);
    expect(refused.filter((log) => log['isotimestamp'] !== undefined)).toEqual([]);
  });
});

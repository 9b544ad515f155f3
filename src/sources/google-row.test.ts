import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../lib/json.ts';
import { googleWorkspace } from './google-workspace.ts';

const CONTEXT = { latest: Date.UTC(2026, 10, 4) };

function read(record: JsonObject) {
  expect(googleWorkspace.recognise(record)).toBe(true);
  const reading = googleWorkspace.read(record, CONTEXT);
  if (!reading.ok) throw new Error(reading.reason);
  const { raw: _, ...event } = reading.events[0];
  return event;
}

describe("a row of GAM's login report", () => {
  const ROW: JsonObject = {
    name: 'login_failure',
    'actor.email': 'ana@example.org',
    'actor.profileId': '1',
    'id.applicationName': 'login',
    'id.customerId': 'C01',
    'id.time': '2026-11-03T08:00:00.123Z',
    'id.uniqueQualifier': '77',
    ipAddress: '203.0.113.7',
    'networkInfo.ipAsn': '1',
    'networkInfo.ipAsn.0': '64500',
    'networkInfo.regionCode': 'BE',
    login_challenge_method: '2',
    'login_challenge_method.0': 'password',
    'login_challenge_method.1': 'idv_preregistered_phone',
    login_type: 'google_password',
    type: 'login',
    is_suspicious: '',
  };
  it('is the same event as the API gives', () => {
    const api = {
      id: {
        applicationName: 'login',
        customerId: 'C01',
        time: '2026-11-03T08:00:00.123Z',
        uniqueQualifier: '77',
      },
      actor: { email: 'ana@example.org', profileId: '1' },
      ipAddress: '203.0.113.7',
      networkInfo: { ipAsn: [64_500], regionCode: 'BE' },
      events: [
        {
          type: 'login',
          name: 'login_failure',
          parameters: [
            { name: 'login_type', value: 'google_password' },
            {
              name: 'login_challenge_method',
              multiValue: ['password', 'idv_preregistered_phone'],
            },
          ],
        },
      ],
    };
    expect(read(ROW)).toEqual(read(api));
    expect(read(ROW)).toMatchObject({ outcome: 'password-known', stopped_by: 'mfa' });
  });
});

describe("a row of the Admin console's export", () => {
  const ROW: JsonObject = {
    Date: '2026-11-03T09:00:00+01:00',
    Event: 'Successful login',
    Description: 'ana logged in',
    Actor: 'Ana@example.org',
    'IP address': '203.0.113.7',
    'Login type': 'Google Password',
    'Challenge type': '',
    'Is suspicious': 'False',
    'Network info': '{"IP ASN": "64500", "Region code": "be"}',
  };
  it('is read with its zone and network', () => {
    expect(read(ROW)).toMatchObject({
      kind: 'sign-in',
      time: Date.UTC(2026, 10, 3, 8),
      outcome: 'in',
      user: { name: 'ana@example.org' },
      src_endpoint: {
        ip: '203.0.113.7',
        location: { country: 'BE' },
        autonomous_system: { number: 64_500 },
      },
      risk_level: 'none',
    });
  });
  it.each([
    ['Failed login attempt', { 'Login failure type': 'Invalid password' }, 'wrong-password'],
    ['Failed Login', { 'Challenge type': 'Password' }, 'wrong-password'],
    ['Logout', {}, 'none'],
  ])('tells the outcome of "%s"', (Event, more, outcome) => {
    expect(read({ ...ROW, Event, ...more })).toMatchObject({ kind: 'sign-in', outcome });
  });
  it.each([
    ['Government-backed attack', 'provider-warning'],
    ['User suspended (suspicious activity)', 'provider-warning'],
    ['2-step verification disable', 'mfa-change'],
    ['Account password change', 'password-change'],
    ['Out of domain email forwarding enabled', 'mailbox-forwarding'],
    ['Something new', 'other'],
  ])('tells what "%s" is about', (Event, activity) => {
    expect(read({ ...ROW, Event })).toMatchObject({ kind: 'audit', activity });
  });
  it('may call the account a user', () => {
    const { Actor, ...row } = ROW;
    expect(read({ ...row, User: Actor })).toMatchObject({ user: { name: 'ana@example.org' } });
  });
});

import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { Event } from '../events/event.ts';
import type { JsonObject } from '../lib/json.ts';
import { sharedData } from '../../test/shared-data.ts';
import { ocsf } from './ocsf.ts';
import { okta } from './okta.ts';
import type { Source } from './source.ts';

const CONTEXT = { latest: Date.UTC(2026, 0, 1) };

function eventBy(source: Source<JsonObject>, record: JsonObject): Event {
  expect(source.recognise(record)).toBe(true);
  const reading = source.read(record, CONTEXT);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.events[0];
}

const event = (record: JsonObject): Event => eventBy(ocsf, record);

function logon(more: JsonObject = {}): JsonObject {
  return {
    class_uid: 3002,
    category_uid: 3,
    activity_id: 1,
    status_id: 1,
    time: Date.UTC(2026, 2, 1, 8),
    metadata: { uid: 'm1', tenant_uid: 'tenant-1', product: { name: 'Example IdP' } },
    user: { name: 'Ann', email_addr: 'Ann@Example.org', uid: 'u1' },
    src_endpoint: {
      ip: '2001:DB8::1',
      location: { country: 'NL', coordinates: [5.12, 52.09] },
      autonomous_system: { number: 64496, name: 'Example Networks' },
    },
    http_request: { user_agent: 'Mozilla/5.0' },
    session: { uid: 's1' },
    service: { name: 'Mail' },
    auth_protocol_id: 5,
    is_mfa: true,
    ...more,
  };
}

function failure(more: JsonObject): Event {
  return event(logon({ status_id: 2, ...more }));
}

const product = (name: string): JsonObject => ({ metadata: { product: { name } } });

it('reads who, from where and to what', () => {
  expect(event(logon())).toMatchObject({
    kind: 'sign-in',
    time: Date.UTC(2026, 2, 1, 8),
    metadata: { uid: 'ocsf:m1', tenant_uid: 'tenant-1' },
    user: { name: 'ann@example.org', uid: 'u1', domain: 'example.org' },
    outcome: 'in',
    activity_id: 1,
    src_endpoint: {
      ip: '2001:db8::1',
      location: { country: 'NL', lat: 52.09, long: 5.12 },
      autonomous_system: { number: 64496 },
    },
    session: { uid: 's1' },
    service: { name: 'Mail' },
    auth_protocol: 'SAML',
    is_mfa: true,
    logsource: { category: 'authentication', product: 'example_idp', services: ['ocsf'] },
  });
});

test('equal log sources are one object', () => {
  expect(event(logon()).logsource).toBe(event(logon({ status_id: 2 })).logsource);
});

describe('times', () => {
  test.each([
    ['milliseconds', { time: 1_772_352_000_000 }],
    ['seconds, as some converters write', { time: 1_772_352_000 }],
    ['text, which wins over a number', { time: 5, time_dt: '2026-03-01T08:00:00Z' }],
  ])('in %s', (_, time) => {
    expect(event(logon(time)).time).toBe(Date.UTC(2026, 2, 1, 8));
  });

  it('says what it found instead', () => {
    expect(ocsf.read(logon({ time: true }), CONTEXT)).toEqual({
      ok: false,
      reason: 'time should be when it happened; found true',
    });
    expect(ocsf.read(logon({ user: { type: 'User' } }), CONTEXT)).toEqual({
      ok: false,
      reason: 'user should be the account; found {"type":"User"}',
    });
  });
});

describe('the reason of a failure', () => {
  test.each<[string, JsonObject, object]>([
    ['none given', {}, { outcome: 'refused' }],
    ['plain words', { status_detail: 'Invalid password' }, { outcome: 'wrong-password' }],
    [
      'plain words for two causes',
      { status_detail: 'Unknown user name or bad password.' },
      { outcome: 'wrong-password' },
    ],
    ['enumerated words', { status_detail: 'ACCOUNT_LOCKED_OUT' }, { outcome: 'locked' }],
    ['no such user', { status_detail: 'User not found' }, { outcome: 'user-unknown' }],
    [
      'second factor',
      { status_detail: 'MFA challenge failed' },
      { outcome: 'password-known', stopped_by: 'mfa' },
    ],
    [
      'expired password',
      { status_detail: 'Password expired' },
      { outcome: 'password-known', stopped_by: 'expired-password' },
    ],
    [
      'Windows status',
      { status_code: '0xC0000234' },
      { outcome: 'locked', status_code: '0xC0000234' },
    ],
    ['Windows status where the word goes', { status: '0xc0000064' }, { outcome: 'user-unknown' }],
    [
      'Windows sub status, more specific',
      { status: '0xC000006D', unmapped: { 'Failure Information': { 'Sub Status': '0xC0000064' } } },
      { outcome: 'user-unknown', status_code: '0xC0000064' },
    ],
    [
      'Entra number',
      { status_code: '50126', ...product('Microsoft Entra ID') },
      { outcome: 'wrong-password', status_code: '50126' },
    ],
    [
      'Entra number in a sentence',
      { status_detail: 'AADSTS50076: second factor needed' },
      { outcome: 'password-known', stopped_by: 'mfa' },
    ],
    ['number of an unknown product', { status_code: '50126' }, { outcome: 'refused' }],
    [
      'Okta reason',
      { status_detail: 'LOCKED_OUT', ...product('Okta System Log') },
      { outcome: 'locked' },
    ],
    [
      'Duo reason',
      { status_detail: 'no_response', ...product('Cisco Duo') },
      { outcome: 'password-known', mfa_result: 'timeout' },
    ],
  ])('%s', (_, record, expected) => {
    expect(failure(record)).toMatchObject(expected);
  });
});

test.each([
  [2, 1, 2, 'none'],
  [3, 1, 3, 'in'],
  [4, 1, 4, 'none'],
  [5, 1, 4, 'none'],
  [6, 2, 6, 'refused'],
  [7, 1, 1, 'in'],
  [1, 0, 1, 'none'],
])('activity %i with status %i is activity %i, %s', (activity_id, status_id, expected, outcome) => {
  expect(event(logon({ activity_id, status_id }))).toMatchObject({
    activity_id: expected,
    outcome,
  });
});

describe('audit classes', () => {
  test.each([
    [3001, 3, 'password-change'],
    [3001, 11, 'mfa-change'],
    [3001, 1, 'account-create'],
    [3003, 1, 'other'],
    [3004, 1, 'other'],
    [3005, 1, 'role-grant'],
    [3005, 2, 'role-removal'],
    [3006, 3, 'group-change'],
    [6003, 1, 'other'],
  ])('class %i activity %i is about %s', (class_uid, activity_id, activity) => {
    const actor = { user: { name: 'boss@example.org' } };
    expect(event(logon({ class_uid, activity_id, actor }))).toMatchObject({
      kind: 'audit',
      activity,
      actor: { user: { name: 'boss@example.org' } },
      user: { name: 'ann@example.org' },
    });
  });

  it('uses the vendor operation where it says more', () => {
    const metadata = { event_code: 'system.idp.lifecycle.create', product: { name: 'Okta' } };
    expect(event(logon({ class_uid: 3004, activity_id: 1, metadata }))).toMatchObject({
      activity: 'access-policy-change',
    });
  });
});

const PAIRS = sharedData('accounts/ocsf/mappings/markdown/Okta/v1.3.0/System Logs/');

describe.skipIf(PAIRS === undefined)('pairs of raw and OCSF records', () => {
  const folders =
    PAIRS === undefined
      ? []
      : readdirSync(PAIRS, { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && entry.name !== 'Detection Finding')
          .map((entry) => `${PAIRS}${entry.name}/samples/`);

  test.each(folders)('%s', (folder) => {
    const read = (ending: string): JsonObject => {
      const name = readdirSync(folder).find((file) => file.endsWith(ending)) ?? '';
      return JSON.parse(readFileSync(folder + name, 'utf8')) as JsonObject;
    };
    const summary = (subject: Event) => ({
      kind: subject.kind,
      // The OCSF samples drop fractions of a second; one raw sample has its address defanged.
      time: Math.floor(subject.time / 1000),
      user: subject.user?.name.replace('[.]', '.'),
      ip: subject.src_endpoint?.ip,
      session: subject.session?.uid,
      organisation: subject.metadata.tenant_uid,
      verdict:
        subject.kind === 'sign-in'
          ? subject.outcome
          : subject.kind === 'audit' && [subject.activity, subject.status],
    });
    expect(summary(event(read('.ocsf')))).toEqual(summary(eventBy(okta, read('.raw'))));
  });
});

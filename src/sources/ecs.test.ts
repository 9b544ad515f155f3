import { describe, expect, it, test } from 'vitest';
import type { Event } from '../events/event.ts';
import type { JsonObject } from '../lib/json.ts';
import { valueAt } from './ecs-record.ts';
import { ecs } from './ecs.ts';

const CONTEXT = { latest: Date.UTC(2026, 0, 1) };

function event(record: JsonObject): Event {
  expect(ecs.recognise(record)).toBe(true);
  const reading = ecs.read(record, CONTEXT);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.events[0];
}

function nested(outcome: string, more: JsonObject = {}, moreEvent: JsonObject = {}): JsonObject {
  return {
    '@timestamp': '2026-03-01T08:00:00.000Z',
    event: { category: ['authentication'], type: ['start'], outcome, id: 'e1', ...moreEvent },
    organization: { id: 'org-1' },
    user: { name: 'Ann', domain: 'example.org', id: 'u1' },
    source: {
      ip: '203.0.113.5',
      port: 4711,
      as: { number: 64496, organization: { name: 'Example Networks' } },
      geo: {
        country_iso_code: 'NL',
        city_name: 'Utrecht',
        location: { lat: 52.09, lon: 5.12 },
      },
    },
    user_agent: { original: 'Mozilla/5.0' },
    ...more,
  };
}

const EXPECTED = {
  kind: 'sign-in',
  time: Date.UTC(2026, 2, 1, 8),
  metadata: { uid: 'ecs:e1', tenant_uid: 'org-1' },
  user: { name: 'ann@example.org', uid: 'u1', domain: 'example.org' },
  outcome: 'in',
  src_endpoint: {
    ip: '203.0.113.5',
    port: 4711,
    autonomous_system: { number: 64496, name: 'Example Networks' },
    location: { country: 'NL', city: 'Utrecht', lat: 52.09, long: 5.12 },
  },
  http_request: { user_agent: 'Mozilla/5.0' },
};

/** The same record with one dotted key per value. */
function dotted(value: JsonObject, prefix = ''): JsonObject {
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? dotted(inner as JsonObject, `${prefix}${key}.`)
        : { [prefix + key]: inner },
    ),
  ) as JsonObject;
}

describe('shapes', () => {
  it('reads nested objects', () => {
    expect(event(nested('success'))).toMatchObject(EXPECTED);
  });

  it('reads dotted keys', () => {
    expect(event(dotted(nested('success')))).toMatchObject(EXPECTED);
  });

  it('reads a mixture', () => {
    const { source, ...rest } = nested('success');
    expect(event({ ...dotted(rest), source: dotted(source as JsonObject) })).toMatchObject(
      EXPECTED,
    );
  });

  it('reads search hits, with the document as raw record', () => {
    const document = nested('success');
    expect(event({ _index: 'logs', _id: 'h1', _source: document })).toMatchObject({
      ...EXPECTED,
      raw: document,
    });
    const { id: _, ...without } = document['event'] as JsonObject;
    expect(event({ _id: 'h1', _source: { ...document, event: without } }).metadata.uid).toBe(
      'ecs:h1',
    );
  });

  it('leaves Windows events and other categories alone', () => {
    expect(ecs.recognise(nested('success', { winlog: { event_id: 4624 } }))).toBe(false);
    expect(ecs.recognise({ ...dotted(nested('success')), 'winlog.event_id': 4624 })).toBe(false);
    const provider = 'Microsoft-Windows-Security-Auditing';
    expect(ecs.recognise(nested('success', {}, { provider }))).toBe(false);
    expect(ecs.recognise(nested('success', {}, { category: ['network'] }))).toBe(false);
  });

  it('says which field is missing', () => {
    expect(ecs.read(nested('success', { '@timestamp': 'soon' }), CONTEXT)).toEqual({
      ok: false,
      reason: '@timestamp should be when it happened; found "soon"',
    });
    expect(ecs.read(nested('success', { user: {} }), CONTEXT)).toEqual({
      ok: false,
      reason: 'user.name or user.email should be the account; found {}',
    });
  });

  it('finds a value only under its full name', () => {
    const record = { 'a.b': { c: 1 }, a: { 'b.d': 2, b: { e: null } } };
    expect(valueAt(record, 'a.b.c')).toBe(1);
    expect(valueAt(record, 'a.b.d')).toBe(2);
    expect(valueAt(record, 'a.b.e')).toBeUndefined();
    expect(valueAt(record, 'toString')).toBeUndefined();
  });
});

describe('plain ECS', () => {
  test.each<[string, JsonObject, object]>([
    ['no reason', {}, { outcome: 'refused' }],
    [
      'a reason',
      { event: { category: 'authentication', outcome: 'failure', reason: 'wrong password' } },
      { outcome: 'wrong-password' },
    ],
    [
      'a message of sshd',
      { message: 'Failed password for invalid user test from 203.0.113.5' },
      { outcome: 'user-unknown' },
    ],
    [
      'the fields of sshd',
      { system: { auth: { ssh: { event: 'Failed', method: 'password' } } } },
      { outcome: 'wrong-password' },
    ],
    ['an error of Entra', { error: { message: 'AADSTS50053: locked' } }, { outcome: 'locked' }],
  ])('a failure with %s', (_, more, expected) => {
    expect(event(nested('failure', more))).toMatchObject({ kind: 'sign-in', ...expected });
  });

  it('takes a log-off for one', () => {
    expect(event(nested('success', {}, { action: 'user_logout' }))).toMatchObject({
      activity_id: 2,
      outcome: 'none',
    });
  });

  it('reads the outcome of old records from the type', () => {
    const more = { event: { category: 'authentication', type: 'authentication_failure' } };
    expect(event(nested('', more))).toMatchObject({ outcome: 'refused' });
  });

  test.each([
    ['added-user-account', ['user', 'creation'], 'account-create'],
    ['deleted-user-account', ['user', 'deletion'], 'account-delete'],
    ['added-member-to-group', ['group', 'change'], 'group-change'],
    ['changed-password', ['user', 'change'], 'password-change'],
    ['assign-role', ['admin'], 'role-grant'],
  ])('%s is about %s', (action, type, activity) => {
    const record = nested(
      'success',
      { user: { name: 'boss', target: { name: 'bo' } } },
      {
        category: ['iam'],
        type,
        action,
      },
    );
    expect(event(record)).toMatchObject({
      kind: 'audit',
      activity,
      actor: { user: { name: 'boss' } },
      user: { name: 'bo' },
      status: 'success',
    });
  });
});

describe('integrations that keep the vendor fields', () => {
  test.each<[string, string, JsonObject, JsonObject, object]>([
    [
      'Entra: an interrupt is no attempt, whatever event.outcome says',
      'failure',
      {
        azure: {
          signinlogs: {
            properties: { status: { error_code: 50140 }, user_principal_name: 'Ann@example.org' },
          },
        },
      },
      { dataset: 'azure.signinlogs' },
      {
        outcome: 'none',
        status_code: '50140',
        logsource: { product: 'azure', services: ['signinlogs'] },
      },
    ],
    [
      'Entra: wrong password',
      'failure',
      { azure: { signinlogs: { result_type: '50126', properties: { client_app_used: 'IMAP4' } } } },
      { dataset: 'azure.signinlogs' },
      { outcome: 'wrong-password', auth_protocol: 'IMAP4', is_legacy_protocol: true },
    ],
    [
      'Office 365: a failed log-in that says Success',
      'success',
      { o365: { audit: { ErrorNumber: '50126', UserId: 'ann@example.org' } } },
      { dataset: 'o365.audit', action: 'UserLoginFailed' },
      {
        outcome: 'wrong-password',
        status_code: '50126',
        logsource: { product: 'm365', services: ['audit'] },
      },
    ],
    [
      'Okta: wrong password',
      'failure',
      {
        okta: {
          event_type: 'user.session.start',
          actor: { id: '00u1', alternate_id: 'ann@example.org' },
          outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' },
        },
      },
      { dataset: 'okta.system' },
      { outcome: 'wrong-password', logsource: { product: 'okta', services: ['okta'] } },
    ],
    [
      'Okta: a name in no directory',
      'failure',
      {
        okta: {
          event_type: 'user.session.start',
          actor: { id: 'unknown', alternate_id: 'admin' },
          outcome: { result: 'FAILURE', reason: 'VERIFICATION_ERROR' },
        },
      },
      { dataset: 'okta.system' },
      { outcome: 'user-unknown' },
    ],
    [
      'Google: failed after the password',
      'failure',
      {
        google_workspace: {
          login: { challenge_method: ['password', 'google_prompt'], type: 'google_password' },
        },
      },
      { dataset: 'google_workspace.login', action: 'login_failure', provider: 'login' },
      { outcome: 'password-known', stopped_by: 'mfa' },
    ],
    [
      'Duo: reported as fraud',
      'failure',
      { cisco_duo: { auth: { result: 'fraud', reason: 'user_marked_fraud' } } },
      { dataset: 'cisco_duo.auth' },
      { outcome: 'password-known', mfa_result: 'fraud' },
    ],
  ])('%s', (_, outcome, vendor, moreEvent, expected) => {
    expect(event(nested(outcome, vendor, moreEvent))).toMatchObject({
      kind: 'sign-in',
      user: { domain: 'example.org' } satisfies object,
      ...expected,
    });
  });

  test.each<[string, JsonObject, JsonObject, string]>([
    ['okta.system', { okta: { event_type: 'user.mfa.factor.reset_all' } }, {}, 'mfa-change'],
    [
      'google_workspace.login',
      { google_workspace: { event: { type: 'account_warning' } } },
      { action: 'gov_attack_warning', provider: 'login' },
      'provider-warning',
    ],
    [
      'o365.audit',
      {},
      { action: 'New-InboxRule', category: ['web'], provider: 'Exchange' },
      'inbox-rule',
    ],
  ])('an audit record of %s', (dataset, vendor, moreEvent, activity) => {
    expect(event(nested('success', vendor, { dataset, ...moreEvent }))).toMatchObject({
      kind: 'audit',
      activity,
    });
  });
});

test('integrations read the same with dotted keys', () => {
  const record = nested(
    'failure',
    { cisco_duo: { auth: { result: 'fraud', reason: 'user_marked_fraud' } } },
    { dataset: 'cisco_duo.auth' },
  );
  expect(event(dotted(record))).toMatchObject({ outcome: 'password-known', mfa_result: 'fraud' });
});

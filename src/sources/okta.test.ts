import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { Event } from '../events/event.ts';
import type { JsonObject } from '../lib/json.ts';
import { sharedData } from '../../test/shared-data.ts';
import { looseMap } from './okta-risk.ts';
import { okta } from './okta.ts';

const CONTEXT = { latest: Date.UTC(2026, 0, 1) };

function event(record: JsonObject): Event {
  expect(okta.recognise(record)).toBe(true);
  const reading = okta.read(record, CONTEXT);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.events[0];
}

interface Parts {
  readonly result?: string;
  readonly reason?: string | null;
  readonly debug?: JsonObject;
  readonly more?: JsonObject;
}

function log(eventType: string, { result = 'SUCCESS', reason = null, debug, more }: Parts = {}) {
  return {
    uuid: '11111111-2222-3333-4444-555555555555',
    published: '2026-03-01T08:00:00.000Z',
    eventType,
    version: '0',
    actor: { id: '00u1', type: 'User', alternateId: 'Ann@Example.org', displayName: 'Ann' },
    client: {
      ipAddress: '198.51.100.7',
      userAgent: { rawUserAgent: 'Mozilla/5.0', os: 'Mac OS X', browser: 'FIREFOX' },
      geographicalContext: {
        country: 'Netherlands',
        city: 'Utrecht',
        geolocation: { lat: 52.09, lon: 5.12 },
      },
    },
    securityContext: { asNumber: 64496, asOrg: 'Example Networks', isProxy: true },
    authenticationContext: { externalSessionId: 'idxabc' },
    outcome: { result, reason },
    debugContext: { debugData: debug ?? {} },
    ...more,
  };
}

const UNKNOWN_ACTOR: JsonObject = {
  actor: { id: 'unknown', type: 'User', alternateId: 'admin', displayName: 'unknown' },
};

it('reads who, from where, with what and in which session', () => {
  expect(event(log('user.session.start'))).toMatchObject({
    kind: 'sign-in',
    time: Date.UTC(2026, 2, 1, 8),
    metadata: { uid: 'okta:11111111-2222-3333-4444-555555555555', tenant_uid: 'example.org' },
    user: { name: 'ann@example.org', uid: '00u1', domain: 'example.org' },
    outcome: 'in',
    src_endpoint: {
      ip: '198.51.100.7',
      location: { country: 'Netherlands', city: 'Utrecht', lat: 52.09, long: 5.12 },
      autonomous_system: { number: 64496, name: 'Example Networks' },
      is_vpn: true,
    },
    http_request: { user_agent: 'Mozilla/5.0' },
    session: { uid: 'idxabc' },
    logsource: { category: 'authentication', product: 'okta', services: ['okta'] },
  });
});

describe('shapes', () => {
  it('reads events that lack optional parts', () => {
    const record = { published: '2026-03-01 08:00:00', eventType: 'user.session.start' };
    expect(event({ ...record, actor: { alternateId: 'ann@example.org' } })).toMatchObject({
      metadata: { uid: 'okta:' },
      outcome: 'none',
    });
  });

  it('takes the result from the legacy type when there is no other', () => {
    const { outcome: _, ...record } = log('user.session.start');
    expect(event({ ...record, legacyEventType: 'core.user_auth.login_success' })).toMatchObject({
      outcome: 'in',
    });
  });

  it('reads top-level names in lower case', () => {
    const { eventType, securityContext, ...rest } = log('user.session.start');
    expect(
      event({ ...rest, eventtype: eventType, securitycontext: securityContext }),
    ).toMatchObject({ outcome: 'in', src_endpoint: { is_vpn: true } });
  });

  it('reads events as log streaming wraps them, with the event itself as raw record', () => {
    const detail = log('user.session.start');
    const wrapped = { 'detail-type': 'SystemLog', source: 'aws.partner/okta.com/example', detail };
    expect(event(wrapped)).toMatchObject({ outcome: 'in', raw: detail });
  });

  it('leaves other records with an eventType alone', () => {
    expect(okta.recognise({ eventType: 'AwsApiCall', eventName: 'ConsoleLogin' })).toBe(false);
    expect(okta.recognise({ eventType: 'user.session.start' })).toBe(false);
  });

  it('says which field is missing', () => {
    const { published: _, ...timeless } = log('user.session.start');
    expect(okta.read(timeless, CONTEXT)).toEqual({
      ok: false,
      reason: 'published should be when it happened; found nothing',
    });
    const { actor: __, ...nobody } = log('user.session.start');
    expect(okta.read(nobody, CONTEXT)).toEqual({
      ok: false,
      reason: 'actor.alternateId should be the account; found nothing',
    });
  });
});

describe('the outcome of an attempt', () => {
  const failure = (reason: string, debug?: JsonObject, more?: JsonObject): Parts => ({
    result: 'FAILURE',
    reason,
    ...(debug === undefined ? {} : { debug }),
    ...(more === undefined ? {} : { more }),
  });
  const session = 'user.session.start';
  const factor = 'user.authentication.auth_via_mfa';
  const push = { factor: 'OKTA_VERIFY_PUSH' };

  test.each<[string, string, Parts, object]>([
    ['wrong password', session, failure('INVALID_CREDENTIALS'), { outcome: 'wrong-password' }],
    [
      'name in no directory',
      session,
      failure('VERIFICATION_ERROR', {}, UNKNOWN_ACTOR),
      { outcome: 'user-unknown' },
    ],
    [
      'name in no directory, whatever the reason',
      session,
      failure('INVALID_CREDENTIALS', {}, UNKNOWN_ACTOR),
      { outcome: 'user-unknown' },
    ],
    ['locked', session, failure('LOCKED_OUT'), { outcome: 'locked' }],
    [
      'expired password',
      session,
      failure('PASSWORD_EXPIRED'),
      { outcome: 'password-known', stopped_by: 'expired-password' },
    ],
    [
      'unknown reason',
      session,
      failure('SOMETHING_NEW'),
      { outcome: 'refused', status_detail: 'SOMETHING_NEW' },
    ],
    [
      'wrong code',
      factor,
      failure('INVALID_CREDENTIALS'),
      { outcome: 'password-known', stopped_by: 'mfa', mfa_result: 'failed' },
    ],
    [
      'push turned down',
      factor,
      failure('INVALID_CREDENTIALS', { ...push, pushOnlyResponseType: 'OV_RESPONSE_DENY' }),
      { outcome: 'password-known', mfa_result: 'denied' },
    ],
    [
      'push not answered',
      factor,
      { result: 'UNANSWERED', debug: push },
      { outcome: 'password-known', mfa_result: 'timeout' },
    ],
    [
      'push turned down, classic',
      'user.mfa.okta_verify.deny_push',
      {},
      { outcome: 'password-known', stopped_by: 'mfa', mfa_result: 'denied', is_mfa: true },
    ],
    [
      'phishing site seen by FastPass',
      factor,
      failure('FastPass declined phishing attempt'),
      { outcome: 'refused' },
    ],
    [
      'password over RADIUS',
      'user.authentication.auth_via_radius',
      failure('INVALID_CREDENTIALS'),
      { outcome: 'wrong-password' },
    ],
    [
      'active client of Office 365',
      'user.authentication.auth_via_richclient',
      {},
      { outcome: 'in', is_legacy_protocol: true },
    ],
    [
      'policy denies after the password',
      'policy.evaluate_sign_on',
      { result: 'DENY', debug: { requestUri: '/api/v1/authn' } },
      { outcome: 'password-known', stopped_by: 'conditional-access' },
    ],
    [
      'policy denies before a password',
      'policy.evaluate_sign_on',
      { result: 'DENY', debug: { requestUri: '/idp/idx/identify' } },
      { outcome: 'refused' },
    ],
  ])('%s', (_, type, parts, expected) => {
    expect(event(log(type, parts))).toMatchObject({ kind: 'sign-in', ...expected });
  });
});

describe('one attempt is counted once', () => {
  it('leaves a password that Identity Engine reports twice to user.session.start', () => {
    const debug = { factor: 'PASSWORD_AS_FACTOR', requestUri: '/idp/idx/identify' };
    const parts = { result: 'FAILURE', reason: 'INVALID_CREDENTIALS', debug };
    expect(event(log('user.authentication.auth_via_mfa', parts))).toMatchObject({
      outcome: 'none',
    });
    expect(event(log('user.session.start', parts))).toMatchObject({ outcome: 'wrong-password' });
  });

  test.each(['auth_via_AD_agent', 'auth_via_LDAP_agent', 'auth_via_inbound_delauth'])(
    'user.authentication.%s reports what user.session.start reports',
    (type) => {
      const parts = { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' };
      expect(event(log(`user.authentication.${type}`, parts))).toMatchObject({ outcome: 'none' });
    },
  );

  it('takes a passed factor for a step, and single sign-on for a session used', () => {
    expect(event(log('user.authentication.auth_via_mfa'))).toMatchObject({
      outcome: 'none',
      mfa_result: 'passed',
    });
    expect(event(log('user.authentication.sso'))).toMatchObject({
      outcome: 'in',
      is_interactive: false,
    });
  });

  it('takes the end of a session for a log-off', () => {
    expect(event(log('user.session.end'))).toMatchObject({ activity_id: 2, outcome: 'none' });
  });
});

describe('risk', () => {
  it('reads level, reasons and behaviours however they are written', () => {
    const expected = {
      risk_level: 'high',
      risk_details: ['Anomalous Location', 'Anomalous Device', 'New IP'],
    };
    const forms: JsonObject[] = [
      {
        risk: '{reasons=Anomalous Location, Anomalous Device, level=HIGH}',
        behaviors: '{New IP=POSITIVE, Velocity=NEGATIVE}',
      },
      {
        risk: { reasons: 'Anomalous Location, Anomalous Device', level: 'HIGH' },
        behaviors: ['New IP=POSITIVE', 'Velocity=NEGATIVE'],
      },
      {
        logOnlySecurityData:
          '{"risk":{"reasons":"Anomalous Location, Anomalous Device","level":"HIGH"},"behaviors":{"New IP":"POSITIVE"}}',
      },
    ];
    for (const debug of forms) {
      expect(event(log('user.session.start', { debug }))).toMatchObject(expected);
    }
  });

  it('keeps what ThreatInsight says', () => {
    const debug = { threatSuspected: 'true', threatDetections: '{"Password Spray":"HIGH"}' };
    expect(event(log('user.session.start', { debug }))).toMatchObject({
      risk_details: ['Password Spray', 'threatSuspected'],
    });
  });

  it('calls an address anonymous only when Okta does', () => {
    const tunnels = '[{"anonymous":true,"operator":"EXAMPLE","type":"VPN"}]';
    expect(event(log('user.session.start', { debug: { tunnels } }))).toMatchObject({
      src_endpoint: { is_anonymous: true, is_vpn: true },
    });
    expect(event(log('user.session.start')).src_endpoint?.is_anonymous).toBeUndefined();
  });

  it('reads an empty or broken map as empty', () => {
    for (const text of ['', '{}', '{', '=', '{a', '{"a":']) expect(looseMap(text).size).toBe(0);
  });
});

describe('audit records', () => {
  test.each([
    ['user.account.privilege.grant', 'role-grant'],
    ['group.privilege.grant', 'role-grant'],
    ['group.privilege.revoke', 'role-removal'],
    ['user.session.impersonation.grant', 'role-grant'],
    ['user.mfa.factor.deactivate', 'mfa-change'],
    ['user.mfa.factor.reset_all', 'mfa-change'],
    ['system.mfa.factor.deactivate', 'mfa-change'],
    ['user.account.lock', 'account-change'],
    ['user.account.update_password', 'password-change'],
    ['user.account.reset_password', 'password-change'],
    ['user.lifecycle.create', 'account-create'],
    ['user.lifecycle.delete.initiated', 'account-delete'],
    ['user.lifecycle.deactivate', 'account-change'],
    ['group.user_membership.add', 'group-change'],
    ['application.lifecycle.update', 'application-change'],
    ['application.policy.sign_on.update', 'access-policy-change'],
    ['policy.rule.update', 'access-policy-change'],
    ['zone.deactivate', 'access-policy-change'],
    ['system.idp.lifecycle.create', 'access-policy-change'],
    ['system.api_token.create', 'application-change'],
    ['system.log_stream.lifecycle.deactivate', 'audit-policy-change'],
    ['app.oauth2.as.consent.grant', 'consent'],
    ['app.oauth2.token.detect_reuse', 'provider-warning'],
    ['security.threat.detected', 'provider-warning'],
    ['user.risk.detect', 'provider-warning'],
    ['user.account.report_suspicious_activity_by_enduser', 'provider-warning'],
    ['system.org.rate_limit.warning', 'other'],
  ])('%s is about %s', (type, activity) => {
    expect(event(log(type))).toMatchObject({ kind: 'audit', activity, status: 'success' });
  });

  it('names the account it was done to', () => {
    const target = [{ type: 'User', id: '00u2', alternateId: 'Bo@example.org' }];
    expect(event(log('user.mfa.factor.reset_all', { more: { target } }))).toMatchObject({
      actor: { user: { name: 'ann@example.org' } },
      user: { name: 'bo@example.org' },
    });
  });

  it('blames no account when Okta blames an address', () => {
    const actor = { id: '192.0.2.1', type: 'IP address', alternateId: 'unknown' };
    const read = event(log('security.threat.detected', { result: 'DENY', more: { actor } }));
    expect(read.user).toBeUndefined();
  });
});

const PANTHER = sharedData('accounts/panther-tests/okta_rules.jsonl');

describe.skipIf(PANTHER === undefined)('real records', () => {
  it('recognises every System Log event and reads those with a time', () => {
    const logs = readFileSync(PANTHER ?? '', 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { log: JsonObject }).log);
    const known = logs.filter((record) => okta.recognise(record));
    expect(known.length).toBeGreaterThanOrEqual(66);
    const refusals = known
      .map((record) => okta.read(record, CONTEXT))
      .flatMap((reading) => (reading.ok ? [] : [reading.reason]));
    expect(refusals.filter((reason) => !reason.startsWith('published should be'))).toEqual([]);
  });
});

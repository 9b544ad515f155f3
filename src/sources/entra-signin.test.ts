import { describe, expect, it } from 'vitest';
import { eventField } from '../events/fields.ts';
import type { JsonObject } from '../lib/json.ts';
import { entraSignin } from './entra-signin.ts';
import {
  EVENT_HUB_SIGN_IN,
  GRAPH_SIGN_IN,
  PORTAL_SIGN_IN,
  readSignIn,
  mutationFault,
  tableSignIn,
  TENANT,
  withStatus,
} from './microsoft.test-support.ts';

const SHAPES: Readonly<Record<string, JsonObject>> = {
  graph: GRAPH_SIGN_IN,
  'event hub': EVENT_HUB_SIGN_IN,
  'event hub with properties as text': {
    ...EVENT_HUB_SIGN_IN,
    properties: JSON.stringify(GRAPH_SIGN_IN),
  },
  'log analytics': tableSignIn(false),
  'log analytics csv': tableSignIn(true),
  portal: PORTAL_SIGN_IN,
};

describe('shapes of a sign-in', () => {
  const expected = readSignIn(entraSignin, GRAPH_SIGN_IN);

  it('reads what Graph says', () => {
    expect(expected).toMatchObject({
      time: Date.parse('2024-05-01T08:00:00.123Z'),
      metadata: { uid: `entra-signin:${GRAPH_SIGN_IN.id}`, tenant_uid: TENANT },
      user: { name: 'ann@example.org', domain: 'example.org' },
      outcome: 'password-known',
      stopped_by: 'mfa',
      status_code: '500121',
      mfa_result: 'denied',
      is_mfa: true,
      src_endpoint: {
        ip: '203.0.113.7',
        is_anonymous: true,
        location: { country: 'US', region: 'Illinois', city: 'Springfield', lat: 39.8 },
        autonomous_system: { number: 64496 },
      },
      device: { uid: 'd1', is_managed: true, is_compliant: false },
      session: { uid: 'session-1' },
      risk_level: 'medium',
      risk_details: ['anonymizedIPAddress'],
      is_interactive: true,
      is_legacy_protocol: false,
    });
  });

  const { raw: _expectedRaw, ...same } = expected;
  const { portal: _portal, ...complete } = SHAPES;

  it.each(Object.entries(SHAPES))('%s is recognised', (_name, record) => {
    expect(entraSignin.recognise(record)).toBe(true);
  });

  it.each(Object.entries(complete))('%s gives the same event', (_name, record) => {
    const { raw: _raw, ...rest } = readSignIn(entraSignin, record);
    expect(rest).toEqual(same);
  });

  it('the portal gives the same event, but for what its download lacks', () => {
    const { raw: _raw, ...rest } = readSignIn(entraSignin, PORTAL_SIGN_IN);
    const { risk_level: _l, risk_details: _d, is_interactive: _i, ...known } = same;
    const { is_anonymous: _a, ...endpoint } = known.src_endpoint ?? {};
    const { lat: _lat, long: _long, ...location } = endpoint.location ?? {};
    const { name: _name, ...device } = known.device ?? {};
    expect(rest).toEqual({ ...known, src_endpoint: { ...endpoint, location }, device });
  });

  it.each(Object.entries(SHAPES))('%s answers to the names public rules use', (_, record) => {
    const event = readSignIn(entraSignin, record);
    const values = (name: string): readonly unknown[] => [eventField(name)(event)].flat();
    expect(values('ResultType').map(Number)).toContain(500121);
    expect(String(values('UserPrincipalName')[0]).toLowerCase()).toBe('ann@example.org');
    expect(values('IPAddress')).toContain('203.0.113.7');
    expect(values('AppDisplayName')).toContain('Example Mail');
    expect(values('ResourceDisplayName')).toContain('Example Directory');
    expect(values('userAgent')).toContain(GRAPH_SIGN_IN.userAgent);
    expect(values('ResultDescription').join()).toContain('strong authentication request');
    expect(values('Status')).toContain('Failure');
  });

  it.each(['graph', 'event hub', 'log analytics', 'log analytics csv'])(
    '%s answers to nested names',
    (name) => {
      const event = readSignIn(entraSignin, SHAPES[name] ?? {});
      const values = (field: string): readonly unknown[] => [eventField(field)(event)].flat();
      expect(values('Status')).toContain('MFA denied; user declined the authentication');
      expect(values('Status.errorCode')).toContain(500121);
      expect(values('DeviceDetail.isCompliant')).toContain(false);
      expect(values('DeviceDetail.trusttype')).toContain('');
      expect(values('NetworkLocationDetails')).toContain('[]');
      expect(values('RiskState')).toContain('atRisk');
    },
  );
});

describe('outcomes', () => {
  const outcome = (status: JsonObject, changes: JsonObject = {}): string => {
    const event = readSignIn(entraSignin, withStatus(status, changes));
    return `${event.outcome}${event.stopped_by === undefined ? '' : ` by ${event.stopped_by}`}`;
  };

  it.each([
    [0, 'in'],
    [50034, 'user-unknown'],
    ['50126', 'wrong-password'],
    [50053, 'locked'],
    [50055, 'password-known by expired-password'],
    [50057, 'password-known by disabled-account'],
    [50074, 'password-known by mfa'],
    [50079, 'password-known by mfa-enrolment'],
    [53003, 'password-known by conditional-access'],
    [50158, 'password-known by external-challenge'],
    [50105, 'password-known by not-assigned'],
    [530032, 'password-known by risk'],
    [50058, 'none'],
    [50140, 'none'],
    [65001, 'none'],
    [70044, 'none'],
    [987654, 'refused'],
  ])('code %s is %s', (errorCode, expected) => {
    expect(outcome({ errorCode })).toBe(expected);
  });

  it('takes a right password from the authentication steps', () => {
    const authenticationDetails = [{ authenticationMethod: 'Password', succeeded: true }];
    expect(outcome({ errorCode: 987654 }, { authenticationDetails })).toBe('password-known');
    expect(outcome({ errorCode: 50140 }, { authenticationDetails })).toBe('in');
  });

  it('does not take a token that needs a second factor for a right password', () => {
    expect(outcome({ errorCode: 50076 }, { incomingTokenType: 'primaryRefreshToken' })).toBe(
      'refused by mfa',
    );
  });

  it('tells a locked account from a blocked address by the reason', () => {
    const failureReason =
      'Sign-in was blocked because it came from an IP address with malicious activity';
    const event = readSignIn(entraSignin, withStatus({ errorCode: 50053, failureReason }));
    expect(event.status_detail).toBe(failureReason);
  });

  it.each([
    ['MFA denied; user declined the authentication', 'denied'],
    ['MFA denied; user did not respond to mobile app notification', 'timeout'],
    ['MFA denied; Phone App Reported Fraud', 'fraud'],
    ['MFA denied; user entered incorrect code', 'failed'],
    ['MFA completed in Azure AD', 'passed'],
    ['MFA requirement satisfied by claim in the token', undefined],
    ['MFA required in Azure AD', undefined],
  ])('%s is %s', (additionalDetails, expected) => {
    const event = readSignIn(entraSignin, withStatus({ errorCode: 50074, additionalDetails }));
    expect(event.mfa_result).toBe(expected);
  });

  it.each([
    ['IMAP4', '', true],
    ['Authenticated SMTP', '', true],
    ['Other clients; Older Office clients', '', true],
    ['Browser', '', false],
    ['Mobile Apps and Desktop clients', 'BAV2ROPC', true],
  ])('client %s with agent %s: legacy %s', (clientAppUsed, userAgent, expected) => {
    const event = readSignIn(
      entraSignin,
      withStatus({ errorCode: 0 }, { clientAppUsed, userAgent }),
    );
    expect(event.is_legacy_protocol).toBe(expected);
  });
});

describe('other sign-ins', () => {
  it('reads a service principal', () => {
    const record = {
      time: '2024-05-01T08:00:00Z',
      category: 'ServicePrincipalSignInLogs',
      resultType: '7000215',
      callerIpAddress: '198.51.100.4',
      tenantId: TENANT.toUpperCase(),
      properties: {
        id: 'x',
        servicePrincipalId: 'SP-1',
        servicePrincipalName: 'Backup',
        appId: 'a',
      },
    };
    expect(entraSignin.recognise(record)).toBe(true);
    expect(readSignIn(entraSignin, record)).toMatchObject({
      user: { name: 'backup', uid: 'sp-1' },
      outcome: 'wrong-password',
      is_interactive: false,
      src_endpoint: { ip: '198.51.100.4' },
      metadata: { tenant_uid: TENANT },
    });
  });

  it('reads advanced hunting rows', () => {
    const record = {
      Timestamp: '2024-05-01T08:00:00Z',
      Application: 'Example',
      AccountUpn: 'ann@example.org',
      ErrorCode: 50126,
      IPAddress: '203.0.113.7',
      RequestId: GRAPH_SIGN_IN.id,
    };
    expect(readSignIn(entraSignin, record)).toMatchObject({
      metadata: { uid: `entra-signin:${GRAPH_SIGN_IN.id}`, tenant_uid: 'example.org' },
      outcome: 'wrong-password',
    });
  });

  it('names the device-code flow for public rules', () => {
    const event = readSignIn(
      entraSignin,
      withStatus({ errorCode: 0 }, { authenticationProtocol: 'deviceCode' }),
    );
    expect(event.auth_protocol).toBe('deviceCode');
    expect(eventField('properties.message')(event)).toBe('Device Code');
  });

  it('is overridden by the organisation of the context', () => {
    const reading = entraSignin.read(GRAPH_SIGN_IN, { latest: 0, organisation: 'county' });
    expect(reading.ok && reading.events[0].metadata.tenant_uid).toBe('county');
  });
});

describe('bad input', () => {
  it.each([
    [{ createdDateTime: 'yesterday' }, 'createdDateTime: expected a time, found "yesterday"'],
    [
      { userPrincipalName: { a: 1 }, userId: null },
      'userPrincipalName: expected an account, found {"a":1}',
    ],
  ])('names the field at fault', (changes, reason) => {
    const record = { ...GRAPH_SIGN_IN, ...changes };
    expect(entraSignin.read(record, { latest: 0 })).toEqual({ ok: false, reason });
  });

  it('leaves other Graph objects to others', () => {
    const user = {
      id: '1',
      createdDateTime: '2024-05-01T08:00:00Z',
      userPrincipalName: 'a@example.org',
    };
    const application = { id: '1', appId: 'a', createdDateTime: '2024-05-01T08:00:00Z' };
    expect([user, application].map((record) => entraSignin.recognise(record))).toEqual([
      false,
      false,
    ]);
  });

  it('never throws, whatever a field holds', () => {
    expect(mutationFault(entraSignin, Object.values(SHAPES))).toBeUndefined();
  });
});

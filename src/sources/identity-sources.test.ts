import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../lib/json.ts';
import { mutatedRecord } from '../../test/mutated-record.ts';
import { duo } from './duo.ts';
import { ecs } from './ecs.ts';
import { googleWorkspace } from './google-workspace.ts';
import { ocsf } from './ocsf.ts';
import { okta } from './okta.ts';
import { cpuTime } from '../../test/cpu-time.ts';

const SOURCES = [googleWorkspace, okta, duo, ocsf, ecs];
const CONTEXT = { latest: Date.UTC(2026, 0, 1) };
const TIME = '2026-03-01T08:00:00Z';

const VALID: readonly JsonObject[] = [
  {
    kind: 'admin#reports#activity',
    id: { time: TIME, uniqueQualifier: 1, applicationName: 'login', customerId: 'C1' },
    actor: { email: 'ann@example.org', profileId: 7 },
    ownerDomain: 'example.org',
    ipAddress: '203.0.113.1',
    networkInfo: { ipAsn: [64496], regionCode: 'NL' },
    events: [
      {
        type: 'login',
        name: 'login_failure',
        parameters: [
          { name: 'login_challenge_method', multiValue: ['password', 'google_prompt'] },
          { name: 'login_failure_type', value: 'login_failure_unknown' },
          { name: 'is_suspicious', boolValue: true },
        ],
      },
      { type: 'account_warning', name: 'suspicious_login' },
    ],
  },
  {
    id: { time: TIME, applicationName: 'admin' },
    actor: { email: 'ann@example.org' },
    type: 'EMAIL_SETTINGS',
    name: 'CHANGE_EMAIL_SETTING',
    parameters: { SETTING_NAME: 'EMAIL_ROUTE', USER_EMAIL: 'bo@example.org', list: ['a', 1] },
  },
  {
    uuid: 'u1',
    published: TIME,
    eventType: 'user.authentication.auth_via_mfa',
    legacyEventType: 'core.user.factor.attempt_fail',
    actor: { id: '00u1', type: 'User', alternateId: 'ann@example.org' },
    client: {
      ipAddress: '203.0.113.1',
      userAgent: { rawUserAgent: 'Mozilla/5.0', os: 'Linux', browser: 'CHROME' },
      geographicalContext: { country: 'NL', geolocation: { lat: 1, lon: 2 } },
    },
    device: { id: 'd1', managed: true },
    outcome: { result: 'FAILURE', reason: 'INVALID_CREDENTIALS' },
    securityContext: { asNumber: 64496, isProxy: true, risk: { level: 'HIGH' } },
    authenticationContext: { externalSessionId: 's1', credentialType: 'OTP' },
    debugContext: {
      debugData: {
        factor: 'OKTA_VERIFY_PUSH',
        behaviors: '{New IP=POSITIVE}',
        risk: '{level=HIGH}',
        threatDetections: '{"Spray":"HIGH"}',
        tunnels: '[{"anonymous":true}]',
        logOnlySecurityData: '{"risk":{"level":"LOW"}}',
      },
    },
    target: [
      { type: 'User', id: '00u2', alternateId: 'bo@example.org' },
      { type: 'AppInstance', displayName: 'Mail' },
    ],
  },
  {
    txid: 't1',
    isotimestamp: TIME,
    result: 'denied',
    reason: 'no_response',
    factor: 'duo_push',
    user: { name: 'ann', key: 'k' },
    application: { name: 'VPN', key: 'a' },
    access_device: { ip: '203.0.113.1', location: { country: 'NL' } },
    adaptive_trust_assessments: {
      more_secure_auth: { trust_level: 'LOW', detected_attack_detectors: ['x'] },
    },
  },
  {
    action: 'bypass_create',
    username: 'Ann',
    isotimestamp: TIME,
    timestamp: 1_772_352_000,
    object: 'bo@example.org',
    description: '{"status":"Bypass"}',
  },
  {
    class_uid: 3002,
    activity_id: 1,
    status_id: 2,
    status_code: '0xC000006D',
    time: 1_772_352_000_000,
    metadata: { uid: 'm', product: { name: 'Microsoft Windows' } },
    user: { name: 'ann', domain: 'EXAMPLE' },
    actor: { user: { name: 'svc' }, session: { uid: '0x1' } },
    src_endpoint: { ip: '203.0.113.1', port: 1, location: { coordinates: [1, 2] } },
    unmapped: { 'Failure Information': { 'Sub Status': '0xC000006A' } },
  },
  {
    class_uid: 3005,
    activity_id: 1,
    time: TIME,
    metadata: {},
    user: { name: 'a' },
    privileges: ['x'],
  },
  {
    '@timestamp': TIME,
    event: { category: ['authentication'], outcome: 'failure', dataset: 'okta.system', id: 'e' },
    okta: {
      event_type: 'user.session.start',
      actor: { alternate_id: 'ann@example.org' },
      outcome: { result: 'FAILURE', reason: 'LOCKED_OUT' },
      debug_context: { debug_data: { flattened: { risk: '{level=LOW}' } } },
    },
    source: { ip: '203.0.113.1', geo: { location: [1, 2] }, as: { number: 64496 } },
    user: { name: 'ann', target: { name: 'bo' } },
  },
  {
    _id: 'h1',
    _source: {
      '@timestamp': TIME,
      'event.category': ['iam'],
      'event.action': 'reset-password',
      'user.name': 'ann',
    },
  },
];

test('every valid record is claimed by exactly one source, which reads it', () => {
  for (const record of VALID) {
    const claims = SOURCES.filter((source) => source.recognise(record));
    expect(claims).toHaveLength(1);
    expect(claims[0]?.read(record, CONTEXT).ok).toBe(true);
  }
});

test('no record makes a source throw, and what is read keeps its promises', () => {
  fc.assert(
    fc.property(mutatedRecord(VALID), (record) => {
      for (const source of SOURCES) {
        if (!source.recognise(record)) continue;
        const reading = source.read(record, CONTEXT);
        expect(reading.ok ? 'found ' : reading.reason).toContain('found ');
        if (!reading.ok) continue;
        for (const event of reading.events) {
          expect(Number.isInteger(event.time)).toBe(true);
          expect(event.metadata.uid.startsWith(`${source.name}:`)).toBe(true);
          expect(event.metadata.tenant_uid).not.toBe('');
          expect(event.user?.name).not.toBe('');
          expect(event.user?.name).toBe(event.user?.name.toLowerCase());
          expect(Object.values(event).filter((value) => value === null)).toEqual([]);
        }
      }
    }),
    { numRuns: 5000 },
  );
});

test('the same record gives the same events', () => {
  fc.assert(
    fc.property(mutatedRecord(VALID), (record) => {
      for (const source of SOURCES) {
        if (!source.recognise(record)) continue;
        const copy = structuredClone(record);
        expect(source.read(copy, CONTEXT)).toEqual(source.read(record, CONTEXT));
      }
    }),
    { numRuns: 500 },
  );
});

test('text that runs on does not hold a source up', () => {
  const long = `${'a@'.repeat(50_000)}{${'=,'.repeat(50_000)}`;
  for (const record of VALID) {
    const stretched = JSON.parse(
      JSON.stringify(record).replaceAll(
        /"(?:INVALID_CREDENTIALS|no_response|NL|LOCKED_OUT|ann)"/g,
        () => JSON.stringify(long),
      ),
    ) as JsonObject;
    const started = cpuTime();
    for (const source of SOURCES) {
      if (source.recognise(stretched)) source.read(stretched, CONTEXT);
    }
    expect(cpuTime() - started).toBeLessThan(1000);
  }
});

import fc from 'fast-check';
import type { Event, SignIn, Audit } from '../events/event.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import type { Source } from './source.ts';

/** Reads one record with its source and gives the event; throws in tests when it is refused. */
export function readOne(source: Source<JsonObject>, record: JsonObject): Event {
  const reading = source.read(record, { latest: 0 });
  if (!reading.ok) throw new Error(reading.reason);
  return reading.events[0];
}

export function readSignIn(source: Source<JsonObject>, record: JsonObject): SignIn {
  const event = readOne(source, record);
  if (event.kind !== 'sign-in') throw new Error(`not a sign-in: ${event.kind}`);
  return event;
}

export function readAudit(source: Source<JsonObject>, record: JsonObject): Audit {
  const event = readOne(source, record);
  if (event.kind !== 'audit') throw new Error(`not an audit event: ${event.kind}`);
  return event;
}

export const TENANT = '3f2a9c1e-0d57-4b6e-9a41-5c0de7f0a001';
const USER_ID = '7b1d2c3e-1111-4222-8333-94a5b6c7d8e9';
const STATUS = {
  errorCode: 500121,
  failureReason: 'Authentication failed during strong authentication request.',
  additionalDetails: 'MFA denied; user declined the authentication',
};
const LOCATION = {
  city: 'Springfield',
  state: 'Illinois',
  countryOrRegion: 'US',
  geoCoordinates: { altitude: null, latitude: 39.8, longitude: -89.65 },
};
const DEVICE = {
  deviceId: 'd1',
  displayName: 'LAPTOP-1',
  operatingSystem: 'Windows 11',
  browser: 'Edge 120.0',
  isCompliant: false,
  isManaged: true,
  trustType: '',
};
const DETAILS = [
  {
    authenticationMethod: 'Password',
    authenticationStepResultDetail: 'Correct password',
    succeeded: true,
  },
  {
    authenticationMethod: 'Mobile app notification',
    authenticationStepResultDetail: 'MFA denied; user declined the authentication',
    succeeded: false,
  },
];

/** One sign-in as Graph gives it. */
export const GRAPH_SIGN_IN = {
  id: '0a1b2c3d-4444-4555-8666-77e8f9a0b100',
  createdDateTime: '2024-05-01T08:00:00.1234567Z',
  userDisplayName: 'Ann Example',
  userPrincipalName: 'Ann@example.org',
  userId: USER_ID,
  appId: 'c0ffee00-0000-4000-8000-000000000001',
  appDisplayName: 'Example Mail',
  resourceId: 'c0ffee00-0000-4000-8000-000000000002',
  resourceDisplayName: 'Example Directory',
  ipAddress: '203.0.113.7',
  clientAppUsed: 'Browser',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Example/1.0',
  correlationId: 'c0ffee00-0000-4000-8000-000000000003',
  conditionalAccessStatus: 'success',
  isInteractive: true,
  riskLevelDuringSignIn: 'medium',
  riskState: 'atRisk',
  riskEventTypes: ['anonymizedIPAddress'],
  riskEventTypes_v2: ['anonymizedIPAddress'],
  authenticationRequirement: 'multiFactorAuthentication',
  authenticationProtocol: 'none',
  incomingTokenType: 'none',
  authenticationDetails: DETAILS,
  autonomousSystemNumber: 64496,
  networkLocationDetails: [],
  sessionId: 'session-1',
  homeTenantId: TENANT,
  resourceTenantId: TENANT,
  status: STATUS,
  location: LOCATION,
  deviceDetail: DEVICE,
} as const satisfies JsonObject;

const graphWithoutStatus: JsonObject = Object.fromEntries(
  Object.entries(GRAPH_SIGN_IN).filter(([name]) => name !== 'status'),
);

/** The same sign-in as diagnostic settings send it to an Event Hub. */
export const EVENT_HUB_SIGN_IN: JsonObject = {
  time: '2024-05-01T08:03:10.0000000Z',
  resourceId: `/tenants/${TENANT}/providers/Microsoft.aadiam`,
  operationName: 'Sign-in activity',
  category: 'SignInLogs',
  tenantId: TENANT,
  resultType: '500121',
  resultSignature: 'None',
  resultDescription: STATUS.failureReason,
  callerIpAddress: '203.0.113.7',
  correlationId: GRAPH_SIGN_IN.correlationId,
  location: 'US',
  properties: GRAPH_SIGN_IN,
};

/** A row of the SigninLogs table; `asText` as its CSV export writes it. */
export function tableSignIn(asText: boolean): JsonObject {
  const nested = (value: Json): Json => (asText ? JSON.stringify(value) : value);
  const suffix = asText ? ' [UTC]' : '';
  const time = asText ? '5/1/2024, 8:00:00.123 AM' : GRAPH_SIGN_IN.createdDateTime;
  return {
    [`TimeGenerated${suffix}`]: time,
    [`CreatedDateTime${suffix}`]: time,
    Type: 'SigninLogs',
    OperationName: 'Sign-in activity',
    Category: 'SignInLogs',
    ResultType: asText ? '500121' : 500121,
    ResultDescription: STATUS.failureReason,
    AADTenantId: TENANT,
    TenantId: 'workspace-not-tenant',
    Id: GRAPH_SIGN_IN.id,
    UserPrincipalName: 'ann@example.org',
    UserId: USER_ID,
    UserDisplayName: 'Ann Example',
    AppId: GRAPH_SIGN_IN.appId,
    AppDisplayName: GRAPH_SIGN_IN.appDisplayName,
    ResourceDisplayName: GRAPH_SIGN_IN.resourceDisplayName,
    IPAddress: '203.0.113.7',
    ClientAppUsed: 'Browser',
    UserAgent: GRAPH_SIGN_IN.userAgent,
    ConditionalAccessStatus: 'success',
    IsInteractive: asText ? 'True' : true,
    RiskLevelDuringSignIn: 'medium',
    RiskState: 'atRisk',
    RiskEventTypes_V2: '["anonymizedIPAddress"]',
    AuthenticationRequirement: 'multiFactorAuthentication',
    AuthenticationDetails: JSON.stringify(DETAILS),
    AutonomousSystemNumber: asText ? '64496' : 64496,
    NetworkLocationDetails: '[]',
    SessionId: 'session-1',
    Location: 'US',
    LocationDetails: nested(LOCATION),
    DeviceDetail: nested(DEVICE),
    Status: nested(STATUS),
  };
}

/** The row of the portal's download. */
export const PORTAL_SIGN_IN: JsonObject = {
  'Date (UTC)': '2024-05-01T08:00:00.123Z',
  'Request ID': GRAPH_SIGN_IN.id,
  'User agent': GRAPH_SIGN_IN.userAgent,
  'Correlation ID': GRAPH_SIGN_IN.correlationId,
  'User ID': USER_ID,
  User: 'Ann Example',
  Username: 'ann@example.org',
  Application: GRAPH_SIGN_IN.appDisplayName,
  'Application ID ': GRAPH_SIGN_IN.appId,
  Resource: GRAPH_SIGN_IN.resourceDisplayName,
  'Resource tenant ID': TENANT,
  'Home tenant ID': TENANT,
  'IP address': '203.0.113.7',
  Location: 'Springfield, Illinois, US',
  Status: 'Failure',
  'Sign-in error code': '500121',
  'Failure reason': STATUS.failureReason,
  'Client app': 'Browser',
  'Device ID': 'd1',
  Browser: 'Edge 120.0',
  'Operating System': 'Windows 11',
  Compliant: 'No',
  Managed: 'Yes',
  'Multifactor authentication result': 'MFA denied; user declined the authentication',
  'Authentication requirement': 'Multifactor authentication',
  'Session ID': 'session-1',
  'Autonomous system  number': '64496',
  'Conditional Access': 'Success',
};

export const withStatus = (status: JsonObject, changes: JsonObject = {}): JsonObject => ({
  ...graphWithoutStatus,
  authenticationDetails: [],
  status,
  ...changes,
});

/** An unified audit record of a sign-in. */
export const UAL_SIGN_IN = {
  CreationTime: '2024-05-01T08:00:00',
  Id: 'f00dface-0000-4000-8000-000000000001',
  Operation: 'UserLoginFailed',
  OrganizationId: TENANT,
  RecordType: 15,
  ResultStatus: 'Success',
  UserKey: USER_ID,
  UserType: 0,
  Version: 1,
  Workload: 'AzureActiveDirectory',
  ClientIP: '[2001:db8::7]:52629',
  ObjectId: 'c0ffee00-0000-4000-8000-000000000002',
  UserId: 'Ann@example.org',
  ErrorNumber: '50126',
  LogonError: 'InvalidUserNameOrPassword',
  ApplicationId: 'c0ffee00-0000-4000-8000-000000000001',
  ExtendedProperties: [
    { Name: 'ResultStatusDetail', Value: 'Success' },
    { Name: 'UserAgent', Value: 'Example/1.0' },
    { Name: 'RequestType', Value: 'OAuth2:Token' },
  ],
  DeviceProperties: [
    { Name: 'OS', Value: 'Windows 10' },
    { Name: 'SessionId', Value: 'session-2' },
  ],
} as const satisfies JsonObject;

/** An unified audit record of an inbox rule made in Outlook on the web. */
export const UAL_INBOX_RULE = {
  CreationTime: '2024-05-01T08:05:00',
  Id: 'f00dface-0000-4000-8000-000000000002',
  Operation: 'New-InboxRule',
  OrganizationId: TENANT,
  RecordType: 1,
  ResultStatus: 'True',
  UserKey: '10032',
  UserType: 2,
  Workload: 'Exchange',
  ClientIP: '203.0.113.7:4711',
  ObjectId: 'PROD/Hosted Organizations/example.org/ann\\.',
  UserId: 'ann@example.org',
  Parameters: [
    { Name: 'Name', Value: '.' },
    { Name: 'DeleteMessage', Value: 'True' },
  ],
} as const satisfies JsonObject;

/** The record with a value at a random path replaced, removed or wrapped: what a broken exporter might write. */
function mutated(records: readonly JsonObject[]): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(
      fc.constantFrom(...records),
      fc.array(fc.nat(1000), { minLength: 1, maxLength: 5 }),
      fc.oneof(
        fc.jsonValue(),
        fc.constantFrom<Json>('', '-', '[', '{}', '[]', 'null', -1, 1e308, '0', [], {}, null),
      ),
      fc.boolean(),
    )
    .map(([record, path, value, remove]) => {
      const changed = change(record, path, remove ? undefined : value);
      return typeof changed === 'object' && changed !== null ? (changed as JsonObject) : {};
    });
}

function change(at: Json, path: readonly number[], value: Json | undefined): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined || typeof at !== 'object' || at === null) return value;
  if (Array.isArray(at)) {
    const list = at as readonly Json[];
    const index = list.length === 0 ? 0 : step % list.length;
    return list.map((member, i) => (i === index ? (change(member, rest, value) ?? null) : member));
  }
  const object = at as JsonObject;
  const keys = Object.keys(object);
  const key = keys[step % Math.max(1, keys.length)] ?? 'x';
  return { ...object, [key]: change(object[key] ?? null, rest, value) };
}

/** The smallest mutation whose reading throws or refuses without a reason; undefined when there is none. */
export function mutationFault(
  source: Source<JsonObject>,
  records: readonly JsonObject[],
): string | undefined {
  const { failed, counterexample, errorInstance } = fc.check(
    fc.property(mutated(records), (record) => {
      if (!source.recognise(record)) return true;
      const reading = source.read(record, { latest: 0 });
      return reading.ok ? Number.isFinite(reading.events[0].time) : reading.reason.length > 10;
    }),
    { numRuns: 5000 },
  );
  return failed ? `${JSON.stringify(counterexample)}: ${String(errorInstance)}` : undefined;
}

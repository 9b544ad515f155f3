import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../lib/json.ts';
import { entraAudit } from './entra-audit.ts';
import { entraSignin } from './entra-signin.ts';

const CONTEXT = { latest: Date.UTC(2026, 10, 4) };

const GRAPH: JsonObject = {
  id: 'a1',
  createdDateTime: '2026-11-03T08:00:00Z',
  userPrincipalName: 'ana@example.org',
  userId: 'u1',
  appDisplayName: 'Mail',
  ipAddress: '203.0.113.7',
  clientAppUsed: 'IMAP4',
  riskEventTypes_v2: ['anonymizedIPAddress'],
  status: { errorCode: 50126, failureReason: 'Invalid password' },
  location: {
    city: 'Ghent',
    countryOrRegion: 'BE',
    geoCoordinates: { latitude: 51, longitude: 3 },
  },
};

/** `Get-MgAuditLogSignIn | ConvertTo-Json`; Windows PowerShell writes times its own way. */
const OBJECT: JsonObject = {
  Id: 'a1',
  CreatedDateTime: '/Date(1793692800000)/',
  UserPrincipalName: 'ana@example.org',
  UserId: 'u1',
  AppDisplayName: 'Mail',
  IPAddress: '203.0.113.7',
  ClientAppUsed: 'IMAP4',
  RiskEventTypesV2: ['anonymizedIPAddress'],
  Status: { ErrorCode: 50126, FailureReason: 'Invalid password' },
  Location: {
    City: 'Ghent',
    CountryOrRegion: 'BE',
    GeoCoordinates: { Latitude: 51, Longitude: 3 },
  },
  AdditionalProperties: {},
};

function signIn(record: JsonObject) {
  expect(entraSignin.recognise(record)).toBe(true);
  const reading = entraSignin.read(record, CONTEXT);
  if (!reading.ok) return reading.reason;
  const { raw: _, ...event } = reading.events[0];
  return event;
}

describe('a sign-in of the PowerShell modules', () => {
  it('is the same event as Graph gives', () => {
    expect(signIn(OBJECT)).toEqual(signIn(GRAPH));
  });
  it.each([
    ['a code', '50126', 'wrong-password'],
    ['a number', 50076, 'password-known'],
    ['an object written out', '@{ErrorCode=50034; FailureReason=none}', 'user-unknown'],
    ['an object of the AzureAD module', 'class X {\r\n  ErrorCode: 0\r\n}', 'in'],
    ['a word', 'Success', 'in'],
    ['another word', 'Failure', 'refused'],
  ])('may have %s for its status, as CSV does', (_, Status, outcome) => {
    expect(signIn({ ...OBJECT, Status })).toMatchObject({ outcome });
  });
  it('is refused when its status was lost on the way', () => {
    const Status = 'Microsoft.Graph.PowerShell.Models.MicrosoftGraphSignInStatus';
    expect(signIn({ ...OBJECT, Status })).toMatch(/ConvertTo-Json -Depth 6/);
  });
});

it('reads directory audits of the PowerShell modules', () => {
  const record = {
    Id: 'd1',
    ActivityDateTime: '2026-11-03T08:00:00Z',
    ActivityDisplayName: 'Add member to role',
    Result: 'success',
    InitiatedBy: { User: { UserPrincipalName: 'admin@example.org', IPAddress: '203.0.113.7' } },
    TargetResources: [{ Type: 'User', UserPrincipalName: 'ana@example.org' }],
  };
  expect(entraAudit.recognise(record)).toBe(true);
  const reading = entraAudit.read(record, CONTEXT);
  expect(reading.ok && reading.events[0]).toMatchObject({
    activity: 'role-grant',
    actor: { user: { name: 'admin@example.org' } },
    user: { name: 'ana@example.org' },
    src_endpoint: { ip: '203.0.113.7' },
  });
});

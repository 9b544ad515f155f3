import { CODES } from '../codes.ts';
import type { AuditFacts, Facts, SignInFacts } from '../facts.ts';
import type { Place } from '../places.ts';
import type { Random } from '../random.ts';
import { additionalDetails, requiresMfa, steps } from './authentication.ts';
import { directoryChange } from './directory-change.ts';
import type { Rendered } from './renderer.ts';

const UNKNOWN_USER = '00000000-0000-0000-0000-000000000000';

/** Microsoft Graph `signIn` (beta) and `directoryAudit` resources, one per line. */
export function renderGraph(facts: Facts, ids: Random): Rendered | undefined {
  const record = facts.kind === 'sign-in' ? graphSignIn(facts, ids) : graphAudit(facts, ids);
  return record === undefined ? undefined : { id: record.id, line: JSON.stringify(record) };
}

export function graphSignIn(facts: SignInFacts, ids: Random) {
  const { account, origin, client, application, code } = facts;
  const id = ids.uuid();
  const at = new Date(facts.time).toISOString();
  const seconds = `${at.slice(0, 19)}Z`;
  const { place } = origin.network;
  return {
    id,
    createdDateTime: seconds,
    userDisplayName: account.displayName,
    userPrincipalName: account.name,
    userId: account.id ?? UNKNOWN_USER,
    appId: application.id,
    appDisplayName: application.name,
    ipAddress: origin.ip,
    clientAppUsed: client.app,
    userAgent: client.userAgent,
    correlationId: facts.correlation ?? ids.uuid(),
    conditionalAccessStatus: accessStatus(facts),
    isInteractive: facts.interactive,
    tokenIssuerType: 'AzureAD',
    authenticationRequirement: requiresMfa(facts)
      ? 'multiFactorAuthentication'
      : 'singleFactorAuthentication',
    authenticationProtocol: facts.protocol ?? (client.legacy ? 'ropc' : 'none'),
    incomingTokenType: facts.proof === 'password' ? 'none' : 'primaryRefreshToken',
    riskDetail: 'none',
    riskLevelAggregated: facts.risk?.level ?? 'none',
    riskLevelDuringSignIn: facts.risk?.level ?? 'none',
    riskState: facts.risk === undefined ? 'none' : 'atRisk',
    riskEventTypes_v2: facts.risk?.types ?? [],
    resourceDisplayName: application.resource,
    resourceId: application.resourceId,
    resourceTenantId: account.tenant.id,
    homeTenantId: account.tenant.id,
    userType: 'member',
    signInEventTypes: [facts.interactive ? 'interactiveUser' : 'nonInteractiveUser'],
    autonomousSystemNumber: origin.network.asn,
    sessionId: facts.session === '' ? null : facts.session,
    uniqueTokenIdentifier: ids.token(22),
    status: {
      errorCode: code,
      failureReason: CODES.get(code)?.reason ?? 'Other.',
      additionalDetails: additionalDetails(facts),
    },
    deviceDetail: {
      deviceId: client.deviceId,
      displayName: client.deviceName,
      operatingSystem: client.system,
      browser: client.browser,
      isCompliant: client.managed,
      isManaged: client.managed,
      trustType:
        client.deviceId === '' ? '' : client.managed ? 'Azure AD joined' : 'Azure AD registered',
    },
    location: locationOf(place),
    // Silent renewals are logged without steps.
    authenticationDetails: facts.interactive ? steps(facts, seconds) : [],
  };
}

function accessStatus(facts: SignInFacts): string {
  if (facts.code === 53_003) return 'failure';
  if (facts.code === 0) return facts.mfa === undefined ? 'notApplied' : 'success';
  return requiresMfa(facts) ? 'failure' : 'notApplied';
}

const locations = new WeakMap<Place, object>();

function locationOf(place: Place): object {
  let location = locations.get(place);
  if (location === undefined) {
    location = {
      city: place.city,
      state: place.state,
      countryOrRegion: place.country,
      geoCoordinates: { altitude: null, latitude: place.latitude, longitude: place.longitude },
    };
    locations.set(place, location);
  }
  return location;
}

/** The directory's audit record, or undefined for what Exchange alone logs. */
export function graphAudit(facts: AuditFacts, ids: Random) {
  const change = directoryChange(facts);
  if (change === undefined) return undefined;
  const stamp = ids.token(5).toUpperCase().replaceAll(/[-_]/g, 'X');
  const correlationId = ids.uuid();
  return {
    id: `Directory_${correlationId}_${stamp}_${ids.below(100_000_000)}`,
    category: change.category,
    correlationId,
    result: change.failed === true ? 'failure' : 'success',
    resultReason: change.reason,
    activityDisplayName: change.activity,
    activityDateTime: new Date(facts.time).toISOString(),
    loggedByService: change.service,
    operationType: change.type,
    initiatedBy: {
      app: null,
      user: {
        id: facts.account.id ?? UNKNOWN_USER,
        displayName: null,
        userPrincipalName: facts.account.name,
        ipAddress: facts.origin.ip,
        userType: null,
        homeTenantId: facts.account.tenant.id,
        homeTenantName: facts.account.tenant.domain,
      },
    },
    targetResources: [change.target],
    additionalDetails: [{ key: 'User-Agent', value: facts.userAgent }],
  };
}

import type { JsonObject } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import { fromPowerShell } from './entra-powershell.ts';
import { EntraRecord, tableNames } from './entra-record.ts';
import type { Names, Shape } from './entra-record.ts';

/** Graph's names of what a sign-in is read from (signIn resource, v1.0 and beta). */
const GRAPH_NAMES = [
  'id',
  'createdDateTime',
  'userPrincipalName',
  'userId',
  'userDisplayName',
  'signInIdentifier',
  'servicePrincipalId',
  'servicePrincipalName',
  'appId',
  'appDisplayName',
  'resourceId',
  'resourceDisplayName',
  'ipAddress',
  'location',
  'status',
  'clientAppUsed',
  'userAgent',
  'isInteractive',
  'conditionalAccessStatus',
  'deviceDetail',
  'authenticationDetails',
  'authenticationRequirement',
  'authenticationProtocol',
  'incomingTokenType',
  'mfaDetail',
  'riskLevelDuringSignIn',
  'riskEventTypes',
  'riskEventTypes_v2',
  'riskState',
  'autonomousSystemNumber',
  'networkLocationDetails',
  'sessionId',
  'correlationId',
  'homeTenantId',
  'resourceTenantId',
  'tenantId',
  'category',
  'resultType',
  'resultDescription',
] as const;

/** Log Analytics (SigninLogs, AAD…SignInLogs) and, second, advanced hunting (EntraIdSignInEvents). */
const TABLE_NAMES: Names = tableNames([...GRAPH_NAMES, 'emittedDateTime'], {
  id: ['Id', 'RequestId'],
  createdDateTime: ['CreatedDateTime'],
  emittedDateTime: ['TimeGenerated', 'Timestamp'],
  userPrincipalName: ['UserPrincipalName', 'AccountUpn'],
  userId: ['UserId', 'AccountObjectId'],
  userDisplayName: ['UserDisplayName', 'AccountDisplayName'],
  signInIdentifier: ['SignInIdentifier', 'AlternateSignInName'],
  appId: ['AppId', 'ApplicationId'],
  appDisplayName: ['AppDisplayName', 'Application'],
  ipAddress: ['IPAddress', 'IpAddress'],
  location: ['LocationDetails'],
  riskEventTypes_v2: ['RiskEventTypes_V2', 'RiskEventTypes_v2'],
  resourceId: ['ResourceIdentity', 'ResourceId'],
  tenantId: ['AADTenantId'],
  category: ['Category', 'Type'],
  resultType: ['ResultType', 'ErrorCode'],
});

/** Headings of the portal's download, interactive and non-interactive; two have stray blanks. */
const PORTAL_NAMES: Names = new Map<string, readonly string[]>([
  ['id', ['Request ID', 'Request Id']],
  ['createdDateTime', ['Date (UTC)', 'Date']],
  ['userPrincipalName', ['Username', 'User principal name']],
  ['userId', ['User ID', 'User Id']],
  ['userDisplayName', ['User']],
  ['signInIdentifier', ['Sign-in identifier', 'Sign-in Identifier']],
  ['servicePrincipalId', ['Service principal ID']],
  ['servicePrincipalName', ['Service principal name']],
  ['appId', ['Application ID', 'Application ID ']],
  ['appDisplayName', ['Application']],
  ['resourceId', ['Resource ID', 'Resource ID ']],
  ['resourceDisplayName', ['Resource']],
  ['ipAddress', ['IP address']],
  ['location', ['Location']],
  ['resultSignature', ['Status']],
  ['resultType', ['Sign-in error code']],
  ['resultDescription', ['Failure reason']],
  ['clientAppUsed', ['Client app']],
  ['userAgent', ['User agent']],
  ['conditionalAccessStatus', ['Conditional Access', 'Conditional access']],
  ['deviceId', ['Device ID']],
  ['browser', ['Browser']],
  ['operatingSystem', ['Operating System']],
  ['isCompliant', ['Compliant']],
  ['isManaged', ['Managed']],
  ['trustType', ['Join Type']],
  ['mfaResult', ['Multifactor authentication result', 'MFA result']],
  ['mfaAuthMethod', ['Multifactor authentication auth method', 'MFA auth method']],
  ['authenticationRequirement', ['Authentication requirement']],
  ['authenticationProtocol', ['Authentication Protocol', 'Authentication protocol']],
  ['incomingTokenType', ['Incoming token type']],
  ['autonomousSystemNumber', ['Autonomous system number', 'Autonomous system  number']],
  ['sessionId', ['Session ID']],
  ['correlationId', ['Correlation ID', 'Correlation Id']],
  ['homeTenantId', ['Home tenant ID']],
  ['resourceTenantId', ['Resource tenant ID']],
]);

const CATEGORY =
  /^(?:AAD)?(?:(?:NonInteractiveUser|ServicePrincipal|ManagedIdentity|MicrosoftServicePrincipal|ADFS|Interactive)?SignInLogs|SigninLogs)$/i;

/** Attributes only a sign-in has, as Graph names them. */
const GRAPH_MARKS = [
  'conditionalAccessStatus',
  'clientAppUsed',
  'riskLevelDuringSignIn',
  'signInEventTypes',
  'authenticationRequirement',
  'isInteractive',
] as const;

/** Which export of a sign-in this is, or undefined when it is none. */
export function signInShape(record: JsonObject): Shape | undefined {
  if ('properties' in record) {
    const category = record['category'];
    return typeof category === 'string' && CATEGORY.test(category) ? 'event-hub' : undefined;
  }
  if ('riskEventType' in record || 'RiskEventType' in record) return undefined;
  if ('createdDateTime' in record || 'status' in record) {
    if ('appDisplayName' in record || 'appId' in record) {
      if ('ipAddress' in record && isObject(record['status'])) return 'graph';
      if (GRAPH_MARKS.some((mark) => mark in record)) return 'graph';
    }
    return undefined;
  }
  if ('Request ID' in record) {
    return 'Sign-in error code' in record || 'Client app' in record ? 'portal' : undefined;
  }
  if (isTableRow(record)) return 'table';
  return isPowerShell(record) ? 'powershell' : undefined;
}

function isTableRow(record: JsonObject): boolean {
  if ('AppDisplayName' in record || 'AppId' in record || 'ServicePrincipalName' in record) {
    if ('ResultType' in record && ('IPAddress' in record || 'UserPrincipalName' in record)) {
      return true;
    }
  }
  return 'AccountUpn' in record && 'ErrorCode' in record && 'IPAddress' in record;
}

/** Scripts pick columns as they like; these tell a sign-in from the module's other objects. */
function isPowerShell(record: JsonObject): boolean {
  if (!('CreatedDateTime' in record) || !('AppDisplayName' in record || 'AppId' in record)) {
    return false;
  }
  return 'Status' in record || 'ErrorCode' in record || 'ConditionalAccessStatus' in record;
}

export function signInRecord(record: JsonObject, shape: Shape): EntraRecord {
  if (shape === 'table') return new EntraRecord(record, shape, TABLE_NAMES);
  if (shape === 'powershell') return new EntraRecord(fromPowerShell(record), 'graph');
  return shape === 'portal'
    ? new EntraRecord(record, shape, PORTAL_NAMES)
    : new EntraRecord(record, shape);
}

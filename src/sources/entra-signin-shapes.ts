import { isObject } from '../lib/json.ts';
import type { Members } from '../lib/members.ts';
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
export function signInShape(record: Members): Shape | undefined {
  if (record.has('properties')) {
    const category = record.get('category');
    return typeof category === 'string' && CATEGORY.test(category) ? 'event-hub' : undefined;
  }
  if (record.has('riskEventType') || record.has('RiskEventType')) return undefined;
  if (record.has('createdDateTime') || record.has('status')) {
    if (record.has('appDisplayName') || record.has('appId')) {
      if (GRAPH_MARKS.some((mark) => record.has(mark))) return 'graph';
      if (record.has('ipAddress') && isObject(record.get('status'))) return 'graph';
    }
    return undefined;
  }
  if (record.has('Request ID')) {
    return record.has('Sign-in error code') || record.has('Client app') ? 'portal' : undefined;
  }
  if (isTableRow(record)) return 'table';
  return isPowerShell(record) ? 'powershell' : undefined;
}

function isTableRow(record: Members): boolean {
  if (record.has('AppDisplayName') || record.has('AppId') || record.has('ServicePrincipalName')) {
    if (record.has('ResultType') && (record.has('IPAddress') || record.has('UserPrincipalName'))) {
      return true;
    }
  }
  return record.has('AccountUpn') && record.has('ErrorCode') && record.has('IPAddress');
}

/** Scripts pick columns as they like; these tell a sign-in from the module's other objects. */
function isPowerShell(record: Members): boolean {
  if (!record.has('CreatedDateTime')) return false;
  if (!record.has('AppDisplayName') && !record.has('AppId')) return false;
  return record.has('Status') || record.has('ErrorCode') || record.has('ConditionalAccessStatus');
}

export function signInRecord(record: Members, shape: Shape): EntraRecord {
  if (shape === 'table') return new EntraRecord(record, shape, TABLE_NAMES);
  if (shape === 'powershell') return EntraRecord.of(fromPowerShell(record.whole()), 'graph');
  return shape === 'portal'
    ? new EntraRecord(record, shape, PORTAL_NAMES)
    : new EntraRecord(record, shape);
}

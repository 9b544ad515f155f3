import { unreachable } from '../../lib/assert.ts';
import { CODES } from '../codes.ts';
import type { AuditFacts, Facts, SignInFacts } from '../facts.ts';
import type { Random } from '../random.ts';
import { permissions } from './directory-change.ts';
import type { Rendered } from './renderer.ts';

/** Share of silent token refreshes that reach the unified audit log, which records a part of all sign-ins. */
const LOGGED_REFRESHES = 0.3;

const UNKNOWN_USER = 'Not Available';

interface Pair {
  readonly Name: string;
  readonly Value: string;
}

/** Office 365 Management Activity API records (schemas Azure AD STS logon, Azure AD and Exchange admin). */
export function renderO365(facts: Facts, ids: Random): Rendered | undefined {
  if (facts.kind === 'audit') return written(audit(facts, ids));
  // Drawn whether needed or not, so that a code does not shift the ids of what follows.
  const logged = ids.float() < LOGGED_REFRESHES;
  if (!facts.interactive && !logged) return undefined;
  return written(signIn(facts, ids));
}

function written(record: { readonly Id: string }): Rendered {
  return { id: record.Id, line: JSON.stringify(record) };
}

function signIn(facts: SignInFacts, ids: Random) {
  const { account, origin, client, application, code } = facts;
  const id = ids.uuid();
  // "Keep me signed in" is written down as a log-in with its code.
  const failed = code !== 0 && code !== 50_140;
  const request = requestType(facts);
  // Failures at the log-in page carry the status of the page, which was delivered: a known trap.
  const refused = failed && request === 'OAuth2:Token';
  const userKey = account.id ?? UNKNOWN_USER;
  const error = CODES.get(code)?.logonError;
  return {
    CreationTime: new Date(facts.time).toISOString().slice(0, 19),
    Id: id,
    Operation: failed ? 'UserLoginFailed' : 'UserLoggedIn',
    OrganizationId: account.tenant.id,
    RecordType: 15,
    ResultStatus: refused ? 'Failed' : 'Success',
    UserKey: userKey,
    UserType: 0,
    Version: 1,
    Workload: 'AzureActiveDirectory',
    ClientIP: origin.ip,
    ObjectId: application.resourceId,
    UserId: account.name,
    AzureActiveDirectoryEventType: 1,
    ExtendedProperties: extendedProperties(facts, request, refused),
    ModifiedProperties: [],
    Actor: [
      { ID: userKey, Type: 0 },
      { ID: account.name, Type: 5 },
    ],
    ActorContextId: account.tenant.id,
    ActorIpAddress: origin.ip,
    InterSystemsId: facts.correlation ?? ids.uuid(),
    IntraSystemId: id,
    SupportTicketId: '',
    Target: [{ ID: application.resourceId, Type: 0 }],
    TargetContextId: account.tenant.id,
    ApplicationId: application.id,
    DeviceProperties: deviceProperties(facts),
    ErrorNumber: String(code),
    ...(failed && error !== undefined ? { LogonError: error } : {}),
    ...(client.deviceId === '' ? {} : { DeviceId: client.deviceId }),
  };
}

function requestType(facts: SignInFacts): string {
  if (facts.proof === 'claim') return facts.interactive ? 'OAuth2:Authorize' : 'OAuth2:Token';
  if (facts.client.legacy || facts.protocol !== undefined) return 'OAuth2:Token';
  return facts.mfa === 'passed' ? 'SAS:ProcessAuth' : 'Login:login';
}

function extendedProperties(facts: SignInFacts, request: string, refused: boolean): Pair[] {
  const list: Pair[] = [
    {
      Name: 'ResultStatusDetail',
      Value: refused ? 'UserError' : facts.proof === 'claim' ? 'Redirect' : 'Success',
    },
    { Name: 'UserAgent', Value: facts.client.userAgent },
  ];
  if (facts.code === 50_140) list.push({ Name: 'KeepMeSignedIn', Value: 'true' });
  if (facts.proof === 'password') list.push({ Name: 'UserAuthenticationMethod', Value: '1' });
  list.push({ Name: 'RequestType', Value: request });
  return list;
}

function deviceProperties(facts: SignInFacts): Pair[] {
  const { client } = facts;
  const list: Pair[] = [];
  if (client.deviceId !== '') {
    list.push(
      { Name: 'Id', Value: client.deviceId },
      { Name: 'DisplayName', Value: client.deviceName },
    );
  }
  list.push(
    { Name: 'OS', Value: client.system },
    {
      Name: 'BrowserType',
      Value: client.browser === '' ? 'Other' : client.browser.replace(/ [\d.]+$/, ''),
    },
    { Name: 'IsCompliantAndManaged', Value: client.managed ? 'True' : 'False' },
  );
  if (facts.session !== '') list.push({ Name: 'SessionId', Value: facts.session });
  return list;
}

function audit(facts: AuditFacts, ids: Random) {
  const { change } = facts;
  switch (change.operation) {
    case 'inbox-rule':
      return exchange(facts, 'New-InboxRule', change.parameters, ids);
    case 'security-info':
      return directory(
        facts,
        'Update user.',
        [
          {
            Name: 'StrongAuthenticationMethod',
            NewValue: strongMethods(change.method),
            OldValue: '[]',
          },
          {
            Name: 'Included Updated Properties',
            NewValue: 'StrongAuthenticationMethod',
            OldValue: '',
          },
          { Name: 'TargetId.UserType', NewValue: 'Member', OldValue: '' },
        ],
        ids,
      );
    case 'password-reset':
      return directory(facts, 'Reset user password.', [], ids);
    case 'password-change':
      return directory(facts, 'Change user password.', [], ids);
    case 'consent':
      return directory(
        facts,
        'Consent to application.',
        [
          {
            Name: 'ConsentContext.IsAdminConsent',
            NewValue: change.administrator ? 'True' : 'False',
            OldValue: '',
          },
          { Name: 'ConsentContext.IsAppOnly', NewValue: 'False', OldValue: '' },
          {
            Name: 'ConsentContext.OnBehalfOfAll',
            NewValue: change.administrator ? 'True' : 'False',
            OldValue: '',
          },
          { Name: 'ConsentAction.Permissions', NewValue: permissions(change), OldValue: '' },
        ],
        ids,
      );
    case 'role-grant':
      return directory(
        facts,
        'Add member to role.',
        [
          { Name: 'Role.DisplayName', NewValue: change.role, OldValue: '' },
          { Name: 'Role.TemplateId', NewValue: change.template, OldValue: '' },
        ],
        ids,
      );
    default:
      return unreachable(change);
  }
}

/** `MethodType`: 5 a code by text message, 6 a prompt in the app, 7 a code from the app. */
function strongMethods(method: string): string {
  const type = method.startsWith('Text') ? 5 : method.includes('notification') ? 6 : 7;
  return JSON.stringify([{ MethodType: type, Default: true }]);
}

interface Modified {
  readonly Name: string;
  readonly NewValue: string;
  readonly OldValue: string;
}

function directory(
  facts: AuditFacts,
  operation: string,
  modified: readonly Modified[],
  ids: Random,
) {
  const { account, change, origin } = facts;
  const { tenant } = account;
  const consented = change.operation === 'consent' ? change.application : undefined;
  const target = change.operation === 'role-grant' ? change.target : account;
  return {
    CreationTime: new Date(facts.time).toISOString().slice(0, 19),
    Id: ids.uuid(),
    Operation: operation,
    OrganizationId: tenant.id,
    RecordType: 8,
    ResultStatus: 'Success',
    UserKey: `${account.id ?? UNKNOWN_USER}@${tenant.domain}`,
    UserType: 0,
    Version: 1,
    Workload: 'AzureActiveDirectory',
    ClientIP: origin.ip,
    ObjectId: consented?.id ?? target.name,
    UserId: account.name,
    AzureActiveDirectoryEventType: 1,
    ExtendedProperties: [
      { Name: 'additionalDetails', Value: JSON.stringify({ 'User-Agent': facts.userAgent }) },
      { Name: 'extendedAuditEventCategory', Value: CATEGORIES[change.operation] },
    ],
    ModifiedProperties: modified,
    Actor: [
      { ID: account.name, Type: 5 },
      { ID: account.id ?? UNKNOWN_USER, Type: 2 },
      { ID: 'User', Type: 2 },
    ],
    ActorContextId: tenant.id,
    ActorIpAddress: origin.ip,
    InterSystemsId: ids.uuid(),
    IntraSystemId: ids.uuid(),
    SupportTicketId: '',
    Target:
      consented === undefined
        ? [
            { ID: target.id ?? UNKNOWN_USER, Type: 2 },
            { ID: 'User', Type: 2 },
            { ID: target.name, Type: 5 },
          ]
        : [
            { ID: consented.id, Type: 2 },
            { ID: 'ServicePrincipal', Type: 2 },
            { ID: consented.name, Type: 1 },
          ],
    TargetContextId: tenant.id,
  };
}

const CATEGORIES = {
  'inbox-rule': 'Mailbox',
  'security-info': 'User',
  'password-reset': 'User',
  'password-change': 'User',
  consent: 'ServicePrincipal',
  'role-grant': 'Role',
} as const;

function exchange(
  facts: AuditFacts,
  operation: string,
  parameters: Readonly<Record<string, string>>,
  ids: Random,
) {
  const { account, origin } = facts;
  const port = 1024 + ids.below(64_000);
  return {
    CreationTime: new Date(facts.time).toISOString().slice(0, 19),
    Id: ids.uuid(),
    Operation: operation,
    OrganizationId: account.tenant.id,
    RecordType: 1,
    ResultStatus: 'True',
    UserKey: account.id ?? UNKNOWN_USER,
    UserType: 2,
    Version: 1,
    Workload: 'Exchange',
    ClientIP: origin.ip.includes(':') ? `[${origin.ip}]:${port}` : `${origin.ip}:${port}`,
    ObjectId: `${account.name}\\${parameters['Name'] ?? ''}`,
    UserId: account.name,
    AppId: '00000002-0000-0ff1-ce00-000000000000',
    AppPoolName: 'MSExchangeOWAAppPool',
    ClientAppId: '',
    ExternalAccess: false,
    OrganizationName: account.tenant.domain,
    OriginatingServer: 'EX1MB0001 (15.20.7249.032)',
    Parameters: Object.entries({
      AlwaysDeleteOutlookRulesBlob: 'False',
      Force: 'False',
      ...parameters,
    }).map(([Name, Value]) => ({ Name, Value })),
    SessionId: ids.uuid(),
  };
}

import { unreachable } from '../../lib/assert.ts';
import type { AuditFacts } from '../facts.ts';
import type { Random } from '../random.ts';
import { permissions } from './directory-change.ts';

export const UNKNOWN_USER = 'Not Available';

/** The audit record of the Office 365 log, or undefined for what it does not have. */
export function o365Audit(facts: AuditFacts, ids: Random) {
  const { change } = facts;
  switch (change.operation) {
    case 'inbox-rule':
      return exchange(facts, 'New-InboxRule', change.parameters, ids);
    case 'security-info':
      return directory(
        facts,
        'Update user.',
        [
          modified('StrongAuthenticationMethod', strongMethods(change.method), '[]'),
          modified('Included Updated Properties', 'StrongAuthenticationMethod'),
          modified('TargetId.UserType', 'Member'),
        ],
        ids,
      );
    case 'password-reset':
      return directory(facts, 'Reset user password.', [], ids);
    case 'password-change':
      return directory(facts, 'Change user password.', [], ids);
    case 'reset-progress':
      return undefined;
    case 'administrator-reset':
      return directory(facts, 'Reset user password.', [], ids);
    case 'recovery-change':
      return directory(
        facts,
        'Update user.',
        [
          modified(
            'StrongAuthenticationUserDetails',
            JSON.stringify([{ [change.method.replaceAll(' ', '')]: '***', Voice: '' }]),
            '[]',
          ),
          modified('Included Updated Properties', 'StrongAuthenticationUserDetails'),
          modified('TargetId.UserType', 'Member'),
        ],
        ids,
      );
    case 'consent':
      return directory(
        facts,
        'Consent to application.',
        [
          modified('ConsentContext.IsAdminConsent', change.administrator ? 'True' : 'False'),
          modified('ConsentContext.IsAppOnly', 'False'),
          modified('ConsentContext.OnBehalfOfAll', change.administrator ? 'True' : 'False'),
          modified('ConsentAction.Permissions', permissions(change)),
        ],
        ids,
      );
    case 'role-grant':
      return directory(
        facts,
        'Add member to role.',
        [modified('Role.DisplayName', change.role), modified('Role.TemplateId', change.template)],
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

function modified(Name: string, NewValue: string, OldValue = ''): Modified {
  return { Name, NewValue, OldValue };
}

interface Modified {
  readonly Name: string;
  readonly NewValue: string;
  readonly OldValue: string;
}

function directory(
  facts: AuditFacts,
  operation: string,
  properties: readonly Modified[],
  ids: Random,
) {
  const { account, change, origin } = facts;
  const { tenant } = account;
  const consented = change.operation === 'consent' ? change.application : undefined;
  const target = 'target' in change ? change.target : account;
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
    ModifiedProperties: properties,
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
  'reset-progress': 'User',
  'administrator-reset': 'User',
  'recovery-change': 'User',
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

import { describe, expect, it } from 'vitest';
import { eventField } from '../events/fields.ts';
import type { JsonObject } from '../lib/json.ts';
import {
  readAudit,
  readOne,
  readSignIn,
  mutationFault,
  TENANT,
  UAL_INBOX_RULE,
  UAL_SIGN_IN,
} from './microsoft.test-support.ts';
import { o365Audit } from './o365-audit.ts';

const text = JSON.stringify(UAL_INBOX_RULE);

const WRAPPERS: Readonly<Record<string, JsonObject>> = {
  bare: UAL_INBOX_RULE,
  'old Purview row': {
    RecordType: 'ExchangeAdmin',
    CreationDate: '5/1/2024 8:05:00 AM',
    UserIds: 'ann@example.org',
    Operations: 'New-InboxRule',
    AuditData: text,
  },
  'new Purview row': {
    RecordId: UAL_INBOX_RULE.Id,
    CreationDate: '2024-05-01T08:05:00.0000000Z',
    RecordType: '1',
    Operation: 'New-InboxRule',
    UserId: 'ann@example.org',
    AuditData: text,
    AssociatedAdminUnits: '',
  },
  'PowerShell object': {
    CreationDate: '/Date(1714550700000)/',
    Operations: 'New-InboxRule',
    AuditData: UAL_INBOX_RULE,
  },
  'lower-case header': { creationdate: 'x', auditdata: text },
  'Graph audit log query': {
    id: UAL_INBOX_RULE.Id,
    createdDateTime: '2024-05-01T08:05:00Z',
    auditLogRecordType: 'ExchangeAdmin',
    operation: 'New-InboxRule',
    auditData: UAL_INBOX_RULE,
  },
};

describe('wrappers', () => {
  const { raw: _, ...expected } = readAudit(o365Audit, UAL_INBOX_RULE);

  it('reads the record', () => {
    expect(expected).toMatchObject({
      time: Date.parse('2024-05-01T08:05:00Z'),
      metadata: { uid: `o365-audit:${UAL_INBOX_RULE.Id}`, tenant_uid: TENANT },
      logsource: { product: 'm365', category: 'audit', services: ['audit', 'exchange'] },
      activity: 'inbox-rule',
      actor: { user: { name: 'ann@example.org' } },
      user: { name: 'ann@example.org' },
      api: { operation: 'New-InboxRule', service: 'Exchange' },
      status: 'success',
      src_endpoint: { ip: '203.0.113.7', port: 4711 },
      parameters: { Name: '.', DeleteMessage: 'True' },
    });
  });

  it.each(Object.entries(WRAPPERS))('%s gives the same event', (_name, record) => {
    expect(o365Audit.recognise(record)).toBe(true);
    const { raw, ...rest } = readAudit(o365Audit, record);
    expect(rest).toEqual(expected);
    expect(raw).toMatchObject({
      Operation: 'New-InboxRule',
      Parameters: UAL_INBOX_RULE.Parameters,
    });
  });

  it('keeps columns of the row that the record does not have', () => {
    const event = readAudit(o365Audit, { AuditData: text, host: 'collector-1', RecordType: 'x' });
    expect(event.raw).toMatchObject({ host: 'collector-1', RecordType: 1 });
  });

  it('reads a row whose AuditData is empty from its columns', () => {
    const event = readAudit(o365Audit, {
      CreationDate: '3/25/2024 12:36:42 PM',
      Operations: 'Add user.',
      UserIds: 'ann@example.org',
      RecordType: 'AzureActiveDirectory',
      AuditData: '',
    });
    expect(event).toMatchObject({
      time: Date.parse('2024-03-25T12:36:42Z'),
      metadata: { uid: 'o365-audit:' },
      activity: 'account-create',
    });
  });

  it('reads the OfficeActivity table', () => {
    const record = {
      'TimeGenerated [UTC]': '5/1/2024, 8:05:00.000 AM',
      RecordType: 'ExchangeAdmin',
      Operation: 'Set-Mailbox',
      OrganizationId: TENANT,
      OfficeWorkload: 'Exchange',
      OfficeId: 'id-1',
      UserId: 'ann@example.org',
      ResultStatus: 'True',
      Parameters: '[{"Name":"ForwardingSmtpAddress","Value":"smtp:x@example.com"}]',
    };
    expect(readAudit(o365Audit, record)).toMatchObject({
      activity: 'mailbox-forwarding',
      metadata: { uid: 'o365-audit:id-1' },
      parameters: { ForwardingSmtpAddress: 'smtp:x@example.com' },
    });
  });
});

describe('sign-ins', () => {
  const outcome = (changes: JsonObject): string =>
    readSignIn(o365Audit, { ...UAL_SIGN_IN, ...changes }).outcome;

  it('believes the operation and the code, not ResultStatus', () => {
    expect(readSignIn(o365Audit, UAL_SIGN_IN)).toMatchObject({
      outcome: 'wrong-password',
      status_code: '50126',
      user: { name: 'ann@example.org' },
      src_endpoint: { ip: '2001:db8::7', port: 52629 },
      http_request: { user_agent: 'Example/1.0' },
      session: { uid: 'session-2' },
      logsource: { category: 'authentication', services: ['audit', 'azureactivedirectory'] },
    });
  });

  it.each([
    [{ ErrorNumber: undefined }, 'wrong-password'],
    [{ ErrorNumber: undefined, LogonError: undefined }, 'refused'],
    [{ ErrorNumber: '0', LogonError: undefined }, 'refused'],
    [{ ErrorNumber: '50053' }, 'locked'],
    [{ ErrorNumber: '50034', UserId: 'Not Available' }, 'user-unknown'],
    [{ ErrorNumber: '50058' }, 'none'],
    [{ Operation: 'UserLoggedIn', ErrorNumber: '0' }, 'in'],
    [{ Operation: 'UserLoggedIn', ErrorNumber: '50140' }, 'in'],
    [{ Operation: 'UserLoggedIn', ErrorNumber: undefined, LogonError: undefined }, 'in'],
    [{ RecordType: 'AzureActiveDirectoryStsLogon' }, 'wrong-password'],
  ])('%j is %s', (changes, expected) => {
    expect(outcome(changes)).toBe(expected);
  });

  it('reads a mailbox log-in by an old mail client', () => {
    const event = readSignIn(o365Audit, {
      CreationTime: '2024-05-01T08:00:00',
      Operation: 'MailboxLogin',
      RecordType: 2,
      ResultStatus: 'Succeeded',
      Workload: 'Exchange',
      UserId: 'S-1-5-18',
      MailboxOwnerUPN: 'ann@example.org',
      ClientIPAddress: '203.0.113.7',
      ClientInfoString: 'Client=IMAP4;Protocol=IMAP4',
    });
    expect(event).toMatchObject({
      outcome: 'in',
      user: { name: 'ann@example.org' },
      auth_protocol: 'IMAP4',
      is_legacy_protocol: true,
    });
  });

  it('answers to RequestType as public rules ask for it', () => {
    expect(eventField('RequestType')(readOne(o365Audit, UAL_SIGN_IN))).toBe('OAuth2:Token');
  });
});

describe('activities', () => {
  const exchange = (
    Operation: string,
    parameters: Readonly<Record<string, string>>,
  ): JsonObject => ({
    ...UAL_INBOX_RULE,
    Operation,
    Parameters: Object.entries(parameters).map(([Name, Value]) => ({ Name, Value })),
  });
  const directory = (Operation: string, properties: readonly JsonObject[] = []): JsonObject => ({
    ...UAL_INBOX_RULE,
    Operation,
    RecordType: 8,
    Workload: 'AzureActiveDirectory',
    Parameters: undefined,
    ModifiedProperties: properties,
  });

  it.each([
    [
      exchange('Set-Mailbox', { ForwardingSmtpAddress: 'smtp:x@example.com' }),
      'mailbox-forwarding',
    ],
    [exchange('Set-Mailbox', { ForwardingSmtpAddress: '' }), 'account-change'],
    [exchange('Set-Mailbox', { AuditEnabled: 'False' }), 'audit-policy-change'],
    [exchange('Set-MailboxAuditBypassAssociation', {}), 'audit-policy-change'],
    [exchange('Set-AdminAuditLogConfig', {}), 'audit-policy-change'],
    [exchange('Get-AdminAuditLogConfig', {}), 'other'],
    [exchange('Add-MailboxPermission', {}), 'mailbox-permission'],
    [exchange('Add-RecipientPermission', {}), 'mailbox-permission'],
    [exchange('Set-CASMailbox', { ImapEnabled: 'True' }), 'mailbox-protocol'],
    [exchange('New-ManagementRoleAssignment', {}), 'role-grant'],
    [exchange('Remove-RoleGroupMember', {}), 'role-removal'],
    [exchange('New-TransportRule', { BlindCopyTo: 'x@example.com' }), 'mailbox-forwarding'],
    [exchange('New-TransportRule', { SetSCL: '-1' }), 'access-policy-change'],
    [exchange('Remove-DlpCompliancePolicy', {}), 'access-policy-change'],
    [directory('Consent to application.'), 'consent'],
    [directory('Add OAuth2PermissionGrant.'), 'consent'],
    [directory('Add app role assignment grant to user.'), 'consent'],
    [directory('Add service principal credentials.'), 'application-change'],
    [directory('Update application – Certificates and secrets management '), 'application-change'],
    [directory('Add member to role.'), 'role-grant'],
    [directory('Remove member from role.'), 'role-removal'],
    [directory('Disable Strong Authentication.'), 'mfa-change'],
    [
      directory('Update user.', [{ Name: 'StrongAuthenticationMethod', NewValue: '[]' }]),
      'mfa-change',
    ],
    [directory('Update user.', [{ Name: 'City', NewValue: '"Springfield"' }]), 'account-change'],
    [directory('Reset user password.'), 'password-change'],
    [directory('Add user.'), 'account-create'],
    [directory('Delete user.'), 'account-delete'],
    [directory('Add member to group.'), 'group-change'],
    [directory('Update authorization policy.'), 'access-policy-change'],
    [directory('Add registered users to device.'), 'other'],
  ])('%#: %s', (record, expected) => {
    expect(readAudit(o365Audit, record).activity).toBe(expected);
  });

  it('reads rules made in Outlook like those made by cmdlet', () => {
    const event = readAudit(o365Audit, {
      ...UAL_INBOX_RULE,
      Operation: 'UpdateInboxRules',
      Parameters: undefined,
      OperationProperties: [
        { Name: 'RuleOperation', Value: 'AddMailboxRule' },
        { Name: 'RuleName', Value: 'x' },
        {
          Name: 'RuleActions',
          Value:
            '[{"ActionType":"Forward","Recipients":["x@example.com"]},{"ActionType":"Delete"}]',
        },
      ],
    });
    expect(event.activity).toBe('inbox-rule');
    expect(event.parameters).toMatchObject({
      Name: 'x',
      ForwardTo: 'x@example.com',
      DeleteMessage: 'True',
    });
  });

  it('takes the account from Identity, the alert or the object', () => {
    const target = (record: JsonObject): string | undefined =>
      readAudit(o365Audit, record).user?.name;
    expect(target(exchange('Set-Mailbox', { Identity: 'Bob@example.org' }))).toBe(
      'bob@example.org',
    );
    expect(target({ ...directory('Delete user.'), ObjectId: 'bob@example.org' })).toBe(
      'bob@example.org',
    );
    expect(target(exchange('Set-Mailbox', { Identity: 'bob' }))).toBe('ann@example.org');
  });

  it('keeps old values and takes off one level of quotes', () => {
    const record = directory('Add member to role.', [
      { Name: 'Role.DisplayName', NewValue: '"Global Administrator"', OldValue: '' },
    ]);
    expect(readAudit(o365Audit, record).parameters).toEqual({
      'Role.DisplayName': 'Global Administrator',
      'Role.DisplayName.old': '',
    });
  });

  it('reads the parameters of compliance cmdlets, which are one text', () => {
    const event = readAudit(o365Audit, {
      ...UAL_INBOX_RULE,
      Operation: 'Remove-DlpCompliancePolicy',
      Parameters: '-Identity "All mail" -Confirm:$false -ForceDeletion',
    });
    expect(event.parameters).toEqual({
      Identity: 'All mail',
      Confirm: '$false',
      ForceDeletion: 'True',
    });
  });

  it('reads alerts as warnings of the provider about an account', () => {
    const event = readAudit(o365Audit, {
      ...UAL_INBOX_RULE,
      Operation: 'AlertTriggered',
      RecordType: 40,
      Workload: 'SecurityComplianceCenter',
      UserId: 'SecurityComplianceAlerts',
      AlertId: 'a-1',
      Name: 'Impossible travel activity',
      ResultStatus: 'Succeeded',
      Data: '{"f3u":"bob@example.org"}',
    });
    expect(event).toMatchObject({
      activity: 'provider-warning',
      user: { name: 'bob@example.org' },
      logsource: {
        services: ['audit', 'securitycompliancecenter', 'threat_management', 'threat_detection'],
      },
    });
    expect(event.raw).toMatchObject({
      eventSource: 'SecurityComplianceCenter',
      eventName: 'Impossible travel activity',
      status: 'success',
    });
  });
});

describe('bad input', () => {
  it.each([
    [{ AuditData: '[1]' }, 'AuditData: expected a JSON object, found "[1]"'],
    [
      { AuditData: '{"Id":' },
      'AuditData: expected a JSON object, found "{\\"Id\\":", which is cut off: export again, and do not save it from Excel',
    ],
    [{ ...UAL_SIGN_IN, CreationTime: 7 }, 'CreationTime: expected a time, found 7'],
    [{ ...UAL_SIGN_IN, UserId: {} }, 'UserId: expected an account, found {}'],
  ])('names the field at fault', (record, reason) => {
    expect(o365Audit.read(record, { latest: 0 })).toEqual({ ok: false, reason });
  });

  it('never throws, whatever a field holds', () => {
    expect(mutationFault(o365Audit, [...Object.values(WRAPPERS), UAL_SIGN_IN])).toBeUndefined();
  });
});

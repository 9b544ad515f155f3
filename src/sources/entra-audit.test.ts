import { describe, expect, it } from 'vitest';
import { eventField } from '../events/fields.ts';
import type { JsonObject } from '../lib/json.ts';
import { entraAudit } from './entra-audit.ts';
import { readAudit, mutationFault, TENANT } from './microsoft.test-support.ts';

const TARGETS = [
  {
    id: 'u-2',
    type: 'User',
    displayName: null,
    userPrincipalName: 'Bob@example.org',
    modifiedProperties: [
      { displayName: 'Role.DisplayName', oldValue: null, newValue: '"Global Administrator"' },
    ],
  },
];
const INITIATOR = {
  user: { id: 'u-1', userPrincipalName: 'Ann@example.org', ipAddress: '203.0.113.7' },
  app: null,
};

const GRAPH: JsonObject = {
  id: 'Directory_1_2',
  category: 'RoleManagement',
  correlationId: 'c-1',
  result: 'success',
  resultReason: '',
  activityDisplayName: 'Add member to role',
  activityDateTime: '2024-05-01T08:00:00.1234567Z',
  loggedByService: 'Core Directory',
  initiatedBy: INITIATOR,
  targetResources: TARGETS,
  additionalDetails: [{ key: 'User-Agent', value: 'Example/1.0' }],
};

const SHAPES: Readonly<Record<string, JsonObject>> = {
  graph: GRAPH,
  'event hub': {
    time: '2024-05-01T08:01:00Z',
    category: 'AuditLogs',
    operationName: 'Add member to role',
    properties: GRAPH,
  },
  'log analytics csv': {
    'TimeGenerated [UTC]': '5/1/2024, 8:00:00.123 AM',
    'ActivityDateTime [UTC]': '5/1/2024, 8:00:00.123 AM',
    Id: 'Directory_1_2',
    OperationName: 'Add member to role',
    ActivityDisplayName: 'Add member to role',
    Category: 'RoleManagement',
    Result: 'success',
    LoggedByService: 'Core Directory',
    InitiatedBy: JSON.stringify(INITIATOR),
    TargetResources: JSON.stringify(TARGETS),
    AdditionalDetails: '[{"key":"User-Agent","value":"Example/1.0"}]',
  },
};

it('belongs to the tenant of who acted, where the record names it', () => {
  const { initiatedBy } = GRAPH as { initiatedBy: { user: JsonObject } };
  const user = { ...initiatedBy.user, homeTenantId: '0AAAAAAA-0000-4000-8000-000000000001' };
  expect(readAudit(entraAudit, { ...GRAPH, initiatedBy: { user } }).metadata.tenant_uid).toBe(
    '0aaaaaaa-0000-4000-8000-000000000001',
  );
});

describe('shapes of an audit record', () => {
  const { raw: _, ...expected } = readAudit(entraAudit, GRAPH);

  it('reads what Graph says', () => {
    expect(expected).toMatchObject({
      time: Date.parse('2024-05-01T08:00:00.123Z'),
      metadata: { uid: 'entra-audit:Directory_1_2', tenant_uid: 'example.org' },
      activity: 'role-grant',
      actor: { user: { name: 'ann@example.org', uid: 'u-1' } },
      user: { name: 'bob@example.org', uid: 'u-2' },
      status: 'success',
      src_endpoint: { ip: '203.0.113.7' },
      http_request: { user_agent: 'Example/1.0' },
      parameters: { 'Role.DisplayName': 'Global Administrator' },
    });
  });

  it.each(Object.entries(SHAPES))('%s gives the same event', (_name, record) => {
    expect(entraAudit.recognise(record)).toBe(true);
    const { raw: _raw, ...rest } = readAudit(entraAudit, record);
    expect(rest).toEqual(expected);
  });

  it.each(Object.entries(SHAPES))('%s answers to the names public rules use', (_name, record) => {
    const event = readAudit(entraAudit, record);
    const values = (field: string): readonly unknown[] => [eventField(field)(event)].flat();
    expect(values('OperationName')).toContain('Add member to role');
    expect(values('properties.message')).toContain('Add member to role');
    expect(values('Category')).toContain('RoleManagement');
    expect(values('LoggedByService')).toContain('Core Directory');
    expect(values('Status')).toContain('success');
    expect(values('TargetResources.ModifiedProperties.DisplayName')).toContain('Role.DisplayName');
    expect(values('TargetResources').join()).toContain('Global Administrator');
  });

  it("reads the portal's CSV with its numbered columns", () => {
    const record = {
      'Date (UTC)': '2024-05-01T08:00:00Z',
      CorrelationId: 'c-1',
      Service: 'Core Directory',
      Category: 'UserManagement',
      Activity: 'Update user',
      Result: 'success',
      ResultReason: '',
      ActorType: 'User',
      ActorUserPrincipalName: 'ann@example.org',
      ActorObjectId: 'u-1',
      ActorHomeTenantId: TENANT,
      IPAddress: '203.0.113.7',
      Target1Type: 'User',
      Target1UserPrincipalName: 'bob@example.org',
      Target1ObjectId: 'u-2',
      Target1ModifiedProperty1Name: 'StrongAuthenticationMethod',
      Target1ModifiedProperty1OldValue: '[]',
      Target1ModifiedProperty1NewValue: '[{"MethodType":6}]',
      AdditionalDetail1Key: 'UserType',
      AdditionalDetail1Value: 'Member',
    };
    expect(entraAudit.recognise(record)).toBe(true);
    expect(readAudit(entraAudit, record)).toMatchObject({
      metadata: { tenant_uid: TENANT },
      activity: 'mfa-change',
      user: { name: 'bob@example.org' },
      parameters: { UserType: 'Member', 'StrongAuthenticationMethod.old': '[]' },
    });
  });
});

describe('who and what', () => {
  it('names the application that did it', () => {
    const initiatedBy = { app: { servicePrincipalName: 'Sync', servicePrincipalId: 'sp-1' } };
    const event = readAudit(entraAudit, { ...GRAPH, initiatedBy, targetResources: [] });
    expect(event.actor?.user).toEqual({ name: 'sync', uid: 'sp-1' });
    expect(event.user).toEqual(event.actor?.user);
  });

  it.each([
    ['User registered security info', 'mfa-change'],
    ['Admin deleted security info', 'mfa-change'],
    ['Authentication Methods Policy Update', 'access-policy-change'],
    ['Add conditional access policy', 'access-policy-change'],
    ['Set federation settings on domain', 'access-policy-change'],
    ['Add eligible member to role in PIM completed (permanent)', 'role-grant'],
    ['Remove eligible member from role in PIM completed (permanent)', 'role-removal'],
    ['Add delegated permission grant', 'consent'],
    ['Remove delegated permission grant', 'application-change'],
    ['Reset password (self-service)', 'password-change'],
    ['Invite external user', 'account-create'],
    ['Update device', 'other'],
  ])('%s is about %s', (activityDisplayName, activity) => {
    expect(readAudit(entraAudit, { ...GRAPH, activityDisplayName }).activity).toBe(activity);
  });
});

describe('bad input', () => {
  it('names the field at fault', () => {
    expect(entraAudit.read({ ...GRAPH, activityDateTime: 5 }, { latest: 0 })).toEqual({
      ok: false,
      reason: 'activityDateTime: expected a time, found 5',
    });
  });

  it('never throws, whatever a field holds', () => {
    expect(mutationFault(entraAudit, Object.values(SHAPES))).toBeUndefined();
  });
});

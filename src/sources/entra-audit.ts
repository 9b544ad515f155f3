import type { Audit, User } from '../events/event.ts';
import type { LogSource } from '../events/logsource.ts';
import { isObject, objectAt, textAt } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { activityOf, DIRECTORY_ACTIVITIES } from './entra-activities.ts';
import { portalAudit } from './entra-audit-portal.ts';
import { successFlag } from './entra-outcome.ts';
import { ParameterList, unquoted } from './entra-parameters.ts';
import { fromPowerShell } from './entra-powershell.ts';
import { EntraRecord, jsonList, tableNames, tenantOf } from './entra-record.ts';
import type { Shape } from './entra-record.ts';
import { account, defined, endpoint, found, refuse } from './event-parts.ts';
import { NO_ID } from './source.ts';
import type { Reading, Source, SourceContext } from './source.ts';

const NAME = 'entra-audit';

const LOGSOURCE: LogSource = Object.freeze({
  category: 'audit',
  product: 'azure',
  services: Object.freeze(['auditlogs']),
});

const TABLE_NAMES = tableNames(
  [
    'id',
    'activityDateTime',
    'emittedDateTime',
    'activityDisplayName',
    'operationName',
    'category',
    'loggedByService',
    'result',
    'resultReason',
    'initiatedBy',
    'targetResources',
    'additionalDetails',
    'correlationId',
    'tenantId',
  ],
  { emittedDateTime: ['TimeGenerated'], tenantId: ['AADTenantId'] },
);

/** Directory audit records: Graph directoryAudits, the AuditLogs table and category, and the portal's CSV. */
export const entraAudit: Source<JsonObject> = {
  name: NAME,
  title: 'Microsoft Entra ID audit log',
  shape: 'object',
  recognise: (record) => auditShape(record) !== undefined,
  read,
};

function auditShape(record: JsonObject): Shape | undefined {
  if ('properties' in record) {
    if (record['category'] === 'AuditLogs') return 'event-hub';
    const inner = EntraRecord.of(record, 'event-hub').inner;
    return inner.has('activityDisplayName') && inner.has('initiatedBy') ? 'event-hub' : undefined;
  }
  if ('initiatedBy' in record || 'targetResources' in record) {
    return 'activityDisplayName' in record ? 'graph' : undefined;
  }
  if ('InitiatedBy' in record || 'TargetResources' in record) {
    const named = 'ActivityDisplayName' in record;
    if ('OperationName' in record || (named && 'TimeGenerated' in record)) return 'table';
    return named ? 'powershell' : undefined;
  }
  return 'ActorType' in record && 'Activity' in record && 'Service' in record
    ? 'portal'
    : undefined;
}

function read(raw: JsonObject, context: SourceContext): Reading {
  const shape = auditShape(raw);
  const record =
    shape === 'table'
      ? EntraRecord.of(raw, shape, TABLE_NAMES)
      : shape === 'portal'
        ? EntraRecord.of(portalAudit(raw), 'graph')
        : shape === 'powershell'
          ? EntraRecord.of(fromPowerShell(raw), 'graph')
          : EntraRecord.of(raw, shape ?? 'graph');
  const time = record.time('activityDateTime', 'emittedDateTime');
  if (time === undefined) {
    const value = record.get('activityDateTime') ?? record.get('emittedDateTime');
    return refuse(`activityDateTime: expected a time, found ${found(value)}`);
  }
  const operation = record.text('activityDisplayName') ?? record.text('operationName');
  if (operation === undefined) {
    return refuse(
      `activityDisplayName: expected text, found ${found(record.get('activityDisplayName'))}`,
    );
  }
  return { ok: true, events: [audit(record, time, operation, context)] };
}

/**
 * Graph's directory audits do not name the log's tenant; that of the person who acted is it, but for guests. It keeps
 * audits in one partition with the sign-ins of the same people.
 */
function organisationOf(
  record: EntraRecord,
  person: JsonObject | undefined,
  who: User | undefined,
  context: SourceContext,
): string {
  const home = textAt(person, 'homeTenantId')?.toLowerCase();
  return context.organisation ?? tenantOf(record) ?? home ?? who?.domain ?? 'unknown';
}

function audit(
  record: EntraRecord,
  time: number,
  operation: string,
  context: SourceContext,
): Audit {
  const initiator = record.object('initiatedBy');
  const person = objectAt(initiator, 'user');
  const actor = actorOf(person, objectAt(initiator, 'app'));
  const user = targetUser(record.list('targetResources')) ?? actor;
  const parameters = parametersOf(record);
  const agent = parameters?.['User-Agent'];
  return defined<Audit>({
    kind: 'audit',
    class_uid: 6003,
    time,
    metadata: {
      uid: `${NAME}:${record.text('id') ?? NO_ID}`,
      source: NAME,
      tenant_uid: organisationOf(record, person, actor ?? user, context),
    },
    logsource: LOGSOURCE,
    activity: activityOf(DIRECTORY_ACTIVITIES, operation, parameters ?? {}) ?? 'other',
    user,
    api: defined({ operation, service: record.text('loggedByService') }),
    status: statusOf(record),
    ...defined({
      actor: actor === undefined ? undefined : { user: actor },
      src_endpoint: endpoint({
        address: textAt(person, 'ipAddress') ?? record.text('ipAddress'),
      }),
      http_request: agent === undefined ? undefined : { user_agent: agent },
      parameters,
    }),
    raw: withRuleNames(record, operation),
  }) as Audit;
}

function statusOf(record: EntraRecord): Audit['status'] {
  const flag = successFlag(record.text('result')) ?? successFlag(record.text('resultType'));
  if (flag === undefined) return 'unknown';
  return flag ? 'success' : 'failure';
}

function actorOf(person: JsonObject | undefined, app: JsonObject | undefined): User | undefined {
  const name = textAt(person, 'userPrincipalName') ?? textAt(person, 'id');
  if (name !== undefined) return account(name, textAt(person, 'id'));
  const program =
    textAt(app, 'servicePrincipalName') ?? textAt(app, 'displayName') ?? textAt(app, 'appId');
  if (program === undefined) return undefined;
  return account(program, textAt(app, 'servicePrincipalId') ?? textAt(app, 'appId'));
}

function targetUser(targets: readonly Json[]): User | undefined {
  for (const target of targets) {
    if (!isObject(target)) continue;
    const name = textAt(target, 'userPrincipalName');
    if (name !== undefined) return account(name, textAt(target, 'id'));
  }
  return undefined;
}

function parametersOf(record: EntraRecord): Audit['parameters'] | undefined {
  const list = new ParameterList();
  for (const target of record.list('targetResources')) {
    if (!isObject(target)) continue;
    for (const property of jsonList(target['modifiedProperties'])) {
      if (!isObject(property)) continue;
      const name = textAt(property, 'displayName');
      if (name === undefined) continue;
      list.add(name, unquoted(property['newValue']));
      list.add(`${name}.old`, unquoted(property['oldValue']));
    }
    const type = textAt(target, 'type');
    if (type !== undefined) list.add(`target.${type}`, target['displayName'] ?? target['id']);
  }
  list.addPairs(record.list('additionalDetails'), 'key', 'value');
  return list.toRecord();
}

const RULE_NAMES: readonly (readonly [name: string, graph: string])[] = [
  ['Category', 'category'],
  ['category', 'category'],
  ['LoggedByService', 'loggedByService'],
  ['ActivityDisplayName', 'activityDisplayName'],
  ['Result', 'result'],
  ['properties.result', 'result'],
  ['ResultReason', 'resultReason'],
  ['InitiatedBy', 'initiatedBy'],
];

/** The names public rules use for audit records, whatever the export: columns of Log Analytics, portal headings. */
function withRuleNames(record: EntraRecord, operation: string): JsonObject {
  const view: Record<string, Json | undefined> = { ...record.raw };
  for (const [name, graph] of RULE_NAMES) view[name] ??= record.get(graph);
  for (const name of ['OperationName', 'operationName', 'ActivityType', 'activityType']) {
    view[name] ??= operation;
  }
  const result = record.text('result');
  const reason = record.text('resultReason');
  const status = [result, reason].filter((word) => word !== undefined);
  if (status.length > 0) view['Status'] ??= status;
  const targets = record.list('targetResources');
  const text = safeJson(targets);
  view['properties.message'] ??= [operation, ...text];
  const written = view['TargetResources'];
  view['TargetResources'] = [
    ...(typeof written === 'string' ? [written] : text),
    ...targets.filter(isObject).map(bothCases),
  ];
  view['properties.targetResources'] ??= [...text, ...targets];
  return view;
}

/** A target under Graph's names and with capitals. */
function bothCases(target: JsonObject): JsonObject {
  const properties = jsonList(target['modifiedProperties']);
  return {
    ...target,
    modifiedProperties: properties,
    ModifiedProperties: properties.filter(isObject).map((property) => ({
      DisplayName: property['displayName'],
      NewValue: property['newValue'],
      OldValue: property['oldValue'],
    })),
  };
}

function safeJson(value: readonly Json[]): readonly string[] {
  try {
    return [JSON.stringify(value)];
  } catch {
    return [];
  }
}

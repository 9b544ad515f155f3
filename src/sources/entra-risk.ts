import type { Audit } from '../events/event.ts';
import type { LogSource } from '../events/logsource.ts';
import { isObject, textAt } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { ParameterList } from './entra-parameters.ts';
import { EntraRecord, jsonList, tableNames, tenantOf } from './entra-record.ts';
import type { Shape } from './entra-record.ts';
import { graphPlace } from './entra-signin-origin.ts';
import { account, defined, endpoint, found, refuse } from './event-parts.ts';
import { NO_ID } from './source.ts';
import type { Reading, Source, SourceContext } from './source.ts';

const NAME = 'entra-risk';

const LOGSOURCE: LogSource = Object.freeze({
  category: 'audit',
  product: 'azure',
  services: Object.freeze(['riskdetection']),
});

/** Attributes of a risk detection kept as parameters, under Graph's names. */
const DETAILS = [
  'riskEventType',
  'riskLevel',
  'riskState',
  'riskDetail',
  'detectionTimingType',
  'activity',
  'source',
  'requestId',
  'correlationId',
  'activityDateTime',
  'detectedDateTime',
  'tokenIssuerType',
] as const;

const TABLE_NAMES = tableNames(
  [
    ...DETAILS,
    'id',
    'emittedDateTime',
    'userPrincipalName',
    'userId',
    'servicePrincipalDisplayName',
    'servicePrincipalId',
    'ipAddress',
    'location',
    'additionalInfo',
    'tenantId',
  ],
  {
    emittedDateTime: ['TimeGenerated'],
    ipAddress: ['IpAddress', 'IPAddress'],
    location: ['Location', 'LocationDetails'],
    tenantId: ['AADTenantId'],
  },
);

/**
 * Risk detections of Entra ID Protection: what Microsoft itself warns of. The event's time is when the warning was
 * given; offline detections come hours after the activity, whose time and sign-in id are in the parameters
 * `activityDateTime` and `requestId`.
 */
export const entraRisk: Source<JsonObject> = {
  name: NAME,
  title: 'Microsoft Entra ID Protection risk detections',
  shape: 'object',
  recognise: (record) => riskShape(record) !== undefined,
  read,
};

const CATEGORY = /^(?:User|ServicePrincipal)RiskEvents$/;

function riskShape(record: JsonObject): Shape | undefined {
  if ('properties' in record) {
    const category = record['category'];
    return typeof category === 'string' && CATEGORY.test(category) ? 'event-hub' : undefined;
  }
  if ('riskEventType' in record) return 'graph';
  return 'RiskEventType' in record ? 'table' : undefined;
}

function read(raw: JsonObject, context: SourceContext): Reading {
  const shape = riskShape(raw) ?? 'graph';
  const record =
    shape === 'table' ? EntraRecord.of(raw, shape, TABLE_NAMES) : EntraRecord.of(raw, shape);
  const time = record.time('detectedDateTime', 'activityDateTime', 'emittedDateTime');
  if (time === undefined) {
    return refuse(
      `detectedDateTime: expected a time, found ${found(record.get('detectedDateTime'))}`,
    );
  }
  const name =
    record.text('userPrincipalName') ??
    record.text('userId') ??
    record.text('servicePrincipalDisplayName') ??
    record.text('servicePrincipalId');
  if (name === undefined) {
    return refuse(
      `userPrincipalName: expected an account, found ${found(record.get('userPrincipalName'))}`,
    );
  }
  return { ok: true, events: [warning(record, time, name, context)] };
}

const ANONYMOUS = /^(?:anonymizedIPAddress|riskyIPAddress)$/i;

function warning(record: EntraRecord, time: number, name: string, context: SourceContext): Audit {
  const type = record.text('riskEventType') ?? 'generic';
  const user = account(name, record.text('userId') ?? record.text('servicePrincipalId'));
  const parameters = parametersOf(record);
  const agent = parameters?.['userAgent'];
  return defined<Audit>({
    kind: 'audit',
    class_uid: 6003,
    time,
    metadata: {
      uid: `${NAME}:${record.text('id')?.toLowerCase() ?? NO_ID}`,
      source: NAME,
      tenant_uid: context.organisation ?? tenantOf(record) ?? user.domain ?? 'unknown',
    },
    logsource: LOGSOURCE,
    activity: 'provider-warning',
    user,
    api: { operation: type, service: record.text('source') ?? 'IdentityProtection' },
    status: 'success',
    ...defined({
      src_endpoint: endpoint({
        address: record.text('ipAddress'),
        location: graphPlace(record.object('location')),
        is_anonymous: ANONYMOUS.test(type) || undefined,
      }),
      http_request: agent === undefined ? undefined : { user_agent: agent },
      parameters,
    }),
    raw: withRuleNames(record),
  }) as Audit;
}

/** `additionalInfo` is a list of `{Key, Value}`, usually as JSON text. */
function parametersOf(record: EntraRecord): Audit['parameters'] | undefined {
  const list = new ParameterList();
  for (const name of DETAILS) list.add(name, record.get(name));
  for (const pair of jsonList(record.get('additionalInfo'))) {
    if (isObject(pair))
      list.add(textAt(pair, 'Key') ?? textAt(pair, 'key'), pair['Value'] ?? pair['value']);
  }
  return list.toRecord();
}

/** Public rules name Graph's attributes, others the columns of the table: the record kept answers to both. */
function withRuleNames(record: EntraRecord): JsonObject {
  const view: Record<string, Json | undefined> = { ...record.raw };
  for (const name of [...DETAILS, 'userPrincipalName', 'ipAddress']) {
    const value = record.get(name);
    view[name] ??= value;
    view[name.charAt(0).toUpperCase() + name.slice(1)] ??= value;
  }
  return view;
}

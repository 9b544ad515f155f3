import { textAt } from '../lib/json.ts';
import type { Outcome } from '../events/outcome.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import type { Verdict } from './entra-outcome.ts';
import type { EntraRecord } from './entra-record.ts';

/**
 * Public rules for Entra sign-ins name the columns of Log Analytics, some the portal's headings. So that they match
 * every export, the record kept with the event carries those names as well, where it does not have them itself.
 */
const COLUMNS: readonly (readonly [column: string, graph: string])[] = [
  ['UserPrincipalName', 'userPrincipalName'],
  ['UserId', 'userId'],
  ['AppDisplayName', 'appDisplayName'],
  ['AppId', 'appId'],
  ['ResourceDisplayName', 'resourceDisplayName'],
  ['IPAddress', 'ipAddress'],
  ['callerIpAddress', 'ipAddress'],
  ['ClientAppUsed', 'clientAppUsed'],
  ['ClientApp', 'clientAppUsed'],
  ['UserAgent', 'userAgent'],
  ['userAgent', 'userAgent'],
  ['AuthenticationRequirement', 'authenticationRequirement'],
  ['ConditionalAccessStatus', 'conditionalAccessStatus'],
  ['conditionalAccessStatus', 'conditionalAccessStatus'],
  ['RiskState', 'riskState'],
  ['RiskLevelDuringSignIn', 'riskLevelDuringSignIn'],
  ['RiskEventTypes', 'riskEventTypes'],
  ['RiskEventTypes_V2', 'riskEventTypes_v2'],
  ['NetworkLocationDetails', 'networkLocationDetails'],
  ['HomeTenantId', 'homeTenantId'],
  ['ResourceTenantId', 'resourceTenantId'],
  ['IsInteractive', 'isInteractive'],
  ['CorrelationId', 'correlationId'],
  ['AuthenticationProtocol', 'authenticationProtocol'],
];

/** What rules call the two flows that phishers and password sprayers use. */
const FLOW_MESSAGES: ReadonlyMap<string, string> = new Map([
  ['devicecode', 'Device Code'],
  ['device code', 'Device Code'],
  ['ropc', 'ROPC'],
]);

export function withTableNames(
  record: EntraRecord,
  code: string | undefined,
  verdict: Verdict,
): JsonObject {
  const view: Record<string, Json | undefined> = { ...record.raw };
  for (const [column, graph] of COLUMNS) {
    if (view[column] === undefined) {
      const value = record.get(graph);
      if (value !== undefined) view[column] = value;
    }
  }
  if (code !== undefined) {
    view['ResultType'] ??= code;
    view['resultType'] ??= code;
  }
  if (verdict.detail !== undefined) {
    view['ResultDescription'] ??= verdict.detail;
    view['Resultdescription'] ??= verdict.detail;
  }
  addNested(view, record, verdict);
  view['ActivityDetails'] ??= 'Sign-ins';
  const message = FLOW_MESSAGES.get(record.text('authenticationProtocol')?.toLowerCase() ?? '');
  if (message !== undefined) view['properties.message'] ??= message;
  return view;
}

/** The portal's words; anything else is a failure. */
const STATUS_WORDS: ReadonlyMap<Outcome, string> = new Map([
  ['in', 'Success'],
  ['none', 'Interrupted'],
]);

/**
 * `Status` is a word in rules and an object in tables; JSON columns are text in CSV. Both readings are offered: a list
 * matches when any member does.
 */
function addNested(
  view: Record<string, Json | undefined>,
  record: EntraRecord,
  verdict: Verdict,
): void {
  const status = record.object('status');
  const word = STATUS_WORDS.get(verdict.outcome) ?? 'Failure';
  const said = textAt(status, 'additionalDetails');
  const own = view['Status'];
  if (typeof own !== 'string' || own.startsWith('{')) {
    const members = [word, said, own, own === status ? undefined : status];
    view['Status'] = members.filter((member) => member !== undefined);
  }
  const device = record.object('deviceDetail');
  if (device !== undefined) {
    const detail = { ...device, trusttype: device['trustType'] };
    const written = view['DeviceDetail'];
    view['DeviceDetail'] = typeof written === 'string' ? [written, detail] : detail;
  }
  const networks = view['NetworkLocationDetails'];
  if (Array.isArray(networks)) {
    const members = networks as readonly Json[];
    view['NetworkLocationDetails'] = [JSON.stringify(members), ...members];
  }
  const location = record.object('location');
  if (location === undefined) return;
  view['Location'] ??= location['countryOrRegion'];
  const details = view['LocationDetails'];
  view['LocationDetails'] =
    typeof details === 'string' ? [details, location] : (details ?? location);
}

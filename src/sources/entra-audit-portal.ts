import type { Json, JsonObject } from '../lib/json.ts';
import { textAt } from '../lib/json.ts';

/** More than the portal writes: it stops at three targets, five changes and eight details. */
const MAX_COLUMNS = 20;

/**
 * A row of the portal's audit CSV as Graph's directoryAudit: its numbered columns (`Target1ModifiedProperty1Name` …)
 * become lists. Everything else of the row is kept under its heading.
 */
export function portalAudit(row: JsonObject): JsonObject {
  return {
    ...row,
    activityDateTime: row['Date (UTC)'] ?? row['Date'],
    correlationId: row['CorrelationId'],
    loggedByService: row['Service'],
    category: row['Category'],
    activityDisplayName: row['Activity'],
    result: row['Result'],
    resultReason: row['ResultReason'],
    initiatedBy: initiator(row),
    targetResources: numbered((n) => target(row, `Target${n}`)),
    additionalDetails: [
      ...numbered((n) => pair(row, `AdditionalDetail${n}Key`, `AdditionalDetail${n}Value`)),
      ...userAgent(row),
    ],
    tenantId: row['ActorHomeTenantId'],
  };
}

function initiator(row: JsonObject): JsonObject {
  const ipAddress = row['IPAddress'];
  const person = textAt(row, 'ActorUserPrincipalName');
  if (person !== undefined) {
    return { user: { userPrincipalName: person, id: row['ActorObjectId'], ipAddress } };
  }
  const program = textAt(row, 'ActorServicePrincipalName') ?? textAt(row, 'ActorDisplayName');
  if (program === undefined) return { user: { ipAddress } };
  return {
    app: { servicePrincipalName: program, servicePrincipalId: row['ActorServicePrincipalId'] },
  };
}

function userAgent(row: JsonObject): Json[] {
  const value = textAt(row, 'User Agent') ?? textAt(row, 'UserAgent');
  return value === undefined ? [] : [{ key: 'User-Agent', value }];
}

function target(row: JsonObject, prefix: string): JsonObject | undefined {
  const type = textAt(row, `${prefix}Type`);
  const name = textAt(row, `${prefix}DisplayName`);
  const principal = textAt(row, `${prefix}UserPrincipalName`);
  const id = textAt(row, `${prefix}ObjectId`);
  if ((type ?? name ?? principal ?? id) === undefined) return undefined;
  return {
    type,
    displayName: name,
    userPrincipalName: principal,
    id,
    modifiedProperties: numbered((n) => change(row, `${prefix}ModifiedProperty${n}`)),
  };
}

function change(row: JsonObject, prefix: string): JsonObject | undefined {
  const displayName = textAt(row, `${prefix}Name`);
  if (displayName === undefined) return undefined;
  return {
    displayName,
    oldValue: row[`${prefix}OldValue`],
    newValue: row[`${prefix}NewValue`],
  };
}

function pair(row: JsonObject, key: string, value: string): JsonObject | undefined {
  const name = textAt(row, key);
  return name === undefined ? undefined : { key: name, value: row[value] };
}

/** Reads columns 1, 2, 3 … until one is empty. */
function numbered(read: (n: number) => JsonObject | undefined): JsonObject[] {
  const list: JsonObject[] = [];
  for (let n = 1; n <= MAX_COLUMNS; n += 1) {
    const member = read(n);
    if (member === undefined) break;
    list.push(member);
  }
  return list;
}

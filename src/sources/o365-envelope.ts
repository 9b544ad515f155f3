import type { Json, JsonObject } from '../lib/json.ts';
import { isObject, textAt } from '../lib/json.ts';
import { found } from './event-parts.ts';

/**
 * The audit record inside whatever it was exported in. Purview's and Search-UnifiedAuditLog's rows, Graph's audit log
 * query and re-exports through other tools keep it in an `AuditData` column, as text or as an object; the Management
 * Activity API delivers it bare; Sentinel's OfficeActivity table renames a few of its members.
 */
export type Envelope =
  | { readonly ok: true; readonly record: MutableRecord }
  | { readonly ok: false; readonly reason: string };

/** A copy of our own, to which names may be added. */
export type MutableRecord = Record<string, Json | undefined>;

const DATA_COLUMNS = ['AuditData', 'auditData', 'Auditdata', 'auditdata', 'AUDITDATA'] as const;

export function hasAuditData(record: JsonObject): boolean {
  return DATA_COLUMNS.some((column) => column in record);
}

/** Wrapper columns by lower-case name, and the member of the audit record they repeat. */
const REPEATED: ReadonlyMap<string, string> = new Map([
  ['creationdate', 'CreationTime'],
  ['createddatetime', 'CreationTime'],
  ['operations', 'Operation'],
  ['operation', 'Operation'],
  ['userids', 'UserId'],
  ['userid', 'UserId'],
  ['userprincipalname', 'UserId'],
  ['identity', 'Id'],
  ['recordid', 'Id'],
  ['id', 'Id'],
  ['recordtype', 'RecordType'],
  ['auditlogrecordtype', 'RecordType'],
]);

const TABLE_COLUMNS: readonly (readonly [column: string, member: string])[] = [
  ['TimeGenerated', 'CreationTime'],
  ['TimeGenerated [UTC]', 'CreationTime'],
  ['OfficeId', 'Id'],
  ['OfficeWorkload', 'Workload'],
  ['OfficeObjectId', 'ObjectId'],
];

/** Members of bare records that some collectors write in lower case throughout. */
const MEMBERS: ReadonlyMap<string, string> = new Map(
  [
    'CreationTime',
    'Id',
    'Operation',
    'OrganizationId',
    'OrganizationName',
    'RecordType',
    'ResultStatus',
    'UserKey',
    'UserType',
    'UserId',
    'Workload',
    'ClientIP',
    'ClientIPAddress',
    'ActorIpAddress',
    'ObjectId',
    'Parameters',
    'OperationProperties',
    'ModifiedProperties',
    'ExtendedProperties',
    'DeviceProperties',
    'MailboxOwnerUPN',
    'ClientInfoString',
    'ErrorNumber',
    'LogonError',
    'ApplicationId',
    'Actor',
    'Target',
    'SessionId',
    'UserAgent',
    'Name',
    'AlertId',
    'AlertEntityId',
    'Data',
  ].map((member) => [member.toLowerCase(), member] as const),
);

export function isLowerCase(record: JsonObject): boolean {
  return 'creationtime' in record && 'operation' in record && 'recordtype' in record;
}

function fromLowerCase(record: JsonObject): MutableRecord {
  const view: MutableRecord = { ...record };
  for (const name of Object.keys(record)) {
    const member = MEMBERS.get(name);
    if (member !== undefined) view[member] ??= record[name];
  }
  return view;
}

/**
 * Opens the envelope. The result is the audit record with the wrapper's other columns beside it; members of the record
 * win. A row whose AuditData is empty (some tools drop long values) is read from its columns alone.
 */
export function openEnvelope(record: JsonObject): Envelope {
  const column = DATA_COLUMNS.find((name) => name in record);
  if (column === undefined) return { ok: true, record: fromTable(record) };
  const data = record[column];
  if (isObject(data)) return { ok: true, record: withColumns(data, record, column) };
  const text = typeof data === 'string' ? data.trim() : '';
  if (text === '' && (data === null || typeof data === 'string')) {
    return { ok: true, record: withColumns({}, record, column) };
  }
  const parsed = parse(text);
  if (!isObject(parsed)) {
    return {
      ok: false,
      reason: `AuditData: expected a JSON object, found ${found(data)}${cutOff(text)}`,
    };
  }
  return { ok: true, record: withColumns(parsed, record, column) };
}

/** Excel keeps 32,767 characters of a cell, some exports fewer. */
function cutOff(text: string): string {
  return text.startsWith('{') && !text.endsWith('}')
    ? ', which is cut off: export again, and do not save it from Excel'
    : '';
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function withColumns(data: JsonObject, wrapper: JsonObject, dataColumn: string): MutableRecord {
  const view: MutableRecord = { ...data };
  for (const column of Object.keys(wrapper)) {
    const value = wrapper[column];
    if (column === dataColumn || value === '' || value === null || column === '__proto__') continue;
    const member = REPEATED.get(column.toLowerCase());
    if (member !== undefined) view[member] ??= value;
    view[column] ??= value;
  }
  return view;
}

function fromTable(record: JsonObject): MutableRecord {
  if (isLowerCase(record)) return fromLowerCase(record);
  const view: MutableRecord = { ...record };
  if (!('OfficeWorkload' in record)) return view;
  for (const [column, member] of TABLE_COLUMNS) {
    if (textAt(record, column) !== undefined) view[member] ??= record[column];
  }
  return view;
}

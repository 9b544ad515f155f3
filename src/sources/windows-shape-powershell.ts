import type { Json, JsonObject } from '../lib/json.ts';
import { arrayAt, isObject, numberAt } from '../lib/json.ts';
import { statusCode } from './windows-codes.ts';
import type { WindowsShape } from './windows-record.ts';
import { elementText } from './windows-record.ts';

const SUBJECT = 'SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId';
const TARGET = 'TargetUserName TargetDomainName TargetSid';
const ACCOUNT = `${TARGET} ${SUBJECT}`;
const MEMBERSHIP = `MemberName MemberSid ${ACCOUNT}`;
const PACKAGE = 'LogonProcessName AuthenticationPackageName WorkstationName';
const CALLER = 'LmPackageName KeyLength ProcessId ProcessName IpAddress IpPort';

/** The fields of each event in the order of its template (Microsoft Learn, "Event XML" of each event). */
const TEMPLATES: Readonly<Record<number, string>> = {
  1102: SUBJECT,
  4624: `${SUBJECT} TargetUserSid TargetUserName TargetDomainName TargetLogonId LogonType ${PACKAGE} LogonGuid TransmittedServices ${CALLER}`,
  4625: `${SUBJECT} TargetUserSid TargetUserName TargetDomainName Status FailureReason SubStatus LogonType ${PACKAGE} TransmittedServices ${CALLER}`,
  4634: 'TargetUserSid TargetUserName TargetDomainName TargetLogonId LogonType',
  4647: 'TargetUserSid TargetUserName TargetDomainName TargetLogonId',
  4648: `${SUBJECT} LogonGuid TargetUserName TargetDomainName TargetLogonGuid TargetServerName TargetInfo ProcessId ProcessName IpAddress IpPort`,
  4720: ACCOUNT,
  4722: ACCOUNT,
  4723: ACCOUNT,
  4724: ACCOUNT,
  4725: ACCOUNT,
  4726: ACCOUNT,
  4728: MEMBERSHIP,
  4729: MEMBERSHIP,
  4732: MEMBERSHIP,
  4733: MEMBERSHIP,
  4740: ACCOUNT,
  4756: MEMBERSHIP,
  4757: MEMBERSHIP,
  4767: ACCOUNT,
  4768: `${TARGET} ServiceName ServiceSid TicketOptions Status TicketEncryptionType PreAuthType IpAddress IpPort`,
  4769: 'TargetUserName TargetDomainName ServiceName ServiceSid TicketOptions TicketEncryptionType IpAddress IpPort Status',
  4771: 'TargetUserName TargetSid ServiceName TicketOptions Status PreAuthType IpAddress IpPort',
  4776: 'PackageName TargetUserName Workstation Status',
};

/** `Get-WinEvent | ConvertTo-Json`: the event's fields come without names, in `Properties`. */
export const powershellShape: WindowsShape = {
  recognise: (record) =>
    Object.hasOwn(record, 'Id') &&
    Object.hasOwn(record, 'LogName') &&
    Object.hasOwn(record, 'ProviderName'),
  parts: (record) => ({
    eventId: record.Id,
    time: record.TimeCreated,
    computer: elementText(record.MachineName),
    channel: elementText(record.LogName),
    provider: elementText(record.ProviderName),
    recordId: elementText(record.RecordId),
    keywords: record.KeywordsDisplayNames ?? record.Keywords,
    data: fields(record),
    fields: { eventId: 'Id', time: 'TimeCreated' },
  }),
};

function fields(record: JsonObject): JsonObject {
  const names = TEMPLATES[numberAt(record, 'Id') ?? 0]?.split(' ') ?? [];
  const values = arrayAt(record, 'Properties');
  return Object.fromEntries(names.map((name, i) => [name, property(name, values[i])]));
}

/** Status codes come as signed numbers here and are written as everywhere else, so that rules match. */
function property(name: string, item: Json | undefined): Json | undefined {
  const value = isObject(item) ? item.Value : item;
  if (name === 'Status' || name === 'SubStatus') return statusCode(value) ?? value;
  return isObject(value) ? elementText(value) : value;
}

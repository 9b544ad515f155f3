import type { JsonObject } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import type { WindowsShape } from './windows-record.ts';
import { eventData, firstText } from './windows-record.ts';
import { timeElement } from './windows-shape-xml.ts';

const EVENT_ID = ['EventID', 'EventId', 'EventCode', 'event_id'];
const CHANNEL = ['Channel', 'LogName', 'log_name', 'EventLog'];
const PROVIDER = [
  'Provider_Name',
  'ProviderName',
  'SourceName',
  'Provider',
  'EventSourceName',
  'source_name',
];
const COMPUTER = ['Computer', 'ComputerName', 'Hostname', 'MachineName', 'computer_name', 'host'];
const RECORD_ID = ['EventRecordID', 'EventRecordId', 'RecordNumber', 'RecordId', 'record_number'];
const NESTED = ['EventData', 'ExtraEventData', 'event_data'];

/** Local times (NXLog's `EventTime`) come last: they are wrong by the zone when the host is not on UTC. */
const TIME = [
  'TimeCreated',
  'SystemTime',
  '@timestamp',
  'TimeGenerated',
  'UtcTime',
  '_time',
  'timestamp',
  'Timestamp',
  'EventTime',
];

/**
 * One level of keys: the event's fields in `EventData` or on the top level beside `EventID`, as NXLog, Splunk, Azure
 * Monitor's `SecurityEvent`, Panther and Winlogbeat before 7 write them.
 */
export const flatShape: WindowsShape = {
  recognise: (record) =>
    EVENT_ID.some((key) => Object.hasOwn(record, key)) &&
    (NESTED.some((key) => isObject(record[key])) ||
      firstText(record, CHANNEL) !== undefined ||
      firstText(record, PROVIDER) !== undefined ||
      (firstText(record, COMPUTER) !== undefined && namesAccount(record))),
  parts(record) {
    const idKey = EVENT_ID.find((key) => Object.hasOwn(record, key)) ?? 'EventID';
    const timeKey = TIME.find((key) => Object.hasOwn(record, key)) ?? 'TimeCreated';
    const nested = NESTED.find((key) => isObject(record[key]));
    return {
      eventId: record[idKey],
      time: timeElement(record[timeKey]) ?? record[timeKey],
      computer: firstText(record, COMPUTER),
      channel: firstText(record, CHANNEL),
      provider: firstText(record, PROVIDER),
      recordId: firstText(record, RECORD_ID),
      keywords: record.Keywords,
      data: nested === undefined ? record : (eventData(record[nested]) ?? record),
      fields: { eventId: idKey, time: timeKey },
    };
  },
};

function namesAccount(record: JsonObject): boolean {
  return Object.hasOwn(record, 'TargetUserName') || Object.hasOwn(record, 'SubjectUserName');
}

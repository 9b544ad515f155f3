import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../lib/json.ts';
import { isWindowsRecord, readWindowsRecord } from './windows-shape.ts';

const DATA = {
  TargetUserName: 'jane',
  TargetDomainName: 'EXAMPLE',
  SubStatus: '0xc000006a',
  LogonType: '3',
  IpAddress: '192.0.2.7',
};
const LIST = Object.entries(DATA).map(([name, text]) => ({ '@Name': name, '#text': text }));
const SYSTEM = {
  Channel: 'Security',
  Computer: 'dc1.example.org',
  EventRecordID: 77,
  Keywords: '0x8010000000000000',
};
const PROVIDER = 'Microsoft-Windows-Security-Auditing';
const TIME = '2026-03-02T08:15:30.1234567Z';

const WINLOGBEAT: JsonObject = {
  '@timestamp': TIME,
  event: { code: '4625', provider: PROVIDER, outcome: 'failure' },
  host: { name: 'dc1' },
  winlog: {
    event_id: '4625',
    event_data: DATA,
    channel: 'Security',
    computer_name: 'dc1.example.org',
    provider_name: PROVIDER,
    record_id: 77,
    keywords: ['Audit Failure'],
  },
};

const SHAPES: Readonly<Record<string, JsonObject>> = {
  'Winlogbeat, nested': WINLOGBEAT,
  'Winlogbeat in a search hit': { _index: 'winlogbeat', _id: 'x', _source: WINLOGBEAT },
  'Winlogbeat, dotted keys': {
    '@timestamp': TIME,
    'event.provider': PROVIDER,
    'event.outcome': 'failure',
    'winlog.event_id': 4625,
    'winlog.channel': 'Security',
    'winlog.computer_name': 'dc1.example.org',
    'winlog.record_id': '77',
    ...Object.fromEntries(Object.entries(DATA).map(([k, v]) => [`winlog.event_data.${k}`, v])),
  },
  EvtxECmd: {
    PayloadData1: 'Target: EXAMPLE\\jane',
    Payload: JSON.stringify({ EventData: { Data: LIST } }),
    Channel: 'Security',
    Provider: PROVIDER,
    EventId: 4625,
    EventRecordId: '77',
    Keywords: 'Audit failure',
    TimeCreated: '2026-03-02T08:15:30.1234567+00:00',
    Computer: 'dc1.example.org',
  },
  evtx_dump: {
    Event: {
      '#attributes': { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
      System: {
        ...SYSTEM,
        EventID: { '#attributes': { Qualifiers: 0 }, '#text': 4625 },
        Provider: { '#attributes': { Name: PROVIDER } },
        TimeCreated: { '#attributes': { SystemTime: TIME } },
      },
      EventData: DATA,
    },
  },
  'evtx_dump with separate attributes': {
    Event: {
      System: {
        ...SYSTEM,
        EventID: 4625,
        Provider_attributes: { Name: PROVIDER },
        TimeCreated_attributes: { SystemTime: TIME },
      },
      EventData: DATA,
    },
  },
  xmltodict: {
    Event: {
      System: {
        ...SYSTEM,
        EventID: { '@Qualifiers': '0', '#text': '4625' },
        Provider: { '@Name': PROVIDER },
        TimeCreated: { '@SystemTime': '2026-03-02 08:15:30.123456' },
      },
      EventData: { Data: LIST },
    },
  },
  Velociraptor: {
    System: {
      ...SYSTEM,
      EventID: { Value: 4625 },
      Provider: { Name: PROVIDER },
      TimeCreated: { SystemTime: 1_772_439_330.123 },
    },
    EventData: DATA,
  },
  'flat, EventData': {
    EventID: 4625,
    Provider_Name: PROVIDER,
    TimeCreated: '2026-03-02 08:15:30.123456',
    ...SYSTEM,
    EventData: DATA,
  },
  'flat, all on the top level (NXLog)': {
    EventID: 4625,
    SourceName: PROVIDER,
    Hostname: 'dc1.example.org',
    Channel: 'Security',
    RecordNumber: 77,
    Keywords: -9_218_868_437_227_405_312,
    EventTime: '2026-03-02 03:15:30',
    '@timestamp': TIME,
    ...DATA,
  },
  'flat, extra data (Panther)': {
    EventID: '4625',
    ProviderName: PROVIDER,
    TimeCreated: '2026-03-02 08:15:30.123 +0000',
    ...SYSTEM,
    ExtraEventData: DATA,
  },
};

describe.each(Object.entries(SHAPES))('%s', (_, record) => {
  test('is recognised and says the same as every other shape', () => {
    expect(isWindowsRecord(record)).toBe(true);
    const reading = readWindowsRecord(record);
    expect(reading).toMatchObject({
      ok: true,
      value: {
        event: {
          eventId: 4625,
          time: Date.parse('2026-03-02T08:15:30.123Z'),
          computer: 'dc1.example.org',
          channel: 'Security',
          provider: PROVIDER,
          recordId: '77',
          audited: 'failure',
          data: DATA,
        },
      },
    });
  });

  test("offers Sigma's field names on the top level beside the record's own keys", () => {
    const reading = readWindowsRecord(record);
    const raw = reading.ok ? reading.value.raw : {};
    expect(raw).toMatchObject({
      ...DATA,
      Channel: 'Security',
      Computer: 'dc1.example.org',
      Provider_Name: PROVIDER,
    });
    expect(Number(raw.EventID)).toBe(4625);
    for (const key of Object.keys(record)) expect(raw).toHaveProperty([key], record[key]);
  });
});

test("a field of the event wins over the tool's key of the same name", () => {
  const payload = { EventData: { Data: [{ '@Name': 'ProcessId', '#text': '0x1f4' }] } };
  const record = {
    EventId: 4688,
    ProcessId: 4,
    TimeCreated: TIME,
    Payload: JSON.stringify(payload),
  };
  const reading = readWindowsRecord(record);
  expect(reading.ok && reading.value.raw.ProcessId).toBe('0x1f4');
});

test('PowerShell gives the fields by place, and status codes as numbers', () => {
  const Value = (value: Json): JsonObject => ({ Value: value });
  const subject = ['S-1-5-18', 'FS1$', 'EXAMPLE', 999];
  const target = [{ BinaryLength: 12, Value: 'S-1-0-0' }, 'jane', 'EXAMPLE'];
  const rest = [-1_073_741_715, '%%2313', -1_073_741_718, 3, 'NtLmSsp ', 'NTLM', 'LAPTOP7'];
  const end = ['-', '-', 0, 0, '-', '192.0.2.7', '50122'];
  const reading = readWindowsRecord({
    Id: 4625,
    ProviderName: PROVIDER,
    LogName: 'Security',
    RecordId: 77,
    MachineName: 'dc1.example.org',
    Keywords: -9_218_868_437_227_405_312,
    TimeCreated: `/Date(${Date.parse('2026-03-02T08:15:30.123Z')})/`,
    Properties: [...subject, ...target, ...rest, ...end].map(Value),
  });
  expect(reading).toMatchObject({
    ok: true,
    value: {
      event: {
        eventId: 4625,
        time: Date.parse('2026-03-02T08:15:30.123Z'),
        computer: 'dc1.example.org',
        recordId: '77',
        audited: 'failure',
        data: {
          TargetUserSid: 'S-1-0-0',
          TargetUserName: 'jane',
          Status: '0xC000006D',
          SubStatus: '0xC000006A',
          LogonType: 3,
          IpAddress: '192.0.2.7',
          IpPort: '50122',
        },
      },
      raw: { EventID: 4625, Channel: 'Security', TargetUserName: 'jane' },
    },
  });
});

test('UserData of one element is read as the fields inside it', () => {
  const reading = readWindowsRecord({
    Event: {
      System: { EventID: 1102, TimeCreated: { '@SystemTime': TIME }, Channel: 'Security' },
      UserData: { LogFileCleared: { SubjectUserName: 'admin' } },
    },
  });
  expect(reading.ok && reading.value.event.data).toEqual({ SubjectUserName: 'admin' });
});

const BROKEN: readonly (readonly [string, JsonObject])[] = [
  ['EventID: not an event number (found "logon")', { EventID: 'logon', Channel: 'Security' }],
  ['TimeCreated: not a time (found nothing)', { EventID: 4625, Channel: 'Security' }],
  [
    'TimeCreated: not a time (found "yesterday")',
    { EventID: 4625, Channel: 'Security', TimeCreated: 'yesterday' },
  ],
  [
    'Payload: not a JSON object (found "{\\"EventData\\":")',
    { EventId: 4625, TimeCreated: TIME, Payload: '{"EventData":' },
  ],
  ['winlog.event_id: not an event number (found [1])', { winlog: { event_id: [1] } }],
  [
    'EventData: not an object (found 3)',
    { Event: { System: { EventID: 1, TimeCreated: { SystemTime: TIME } }, EventData: 3 } },
  ],
];

test.each(BROKEN)('a broken record is refused with its field: %s', (error, record) => {
  expect(isWindowsRecord(record)).toBe(true);
  expect(readWindowsRecord(record)).toEqual({ ok: false, error });
});

const STRANGERS: readonly (readonly [string, JsonObject])[] = [
  ['an Entra sign-in', { id: 'a', createdDateTime: TIME, userPrincipalName: 'jane@example.org' }],
  ['an OCSF record', { class_uid: 3002, unmapped: { EventCode: '4625' }, time: 1 }],
  ['an ECS record of another module', { '@timestamp': TIME, event: { code: '4625' } }],
  ['an event number alone', { EventID: 4625 }],
  ['nothing', {}],
];

test.each(STRANGERS)('%s is not a Windows event', (_, record) => {
  expect(isWindowsRecord(record)).toBe(false);
});

const KEYWORDS: readonly (readonly [Json, string | undefined])[] = [
  ['Audit Success', 'success'],
  [['Audit Failure'], 'failure'],
  ['0x8020000000000000', 'success'],
  [-9_214_364_837_600_034_816, 'success'],
  ['-9218868437227405312', 'failure'],
  ['0x8000000000000000', undefined],
  ['Classic', undefined],
  [{}, undefined],
];

test.each(KEYWORDS)('keywords %j mean %s', (Keywords, audited) => {
  const reading = readWindowsRecord({
    EventID: 1,
    Channel: 'Security',
    TimeCreated: TIME,
    Keywords,
  });
  expect(reading.ok && reading.value.event.audited).toBe(audited);
});

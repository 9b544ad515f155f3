import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sharedData } from '../../test/shared-data.ts';
import { eventField } from '../events/fields.ts';
import type { JsonObject } from '../lib/json.ts';
import { windowsSecurity } from './windows-security.ts';
import { audit, CONTEXT, JANE, read, record, signIn } from './windows.test-support.ts';

describe('other channels', () => {
  const sysmon = { Channel: 'Microsoft-Windows-Sysmon/Operational', Computer: 'PC3' };

  test("get Sigma's service name, and ids of their own", () => {
    expect(audit(1, { Image: 'C:\\x.exe' }, sysmon)).toMatchObject({
      logsource: { services: ['sysmon'] },
      activity: 'other',
      metadata: {
        uid: 'windows-security:pc3/Microsoft-Windows-Sysmon/Operational/9',
        tenant_uid: 'unknown',
      },
    });
  });

  test('do not sign anybody in, whatever the event number', () => {
    expect(audit(4624, JANE, { Channel: 'Application' }).activity).toBe('other');
    expect(audit(4720, JANE, { Channel: 'Vendor/Log' }).logsource.services).toEqual([]);
  });

  test('events without channel and provider go by their number', () => {
    const bare = { ...record(4625, {}), ...JANE, Channel: undefined, EventData: undefined };
    expect(read(bare)).toMatchObject({ kind: 'sign-in', outcome: 'refused' });
  });
});

test('rules written for Windows fields match', () => {
  const event = signIn(4625, { ...JANE, SubStatus: '0xc000006a', LogonType: '3' });
  const fields = ['EventID', 'SubStatus', 'TargetUserName', 'LogonType', 'Channel', 'Computer'];
  expect(fields.map((field) => eventField(field)(event))).toEqual([
    4625,
    '0xc000006a',
    'Jane',
    '3',
    'Security',
    'fs1.example.org',
  ]);
});

test('without a record number the id is left to the pipeline', () => {
  const event = read(record(4625, JANE, { EventRecordID: undefined }));
  expect(event.metadata.uid).toBe('windows-security:');
});

test('the context names the organisation', () => {
  const reading = windowsSecurity.read(record(4625, JANE), {
    ...CONTEXT,
    organisation: 'campaign',
  });
  expect(reading.ok && reading.events[0].metadata.tenant_uid).toBe('campaign');
});

test('a sign-in without fields is refused', () => {
  expect(windowsSecurity.read(record(4625, {}), CONTEXT)).toEqual({
    ok: false,
    reason: 'EventData: empty, so event 4625 says nothing of who signed in',
  });
});

test('no record makes it throw', () => {
  const keys = fc.constantFrom(
    'EventID',
    'EventId',
    'Event',
    'System',
    'EventData',
    'Data',
    'TimeCreated',
    'Channel',
    'Payload',
    'Computer',
    'winlog',
    'event_id',
    'event_data',
    '@timestamp',
    '#text',
    '@Name',
    'TargetUserName',
    'SubStatus',
    'Status',
    'IpAddress',
    'Keywords',
    '__proto__',
    'UserData',
  );
  const leaf = fc.oneof(
    fc.string(),
    fc.double(),
    fc.constant(null),
    fc.boolean(),
    fc.constantFrom(
      4624,
      4625,
      4740,
      '4768',
      '2026-03-02T08:15:30Z',
      'Security',
      '{"EventData":1}',
    ),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, leaf, tie('list'), tie('object')),
    list: fc.array(tie('tree'), { maxLength: 3 }),
    object: fc.dictionary(keys, tie('tree'), { maxKeys: 6 }),
  }));
  const object = fc.dictionary(keys, tree, { maxKeys: 8 });
  fc.assert(
    fc.property(object, (value) => {
      const candidate = value as JsonObject;
      if (!windowsSecurity.recognise(candidate)) return;
      const reading = windowsSecurity.read(candidate, CONTEXT);
      const sane = reading.ok
        ? Number.isFinite(reading.events[0].time)
        : /^[\w.@]+: /.test(reading.reason);
      expect(sane).toBe(true);
    }),
    { numRuns: 10_000 },
  );
});

const evtx = sharedData('accounts/evtx');

describe.skipIf(evtx === undefined)('recorded attacks', () => {
  function counts(part: string): Record<string, number> {
    const folder = evtx ?? '';
    const file = readdirSync(folder).find((name) => name.includes(part)) ?? part;
    const found: Record<string, number> = {};
    for (const line of readFileSync(`${folder}/${file}`, 'utf8').trim().split('\n')) {
      const event = read(JSON.parse(line) as JsonObject);
      const key =
        event.kind === 'sign-in'
          ? `${event.activity_id} ${event.outcome}`
          : event.kind === 'audit'
            ? event.activity
            : event.kind;
      found[key] = (found[key] ?? 0) + 1;
    }
    return found;
  }

  test('every attempt of the brute force is a wrong password', () => {
    expect(counts('ID4771-Kerberos')).toEqual({ '6 wrong-password': 54 });
    expect(counts('AccountRestore')).toEqual({ '1 wrong-password': 16 });
    expect(counts('brutforce_with_valid_users')).toMatchObject({ '1 wrong-password': 5 });
  });

  test('unknown users are told apart, and an attempt logged twice has two activities', () => {
    expect(counts('OpenSSH_brutforce_with_non')).toMatchObject({
      '1 user-unknown': 5,
      '6 user-unknown': 5,
      'audit-policy-change': 1,
    });
    expect(counts('Kerberos_brutforce_with_non')).toEqual({
      '6 user-unknown': 46,
      '6 wrong-password': 2,
      '6 locked': 1,
      '3 in': 2,
      '3 none': 1,
    });
    expect(counts('Kerbrute')).toEqual({
      '6 wrong-password': 22,
      '6 locked': 15,
      '3 in': 3,
      '3 none': 2,
    });
  });
});

const panther = sharedData('accounts/panther-tests/microsoft_rules.jsonl');

test.skipIf(panther === undefined)("Panther's Windows records are read", () => {
  const lines = readFileSync(panther ?? '', 'utf8')
    .split('\n')
    .filter((line) => line.includes('Windows.EventLogs'));
  expect(lines).not.toEqual([]);
  for (const line of lines) {
    const { log } = JSON.parse(line) as { log: JsonObject };
    expect(read(log)).toMatchObject({
      kind: 'audit',
      activity: 'other',
      raw: { SubjectUserName: expect.any(String) as string },
    });
  }
});

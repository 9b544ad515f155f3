import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../lib/json.ts';
import { journald } from './journald.ts';

const CONTEXT = { latest: 0 };
const ENTRY: JsonObject = {
  __CURSOR: 's=abc;i=1',
  __REALTIME_TIMESTAMP: '1772439330123456',
  _HOSTNAME: 'mx1.example.org',
  _COMM: 'sshd-session',
  _PID: '42',
  SYSLOG_IDENTIFIER: 'sshd',
  SYSLOG_FACILITY: '4',
  MESSAGE: 'Failed password for Jane from 192.0.2.7 port 50122 ssh2',
};

test('an entry is read like its syslog line, with the cursor as id', () => {
  expect(journald.recognise(ENTRY)).toBe(true);
  expect(journald.read(ENTRY, CONTEXT)).toMatchObject({
    ok: true,
    events: [
      {
        kind: 'sign-in',
        time: Date.parse('2026-03-02T08:15:30.123Z'),
        metadata: { uid: 'journald:s=abc;i=1', source: 'journald', tenant_uid: 'example.org' },
        logsource: { services: ['sshd', 'auth', 'syslog'] },
        user: { name: 'jane' },
        outcome: 'wrong-password',
        src_endpoint: { ip: '192.0.2.7', port: 50_122 },
        raw: { ...ENTRY, program: 'sshd', pid: '42', hostname: 'mx1.example.org' },
      },
    ],
  });
});

test.each([
  ['bytes', [...Buffer.from('Accepted password for jane from 192.0.2.7 port 1 ssh2')], 'sign-in'],
  ['a list of values', ['Accepted password for jane from 192.0.2.7 port 1 ssh2', 'x'], 'sign-in'],
  ['nothing, because it was too long', null, 'audit'],
  ['an object', { a: 1 }, 'audit'],
  ['an empty list', [], 'audit'],
])('a message given as %s is read', (_, MESSAGE, kind) => {
  expect(journald.read({ ...ENTRY, MESSAGE }, CONTEXT)).toMatchObject({
    ok: true,
    events: [{ kind }],
  });
});

test('each attempt of one entry has its own id', () => {
  const MESSAGE =
    'pop3-login: Aborted login (auth failed, 3 attempts in 9 secs): user=<jane>, method=PLAIN, rip=192.0.2.7, lip=198.51.100.1';
  const reading = journald.read({ ...ENTRY, SYSLOG_IDENTIFIER: 'dovecot', MESSAGE }, CONTEXT);
  expect(reading.ok && reading.events.map((event) => event.metadata.uid)).toEqual([
    'journald:s=abc;i=1',
    'journald:s=abc;i=1/2',
    'journald:s=abc;i=1/3',
  ]);
});

test('without an identifier the command names the program', () => {
  const { SYSLOG_IDENTIFIER: _, ...entry } = ENTRY;
  expect(journald.read(entry, CONTEXT)).toMatchObject({ ok: true, events: [{ kind: 'sign-in' }] });
});

test.each([['yesterday'], [null], [[1]], ['-1'], [1.5], ['9999999999999999999999']])(
  'a time of %j is refused',
  (stamp) => {
    expect(journald.read({ ...ENTRY, __REALTIME_TIMESTAMP: stamp }, CONTEXT)).toEqual({
      ok: false,
      reason: `__REALTIME_TIMESTAMP: not microseconds since 1970 (found ${JSON.stringify(stamp)})`,
    });
  },
);

test('no entry makes it throw', () => {
  const value = fc.dictionary(fc.constantFrom(...Object.keys(ENTRY)), fc.jsonValue());
  fc.assert(
    fc.property(value, (changes) => {
      const entry = { ...ENTRY, ...(changes as JsonObject) };
      expect(journald.recognise(entry)).toBe(true);
      const reading = journald.read(entry, CONTEXT);
      expect(reading.ok || reading.reason.startsWith('__REALTIME_TIMESTAMP: ')).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});

import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sharedData } from '../../test/shared-data.ts';
import type { Event } from '../events/event.ts';
import { syslog } from './syslog.ts';
import { cpuTime } from '../../test/cpu-time.ts';

const CONTEXT = { latest: Date.parse('2026-03-10T12:00:00Z') };

function read(line: string): readonly Event[] {
  expect(syslog.recognise(line)).toBe(true);
  const reading = syslog.read(line, CONTEXT);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.events;
}

test('a failed password is a sign-in with the line beside it', () => {
  const line =
    'Mar  2 08:15:30 mx1.example.org sshd[42]: Failed password for invalid user Bob from 192.0.2.7 port 50122 ssh2';
  expect(read(line)).toEqual([
    {
      kind: 'sign-in',
      class_uid: 3002,
      time: Date.parse('2026-03-02T08:15:30Z'),
      metadata: { uid: 'syslog:', source: 'syslog', tenant_uid: 'example.org' },
      logsource: {
        category: 'authentication',
        product: 'linux',
        services: ['sshd', 'auth', 'syslog'],
      },
      activity_id: 1,
      user: { name: 'bob' },
      outcome: 'user-unknown',
      status_detail: 'no such user',
      service: { name: 'sshd', uid: 'mx1.example.org' },
      auth_protocol: 'password',
      src_endpoint: { ip: '192.0.2.7', port: 50_122 },
      raw: {
        timestamp: 'Mar  2 08:15:30',
        hostname: 'mx1.example.org',
        program: 'sshd',
        pid: '42',
        message: 'Failed password for invalid user Bob from 192.0.2.7 port 50122 ssh2',
      },
    },
  ]);
});

test.each([
  ['sudo', ['sudo', 'auth', 'syslog']],
  ['CRON', ['cron', 'syslog']],
  ['su', ['auth', 'syslog']],
  ['postfix/qmgr', ['postfix', 'syslog']],
  ['dovecot', ['dovecot', 'syslog']],
  ['sshd-session', ['sshd', 'auth', 'syslog']],
  ['named', ['syslog']],
])('a line of %s is kept for rules', (program, services) => {
  expect(read(`Mar  2 08:15:30 mx1 ${program}[1]: hello`)).toMatchObject([
    {
      kind: 'audit',
      activity: 'other',
      api: { operation: program },
      logsource: { category: 'audit', product: 'linux', services },
      metadata: { tenant_uid: 'unknown' },
      raw: { program, pid: '1', hostname: 'mx1', message: 'hello' },
    },
  ]);
});

test('the facility tells what belongs to auth.log', () => {
  expect(read('<86>Mar  2 08:15:30 mx1 CRON[1]: session opened')[0]?.logsource.services).toEqual([
    'cron',
    'auth',
    'syslog',
  ]);
});

test.each([
  ['sshd', 'Failed password for jane from 192.0.2.7 port 1 ssh2'],
  ['sshd-session', 'Failed password for jane from 192.0.2.7 port 1 ssh2'],
  [
    'postfix/submission/smtpd',
    'warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: x, sasl_username=jane',
  ],
  [
    'postfix-out/smtpd',
    'warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: x, sasl_username=jane',
  ],
  [
    'dovecot',
    'pop3-login: Aborted login (auth failed, 1 attempts in 2 secs): user=<jane>, method=PLAIN, rip=192.0.2.7, lip=198.51.100.1',
  ],
])('%s is understood', (program, message) => {
  expect(read(`Mar  2 08:15:30 mx1 ${program}[1]: ${message}`)).toMatchObject([
    {
      kind: 'sign-in',
      outcome: 'wrong-password',
      user: { name: 'jane' },
      src_endpoint: { ip: '192.0.2.7' },
    },
  ]);
});

test('a message that stands for several attempts gives as many events', () => {
  const line = (n: number): string =>
    `Mar  2 08:15:30 mx1 sshd[42]: message repeated ${n} times: [ Failed password for jane from 192.0.2.7 port 1 ssh2]`;
  const events = read(line(3));
  expect(events.map((event) => event.metadata.uid)).toEqual(['syslog:', 'syslog:', 'syslog:']);
  expect(events.every((event) => event.kind === 'sign-in')).toBe(true);
  expect(read(line(1))).toHaveLength(1);
  expect(read(line(0))).toHaveLength(1);
  expect(read(line(999_999_999))).toHaveLength(10_000);
  expect(read('Mar  2 08:15:30 mx1 sshd[42]: message repeated 3 times: [ hello]')).toHaveLength(1);
});

test('a host name in place of an address stays a host name', () => {
  const line = (from: string): string =>
    `Mar  2 08:15:30 mx1 sshd[42]: Failed password for jane from ${from} port 1 ssh2`;
  expect(read(line('host.example.com'))[0]?.src_endpoint).toEqual({
    hostname: 'host.example.com',
    port: 1,
  });
  expect(read(line('UNKNOWN'))[0]).not.toHaveProperty('src_endpoint');
});

test('what is no syslog is refused with a reason', () => {
  expect(syslog.recognise('hello')).toBe(false);
  expect(syslog.read('hello', CONTEXT)).toEqual({ ok: false, reason: 'line: not syslog' });
});

describe('hostile lines', () => {
  const LINES = [
    'Mar  2 08:15:30 mx1 sshd[42]: Failed password for invalid user bob from 192.0.2.7 port 1 ssh2',
    '<38>1 2026-03-02T08:15:30Z mx1 sshd 42 - [a k="v"] Accepted publickey for j from 192.0.2.7 port 1 ssh2: RSA SHA256:x',
    '2026-03-02T08:15:30+00:00 mx1 postfix/smtpd[1]: warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: x, sasl_username=y',
    'Mar  2 08:15:30 mx1 dovecot: imap-login: Aborted login (auth failed, 2 attempts in 2 secs): user=<jane>, method=PLAIN, rip=192.0.2.7, lip=198.51.100.1, session=<x>',
    'Mar  2 08:15:30 mx1 sshd[42]: message repeated 5 times: [ Failed password for jane from 192.0.2.7 port 1 ssh2]',
  ];

  const mutated = fc
    .tuple(fc.constantFrom(...LINES), fc.nat(220), fc.nat(20), fc.string({ maxLength: 12 }))
    .map(([line, at, drop, insert]) => line.slice(0, at) + insert + line.slice(at + drop));
  const truncated = fc
    .tuple(fc.constantFrom(...LINES), fc.nat(220))
    .map(([line, at]) => line.slice(0, at));

  test('cut or changed anywhere, they are read or refused with a reason', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, truncated, fc.string()), (line) => {
        const reading = syslog.read(line, CONTEXT);
        const sane = reading.ok
          ? reading.events.every(({ time }) => Number.isFinite(time))
          : /^timestamp: |^line: not syslog$/.test(reading.reason);
        expect(sane).toBe(true);
        const expected = reading.ok || reading.reason.startsWith('timestamp: ');
        expect(syslog.recognise(line)).toBe(expected);
      }),
      { numRuns: 10_000 },
    );
  });

  test('ten thousand take less than a second', () => {
    const lines = fc.sample(mutated, { numRuns: 10_000, seed: 1 });
    const start = cpuTime();
    for (const line of lines) if (syslog.recognise(line)) syslog.read(line, CONTEXT);
    expect(cpuTime() - start).toBeLessThan(1_000);
  });

  test.each([
    ['from', `Failed password for ${' from a port 1'.repeat(20_000)}`, 'sshd'],
    [
      'from with a tail',
      `Failed password for ${' from a port 1 ssh2: x'.repeat(20_000)} y`,
      'sshd',
    ],
    ['spaces', `authentication failure; logname= rhost=a${' '.repeat(200_000)}x`, 'sshd(pam_unix)'],
    ['rhost', `authentication failure; logname=${' rhost=a'.repeat(20_000)} x`, 'sshd(pam_unix)'],
    ['brackets', `message repeated 5 times: ${'[ '.repeat(100_000)}`, 'sshd'],
    [
      'reasons',
      `imap-login: ${'(auth failed, '.repeat(20_000)}: user=<>, rip=192.0.2.7`,
      'dovecot',
    ],
    ['users', `imap-login: Login${': user=<'.repeat(20_000)}`, 'dovecot'],
    [
      'names',
      `warning: a[b]: SASL x authentication failed: ${', sasl_username='.repeat(20_000)}`,
      'postfix/smtpd',
    ],
    ['clients', 'a['.repeat(100_000), 'postfix/smtpd'],
  ])('a run of %s does not hold it up', (_, message, program) => {
    const start = cpuTime();
    syslog.read(`Mar  2 08:15:30 mx1 ${program}: ${message}`, CONTEXT);
    expect(cpuTime() - start).toBeLessThan(200);
  });
});

const loghub = sharedData('accounts/loghub/OpenSSH_2k.log');

test.skipIf(loghub === undefined)('a real auth.log agrees with its labels', () => {
  const counts: Record<string, number> = {};
  for (const line of readFileSync(loghub ?? '', 'utf8')
    .trim()
    .split('\n')) {
    for (const event of read(line)) {
      const key =
        event.kind === 'sign-in' ? event.outcome : event.kind === 'audit' ? event.activity : '';
      counts[key] = (counts[key] ?? 0) + 1;
    }
  }
  // Labels: E9 and five each of two E14 (failed), E10 (invalid user), E1 (accepted); the rest tells of them again.
  const labels = templates();
  expect(counts).toEqual({
    'wrong-password': (labels.E9 ?? 0) + 5 * (labels.E14 ?? 0),
    'user-unknown': labels.E10,
    in: labels.E1,
    other: 2000 - 383 - 135 - 1 - 2,
  });
});

/** How many lines the labels give each template (last but one column, `E` and a number). */
function templates(): Record<string, number> {
  const counts: Record<string, number> = {};
  const text = readFileSync(`${loghub ?? ''}_structured.csv`, 'utf8');
  for (const match of text.matchAll(/,(E\d+),/g)) {
    const id = match[1] ?? '';
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
}

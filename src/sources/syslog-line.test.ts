import { describe, expect, test } from 'vitest';
import { isSyslogLine, parseSyslogLine } from './syslog-line.ts';
import type { SyslogLine } from './syslog-line.ts';

const LATEST = Date.parse('2026-03-10T12:00:00Z');

function parse(line: string, latest = LATEST): SyslogLine {
  expect(isSyslogLine(line)).toBe(true);
  const parsed = parseSyslogLine(line, latest);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

const SAME: Readonly<Record<string, string>> = {
  'RFC 3164': 'Mar  2 08:15:30 mx1 sshd[42]: hello: there',
  'RFC 3164 with priority and carriage return': '<38>Mar  2 08:15:30 mx1 sshd[42]: hello: there\r',
  'RFC 3164 with year': 'Mar 02 2026 08:15:30 mx1 sshd[42]: hello: there',
  'RFC 5424': '<38>1 2026-03-02T08:15:30Z mx1 sshd 42 - - hello: there',
  'RFC 5424 with structured data':
    '<38>1 2026-03-02T09:15:30.000+01:00 mx1 sshd 42 ID4 [a@1 k="] \\" ]"][b@1] \uFEFFhello: there',
  rsyslog: '2026-03-02T08:15:30.000000+00:00 mx1 sshd[42]: hello: there',
  'journalctl short-iso': '2026-03-02T09:15:30+0100 mx1 sshd[42]: hello: there',
};

test.each(Object.entries(SAME))('%s is read', (_, line) => {
  expect(parse(line)).toMatchObject({
    time: Date.parse('2026-03-02T08:15:30Z'),
    hostname: 'mx1',
    program: 'sshd',
    pid: '42',
    message: 'hello: there',
  });
});

test('the facility comes from the priority', () => {
  expect(parse('<86>Mar  2 08:15:30 mx1 su: x').facility).toBe(10);
  expect(parse('Mar  2 08:15:30 mx1 su: x').facility).toBeUndefined();
  expect(parse('<999>Mar  2 08:15:30 mx1 su: x').facility).toBeUndefined();
});

describe('a missing year is the latest that fits', () => {
  test.each([
    ['Mar 10 12:00:00', '2026-03-10T12:00:00Z'],
    ['Mar 11 11:59:59', '2026-03-11T11:59:59Z'],
    ['Mar 11 12:00:01', '2025-03-11T12:00:01Z'],
    ['Dec 31 23:59:59', '2025-12-31T23:59:59Z'],
    ['Feb 29 00:00:00', '2024-02-29T00:00:00Z'],
  ])('%s before 2026-03-10 is %s', (stamp, time) => {
    expect(parse(`${stamp} h p: x`).time).toBe(Date.parse(time));
  });

  test('across the turn of the year', () => {
    const line = 'Dec 31 23:00:00 h p: x';
    expect(parse(line, Date.parse('2026-01-01T00:05:00Z')).time).toBe(
      Date.parse('2025-12-31T23:00:00Z'),
    );
    expect(parse('Jan  1 00:30:00 h p: x', Date.parse('2025-12-31T23:50:00Z')).time).toBe(
      Date.parse('2026-01-01T00:30:00Z'),
    );
  });
});

test.each([
  ['Mar  2 08:15:30 mx1 postfix/submission/smtpd[7]: x', 'postfix/submission/smtpd', '7', 'x'],
  ['Mar  2 08:15:30 mx1 sshd(pam_unix)[7]: x', 'sshd(pam_unix)', '7', 'x'],
  ['Mar  2 08:15:30 mx1 kernel: [ 1.2] x', 'kernel', undefined, '[ 1.2] x'],
  [
    'Mar  2 08:15:30 mx1 last message repeated 3 times',
    '',
    undefined,
    'last message repeated 3 times',
  ],
  ['Mar  2 08:15:30 mx1 -- MARK --', '', undefined, '-- MARK --'],
  ['Mar  2 08:15:30 mx1', '', undefined, ''],
  ['<38>1 2026-03-02T08:15:30Z - - - - -', '', undefined, ''],
])('%j comes from %j', (line, program, pid, message) => {
  expect(parse(line)).toMatchObject({ program, pid, message });
});

test("a program's own log file names no host", () => {
  expect(parse('Mar  2 08:15:30 imap-login: Info: hello')).toMatchObject({
    hostname: '',
    program: 'imap-login',
    message: 'Info: hello',
  });
});

test.each([
  'hello',
  '',
  'Mar 2026 report',
  'Mar  2 08:15 mx1 sshd: x',
  '2026-03-02 08:15:30 ERROR main: disk full',
  '2026-03-02T08:15:30 mx1 sshd: no zone',
  '2026-03-02T08:15:30Z INFO something happened',
  '192.0.2.1 - - [02/Mar/2026:08:15:30 +0000] "GET / HTTP/1.1" 200 1',
  '{"time":"2026-03-02T08:15:30Z"}',
  'Sub 02 08:15:30 mx1 sshd: x',
])('%j is no syslog line', (line) => {
  expect(isSyslogLine(line)).toBe(false);
});

test.each([
  ['Feb 30 08:15:30 mx1 sshd: x', 'Feb 30 08:15:30'],
  ['Mar  2 25:15:30 mx1 sshd: x', 'Mar  2 25:15:30'],
  ['Mar  0 08:15:30 mx1 sshd: x', 'Mar  0 08:15:30'],
  ['<38>1 - mx1 sshd 42 - - x', '-'],
  ['2026-13-02T08:15:30Z mx1 sshd: x', '2026-13-02T08:15:30Z'],
])('%j is refused for its time', (line, stamp) => {
  expect(isSyslogLine(line)).toBe(true);
  expect(parseSyslogLine(line, LATEST)).toBe(
    `timestamp: no such time (found ${JSON.stringify(stamp)})`,
  );
});

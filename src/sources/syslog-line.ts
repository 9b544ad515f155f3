import { parseTime } from '../lib/time.ts';

/** The envelope of one syslog line. */
export interface SyslogLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** As written. */
  readonly timestamp: string;
  /** Empty when the line names none. */
  readonly hostname: string;
  /** Without its process id; empty when the line names none. */
  readonly program: string;
  readonly pid: string | undefined;
  /** Facility of RFC 5424 table 1, when the line carries a priority. */
  readonly facility: number | undefined;
  readonly message: string;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `Dec 10 06:55:46 `, with a year or fraction as some daemons add. */
const BSD =
  /^(?:<(\d{1,3})>)?((Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}(\d{1,2}) (?:(\d{4}) )?(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?) (\S+)(?: (.*))?$/s;
/** rsyslog's and `journalctl -o short-iso`'s stamp; the zone is what tells it from other software's logs. */
const ISO =
  /^(?:<(\d{1,3})>)?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)) (\S+) (.*)$/s;
/** RFC 5424: priority, version 1, then five words, structured data and message. */
const RFC5424 = /^<(\d{1,3})>1 (\S+) (\S+) (\S+) (\S+) \S+ (.*)$/s;
/** `postfix/smtpd[123]: `. A process id in parentheses, as in `sshd(pam_unix)[9]`, is part of the program. */
const TAG = /^([^\s:[\]]{1,128})(?:\[([^\]\s]{1,32})\])?:(?: (.*))?$/s;
/** A program's own log file has no host: `Dec 10 06:55:46 imap-login: Info: …`. */
const TAG_FIRST = /^[\w()@<>.+/=-]{1,128}(?:\[\d{1,10}\])?:$/;

/** Whether the line has a syslog time, host and message, whichever program wrote it. */
export function isSyslogLine(line: string): boolean {
  if (BSD.test(line) || RFC5424.test(line)) return true;
  return isoParts(line) !== null;
}

/** With this stamp a program must be named, else any software's log would pass. */
function isoParts(line: string): RegExpExecArray | null {
  const match = ISO.exec(line);
  return match !== null && (TAG.test(match[4] ?? '') || TAG_FIRST.test(match[3] ?? ''))
    ? match
    : null;
}

/**
 * Reads a line `isSyslogLine` accepts; a string says why it cannot be read. Times without a zone are taken as UTC,
 * times without a year belong to the latest year that puts them no more than a day after `latest`.
 */
export function parseSyslogLine(text: string, latest: number): SyslogLine | string {
  const line = text.endsWith('\r') ? text.slice(0, -1) : text;
  return parse5424(line) ?? parseBsd(line, latest) ?? parseIso(line) ?? 'line: not syslog';
}

function parseBsd(line: string, latest: number): SyslogLine | string | undefined {
  const match = BSD.exec(line);
  if (match === null) return undefined;
  const [, priority, stamp = '', month = '', day, year, h, m, s, fraction = '', host = ''] = match;
  const clock = [Number(h), Number(m), Number(s), Number(`${fraction}000`.slice(0, 3))] as const;
  const date = [MONTHS.indexOf(month), Number(day)] as const;
  const time =
    year === undefined ? inLatestYear(date, clock, latest) : atTime(Number(year), date, clock);
  if (time === undefined) return noSuchTime(stamp);
  return { time, timestamp: stamp, facility: facility(priority), ...tagged(host, match[11] ?? '') };
}

function parseIso(line: string): SyslogLine | string | undefined {
  const match = isoParts(line);
  if (match === null) return undefined;
  const [, priority, timestamp = '', host = '', rest = ''] = match;
  const time = parseTime(timestamp);
  if (time === undefined) return noSuchTime(timestamp);
  return { time, timestamp, facility: facility(priority), ...tagged(host, rest) };
}

function parse5424(line: string): SyslogLine | string | undefined {
  const match = RFC5424.exec(line);
  if (match === null) return undefined;
  const [, priority, timestamp = '', host = '', program = '', pid = '-', rest = ''] = match;
  const time = parseTime(timestamp);
  if (time === undefined) return noSuchTime(timestamp);
  return {
    time,
    timestamp,
    hostname: nil(host) ?? '',
    program: nil(program) ?? '',
    pid: nil(pid),
    facility: facility(priority),
    message: afterStructuredData(rest),
  };
}

function noSuchTime(stamp: string): string {
  return `timestamp: no such time (found ${JSON.stringify(stamp)})`;
}

/** RFC 5424's word for "not known". */
function nil(word: string): string | undefined {
  return word === '-' ? undefined : word;
}

function facility(priority: string | undefined): number | undefined {
  const value = priority === undefined ? 192 : Number(priority);
  return value < 192 ? value >> 3 : undefined;
}

type Tagged = Pick<SyslogLine, 'hostname' | 'program' | 'pid' | 'message'>;

function tagged(host: string, rest: string): Tagged {
  if (TAG_FIRST.test(host)) return { hostname: '', ...afterTag(`${host} ${rest}`) };
  return { hostname: host, ...afterTag(rest) };
}

function afterTag(rest: string): Omit<Tagged, 'hostname'> {
  const tag = TAG.exec(rest);
  if (tag === null) return { program: '', pid: undefined, message: rest };
  return { program: tag[1] ?? '', pid: tag[2], message: tag[3] ?? '' };
}

/** What follows `-` or `[id name="value"…]…`, in which `\` escapes a quote; a byte order mark is dropped. */
function afterStructuredData(rest: string): string {
  if (!rest.startsWith('[')) return rest.replace(/^- ?\uFEFF?/, '');
  let quoted = false;
  for (let i = 1; i < rest.length; i += 1) {
    const c = rest[i];
    if (quoted && c === '\\') i += 1;
    else if (c === '"') quoted = !quoted;
    else if (!quoted && c === ']' && rest[i + 1] !== '[') {
      return rest.slice(i + 1).replace(/^ ?\uFEFF?/, '');
    }
  }
  return rest;
}

const DAY = 86_400_000;
/** The longest from one 29 February to the next. */
const YEARS_BACK = 8;

type MonthDay = readonly [month: number, day: number];
type Clock = readonly [hour: number, minute: number, second: number, millisecond: number];

function inLatestYear(date: MonthDay, clock: Clock, latest: number): number | undefined {
  const limit = latest + DAY;
  const year = new Date(limit).getUTCFullYear();
  for (let back = 0; back <= YEARS_BACK; back += 1) {
    const time = atTime(year - back, date, clock);
    if (time !== undefined && time <= limit) return time;
  }
  return undefined;
}

function atTime(year: number, [month, day]: MonthDay, clock: Clock): number | undefined {
  const [hour, minute, second, millisecond] = clock;
  if (day < 1 || hour > 23 || minute > 59 || second > 60) return undefined;
  const midnight = Date.UTC(year, month, day);
  if (new Date(midnight).getUTCDate() !== day) return undefined;
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
}

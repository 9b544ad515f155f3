import type { Json, JsonObject } from '../lib/json.ts';
import { arrayAt, numberAt, textAt } from '../lib/json.ts';
import { defined, found, refuse } from './event-parts.ts';
import type { Reading, Source, SourceContext } from './source.ts';
import { NO_ID } from './source.ts';
import { messageEvents } from './syslog-event.ts';

const NAME = 'journald';
const TIME = '__REALTIME_TIMESTAMP';
/** Microseconds since 1970 up to the year 9999. */
const MICROSECONDS = /^\d{1,18}$/;

/** The systemd journal as `journalctl -o json` and `systemd-journal-remote` write it (systemd.journal-fields(7)). */
export const journald: Source<JsonObject> = {
  name: NAME,
  title: 'systemd journal',
  shape: 'object',
  recognise: (record) => Object.hasOwn(record, TIME),
  read(record: JsonObject, context: SourceContext): Reading {
    const stamp = record[TIME];
    const time = milliseconds(stamp);
    if (time === undefined) {
      return refuse(`${TIME}: not microseconds since 1970 (found ${found(stamp)})`);
    }
    const message = text(record, 'MESSAGE') ?? '';
    const hostname = text(record, '_HOSTNAME') ?? '';
    const program = text(record, 'SYSLOG_IDENTIFIER') ?? text(record, '_COMM') ?? '';
    const pid = text(record, '_PID') ?? text(record, 'SYSLOG_PID');
    const facility = numberAt(record, 'SYSLOG_FACILITY');
    const id = textAt(record, '__CURSOR') ?? NO_ID;
    const raw = { ...record, ...defined({ hostname, program, pid, message }) };
    return messageEvents(
      { time, hostname, program, facility, message, source: NAME, id, raw },
      context,
    );
  },
};

function milliseconds(stamp: Json | undefined): number | undefined {
  if (typeof stamp !== 'string' && typeof stamp !== 'number') return undefined;
  if (!MICROSECONDS.test(String(stamp))) return undefined;
  const time = Math.floor(Number(stamp) / 1000);
  return time <= 253_402_300_799_999 ? time : undefined;
}

/** A field's text. Bytes that are no UTF-8 come as a list of numbers, a field given twice as a list of values. */
function text(record: JsonObject, key: string): string | undefined {
  const value = record[key];
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  const list = arrayAt(record, key);
  if (typeof list[0] === 'string') return list[0];
  return list.length > 0 && list.every(isByte) ? Buffer.from(list).toString('utf8') : undefined;
}

function isByte(value: Json): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 256;
}

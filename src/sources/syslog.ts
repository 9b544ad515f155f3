import { defined, refuse } from './event-parts.ts';
import type { Reading, Source, SourceContext } from './source.ts';
import { NO_ID } from './source.ts';
import { messageEvents } from './syslog-event.ts';
import { isSyslogLine, parseSyslogLine } from './syslog-line.ts';

const NAME = 'syslog';

/**
 * Syslog lines of any program: RFC 3164, RFC 5424 and rsyslog's ISO stamps. Sign-ins of sshd, Postfix and Dovecot are
 * understood; every other line is kept for rules, so that a mixed file is read whole.
 */
export const syslog: Source<string> = {
  name: NAME,
  title: 'Syslog',
  shape: 'line',
  recognise: isSyslogLine,
  read(record: string, context: SourceContext): Reading {
    const line = parseSyslogLine(record, context.latest);
    if (typeof line === 'string') return refuse(line);
    const { timestamp, hostname, program, pid, message } = line;
    const raw = defined({ timestamp, hostname, program, pid, message });
    return messageEvents({ ...line, source: NAME, id: NO_ID, raw }, context);
  },
};

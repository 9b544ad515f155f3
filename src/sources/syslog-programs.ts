import type { LogSource } from '../events/logsource.ts';
import type { Attempt, AttemptReader } from './attempt.ts';
import { dovecotAttempt } from './dovecot.ts';
import { postfixAttempt } from './postfix.ts';
import { sshdAttempt } from './sshd.ts';

interface Program {
  readonly name: RegExp;
  readonly read: AttemptReader;
}

/** The programs whose messages are understood. OpenSSH 9.8 split sshd in two; Postfix names the service it runs as. */
const PROGRAMS: readonly Program[] = [
  { name: /^sshd(?:-session|-auth)?(?:\(pam_unix\))?$/, read: sshdAttempt },
  { name: /^postfix[^/]*\/(?:[\w-]+\/)*smtpd$/, read: postfixAttempt },
  { name: /^(?:dovecot|[a-z\d]+-login)$/, read: dovecotAttempt },
];

/** rsyslog folds equal messages into `message repeated 5 times: [ … ]`. */
const REPEATED = /^message repeated (\d{1,9}) times: \[ ?(.*)\]$/s;

/** The sign-in attempt a program's message tells of, if any. */
export function readAttempt(program: string, message: string): Attempt | undefined {
  const reader = PROGRAMS.find(({ name }) => name.test(program))?.read;
  if (reader === undefined) return undefined;
  const repeated = REPEATED.exec(message);
  if (repeated === null) return reader(message, program);
  const attempt = reader((repeated[2] ?? '').trimEnd(), program);
  const times = Math.max(1, Number(repeated[1]));
  return attempt === undefined ? undefined : { ...attempt, times: attempt.times * times };
}

/** Sigma's service for a program (Sigma 2.1.0, appendix taxonomy, "Linux Folder: Service"), and ours for mail. */
const SERVICES: readonly (readonly [RegExp, string])[] = [
  [/^sshd(?:[-(]|$)/, 'sshd'],
  [/^postfix/, 'postfix'],
  [/^(?:dovecot|(?:imap|pop3|submission|managesieve)-login)$/, 'dovecot'],
  [/^sudo$/, 'sudo'],
  [/^(?:cron|crond|anacron)$/i, 'cron'],
  [/^(?:audit|auditd|audispd)$/, 'auditd'],
  [/^(?:clamd|clamav|freshclam)/, 'clamav'],
  [/^vsftpd$/, 'vsftpd'],
  [/^guac(?:d|amole)/, 'guacamole'],
];

/** Programs that write to auth.log wherever the line does not say its facility. */
const AUTH_PROGRAM =
  /^(?:sshd|sudo$|su$|su[(:]|login$|passwd$|chpasswd$|chage$|chfn$|chsh$|useradd$|userdel$|usermod$|groupadd$|groupdel$|groupmod$|gpasswd$|polkit|pkexec$|systemd-logind$|gdm|lightdm|sddm|doas$)/;
/** LOG_AUTH and LOG_AUTHPRIV. */
const AUTH_FACILITIES = new Set([4, 10]);

const LOG_SOURCES = new Map<string, LogSource>();

/** One frozen log source per combination: at most the number of services times four. */
export function linuxLogSource(
  category: LogSource['category'],
  program: string,
  facility: number | undefined,
): LogSource {
  const service = SERVICES.find(([name]) => name.test(program))?.[1];
  const auth = AUTH_PROGRAM.test(program) || AUTH_FACILITIES.has(facility ?? -1);
  const key = `${category} ${service ?? ''} ${auth}`;
  const existing = LOG_SOURCES.get(key);
  if (existing !== undefined) return existing;
  const services = [service, auth ? 'auth' : undefined, 'syslog'].filter((s) => s !== undefined);
  const made = Object.freeze({ category, product: 'linux', services: Object.freeze(services) });
  LOG_SOURCES.set(key, made);
  return made;
}

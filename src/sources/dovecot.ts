import type { OutcomeRow } from '../events/outcome.ts';
import type { Attempt } from './attempt.ts';
import { NAME_OR_PASSWORD, SIGNED_IN } from './attempt.ts';
import { isLegacyMechanism } from './mechanism.ts';

/**
 * Dovecot's login processes write one line when a client signs in and one when it leaves without having done so, with
 * the number of attempts. Only these count. The `auth:` lines (`unknown user`, `Password mismatch`) tell of the same
 * attempts one by one, but most installations do not write them; and those of SMTP clients are Postfix's to report.
 * Known losses: failures before a success on the same connection, and names other than the last one tried.
 */
const LOGIN_PROCESS = /^(imap|pop3|submission|managesieve|sieve)-login: (?:Info: )?(.*)$/s;

const PROTOCOLS: Readonly<Record<string, string>> = {
  imap: 'IMAP4',
  pop3: 'POP3',
  submission: 'SMTP AUTH',
  managesieve: 'ManageSieve',
  sieve: 'ManageSieve',
};

/** Reasons for leaving (`client_get_extra_disconnect_reason`, login-common), with the number of attempts if given. */
const REASON =
  /\((auth failed|authorization failed|auth service reported temporary failure|user disabled|password expired|login disabled|proxy dest auth failed|tried to use (?:disabled|disallowed) plaintext auth)(?:, (\d{1,9}) attempts?)?[^()]{0,64}\)/;

const REASONS: Readonly<Record<string, OutcomeRow>> = {
  'auth failed': NAME_OR_PASSWORD,
  'proxy dest auth failed': NAME_OR_PASSWORD,
  'password expired': {
    outcome: 'password-known',
    stopped_by: 'expired-password',
    meaning: 'password right but expired',
  },
  'user disabled': { outcome: 'refused', meaning: 'account disabled' },
};

export function dovecotAttempt(message: string, program: string): Attempt | undefined {
  const text = program === 'dovecot' ? message : `${program}: ${message}`;
  const match = LOGIN_PROCESS.exec(text);
  if (match === null) return undefined;
  const [, service = '', said = ''] = match;
  // Whatever the client sent comes after this: a forged reason or address cannot be inside the part before.
  const fields = said.search(/: (?:user=<|rip=)/);
  if (fields < 0) return undefined;
  const verdict = verdictOf(said.slice(0, fields));
  if (verdict === undefined) return undefined;
  const client = clientOf(said.slice(fields + 2));
  return {
    ...client,
    ...verdict,
    service,
    auth_protocol: PROTOCOLS[service] ?? service,
    is_legacy_protocol: isLegacyMechanism(client.method),
  };
}

function verdictOf(head: string): Pick<Attempt, 'row' | 'times'> | undefined {
  if (/^(?:Login|Logged in)$/.test(head)) return { row: SIGNED_IN, times: 1 };
  const reason = REASON.exec(head);
  if (reason === null) return undefined;
  const [, words = '', attempts = '1'] = reason;
  const row = REASONS[words] ?? { outcome: 'refused', meaning: words };
  return { row, times: Math.max(1, Number(attempts)) };
}

/** `user=<…>, method=…, rip=…, lip=…, session=<…>`: the name comes first and may hold anything, so read from the end. */
function clientOf(
  fields: string,
): Pick<Attempt, 'user' | 'from' | 'session'> & { readonly method: string } {
  const rip = fields.lastIndexOf('rip=');
  const after = rip < 0 ? '' : fields.slice(rip);
  const before = rip < 0 ? fields : fields.slice(0, rip);
  return {
    user: /^user=<(.*)>/s.exec(before)?.[1] ?? '',
    method: /, method=([\w-]{1,64}), $/.exec(before)?.[1] ?? '',
    from: /^rip=([^,\s]+)/.exec(after)?.[1],
    session: /\bsession=<([^>]{1,64})>/.exec(after)?.[1],
  };
}

import type { OutcomeRow } from '../events/outcome.ts';
import type { Attempt } from './attempt.ts';
import { NO_SUCH_USER, SIGNED_IN, WRONG_PASSWORD } from './attempt.ts';

/**
 * OpenSSH's own verdict on one attempt (`auth_log` in its auth.c). It alone counts: the lines around it (`Invalid
 * user`, `pam_unix(sshd:auth)`, `PAM 4 more authentication failures`, `maximum authentication attempts exceeded`,
 * `Connection closed by authenticating user`) tell of the same attempts again. The user name is what the client sent
 * and may hold spaces or a whole forged ending, so the last ` from ADDRESS port N` of the line is the true one.
 */
const VERDICT =
  /^(Accepted|Failed) (\S+) for (invalid user )?(.*) from (\S+) port (\d{1,5})(?: ssh\d?)?(: .*)?(?: \[preauth\])?$/s;

/** Only verdicts on keys carry more after the port: the key. Elsewhere it is a user name made to look like one. */
const KEY_METHOD = /^(?:publickey|hostbased)/;

/** `sshd(pam_unix)[9]`, of old Linux-PAM, kept apart from sshd's own messages in another file. */
const OLD_PAM = 'sshd(pam_unix)';
const PAM_FAILURE = /^authentication failure; logname=.*? rhost=(\S*)(?: +user=(.*))?$/s;

/** Failed keys say nothing of a password, and clients offer several in turn. */
const KEY_REFUSED: OutcomeRow = { outcome: 'refused', meaning: 'key not accepted' };

export function sshdAttempt(message: string, program: string): Attempt | undefined {
  if (program === OLD_PAM) return oldPamAttempt(message);
  const match = VERDICT.exec(message);
  if (match === null) return undefined;
  const [, verdict, method = '', invalid, user = '', from = '', port = '', extra] = match;
  // `none` is how a client asks which methods there are.
  if (method === 'none') return undefined;
  if (extra !== undefined && !KEY_METHOD.test(method)) return undefined;
  const row = verdict === 'Accepted' ? SIGNED_IN : failure(method, invalid !== undefined);
  return { user, row, service: 'sshd', auth_protocol: method, from, port, times: 1 };
}

function failure(method: string, invalid: boolean): OutcomeRow {
  if (invalid) return NO_SUCH_USER;
  return KEY_METHOD.test(method) ? KEY_REFUSED : WRONG_PASSWORD;
}

function oldPamAttempt(message: string): Attempt | undefined {
  const match = PAM_FAILURE.exec(message);
  if (match === null) return undefined;
  const [, from = '', user] = match;
  // PAM leaves the name out when there is no such user.
  const row = user === undefined ? NO_SUCH_USER : WRONG_PASSWORD;
  return { user: user ?? '', row, service: 'sshd', auth_protocol: 'password', from, times: 1 };
}

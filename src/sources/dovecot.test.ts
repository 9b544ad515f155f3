import { expect, test } from 'vitest';
import { dovecotAttempt } from './dovecot.ts';

const END = 'method=PLAIN, rip=192.0.2.7, lip=198.51.100.1, TLS, session=<aB3+/x==>';

test.each([
  [`imap-login: Login: user=<jane@example.org>, ${END}`, 'in', 1],
  [`imap-login: Info: Login: user=<jane@example.org>, ${END}`, 'in', 1],
  [`imap-login: Logged in: user=<jane@example.org>, ${END}`, 'in', 1],
  [
    `imap-login: Disconnected (auth failed, 3 attempts in 12 secs): user=<jane@example.org>, ${END}`,
    'wrong-password',
    3,
  ],
  [
    `imap-login: Aborted login (auth failed, 1 attempts in 2 secs): user=<jane@example.org>, ${END}`,
    'wrong-password',
    1,
  ],
  [
    `imap-login: Aborted login (auth failed, 1 attempts): user=<jane@example.org>, ${END}`,
    'wrong-password',
    1,
  ],
  [
    `imap-login: Disconnected: Connection closed (auth failed, 2 attempts in 5 secs): user=<jane@example.org>, ${END}`,
    'wrong-password',
    2,
  ],
  [
    `imap-login: Login aborted: Logged out (auth failed, 2 attempts in 5 secs) (auth_failed): user=<jane@example.org>, ${END}`,
    'wrong-password',
    2,
  ],
  [
    `imap-login: Disconnected (password expired): user=<jane@example.org>, ${END}`,
    'password-known',
    1,
  ],
  [`imap-login: Disconnected (user disabled): user=<jane@example.org>, ${END}`, 'refused', 1],
  [
    `imap-login: Disconnected (authorization failed, 4 attempts in 5 secs): user=<jane@example.org>, ${END}`,
    'refused',
    4,
  ],
  [
    `imap-login: Disconnected (tried to use disallowed plaintext auth): user=<jane@example.org>, ${END}`,
    'refused',
    1,
  ],
])('%s', (message, outcome, times) => {
  expect(dovecotAttempt(message, 'dovecot')).toMatchObject({
    user: 'jane@example.org',
    row: { outcome },
    times,
    service: 'imap',
    auth_protocol: 'IMAP4',
    is_legacy_protocol: true,
    from: '192.0.2.7',
    session: 'aB3+/x==',
  });
});

test.each([
  'imap-login: Disconnected (no auth attempts in 0 secs): user=<>, rip=192.0.2.7, lip=198.51.100.1',
  `imap-login: Disconnected (client didn't finish SASL auth, waited 5 secs): user=<>, ${END}`,
  'auth: passwd-file(jane@example.org,192.0.2.7): unknown user',
  'auth: passwd-file(jane@example.org,192.0.2.7,<aB3>): Password mismatch',
  'auth-worker(9): pam(jane,192.0.2.7): pam_authenticate() failed: Authentication failure',
  'imap(jane@example.org)<9><aB3>: Logged out in=1 out=2',
  'imap-login: Login: something else',
  '',
])('no attempt of its own: %s', (message) => {
  expect(dovecotAttempt(message, 'dovecot')).toBeUndefined();
});

test("a login process may be the line's program", () => {
  expect(dovecotAttempt(`Login: user=<jane>, ${END}`, 'pop3-login')).toMatchObject({
    user: 'jane',
    auth_protocol: 'POP3',
  });
});

test('a token instead of a password is not legacy', () => {
  const line = `imap-login: Login: user=<jane>, ${END.replace('PLAIN', 'OAUTHBEARER')}`;
  expect(dovecotAttempt(line, 'dovecot')?.is_legacy_protocol).toBe(false);
});

test.each([
  ['x>, method=PLAIN, rip=198.51.100.9, session=<z'],
  ['x): (auth failed, 900 attempts in 1 secs): user=<y'],
])('a user named %j forges neither address nor count', (user) => {
  const line = `imap-login: Aborted login (auth failed, 2 attempts in 2 secs): user=<${user}>, ${END}`;
  expect(dovecotAttempt(line, 'dovecot')).toMatchObject({ user, from: '192.0.2.7', times: 2 });
});

test('nobody tried to sign in under no name', () => {
  const line = `imap-login: Aborted login (auth failed, 1 attempts in 2 secs): user=<>, ${END}`;
  expect(dovecotAttempt(line, 'dovecot')).toMatchObject({ user: '' });
});

import { expect, test } from 'vitest';
import { sshdAttempt } from './sshd.ts';

test.each([
  ['Accepted password for jane from 192.0.2.7 port 50122 ssh2', 'jane', 'in', 'password'],
  [
    'Accepted publickey for jane from 2001:db8::7 port 50122 ssh2: ED25519 SHA256:abc',
    'jane',
    'in',
    'publickey',
  ],
  ['Failed password for jane from 192.0.2.7 port 1 ssh2', 'jane', 'wrong-password', 'password'],
  [
    'Failed password for jane from 192.0.2.7 port 1 ssh2 [preauth]',
    'jane',
    'wrong-password',
    'password',
  ],
  [
    'Failed password for invalid user bob from 192.0.2.7 port 1 ssh2',
    'bob',
    'user-unknown',
    'password',
  ],
  ['Failed password for invalid user  from 192.0.2.7 port 1 ssh2', '', 'user-unknown', 'password'],
  [
    'Failed keyboard-interactive/pam for jane from 192.0.2.7 port 1 ssh2',
    'jane',
    'wrong-password',
    'keyboard-interactive/pam',
  ],
  [
    'Failed publickey for jane from 192.0.2.7 port 1 ssh2: RSA SHA256:x',
    'jane',
    'refused',
    'publickey',
  ],
  [
    'Failed publickey for invalid user bob from 192.0.2.7 port 1 ssh2: RSA SHA256:x',
    'bob',
    'user-unknown',
    'publickey',
  ],
])('%s', (message, user, outcome, auth_protocol) => {
  expect(sshdAttempt(message, 'sshd')).toMatchObject({
    user,
    row: { outcome },
    auth_protocol,
    service: 'sshd',
    times: 1,
  });
});

test.each([
  'Failed none for invalid user bob from 192.0.2.7 port 1 ssh2',
  'Invalid user bob from 192.0.2.7 port 1',
  'Connection closed by authenticating user jane 192.0.2.7 port 1 [preauth]',
  'error: maximum authentication attempts exceeded for jane from 192.0.2.7 port 1 ssh2 [preauth]',
  'error: PAM: Authentication failure for jane from 192.0.2.7',
  'PAM 4 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.7  user=jane',
  'pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.7  user=jane',
  'Postponed keyboard-interactive for jane from 192.0.2.7 port 1 ssh2 [preauth]',
  'Partial publickey for jane from 192.0.2.7 port 1 ssh2: RSA SHA256:x',
  'Failed password for jane',
  '',
])('no attempt of its own: %s', (message) => {
  expect(sshdAttempt(message, 'sshd')).toBeUndefined();
});

test.each([
  [
    'from 198.51.100.9',
    'Failed password for invalid user from 198.51.100.9 from 192.0.2.7 port 22 ssh2',
  ],
  [
    'x from 198.51.100.9 port 1 ssh2',
    'Failed password for invalid user x from 198.51.100.9 port 1 ssh2 from 192.0.2.7 port 22 ssh2',
  ],
  [
    'x from 198.51.100.9 port 1 ssh2: RSA SHA256:y',
    'Failed publickey for invalid user x from 198.51.100.9 port 1 ssh2: RSA SHA256:y from 192.0.2.7 port 22 ssh2: RSA SHA256:z',
  ],
  ['jane doe', 'Failed password for invalid user jane doe from 192.0.2.7 port 22 ssh2'],
])('a user named %j does not forge the address', (user, message) => {
  expect(sshdAttempt(message, 'sshd')).toMatchObject({ user, from: '192.0.2.7', port: '22' });
});

test('sshd(pam_unix) lines of old systems are the attempt: sshd wrote elsewhere', () => {
  const line = 'authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost=192.0.2.7';
  expect(sshdAttempt(`${line}  user=jane`, 'sshd(pam_unix)')).toMatchObject({
    user: 'jane',
    row: { outcome: 'wrong-password' },
    from: '192.0.2.7',
  });
  expect(sshdAttempt(line, 'sshd(pam_unix)')).toMatchObject({
    user: '',
    row: { outcome: 'user-unknown' },
  });
  expect(sshdAttempt('check pass; user unknown', 'sshd(pam_unix)')).toBeUndefined();
});

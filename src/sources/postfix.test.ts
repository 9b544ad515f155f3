import { expect, test } from 'vitest';
import { postfixAttempt } from './postfix.ts';

test.each([
  [
    'warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: authentication failure',
    { user: '', row: { outcome: 'wrong-password' }, from: '192.0.2.7' },
  ],
  [
    'warning: mail.example.com[2001:db8::7]: SASL PLAIN authentication failed: (reason unavailable), sasl_username=jane@example.org',
    { user: 'jane@example.org', row: { outcome: 'wrong-password' }, from: '2001:db8::7' },
  ],
  [
    'warning: unknown[192.0.2.7]:40122: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=a, sasl_username=b',
    { user: 'a, sasl_username=b', from: '192.0.2.7', port: '40122' },
  ],
  [
    'warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: authentication failure: user not found',
    { row: { outcome: 'user-unknown' } },
  ],
  [
    'warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: Connection lost to authentication server',
    { row: { outcome: 'refused' } },
  ],
  [
    '4F1A2B3C4D: client=host.example.com[192.0.2.7], sasl_method=PLAIN, sasl_username=jane@example.org',
    { user: 'jane@example.org', row: { outcome: 'in' }, is_legacy_protocol: true },
  ],
  [
    '4F1A2B3C4D: client=unknown[192.0.2.7], sasl_method=XOAUTH2, sasl_username=jane, sasl_sender=x@example.com',
    { user: 'jane', row: { outcome: 'in' }, is_legacy_protocol: false },
  ],
])('%s', (message, expected) => {
  expect(postfixAttempt(message)).toMatchObject({
    service: 'smtp',
    auth_protocol: 'SMTP AUTH',
    times: 1,
    ...expected,
  });
});

test.each([
  'connect from unknown[192.0.2.7]',
  'lost connection after AUTH from unknown[192.0.2.7]',
  'disconnect from unknown[192.0.2.7] ehlo=1 auth=0/1 quit=1 commands=2/3',
  '4F1A2B3C4D: client=unknown[192.0.2.7]',
  'warning: unknown[192.0.2.7: SASL LOGIN authentication failed: x',
  '',
])('no attempt: %s', (message) => {
  expect(postfixAttempt(message)).toBeUndefined();
});

import { describe, expect, test } from 'vitest';
import { kerberosRow, ntStatusRow, statusCode } from './windows-codes.ts';

describe('statusCode', () => {
  test.each([
    ['0xc000006a', '0xC000006A'],
    ['0x00000018', '0x18'],
    ['0x0', '0x0'],
    ['24', '0x18'],
    [24, '0x18'],
    [-1_073_741_718, '0xC000006A'],
    [3_221_225_578, '0xC000006A'],
  ])('writes %j as %s', (value, code) => {
    expect(statusCode(value)).toBe(code);
  });

  test.each([['-'], [''], ['%%2313'], [null], [undefined], [{}], [1.5], ['0x']])(
    'finds no code in %j',
    (value) => {
      expect(statusCode(value)).toBeUndefined();
    },
  );
});

describe('ntStatusRow', () => {
  test.each([
    ['0xC0000064', 'user-unknown'],
    ['0xC000006A', 'wrong-password'],
    ['0xC0000234', 'locked'],
    ['0xC0000071', 'password-known'],
    ['0xC0000224', 'password-known'],
    ['0xC000015B', 'password-known'],
    ['0xC0000413', 'password-known'],
    ['0xC000006E', 'refused'],
    ['0xC0000133', 'refused'],
    ['0xDEADBEEF', 'refused'],
  ])('%s is %s whichever protocol', (code, outcome) => {
    expect(ntStatusRow(code, true).outcome).toBe(outcome);
    expect(ntStatusRow(code, false).outcome).toBe(outcome);
  });

  test.each([
    ['0xC0000072', 'disabled-account'],
    ['0xC0000193', 'disabled-account'],
    ['0xC000006F', 'logon-restriction'],
    ['0xC0000070', 'logon-restriction'],
  ])('%s proves the password right only when NTLM gave it', (code, stopped_by) => {
    expect(ntStatusRow(code, true)).toMatchObject({ outcome: 'password-known', stopped_by });
    expect(ntStatusRow(code, false).outcome).toBe('refused');
    expect(ntStatusRow(code, false)).not.toHaveProperty('stopped_by');
  });

  test('every row that stops a right password says by what', () => {
    expect(ntStatusRow('0xC0000071', false).stopped_by).toBe('expired-password');
    expect(ntStatusRow(undefined, false).outcome).toBe('refused');
  });
});

test.each([
  ['0x0', 'in'],
  ['0x6', 'user-unknown'],
  ['0x12', 'locked'],
  ['0x17', 'password-known'],
  ['0x18', 'wrong-password'],
  ['0x25', 'refused'],
  ['0x20', 'none'],
  ['0xFFFF', 'refused'],
])('the Kerberos result %s is %s', (code, outcome) => {
  expect(kerberosRow(code).outcome).toBe(outcome);
});

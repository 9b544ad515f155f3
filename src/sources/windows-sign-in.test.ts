import { describe, expect, test } from 'vitest';
import { JANE, signIn } from './windows.test-support.ts';

describe('a failed logon', () => {
  const failed = {
    ...JANE,
    TargetUserSid: 'S-1-0-0',
    Status: '0xc000006d',
    SubStatus: '0xc000006a',
    LogonType: '10',
    AuthenticationPackageName: 'Negotiate',
    WorkstationName: 'LAPTOP7',
    IpAddress: '::ffff:192.0.2.7',
    IpPort: '50122',
  };

  test('is read whole', () => {
    expect(signIn(4625, failed)).toMatchObject({
      time: Date.parse('2026-03-02T08:15:30Z'),
      metadata: {
        uid: 'windows-security:fs1.example.org/9',
        source: 'windows-security',
        tenant_uid: 'example.org',
      },
      logsource: { category: 'authentication', product: 'windows', services: ['security'] },
      activity_id: 1,
      user: { name: 'jane', domain: 'example' },
      outcome: 'wrong-password',
      status_code: '0xC000006A',
      status_detail: 'wrong password',
      auth_protocol: 'Negotiate',
      logon_type: '10',
      is_interactive: true,
      src_endpoint: { ip: '192.0.2.7', port: 50_122, hostname: 'laptop7' },
    });
    expect(signIn(4625, failed).user).not.toHaveProperty('uid');
  });

  test('takes Status when SubStatus says nothing', () => {
    const locked = signIn(4625, { ...failed, Status: '0xc0000234', SubStatus: '0x0' });
    expect(locked).toMatchObject({ outcome: 'locked', status_code: '0xC0000234' });
    const { SubStatus: _, ...withoutSub } = failed;
    expect(signIn(4625, { ...withoutSub, Status: '0xc000015b' }).outcome).toBe('password-known');
  });

  test('is a failure even when the codes say success or nothing', () => {
    expect(signIn(4625, { ...JANE, Status: '0x0', SubStatus: '0x0' }).outcome).toBe('refused');
    expect(signIn(4625, JANE).outcome).toBe('refused');
  });

  test('of a disabled account shows the password was right over NTLM only', () => {
    const disabled = { ...failed, SubStatus: '0xc0000072' };
    expect(signIn(4625, disabled).outcome).toBe('refused');
    const ntlm = { ...disabled, AuthenticationPackageName: 'NTLM', LmPackageName: 'NTLM V2' };
    expect(signIn(4625, ntlm)).toMatchObject({
      outcome: 'password-known',
      stopped_by: 'disabled-account',
      auth_protocol: 'NTLM V2',
    });
  });

  test('without an account name has an empty one', () => {
    expect(signIn(4625, { ...failed, TargetUserName: '-' }).user.name).toBe('');
  });

  test('keeps the name of a principal and takes the domain from it', () => {
    const event = signIn(4625, { TargetUserName: 'Jane@Example.org', TargetDomainName: null });
    expect(event.user).toEqual({ name: 'jane@example.org', domain: 'example.org' });
    expect(signIn(4625, { TargetUserName: 'EXAMPLE\\Jane' }).user).toEqual({
      name: 'jane',
      domain: 'example',
    });
  });

  test.each([['-'], ['::1'], ['127.0.0.1'], ['LOCAL'], [''], [null], ['0.0.0.0'], ['junk']])(
    'from %j has no address',
    (IpAddress) => {
      expect(signIn(4625, { ...failed, IpAddress }).src_endpoint).toEqual({ hostname: 'laptop7' });
    },
  );

  test('does not take the computer itself for the place it came from', () => {
    const local = { ...failed, IpAddress: '-', WorkstationName: 'FS1' };
    expect(signIn(4625, local)).not.toHaveProperty('src_endpoint');
  });
});

describe('a logon', () => {
  const logon = {
    ...JANE,
    LogonType: 2,
    TargetLogonId: '0x3a5f',
    TargetUserSid: 'S-1-5-21-1-2-3-1104',
  };

  test('is in, with its session', () => {
    expect(signIn(4624, logon)).toMatchObject({
      outcome: 'in',
      is_interactive: true,
      user: { name: 'jane', uid: 'S-1-5-21-1-2-3-1104' },
      session: { uid: 'fs1.example.org/0x3a5f' },
    });
  });

  test.each([
    ['2', true],
    ['3', false],
    ['4', false],
    ['5', false],
    ['7', false],
    ['8', undefined],
    ['10', true],
    ['11', true],
  ])('of type %s: a person is %s', (LogonType, expected) => {
    expect(signIn(4624, { ...logon, LogonType }).is_interactive).toBe(expected);
  });

  test.each([
    ['a computer', { TargetUserName: 'FS1$' }],
    ['SYSTEM', { TargetUserName: 'SYSTEM', TargetUserSid: 'S-1-5-18' }],
    ['SYSTEM in another language', { TargetUserName: 'SISTEMA', TargetUserSid: 'S-1-5-18' }],
    ['a window manager', { TargetUserName: 'DWM-1', TargetUserSid: 'S-1-5-90-0-1' }],
  ])('of %s is not interactive whatever its type', (_, who) => {
    expect(signIn(4624, { ...logon, ...who })).toMatchObject({
      outcome: 'in',
      is_interactive: false,
    });
  });

  test('of nobody, an anonymous session, is no attempt', () => {
    const anonymous = { TargetUserName: 'ANONYMOUS LOGON', LogonType: '3', IpAddress: '192.0.2.1' };
    expect(signIn(4624, anonymous)).toMatchObject({ outcome: 'none', is_interactive: false });
    const french = { TargetUserName: 'ANONYME', TargetUserSid: 'S-1-5-7', LogonType: '3' };
    expect(signIn(4624, french).outcome).toBe('none');
  });
});

describe('at the domain controller', () => {
  const kerberos = {
    ...JANE,
    TargetSid: 'S-1-5-21-1-2-3-1104',
    ServiceName: 'krbtgt',
    PreAuthType: '2',
  };

  test.each([
    [4771, '0x18', 6, 'wrong-password'],
    [4771, '0x00000012', 6, 'locked'],
    [4768, '0x6', 6, 'user-unknown'],
    [4768, '0x17', 6, 'password-known'],
    [4768, '0x0', 3, 'in'],
    [4769, '0x0', 4, 'none'],
    [4769, '0x20', 4, 'none'],
    [4770, '0x0', 4, 'none'],
    [4776, '0xC000006A', 6, 'wrong-password'],
    [4776, '0xC0000072', 6, 'password-known'],
    [4776, '0x0', 6, 'in'],
  ])('event %i with %s has activity %i and is %s', (id, Status, activity_id, outcome) => {
    expect(signIn(id, { ...kerberos, Status })).toMatchObject({ activity_id, outcome });
  });

  test('a ticket given without pre-authentication shows no password', () => {
    const roasted = { ...kerberos, Status: '0x0', PreAuthType: '0' };
    expect(signIn(4768, roasted)).toMatchObject({ activity_id: 3, outcome: 'none' });
  });

  test('an NTLM check names the client computer', () => {
    const check = { TargetUserName: 'jane', Workstation: '\\\\LAPTOP7', Status: '0xC0000064' };
    expect(signIn(4776, check)).toMatchObject({
      auth_protocol: 'NTLM',
      outcome: 'user-unknown',
      src_endpoint: { hostname: 'laptop7' },
    });
  });
});

test.each([
  [4634, 2],
  [4647, 2],
  [4648, 1],
])('event %i is no attempt', (id, activity_id) => {
  expect(signIn(id, JANE)).toMatchObject({ activity_id, outcome: 'none' });
});

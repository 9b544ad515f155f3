import { describe, expect, test } from 'vitest';
import { audit, JANE } from './windows.test-support.ts';

describe('audit records', () => {
  const subject = {
    SubjectUserName: 'Admin',
    SubjectDomainName: 'EXAMPLE',
    SubjectUserSid: 'S-1-5-21-1-2-3-500',
  };

  test.each([
    [1102, 'audit-policy-change'],
    [4719, 'audit-policy-change'],
    [4720, 'account-create'],
    [4722, 'account-change'],
    [4723, 'password-change'],
    [4724, 'password-change'],
    [4725, 'account-change'],
    [4726, 'account-delete'],
    [4767, 'account-change'],
    [4728, 'group-change'],
    [4732, 'group-change'],
    [4756, 'group-change'],
    [4688, 'other'],
  ])('event %i is %s', (id, activity) => {
    expect(audit(id, { ...subject, ...JANE })).toMatchObject({
      activity,
      actor: { user: { name: 'admin', domain: 'example' } },
      logsource: { category: 'audit', product: 'windows', services: ['security'] },
    });
  });

  test('a lockout names the account and the computer that caused it', () => {
    const lockout = {
      TargetUserName: 'Jane',
      TargetDomainName: 'LAPTOP7',
      TargetSid: 'S-1-5-21-1-2-3-1104',
    };
    expect(audit(4740, { ...subject, ...lockout })).toMatchObject({
      activity: 'account-change',
      user: { name: 'jane', uid: 'S-1-5-21-1-2-3-1104' },
      src_endpoint: { hostname: 'laptop7' },
      api: { operation: 'A user account was locked out' },
    });
  });

  test('joining an administrators group, in any language, grants a role to the member', () => {
    const member = {
      MemberName: 'CN=Doe\\, Jane,OU=Staff,DC=example,DC=org',
      MemberSid: 'S-1-5-21-1-2-3-1104',
    };
    const group = { TargetUserName: 'Administradores', TargetSid: 'S-1-5-32-544' };
    expect(audit(4732, { ...subject, ...member, ...group })).toMatchObject({
      activity: 'role-grant',
      user: { name: 'doe, jane', uid: 'S-1-5-21-1-2-3-1104' },
      parameters: { TargetUserName: 'Administradores' },
    });
    expect(audit(4733, { ...member, ...group, MemberName: '-' })).toMatchObject({
      activity: 'role-removal',
      user: { name: 's-1-5-21-1-2-3-1104' },
    });
    expect(audit(4728, { ...member, TargetSid: 'S-1-5-21-1-2-3-1999' }).activity).toBe(
      'group-change',
    );
  });

  test('status follows the keywords', () => {
    expect(audit(4724, JANE, { Keywords: 'Audit Failure' }).status).toBe('failure');
    expect(audit(4724, JANE).status).toBe('success');
    expect(audit(5156, {}).status).toBe('unknown');
  });
});

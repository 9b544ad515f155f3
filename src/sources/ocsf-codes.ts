import type { AuditActivity } from '../events/event.ts';
import { ACTIVITY } from '../events/event.ts';

/**
 * Enumerations of OCSF 1.x that we read. Source: https://schema.ocsf.io (classes Account Change 3001, Authentication
 * 3002, Authorize Session 3003, Entity Management 3004, User Access Management 3005, Group Management 3006, API
 * Activity 6003).
 */

export const AUTHENTICATION = 3002;

export const AUDIT_CLASSES: ReadonlyMap<number, string> = new Map([
  [3001, 'account-change'],
  [3003, 'authorize-session'],
  [3004, 'entity-management'],
  [3005, 'user-access'],
  [3006, 'group-management'],
  [6003, 'api-activity'],
]);

/** Authentication's `activity_id`. A ticket renewal (5) is a ticket request; an account switch (7) is a logon. */
export function activityId(id: number | undefined): (typeof ACTIVITY)[keyof typeof ACTIVITY] {
  switch (id) {
    case 2:
      return ACTIVITY.logoff;
    case 3:
      return ACTIVITY.ticket;
    case 4:
    case 5:
      return ACTIVITY.serviceTicket;
    case 6:
      return ACTIVITY.preauth;
    default:
      return ACTIVITY.logon;
  }
}

const PROTOCOLS: readonly string[] = [
  '',
  'NTLM',
  'Kerberos',
  'Digest',
  'OpenID',
  'SAML',
  'OAUTH 2.0',
  'PAP',
  'CHAP',
  'EAP',
  'RADIUS',
  'Basic Authentication',
  'LDAP',
];

export function protocolName(id: number | undefined): string | undefined {
  const name = id === undefined ? undefined : PROTOCOLS[id];
  return name === '' ? undefined : name;
}

/** `logon_type_id` values of a person at a screen: interactive, remote interactive, unlock, cached. */
export function isInteractive(logonType: number | undefined): boolean | undefined {
  if (logonType === undefined || logonType <= 0 || logonType >= 99) return undefined;
  return [2, 7, 10, 11, 12, 13].includes(logonType);
}

const ACCOUNT_CHANGES: ReadonlyMap<number, AuditActivity> = new Map([
  [1, 'account-create'],
  [2, 'account-change'],
  [3, 'password-change'],
  [4, 'password-change'],
  [5, 'account-change'],
  [6, 'account-delete'],
  [7, 'role-grant'],
  [8, 'role-removal'],
  [9, 'account-change'],
  [10, 'mfa-change'],
  [11, 'mfa-change'],
  [12, 'account-change'],
]);

/** What an identity or API record is about, from its class and `activity_id`. */
export function auditActivityOf(classUid: number, id: number | undefined): AuditActivity {
  switch (classUid) {
    case 3001:
      return ACCOUNT_CHANGES.get(id ?? 0) ?? 'account-change';
    case 3003:
      return id === 2 ? 'group-change' : 'other';
    case 3005:
      return id === 2 ? 'role-removal' : 'role-grant';
    case 3006:
      if (id === 1) return 'role-grant';
      return id === 2 ? 'role-removal' : 'group-change';
    default:
      return 'other';
  }
}

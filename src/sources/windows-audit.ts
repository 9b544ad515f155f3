import type { Audit, AuditActivity, User } from '../events/event.ts';
import type { JsonObject } from '../lib/json.ts';
import { textAt } from '../lib/json.ts';
import { account, defined } from './event-parts.ts';
import { windowsEndpoint, windowsUser } from './windows-account.ts';
import type { WindowsRecord } from './windows-record.ts';

/** What the Security channel records besides sign-ins: event number, activity, Microsoft's title of the event. */
const OPERATIONS: ReadonlyMap<number, readonly [AuditActivity, string]> = new Map<
  number,
  readonly [AuditActivity, string]
>([
  [1100, ['audit-policy-change', 'The event logging service has shut down']],
  [1102, ['audit-policy-change', 'The audit log was cleared']],
  [4713, ['access-policy-change', 'Kerberos policy was changed']],
  [4715, ['audit-policy-change', 'The audit policy (SACL) on an object was changed']],
  [4717, ['access-policy-change', 'System security access was granted to an account']],
  [4718, ['access-policy-change', 'System security access was removed from an account']],
  [4719, ['audit-policy-change', 'System audit policy was changed']],
  [4720, ['account-create', 'A user account was created']],
  [4722, ['account-change', 'A user account was enabled']],
  [4723, ['password-change', "An attempt was made to change an account's password"]],
  [4724, ['password-change', "An attempt was made to reset an account's password"]],
  [4725, ['account-change', 'A user account was disabled']],
  [4726, ['account-delete', 'A user account was deleted']],
  [4727, ['group-change', 'A security-enabled global group was created']],
  [4728, ['group-change', 'A member was added to a security-enabled global group']],
  [4729, ['group-change', 'A member was removed from a security-enabled global group']],
  [4730, ['group-change', 'A security-enabled global group was deleted']],
  [4731, ['group-change', 'A security-enabled local group was created']],
  [4732, ['group-change', 'A member was added to a security-enabled local group']],
  [4733, ['group-change', 'A member was removed from a security-enabled local group']],
  [4734, ['group-change', 'A security-enabled local group was deleted']],
  [4735, ['group-change', 'A security-enabled local group was changed']],
  [4737, ['group-change', 'A security-enabled global group was changed']],
  [4738, ['account-change', 'A user account was changed']],
  [4739, ['access-policy-change', 'Domain Policy was changed']],
  [4740, ['account-change', 'A user account was locked out']],
  [4741, ['account-create', 'A computer account was created']],
  [4742, ['account-change', 'A computer account was changed']],
  [4743, ['account-delete', 'A computer account was deleted']],
  [4754, ['group-change', 'A security-enabled universal group was created']],
  [4755, ['group-change', 'A security-enabled universal group was changed']],
  [4756, ['group-change', 'A member was added to a security-enabled universal group']],
  [4757, ['group-change', 'A member was removed from a security-enabled universal group']],
  [4758, ['group-change', 'A security-enabled universal group was deleted']],
  [4767, ['account-change', 'A user account was unlocked']],
  [4781, ['account-change', 'The name of an account was changed']],
  [4794, ['password-change', 'An attempt was made to set the DSRM administrator password']],
  [4906, ['audit-policy-change', 'The CrashOnAuditFail value has changed']],
  [4907, ['audit-policy-change', 'Auditing settings on object were changed']],
  [4912, ['audit-policy-change', 'Per User Audit Policy was changed']],
]);

const ADDED = new Set([4728, 4732, 4756]);
const REMOVED = new Set([4729, 4733, 4757]);
const LOCKED_OUT = 4740;

/**
 * Groups whose members administer a domain or a computer, by well-known SID and so in every language: Domain, Schema
 * and Enterprise Admins, Group Policy Creator Owners, Key Admins; Administrators, Account, Server, Print and Backup
 * Operators ([MS-DTYP] 2.4.2.4).
 */
const ADMIN_GROUP =
  /^S-1-5-(?:21-\d+-\d+-\d+-(?:512|518|519|520|526|527)|32-(?:544|548|549|550|551))$/;

/** The part of an audit record that comes from the event's own fields. */
export function windowsAuditRecord(
  event: WindowsRecord,
  security: boolean,
): Omit<Audit, 'time' | 'metadata' | 'logsource' | 'raw'> {
  const { data, eventId } = event;
  const listed = security ? OPERATIONS.get(eventId) : undefined;
  const subject = named(windowsUser(data, 'Subject'));
  const provider = event.provider ?? event.channel ?? 'Windows';
  const status: Audit['status'] = event.audited ?? (listed === undefined ? 'unknown' : 'success');
  return {
    ...defined({
      kind: 'audit' as const,
      class_uid: 6003 as const,
      activity: listed === undefined ? 'other' : activity(eventId, listed[0], data),
      actor: subject === undefined ? undefined : { user: subject },
      api: defined({ operation: listed?.[1] ?? `${provider} ${eventId}`, service: event.channel }),
      status,
      parameters: listed === undefined ? undefined : texts(data),
      src_endpoint: security ? source(event) : undefined,
    }),
    user: concerned(eventId, data, security) ?? subject,
  };
}

function activity(eventId: number, listed: AuditActivity, data: JsonObject): AuditActivity {
  const group = textAt(data, 'TargetSid');
  if (group === undefined || !ADMIN_GROUP.test(group)) return listed;
  if (ADDED.has(eventId)) return 'role-grant';
  return REMOVED.has(eventId) ? 'role-removal' : listed;
}

/** In membership events the target is the group and the account concerned is the member. */
function concerned(eventId: number, data: JsonObject, security: boolean): User | undefined {
  if (security && (ADDED.has(eventId) || REMOVED.has(eventId))) {
    const sid = textAt(data, 'MemberSid');
    const name = commonName(textAt(data, 'MemberName')) ?? sid;
    return name === undefined ? undefined : account(name, sid);
  }
  const target = windowsUser(data, 'Target');
  if (!security || eventId !== LOCKED_OUT) return named(target);
  // 4740 keeps the calling computer where other events keep the account's domain.
  return named(account(target.name, target.uid));
}

function source(event: WindowsRecord): Audit['src_endpoint'] {
  const { data, eventId } = event;
  const caller = eventId === LOCKED_OUT ? textAt(data, 'TargetDomainName') : undefined;
  return caller === undefined
    ? windowsEndpoint(data, event.computer)
    : { hostname: caller.toLowerCase() };
}

/** `Doe, Jane` of `CN=Doe\, Jane,OU=Staff,DC=example,DC=org`. */
function commonName(name: string | undefined): string | undefined {
  const match = name === undefined ? null : /^CN=((?:[^,\\]|\\.)+)/i.exec(name);
  return match?.[1] === undefined ? name : match[1].replaceAll(/\\(.)/g, '$1');
}

function named(user: User): User | undefined {
  return user.name === '' ? undefined : user;
}

function texts(data: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(data).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  );
}

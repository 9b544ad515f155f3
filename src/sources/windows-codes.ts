import type { OutcomeRow, StoppedBy } from '../events/outcome.ts';

/**
 * What Windows' result codes say about an attempt.
 *
 * Sources: Microsoft Learn, events 4625, 4768, 4771 and 4776 (the tables of codes); [MS-ERREF] 2.3.1 for NTSTATUS;
 * RFC 4120 7.5.9 for Kerberos.
 *
 * Which codes prove that the password was right:
 * - [MS-SAMR] 3.1.5.13.7.1 tests in this order: locked, wrong password, must change, expired. So "expired" and "must
 *   change" come only after a right password, and "locked" says nothing about it.
 * - Active Directory answers the NTLM checks for disabled, account expired, hours and workstation "only when presented
 *   with valid username and password" (the published list of AD bind errors 530, 531, 533, 701). A Kerberos KDC tests
 *   the same four before it looks at the password ([MS-KILE] 3.3.5.6.3, all `KDC_ERR_CLIENT_REVOKED`), and a 4625 of
 *   the Negotiate or Kerberos package hands that answer on as the same NTSTATUS. Hence `ntlm` rows.
 * - The KDC's "key expired" is given after pre-authentication has succeeded.
 * - The logon right (0xC000015B) and the authentication firewall (0xC0000413) are tested by the computer logged on to,
 *   with the identity already proved.
 * - 0xC000006E is described as "user name and authentication information are valid", but authentication policies give
 *   it before any password is looked at ([MS-APDS] 3.1.5.2): it proves nothing.
 */
interface StatusRow extends OutcomeRow {
  /** What it says when NTLM alone gave the answer. */
  readonly ntlm?: OutcomeRow;
}

const known = (stopped_by: StoppedBy, meaning: string): OutcomeRow => ({
  outcome: 'password-known',
  stopped_by,
  meaning,
});
const refused = (meaning: string): OutcomeRow => ({ outcome: 'refused', meaning });
const wrong = (meaning: string): OutcomeRow => ({ outcome: 'wrong-password', meaning });

/** Refused before (Kerberos) or after (NTLM) the password was looked at. */
const restricted = (stopped_by: StoppedBy, meaning: string): StatusRow => ({
  ...refused(meaning),
  ntlm: known(stopped_by, `${meaning}; the password was right`),
});

const NT_STATUS: ReadonlyMap<string, StatusRow> = new Map<string, StatusRow>([
  ['0x0', { outcome: 'in', meaning: 'signed in' }],
  ['0xC0000064', { outcome: 'user-unknown', meaning: 'no such user' }],
  ['0xC000006A', wrong('wrong password')],
  ['0xC000006D', wrong('wrong user name or password; the log does not say which')],
  ['0xC0000380', wrong('wrong smart card PIN')],
  ['0xC0000234', { outcome: 'locked', meaning: 'account locked' }],
  ['0xC0000381', { outcome: 'locked', meaning: 'smart card blocked' }],
  ['0xC0000071', known('expired-password', 'password right but expired')],
  ['0xC0000224', known('expired-password', 'password right but must be changed first')],
  ['0xC000015B', known('logon-restriction', 'no right to this type of logon on this computer')],
  ['0xC0000413', known('logon-restriction', 'not allowed through the authentication firewall')],
  ['0xC0000072', restricted('disabled-account', 'account disabled')],
  ['0xC0000193', restricted('disabled-account', 'account expired')],
  ['0xC000006F', restricted('logon-restriction', 'outside the allowed hours')],
  ['0xC0000070', restricted('logon-restriction', 'not allowed from this workstation')],
  ['0xC000006E', refused('account restriction')],
  ['0xC000005E', refused('no logon server available')],
  ['0xC000009A', refused('not enough system resources')],
  ['0xC00000DC', refused('the account database was in the wrong state')],
  ['0xC000010B', refused('invalid type of logon')],
  ['0xC0000133', refused("the computers' clocks differ too much")],
  ['0xC000018A', refused('the computer has no trust secret')],
  ['0xC000018B', refused('the domain has no account for the computer')],
  ['0xC000018C', refused('trust between the domains failed')],
  ['0xC000018D', refused('trust between computer and domain failed')],
  ['0xC0000192', refused('the Netlogon service was not running')],
  ['0xC0000225', refused('not found')],
  ['0xC00002EE', refused('an error occurred during logon')],
  ['0xC00002FA', refused('a smart card is required')],
  ['0xC0000371', refused('no secret is stored for the local account')],
  ['0xC0000388', refused('a downgrade attack was suspected')],
  ['0xC0000418', refused('NTLM is blocked')],
]);

const KERBEROS: ReadonlyMap<string, OutcomeRow> = new Map<string, OutcomeRow>([
  ['0x0', { outcome: 'in', meaning: 'ticket issued' }],
  ['0x1', refused('the account has expired')],
  ['0x6', { outcome: 'user-unknown', meaning: 'no such user' }],
  ['0x7', refused('no such service')],
  ['0x8', refused('more than one account of this name')],
  ['0x9', refused('the account has no key')],
  ['0xC', refused('refused by policy: workstation, hours or smart card')],
  ['0xE', refused('encryption type not supported')],
  ['0x10', refused('type of pre-authentication not supported')],
  ['0x12', { outcome: 'locked', meaning: 'account locked, disabled, expired or out of its hours' }],
  ['0x17', known('expired-password', 'password right but expired')],
  ['0x18', wrong('wrong password')],
  ['0x19', { outcome: 'none', meaning: 'pre-authentication asked for' }],
  ['0x1F', refused('integrity check failed')],
  ['0x20', { outcome: 'none', meaning: 'ticket expired' }],
  ['0x21', { outcome: 'none', meaning: 'ticket not yet valid' }],
  ['0x22', refused('the request was a replay')],
  ['0x25', refused("the computers' clocks differ too much")],
  ['0x3C', refused('an unspecified error')],
  ['0x3E', refused('the client certificate is not trusted')],
  ['0x44', refused('wrong realm')],
]);

/** `0x` and upper-case digits without leading zeros, from text, a number or a signed 32-bit number; else undefined. */
export function statusCode(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  if (!/^(?:0x[0-9a-f]{1,16}|-?\d{1,10})$/i.test(text)) return undefined;
  const number = Number(text);
  const unsigned = number < 0 ? number + 0x1_0000_0000 : number;
  return unsigned < 0 ? undefined : `0x${unsigned.toString(16).toUpperCase()}`;
}

/** NTSTATUS of 4625 (`SubStatus`, else `Status`) and 4776. A code without a row refuses without saying more. */
export function ntStatusRow(code: string | undefined, ntlm: boolean): OutcomeRow {
  const row = code === undefined ? undefined : NT_STATUS.get(code);
  if (row === undefined) return refused('refused; the reason has no meaning we know');
  const { outcome, stopped_by, meaning } = (ntlm ? row.ntlm : undefined) ?? row;
  return { outcome, meaning, ...(stopped_by === undefined ? {} : { stopped_by }) };
}

/** Kerberos result of 4768, 4769 and 4771. */
export function kerberosRow(code: string | undefined): OutcomeRow {
  const row = code === undefined ? undefined : KERBEROS.get(code);
  return row ?? refused('refused; the reason has no meaning we know');
}

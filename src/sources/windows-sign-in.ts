import { ACTIVITY } from '../events/event.ts';
import type { SignIn } from '../events/event.ts';
import type { OutcomeRow } from '../events/outcome.ts';
import type { JsonObject } from '../lib/json.ts';
import { textAt } from '../lib/json.ts';
import { defined } from './event-parts.ts';
import { ANONYMOUS_SID, isMachine, windowsEndpoint, windowsUser } from './windows-account.ts';
import { kerberosRow, ntStatusRow, statusCode } from './windows-codes.ts';
import type { WindowsRecord } from './windows-record.ts';

/**
 * Sign-ins among Windows' security events.
 *
 * One attempt is logged in up to two places: by the computer logged on to (4624, 4625: activity `logon`) and by whoever
 * holds the account, a domain controller or the same computer (failures 4768, 4771 and all 4776: `preauth`; a Kerberos
 * success 4768: `ticket`). Within one place each attempt is logged once: 4768 is not written for the results 4771
 * reports, and 4776 is NTLM only. So whoever counts attempts counts per activity and never adds `preauth` to `logon`:
 * each is a full count where it is logged at all, and a log that holds only one of them still counts right.
 * 4648 (a program used other credentials; the logon itself follows) and ticket renewals have outcome `none`.
 */
type Reader = (data: JsonObject) => Verdict;

interface Verdict {
  readonly activity_id: SignIn['activity_id'];
  readonly row: OutcomeRow;
  readonly status_code?: string | undefined;
  readonly auth_protocol?: string | undefined;
}

const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [4624, loggedOn],
  [4625, failedLogon],
  [4634, () => ended('logged off')],
  [4647, () => ended('logged off by the user')],
  [4648, explicitCredentials],
  [4768, ticketRequest],
  [4769, () => serviceTicket('service ticket')],
  [4770, () => serviceTicket('ticket renewal')],
  [4771, (data) => kerberos(data, ACTIVITY.preauth)],
  [4776, credentialValidation],
]);

/** Event numbers of the Security channel that are sign-ins. */
export function isWindowsSignIn(eventId: number): boolean {
  return READERS.has(eventId);
}

/** The part of a sign-in that comes from the event's own fields; undefined when `eventId` is no sign-in. */
export function windowsSignIn(
  event: WindowsRecord,
): Omit<SignIn, 'time' | 'metadata' | 'logsource' | 'raw'> | undefined {
  const { data } = event;
  const verdict = READERS.get(event.eventId)?.(data);
  if (verdict === undefined) return undefined;
  const user = windowsUser(data, 'Target');
  const logon_type = textAt(data, 'LogonType');
  const { row } = verdict;
  return defined({
    kind: 'sign-in' as const,
    class_uid: 3002 as const,
    activity_id: verdict.activity_id,
    user,
    outcome: row.outcome,
    stopped_by: row.stopped_by,
    status_code: verdict.status_code,
    status_detail: row.meaning,
    service: service(event),
    auth_protocol: verdict.auth_protocol,
    logon_type,
    is_interactive: isMachine(user) ? false : interactive(logon_type),
    src_endpoint: windowsEndpoint(data, event.computer),
    session: session(event),
  });
}

/**
 * Types of logon (Microsoft Learn, event 4624). Unlocking (7) continues a session and is no new sign-in. In 8, 9 and
 * events without a type either a person or a program may have given the password.
 */
const INTERACTIVE: Readonly<Record<string, boolean>> = {
  0: false,
  2: true,
  3: false,
  4: false,
  5: false,
  7: false,
  10: true,
  11: true,
  12: true,
  13: false,
};

function interactive(type: string | undefined): boolean | undefined {
  return type !== undefined && Object.hasOwn(INTERACTIVE, type) ? INTERACTIVE[type] : undefined;
}

function loggedOn(data: JsonObject): Verdict {
  const anonymous =
    textAt(data, 'TargetUserSid') === ANONYMOUS_SID ||
    textAt(data, 'TargetUserName')?.toUpperCase() === 'ANONYMOUS LOGON';
  const row: OutcomeRow = anonymous
    ? { outcome: 'none', meaning: 'anonymous session: nobody signed in' }
    : { outcome: 'in', meaning: 'signed in' };
  return { activity_id: ACTIVITY.logon, row, auth_protocol: packageName(data) };
}

function failedLogon(data: JsonObject): Verdict {
  const sub = statusCode(data.SubStatus);
  const code = sub === undefined || sub === '0x0' ? (statusCode(data.Status) ?? sub) : sub;
  const auth_protocol = packageName(data);
  const row = ntStatusRow(code === '0x0' ? undefined : code, isNtlm(auth_protocol));
  return { activity_id: ACTIVITY.logon, row, status_code: code, auth_protocol };
}

/** The NTLM version when it was NTLM, else the package. */
function packageName(data: JsonObject): string | undefined {
  const lm = textAt(data, 'LmPackageName');
  return lm?.startsWith('NTLM') === true ? lm : textAt(data, 'AuthenticationPackageName')?.trim();
}

function isNtlm(protocol: string | undefined): boolean {
  return protocol !== undefined && /^(?:NTLM|MICROSOFT_AUTHENTICATION_PACKAGE)/i.test(protocol);
}

function ended(meaning: string): Verdict {
  return { activity_id: ACTIVITY.logoff, row: { outcome: 'none', meaning } };
}

function explicitCredentials(): Verdict {
  const meaning = "a program used another account's credentials";
  return { activity_id: ACTIVITY.logon, row: { outcome: 'none', meaning } };
}

function ticketRequest(data: JsonObject): Verdict {
  const verdict = kerberos(data, ACTIVITY.preauth);
  if (verdict.row.outcome !== 'in') return verdict;
  // Pre-authentication type 0: the account needs none, so whoever asked has shown no password.
  const unproved = textAt(data, 'PreAuthType') === '0';
  const row: OutcomeRow = unproved
    ? { outcome: 'none', meaning: 'ticket issued without pre-authentication: no password shown' }
    : verdict.row;
  return { ...verdict, activity_id: ACTIVITY.ticket, row };
}

function kerberos(data: JsonObject, activity_id: SignIn['activity_id']): Verdict {
  const status_code = statusCode(data.Status) ?? statusCode(data.FailureCode);
  return { activity_id, row: kerberosRow(status_code), status_code, auth_protocol: 'Kerberos' };
}

function serviceTicket(meaning: string): Verdict {
  const row: OutcomeRow = { outcome: 'none', meaning };
  return { activity_id: ACTIVITY.serviceTicket, row, auth_protocol: 'Kerberos' };
}

function credentialValidation(data: JsonObject): Verdict {
  const status_code = statusCode(data.Status) ?? statusCode(data.ErrorCode);
  const row = ntStatusRow(status_code, true);
  return { activity_id: ACTIVITY.preauth, row, status_code, auth_protocol: 'NTLM' };
}

function service(event: WindowsRecord): SignIn['service'] {
  const uid = event.computer?.toLowerCase();
  const name = textAt(event.data, 'ServiceName') ?? uid;
  return name === undefined && uid === undefined ? undefined : defined({ name, uid });
}

/** Logon ids are unique on one computer until it restarts. */
function session(event: WindowsRecord): SignIn['session'] {
  const id = statusCode(event.data.TargetLogonId);
  if (id === undefined || id === '0x0' || event.computer === undefined) return undefined;
  return { uid: `${event.computer.toLowerCase()}/${id.toLowerCase()}` };
}

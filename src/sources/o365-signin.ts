import { ACTIVITY } from '../events/event.ts';
import type { Device, SignIn } from '../events/event.ts';
import type { JsonObject } from '../lib/json.ts';
import { textAt } from '../lib/json.ts';
import { isLegacyClient } from './entra-clients.ts';
import { ENTRA_CODE_BY_NAME } from './entra-codes.ts';
import { entraVerdict, resultCode, successFlag } from './entra-outcome.ts';
import type { Verdict } from './entra-outcome.ts';
import { anyDefined, defined } from './event-parts.ts';
import { namedValues } from './o365-parameters.ts';

/** AzureActiveDirectoryStsLogon and the older AzureActiveDirectoryAccountLogon, by number and name. */
const LOGON_TYPES = new Set([
  '15',
  '9',
  'azureactivedirectorystslogon',
  'azureactivedirectoryaccountlogon',
]);
const LOGON_OPERATIONS = new Set(['userloggedin', 'userloginfailed', 'mailboxlogin']);

export function isSignIn(record: JsonObject, operation: string): boolean {
  return (
    LOGON_OPERATIONS.has(operation.toLowerCase()) ||
    LOGON_TYPES.has(textAt(record, 'RecordType')?.toLowerCase() ?? '')
  );
}

/**
 * The parts of a sign-in that the unified audit log words in its own way.
 *
 * `ResultStatus` is not the result of the sign-in: it says `Success` for most failures, because the request was
 * answered. The operation and `ErrorNumber` (or the name in `LogonError`) decide.
 *
 * `UserLoggedIn` with an interrupt such as 50140 is Microsoft's way of saying that the credentials were accepted and
 * the person was asked whether to stay signed in: `in`. `UserLoginFailed` with 50058 and its kin is no attempt.
 */
export function signInParts(record: JsonObject, operation: string): Partial<SignIn> {
  const extended = namedValues(record['ExtendedProperties']);
  const agent =
    extended.get('UserAgent') ?? textAt(record, 'UserAgent') ?? textAt(record, 'ClientInfoString');
  const code = codeOf(record);
  const verdict = verdictOf(record, operation, code, extended);
  const client = mailProtocol(record);
  return {
    activity_id: ACTIVITY.logon,
    outcome: verdict.outcome,
    ...defined({
      stopped_by: verdict.stopped_by,
      status_code: code,
      status_detail: verdict.detail,
      service: anyDefined({
        name: textAt(record, 'ApplicationDisplayName') ?? workloadOf(record, operation),
        uid: textAt(record, 'ApplicationId'),
      }),
      device: deviceOf(record),
      auth_protocol: client ?? extended.get('RequestType'),
      is_legacy_protocol:
        isLegacyClient(client, agent) ?? (agent === undefined ? undefined : false),
      mfa_result: code === '500121' ? ('failed' as const) : undefined,
    }),
  };
}

function codeOf(record: JsonObject): string | undefined {
  return (
    resultCode(textAt(record, 'ErrorNumber')) ??
    ENTRA_CODE_BY_NAME.get(textAt(record, 'LogonError')?.toLowerCase() ?? '') ??
    resultCode(textAt(record, 'ErrorCode')) ??
    resultCode(textAt(record, 'LoginStatus'))
  );
}

/** Requests that carry a password or go on from one just accepted; the others come with a session or token. */
const PASSWORD_REQUEST = /^(?:login:login|oauth2:token|login:reprocess|kmsi:kmsi|cmsi:cmsi)$/i;

function verdictOf(
  record: JsonObject,
  operation: string,
  code: string | undefined,
  extended: ReadonlyMap<string, string>,
): Verdict {
  const failed = /fail/i.test(operation);
  const loggedIn = /^userloggedin$/i.test(operation);
  const request = extended.get('RequestType');
  const verdict = entraVerdict({
    code: failed && code === '0' ? undefined : code,
    success: failed ? false : loggedIn || (successFlag(textAt(record, 'ResultStatus')) ?? false),
    reason: undefined,
    passwordRight: loggedIn && (request === undefined || PASSWORD_REQUEST.test(request)),
    fromToken: false,
  });
  const named = textAt(record, 'LogonError');
  return verdict.detail === undefined && named !== undefined
    ? { ...verdict, detail: named }
    : verdict;
}

const MAIL_PROTOCOLS = /Client=(IMAP4|POP3|SMTP|ActiveSync|EWS|MAPI)\b/i;

/** `ClientInfoString` of a mailbox log-in: `Client=IMAP4;…`, `Client=Microsoft.Exchange.Imap4;…`. */
function mailProtocol(record: JsonObject): string | undefined {
  const info = textAt(record, 'ClientInfoString');
  if (info === undefined) return undefined;
  const named = MAIL_PROTOCOLS.exec(info)?.[1] ?? /Exchange\.(Imap4|Pop3)\b/i.exec(info)?.[1];
  return named?.toUpperCase();
}

function workloadOf(record: JsonObject, operation: string): string | undefined {
  return /^mailboxlogin$/i.test(operation) ? textAt(record, 'Workload') : undefined;
}

function deviceOf(record: JsonObject): Device | undefined {
  const properties = namedValues(record['DeviceProperties']);
  const managed = properties.get('IsCompliantAndManaged') ?? properties.get('IsManaged');
  const compliant = properties.get('IsCompliantAndManaged') ?? properties.get('IsCompliant');
  return anyDefined({
    uid: properties.get('Id'),
    name: properties.get('DisplayName'),
    os: properties.get('OS'),
    browser: properties.get('BrowserType'),
    is_managed: flag(managed),
    is_compliant: flag(compliant),
  });
}

function flag(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : /^true$/i.test(text);
}

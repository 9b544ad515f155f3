import { CODES } from '../codes.ts';
import type { Facts, SignInFacts } from '../facts.ts';
import type { Random } from '../random.ts';
import { UNKNOWN_USER, o365Audit } from './o365-audit.ts';
import type { Rendered } from './renderer.ts';

/** Share of silent token refreshes that reach the unified audit log, which records a part of all sign-ins. */
const LOGGED_REFRESHES = 0.3;

interface Pair {
  readonly Name: string;
  readonly Value: string;
}

/** Office 365 Management Activity API records (schemas Azure AD STS logon, Azure AD and Exchange admin). */
export function renderO365(facts: Facts, ids: Random): Rendered | undefined {
  if (facts.kind === 'audit') {
    const record = o365Audit(facts, ids);
    return record === undefined ? undefined : written(record);
  }
  // Drawn whether needed or not, so that a code does not shift the ids of what follows.
  const logged = ids.float() < LOGGED_REFRESHES;
  if (!facts.interactive && !logged) return undefined;
  return written(signIn(facts, ids));
}

function written(record: { readonly Id: string }): Rendered {
  return { id: record.Id, line: JSON.stringify(record) };
}

function signIn(facts: SignInFacts, ids: Random) {
  const { account, origin, client, application, code } = facts;
  const id = ids.uuid();
  // "Keep me signed in" is written down as a log-in with its code.
  const failed = code !== 0 && code !== 50_140;
  const request = requestType(facts);
  // Failures at the log-in page carry the status of the page, which was delivered: a known trap.
  const refused = failed && request === 'OAuth2:Token';
  const userKey = account.id ?? UNKNOWN_USER;
  const error = CODES.get(code)?.logonError;
  return {
    CreationTime: new Date(facts.time).toISOString().slice(0, 19),
    Id: id,
    Operation: failed ? 'UserLoginFailed' : 'UserLoggedIn',
    OrganizationId: account.tenant.id,
    RecordType: 15,
    ResultStatus: refused ? 'Failed' : 'Success',
    UserKey: userKey,
    UserType: 0,
    Version: 1,
    Workload: 'AzureActiveDirectory',
    ClientIP: origin.ip,
    ObjectId: application.resourceId,
    UserId: account.name,
    AzureActiveDirectoryEventType: 1,
    ExtendedProperties: extendedProperties(facts, request, refused),
    ModifiedProperties: [],
    Actor: [
      { ID: userKey, Type: 0 },
      { ID: account.name, Type: 5 },
    ],
    ActorContextId: account.tenant.id,
    ActorIpAddress: origin.ip,
    InterSystemsId: facts.correlation ?? ids.uuid(),
    IntraSystemId: id,
    SupportTicketId: '',
    Target: [{ ID: application.resourceId, Type: 0 }],
    TargetContextId: account.tenant.id,
    ApplicationId: application.id,
    DeviceProperties: deviceProperties(facts),
    ErrorNumber: String(code),
    ...(failed && error !== undefined ? { LogonError: error } : {}),
    ...(client.deviceId === '' ? {} : { DeviceId: client.deviceId }),
  };
}

function requestType(facts: SignInFacts): string {
  if (facts.proof === 'claim') return facts.interactive ? 'OAuth2:Authorize' : 'OAuth2:Token';
  if (facts.client.legacy || facts.protocol !== undefined) return 'OAuth2:Token';
  return facts.mfa === 'passed' ? 'SAS:ProcessAuth' : 'Login:login';
}

function extendedProperties(facts: SignInFacts, request: string, refused: boolean): Pair[] {
  const list: Pair[] = [
    {
      Name: 'ResultStatusDetail',
      Value: refused ? 'UserError' : facts.proof === 'claim' ? 'Redirect' : 'Success',
    },
    { Name: 'UserAgent', Value: facts.client.userAgent },
  ];
  if (facts.code === 50_140) list.push({ Name: 'KeepMeSignedIn', Value: 'true' });
  if (facts.proof === 'password') list.push({ Name: 'UserAuthenticationMethod', Value: '1' });
  list.push({ Name: 'RequestType', Value: request });
  return list;
}

function deviceProperties(facts: SignInFacts): Pair[] {
  const { client } = facts;
  const list: Pair[] = [];
  if (client.deviceId !== '') {
    list.push(
      { Name: 'Id', Value: client.deviceId },
      { Name: 'DisplayName', Value: client.deviceName },
    );
  }
  list.push(
    { Name: 'OS', Value: client.system },
    {
      Name: 'BrowserType',
      Value: client.browser === '' ? 'Other' : client.browser.replace(/ [\d.]+$/, ''),
    },
    { Name: 'IsCompliantAndManaged', Value: client.managed ? 'True' : 'False' },
  );
  if (facts.session !== '') list.push({ Name: 'SessionId', Value: facts.session });
  return list;
}

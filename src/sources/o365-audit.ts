import type { Audit, Event, SignIn, User } from '../events/event.ts';
import { isObject, objectAt, textAt } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { successFlag } from './entra-outcome.ts';
import { jsonList, jsonObject } from './entra-record.ts';
import { account, defined, domainOf, endpoint, found, refuse } from './event-parts.ts';
import { microsoftTime } from './microsoft-time.ts';
import { o365Activity } from './o365-activities.ts';
import { hasAuditData, isLowerCase, openEnvelope } from './o365-envelope.ts';
import type { MutableRecord } from './o365-envelope.ts';
import { o365Logsource } from './o365-logsources.ts';
import { auditParameters, detailAgent, namedValues } from './o365-parameters.ts';
import { isSignIn, signInParts } from './o365-signin.ts';
import { NO_ID } from './source.ts';
import type { Reading, Source, SourceContext } from './source.ts';

const NAME = 'o365-audit';

/**
 * The unified audit log of Office 365: rows of Purview and Search-UnifiedAuditLog with their AuditData, records of the
 * Management Activity API, of Graph's audit log query and of Sentinel's OfficeActivity. Sign-ins become sign-ins,
 * everything else audit events. The record kept is the AuditData object, with the row's other columns beside it.
 */
export const o365Audit: Source<JsonObject> = {
  name: NAME,
  title: 'Office 365 unified audit log',
  shape: 'object',
  recognise,
  read,
};

function recognise(record: JsonObject): boolean {
  if (hasAuditData(record) || isLowerCase(record)) return true;
  if (!('Operation' in record) || !('RecordType' in record || 'Workload' in record)) {
    return 'OfficeWorkload' in record && 'Operation' in record;
  }
  return 'CreationTime' in record || 'OrganizationId' in record || 'UserType' in record;
}

function read(raw: JsonObject, context: SourceContext): Reading {
  const opened = openEnvelope(raw);
  if (!opened.ok) return refuse(opened.reason);
  const { record } = opened;
  const time = timeOf(record);
  if (time === undefined) {
    return refuse(`CreationTime: expected a time, found ${found(record['CreationTime'])}`);
  }
  const operation = textAt(record, 'Operation');
  if (operation === undefined) {
    return refuse(`Operation: expected text, found ${found(record['Operation'])}`);
  }
  const event = isSignIn(record, operation)
    ? signIn(record, time, operation, context)
    : audit(record, time, operation, context);
  if (event === undefined) {
    return refuse(`UserId: expected an account, found ${found(record['UserId'])}`);
  }
  return { ok: true, events: [event] };
}

function timeOf(record: JsonObject): number | undefined {
  for (const name of ['CreationTime', 'CreationDate'] as const) {
    const text = record[name];
    const time = typeof text === 'string' ? microsoftTime(text) : undefined;
    if (time !== undefined) return time;
  }
  return undefined;
}

/** The members both kinds of event have. */
function common(
  record: JsonObject,
  time: number,
  owner: User | undefined,
  signedIn: boolean,
  context: SourceContext,
): Pick<Event, 'time' | 'metadata' | 'logsource' | 'src_endpoint' | 'http_request' | 'session'> {
  const extended = namedValues(record['ExtendedProperties']);
  const agent =
    extended.get('UserAgent') ??
    textAt(record, 'UserAgent') ??
    detailAgent(extended) ??
    textAt(record, 'ClientInfoString');
  const session =
    namedValues(record['DeviceProperties']).get('SessionId') ??
    textAt(record, 'SessionId') ??
    textAt(objectAt(record, 'AppAccessContext'), 'AADSessionId');
  return defined({
    time,
    metadata: {
      uid: `${NAME}:${textAt(record, 'Id')?.toLowerCase() ?? NO_ID}`,
      source: NAME,
      tenant_uid: context.organisation ?? organisationOf(record) ?? owner?.domain ?? 'unknown',
    },
    logsource: o365Logsource(record, signedIn),
    src_endpoint: endpoint({ address: addressOf(record) }),
    http_request: agent === undefined ? undefined : { user_agent: agent },
    session: session === undefined ? undefined : { uid: session },
  });
}

function organisationOf(record: JsonObject): string | undefined {
  return (textAt(record, 'OrganizationId') ?? textAt(record, 'OrganizationName'))?.toLowerCase();
}

function addressOf(record: JsonObject): string | undefined {
  return (
    textAt(record, 'ClientIP') ??
    textAt(record, 'ClientIPAddress') ??
    textAt(record, 'ActorIpAddress')
  );
}

function signIn(
  record: MutableRecord,
  time: number,
  operation: string,
  context: SourceContext,
): SignIn | undefined {
  const name = signInName(record);
  if (name === undefined) return undefined;
  const user = account(name, objectId(record));
  const parts = signInParts(record, operation);
  return {
    kind: 'sign-in',
    class_uid: 3002,
    activity_id: 1,
    outcome: 'none',
    ...common(record, time, user, true, context),
    user,
    ...parts,
    raw: withRuleNames(record, operation),
  };
}

/** Accounts that do not exist are logged as `Not Available`: one name for all of them. */
const NOBODY = /^(?:not available|unknown|0{8}-0{4}-0{4}-0{4}-0{12})$/i;
const NOBODY_NAME = 'unknown';

function signInName(record: JsonObject): string | undefined {
  const names = [
    textAt(record, 'MailboxOwnerUPN'),
    textAt(record, 'UserId'),
    ...jsonList(record['Actor']).map((actor) =>
      isObject(actor) ? textAt(actor, 'ID') : undefined,
    ),
  ].filter((name) => name !== undefined);
  const real = names.filter((name) => !NOBODY.test(name));
  const named = real.find((name) => name.includes('@')) ?? real[0];
  return named ?? (names.length > 0 ? NOBODY_NAME : undefined);
}

const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function objectId(record: JsonObject): string | undefined {
  const key = textAt(record, 'UserKey');
  return key !== undefined && GUID.test(key) && !NOBODY.test(key) ? key.toLowerCase() : undefined;
}

function audit(record: JsonObject, time: number, operation: string, context: SourceContext): Audit {
  const parameters = auditParameters(record);
  const by = textAt(record, 'UserId');
  const actor = by === undefined || NOBODY.test(by) ? undefined : account(by, objectId(record));
  const target = targetOf(record, parameters);
  const owner = target ?? actor;
  return defined<Audit>({
    kind: 'audit',
    class_uid: 6003,
    ...common(record, time, owner, false, context),
    activity: o365Activity(record, operation, parameters ?? {}),
    user: owner,
    api: defined({ operation, service: textAt(record, 'Workload') }),
    status: statusOf(record),
    ...defined({
      actor: actor === undefined ? undefined : { user: actor },
      parameters,
    }),
    raw: withRuleNames(record, operation),
  }) as Audit;
}

function statusOf(record: JsonObject): Audit['status'] {
  const succeeded = successFlag(textAt(record, 'ResultStatus'));
  if (succeeded === undefined) return 'unknown';
  return succeeded ? 'success' : 'failure';
}

const ADDRESS = /^[^\s@/\\"]+@[^\s@/\\"]+\.[^\s@/\\".]+$/;

/** The account something was done to, when the record names it by its address. */
function targetOf(record: JsonObject, parameters: Audit['parameters']): User | undefined {
  const alert = jsonObject(record['Data']);
  const candidates: readonly (string | undefined)[] = [
    parameters?.['Identity'],
    parameters?.['Mailbox'],
    textAt(record, 'MailboxOwnerUPN'),
    textAt(record, 'AlertEntityId'),
    textAt(alert, 'f3u'),
    textAt(record, 'ObjectId'),
    ...jsonList(record['Target']).map(targetAddress),
  ];
  const name = candidates.find((candidate) => candidate !== undefined && ADDRESS.test(candidate));
  return name === undefined || domainOf(name) === undefined ? undefined : account(name);
}

function targetAddress(target: Json): string | undefined {
  return isObject(target) ? textAt(target, 'ID') : undefined;
}

/** Adds the names public rules use beside the record's own. */
function withRuleNames(view: MutableRecord, operation: string): JsonObject {
  const extended = namedValues(view['ExtendedProperties']);
  view['eventSource'] ??= view['Workload'];
  view['eventName'] ??= 'AlertId' in view ? view['Name'] : operation;
  const status = statusOf(view);
  if (status !== 'unknown') view['status'] ??= status;
  for (const name of ['RequestType', 'UserAgent', 'UserAuthenticationMethod']) {
    const value = extended.get(name);
    if (value !== undefined) view[name] ??= value;
  }
  return view;
}

import { ACTIVITY } from '../events/event.ts';
import type { Audit, SignIn, User } from '../events/event.ts';
import type { OutcomeRow } from '../events/outcome.ts';
import { arrayAt, booleanAt, isObject, numberAt, objectAt, textAt } from '../lib/json.ts';
import type { JsonObject } from '../lib/json.ts';
import { anyDefined, defined, firstTime, found, meaningfulAt, refuse } from './event-parts.ts';
import { productLogSource, vendorOf } from './identity-products.ts';
import {
  AUDIT_CLASSES,
  AUTHENTICATION,
  activityId,
  auditActivityOf,
  isInteractive,
  protocolName,
} from './ocsf-codes.ts';
import { actorUser, deviceOf, sourceEndpoint, userOf } from './ocsf-record.ts';
import { oktaActivity } from './okta-audit.ts';
import { reportedFailure } from './reported-failure.ts';
import type { Reading, Source, SourceContext } from './source.ts';
import { NO_ID } from './source.ts';

/** OCSF 1.x: Authentication (3002) as sign-ins; the other identity classes and API Activity as audit records. */
export const ocsf: Source<JsonObject> = {
  name: 'ocsf',
  title: 'OCSF identity events',
  shape: 'object',
  recognise,
  read,
};

function recognise(record: JsonObject): boolean {
  const uid = classOf(record);
  if (uid !== AUTHENTICATION && !AUDIT_CLASSES.has(uid)) return false;
  return (
    isObject(record['metadata']) ||
    record['type_uid'] !== undefined ||
    record['category_uid'] !== undefined
  );
}

/** `type_uid` is the class times 100 plus the activity. */
function classOf(record: JsonObject): number {
  return numberAt(record, 'class_uid') ?? Math.floor((numberAt(record, 'type_uid') ?? 0) / 100);
}

interface Entry {
  readonly record: JsonObject;
  readonly time: number;
  readonly product: string | undefined;
  readonly context: SourceContext;
}

function read(record: JsonObject, context: SourceContext): Reading {
  // Converters get the unit of `time` wrong more often than the text.
  const time = firstTime(record['time_dt'], record['time']);
  if (time === undefined) {
    return refuse(`time should be when it happened; found ${found(record['time'])}`);
  }
  const product = objectAt(objectAt(record, 'metadata'), 'product');
  const entry: Entry = {
    record,
    time,
    product: meaningfulAt(product, 'name') ?? meaningfulAt(product, 'vendor_name'),
    context,
  };
  return classOf(record) === AUTHENTICATION ? readSignIn(entry) : readAudit(entry);
}

/** Windows' names for itself where a domain stands. */
const LOCAL_AUTHORITY = /^(?:nt authority|nt service|builtin|window manager|font driver host)$/;

/** Logon id of no session. */
const NO_SESSION = '0x0';

function shared(entry: Entry, user: User | undefined) {
  const { record, time, context } = entry;
  const metadata = objectAt(record, 'metadata');
  const cloud = objectAt(record, 'cloud');
  const agent = meaningfulAt(objectAt(record, 'http_request'), 'user_agent');
  const session =
    meaningfulAt(objectAt(record, 'session'), 'uid') ??
    meaningfulAt(objectAt(objectAt(record, 'actor'), 'session'), 'uid');
  const windows = vendorOf(entry.product) === 'windows';
  return {
    time,
    metadata: {
      uid: `ocsf:${textAt(metadata, 'uid') ?? NO_ID}`,
      source: 'ocsf',
      tenant_uid:
        context.organisation ??
        meaningfulAt(metadata, 'tenant_uid') ??
        meaningfulAt(objectAt(cloud, 'org'), 'uid') ??
        meaningfulAt(objectAt(cloud, 'account'), 'uid') ??
        [user?.domain, userOf(actorUser(record))?.domain].find(
          (domain) => domain !== undefined && !LOCAL_AUTHORITY.test(domain),
        ) ??
        'unknown',
    },
    src_endpoint: sourceEndpoint(record),
    http_request: agent === undefined ? undefined : { user_agent: agent },
    session: session === undefined || session === NO_SESSION ? undefined : { uid: session },
    // For Windows it is the computer that wrote the record, not the one signed in from.
    device: windows ? undefined : deviceOf(record),
    raw: record,
  };
}

type Verdict = OutcomeRow & Pick<SignIn, 'mfa_result'> & { readonly code?: string };

function statusOf(record: JsonObject): 'success' | 'failure' | 'unknown' {
  const id = numberAt(record, 'status_id');
  if (id === 1) return 'success';
  if (id === 2) return 'failure';
  const word = textAt(record, 'status') ?? '';
  if (/^success/i.test(word)) return 'success';
  return /^(?:fail|denied|0xc)/i.test(word) ? 'failure' : 'unknown';
}

function verdictOf({ record, product }: Entry, activity: SignIn['activity_id']): Verdict {
  if (activity === ACTIVITY.logoff) return { outcome: 'none', meaning: 'signed out' };
  if (activity === ACTIVITY.serviceTicket) {
    return { outcome: 'none', meaning: 'service ticket: the person is signed in already' };
  }
  const status = statusOf(record);
  if (status === 'success') return { outcome: 'in', meaning: 'signed in' };
  if (status === 'unknown') return { outcome: 'none', meaning: 'no result given' };
  const unmapped = objectAt(record, 'unmapped');
  return reportedFailure({
    vendor: vendorOf(product),
    codes: [
      ...subStatus(unmapped),
      textAt(record, 'status_code'),
      codeLike(textAt(record, 'status')),
      textAt(objectAt(unmapped, 'outcome'), 'reason'),
    ],
    texts: [textAt(record, 'status_detail'), textAt(record, 'message')],
  });
}

function codeLike(text: string | undefined): string | undefined {
  return text !== undefined && /^(?:0x[0-9a-f]+|\d+|[A-Z]+(?:_[A-Z]+)+)$/.test(text)
    ? text
    : undefined;
}

/** Windows' sub status, which the schema has no place for, however the converter groups what it could not map. */
function subStatus(unmapped: JsonObject | undefined): readonly string[] {
  const groups = [unmapped, ...Object.values(unmapped ?? {}).filter((value) => isObject(value))];
  return groups.flatMap((group) =>
    Object.keys(group ?? {})
      .filter((key) => /^(?:\S+\.)?sub[_ ]?status$/i.test(key))
      .map((key) => textAt(group, key) ?? ''),
  );
}

function readSignIn(entry: Entry): Reading {
  const { record, product } = entry;
  const user = userOf(objectAt(record, 'user')) ?? userOf(actorUser(record));
  if (user === undefined) {
    return refuse(`user should be the account; found ${found(record['user'])}`);
  }
  const activity_id = activityId(numberAt(record, 'activity_id'));
  const { meaning, code, ...outcome } = verdictOf(entry, activity_id);
  const target = objectAt(record, 'service') ?? objectAt(record, 'dst_endpoint');
  const signIn: SignIn = defined({
    ...shared(entry, user),
    kind: 'sign-in' as const,
    class_uid: 3002 as const,
    logsource: productLogSource('authentication', product, 'ocsf'),
    activity_id,
    user,
    ...outcome,
    status_code: code ?? meaningfulAt(record, 'status_code'),
    status_detail: meaningfulAt(record, 'status_detail') ?? meaning,
    service: anyDefined({
      name:
        meaningfulAt(target, 'name') ??
        meaningfulAt(target, 'svc_name') ??
        meaningfulAt(target, 'hostname'),
      uid: meaningfulAt(target, 'uid'),
    }),
    auth_protocol:
      meaningfulAt(record, 'auth_protocol') ?? protocolName(numberAt(record, 'auth_protocol_id')),
    logon_type: meaningfulAt(record, 'logon_type'),
    is_mfa: booleanAt(record, 'is_mfa'),
    is_interactive: isInteractive(numberAt(record, 'logon_type_id')),
    ...riskOf(record),
  });
  return { ok: true, events: [signIn] };
}

/** `risk_level_id`: 0 informational, 1 low, 2 medium, 3 high, 4 critical. */
function riskOf(record: JsonObject): Pick<SignIn, 'risk_level'> {
  switch (numberAt(record, 'risk_level_id')) {
    case 1:
      return { risk_level: 'low' };
    case 2:
      return { risk_level: 'medium' };
    case 3:
    case 4:
      return { risk_level: 'high' };
    default:
      return {};
  }
}

function readAudit(entry: Entry): Reading {
  const { record, product } = entry;
  const actor = userOf(actorUser(record));
  const user = userOf(objectAt(record, 'user_result')) ?? userOf(objectAt(record, 'user')) ?? actor;
  const metadata = objectAt(record, 'metadata');
  const operation =
    meaningfulAt(objectAt(record, 'api'), 'operation') ??
    meaningfulAt(metadata, 'event_code') ??
    meaningfulAt(record, 'activity_name') ??
    AUDIT_CLASSES.get(classOf(record)) ??
    'unknown';
  const own = auditActivityOf(classOf(record), numberAt(record, 'activity_id'));
  const vendors = vendorOf(product) === 'okta' ? oktaActivity(operation) : 'other';
  const audit: Audit = {
    ...defined({
      ...shared(entry, user),
      kind: 'audit' as const,
      class_uid: 6003 as const,
      logsource: productLogSource('audit', product, 'ocsf'),
      activity: vendors === 'other' ? own : vendors,
      actor: actor === undefined ? undefined : { user: actor },
      api: defined({ operation, service: product }),
      status: statusOf(record),
      parameters: namedTexts(record),
    }),
    user,
  };
  return { ok: true, events: [audit] };
}

/** What the change was made to. */
function namedTexts(record: JsonObject): Audit['parameters'] {
  const entity = objectAt(record, 'entity');
  return anyDefined({
    activity_name: textAt(record, 'activity_name'),
    group: meaningfulAt(objectAt(record, 'group'), 'name'),
    entity: meaningfulAt(entity, 'name'),
    entity_type: meaningfulAt(entity, 'type'),
    privileges: arrayAt(record, 'privileges').length === 0 ? undefined : listed(record),
    message: textAt(record, 'message'),
  });
}

function listed(record: JsonObject): string {
  return arrayAt(record, 'privileges')
    .filter((privilege) => typeof privilege === 'string')
    .join(',');
}

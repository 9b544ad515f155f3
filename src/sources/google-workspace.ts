import { ACTIVITY } from '../events/event.ts';
import type { Audit, Event, RiskLevel, SignIn, User } from '../events/event.ts';
import type { LogSource } from '../events/logsource.ts';
import { isObject, objectAt, textAt } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { account, defined, endpoint, firstTime, found, refuse } from './event-parts.ts';
import { auditActivity, isSecondFactor, signInVerdict } from './google-codes.ts';
import type { SignInVerdict } from './google-codes.ts';
import type { Parameters } from './google-parameters.ts';
import { activityOfRow, isActivityRow } from './google-row.ts';
import { parameter, parameterList, parametersOf } from './google-parameters.ts';
import { formatTime } from '../lib/time.ts';
import type { Reading, Source, SourceContext } from './source.ts';
import { NO_ID } from './source.ts';

/**
 * Google Workspace activities as the Reports API gives them (`activities.list`), as exports that hold one event per
 * record write them (`events` an object), flattened (`type`, `name` and `parameters` at the top), and as rows of CSV.
 */
export const googleWorkspace: Source<JsonObject> = {
  name: 'google-workspace',
  title: 'Google Workspace activities',
  shape: 'object',
  recognise,
  read,
};

const EVIDENCE = ['events', 'actor', 'name', 'type', 'parameters'] as const;

function recognise(record: JsonObject): boolean {
  if (textAt(objectAt(record, 'id'), 'applicationName') === undefined) {
    return isActivityRow(record);
  }
  return (
    /^(?:admin#reports|audit)#activity$/.test(textAt(record, 'kind') ?? '') ||
    EVIDENCE.some((key) => record[key] !== undefined)
  );
}

/** One event of an activity, with what all events of the activity share. */
interface Activity {
  readonly record: JsonObject;
  readonly time: number;
  readonly application: string;
  readonly actor: User | undefined;
  readonly organisation: string | undefined;
}

function read(raw: JsonObject, context: SourceContext): Reading {
  const record = isActivityRow(raw) ? activityOfRow(raw) : raw;
  const id = objectAt(record, 'id');
  const actor = objectAt(record, 'actor');
  const time = firstTime(id?.['time'], record['time'], record['p_event_time']);
  if (time === undefined) {
    return refuse(`id.time should be when it happened; found ${found(id?.['time'])}`);
  }
  const email = textAt(actor, 'email') ?? textAt(actor, 'key') ?? textAt(actor, 'profileId');
  const activity: Activity = {
    record,
    time,
    application: textAt(id, 'applicationName')?.trim().toLowerCase() ?? '',
    actor: email === undefined ? undefined : account(email, textAt(actor, 'profileId')),
    organisation:
      context.organisation ??
      textAt(record, 'ownerDomain')?.toLowerCase() ??
      textAt(id, 'customerId'),
  };
  const events: Event[] = [];
  for (const [index, part] of eventsOf(record).entries()) {
    const event = readEvent(activity, part, index);
    if (typeof event === 'string') return refuse(event);
    events.push(event);
  }
  const [first, ...rest] = events;
  return first === undefined
    ? refuse(`events should hold what happened; found ${found(record['events'])}`)
    : { ok: true, events: [first, ...rest] };
}

function eventsOf(record: JsonObject): readonly JsonObject[] {
  const events: Json | undefined = record['events'];
  if (Array.isArray(events)) return (events as readonly Json[]).filter((event) => isObject(event));
  return isObject(events) ? [events] : [record];
}

/** The event, or a sentence saying why it cannot be read. */
function readEvent(activity: Activity, part: JsonObject, index: number): Event | string {
  const name = textAt(part, 'name')?.trim();
  if (name === undefined) return `name should be the event's name; found ${found(part['name'])}`;
  const type = textAt(part, 'type')?.trim() ?? '';
  const parameters = parametersOf(part['parameters']);
  const { application } = activity;
  const signIn = /^(?:login|saml|logout)$/.test(application) || type === 'login';
  const verdict = signIn ? signInVerdict(name, parameters) : undefined;
  return verdict === undefined
    ? readAudit(activity, { name, type, parameters, index })
    : readSignIn(activity, { name, verdict, parameters, index });
}

interface Position {
  readonly name: string;
  /** Among the events of its activity. */
  readonly index: number;
}

function shared(activity: Activity, position: Position, user: User | undefined) {
  const { record, time, actor } = activity;
  const tenant_uid = activity.organisation ?? actor?.domain ?? user?.domain ?? 'unknown';
  return {
    time,
    metadata: {
      uid: `google-workspace:${eventId(activity, position)}`,
      source: 'google-workspace',
      tenant_uid,
    },
    raw: record,
  };
}

/**
 * Google's qualifier tells apart activities of one application at one time; it means nothing alone. Flattened exports
 * write each event of an activity as a record of its own with the same `id`, so that id names none of them.
 */
function eventId({ record, time, application }: Activity, { name, index }: Position): string {
  const qualifier = textAt(objectAt(record, 'id'), 'uniqueQualifier');
  if (qualifier === undefined || record['events'] === undefined) {
    return textAt(record, 'p_row_id') ?? NO_ID;
  }
  const id = `${application}/${formatTime(time)}/${qualifier}/${name}`;
  return index === 0 ? id : `${id}/${index}`;
}

interface SignInParts extends Position {
  readonly verdict: SignInVerdict;
  readonly parameters: Parameters;
}

function readSignIn(activity: Activity, parts: SignInParts): SignIn | string {
  const { name, verdict, parameters } = parts;
  const affected = parameter(parameters, 'affected_email_address');
  const user = activity.actor ?? (affected === undefined ? undefined : account(affected));
  if (user === undefined) {
    return `actor.email should be the account; found ${found(activity.record['actor'])}`;
  }
  const methods = parameterList(parameters, 'login_challenge_method');
  const { meaning, ...outcome } = verdict;
  const detail =
    parameter(parameters, 'login_failure_type') ?? parameter(parameters, 'failure_type');
  const service = parameter(parameters, 'application_name');
  return defined({
    ...shared(activity, parts, user),
    kind: 'sign-in' as const,
    class_uid: 3002 as const,
    logsource: logSource('authentication', activity.application),
    activity_id: name === 'logout' ? ACTIVITY.logoff : ACTIVITY.logon,
    src_endpoint: sourceEndpoint(activity.record),
    user,
    ...outcome,
    status_code: detail,
    status_detail: meaning,
    service: { name: service ?? 'Google Workspace' },
    auth_protocol: parameter(parameters, 'login_type') ?? samlOf(activity.application),
    is_mfa: usesSecondFactor(parameters, methods),
    // Google as identity provider: the person is signed in already, no credential is asked for.
    is_interactive: activity.application === 'saml' ? false : undefined,
    ...suspicion(parameters),
  });
}

function samlOf(application: string): string | undefined {
  return application === 'saml' ? 'saml' : undefined;
}

function usesSecondFactor(parameters: Parameters, methods: readonly string[]): boolean | undefined {
  if (parameter(parameters, 'is_second_factor')?.toLowerCase() === 'true') return true;
  return methods.length === 0 ? undefined : methods.some(isSecondFactor);
}

/** Google says yes or no; it calls the sign-in unusual, so medium. */
function suspicion(parameters: Parameters): {
  readonly risk_level?: RiskLevel;
  readonly risk_details?: readonly string[];
} {
  const flag = parameter(parameters, 'is_suspicious')?.toLowerCase();
  if (flag === 'true') return { risk_level: 'medium', risk_details: ['is_suspicious'] };
  return flag === 'false' ? { risk_level: 'none' } : {};
}

interface AuditParts extends Position {
  readonly type: string;
  readonly parameters: Parameters;
}

const TARGETS = ['affected_email_address', 'USER_EMAIL'] as const;

function readAudit(activity: Activity, parts: AuditParts): Audit {
  const { name, type, parameters } = parts;
  const { actor, application } = activity;
  const target = TARGETS.map((key) => parameter(parameters, key)).find(
    (value) => value !== undefined,
  );
  const user = target === undefined ? actor : account(target);
  return {
    ...defined({
      ...shared(activity, parts, user),
      kind: 'audit' as const,
      class_uid: 6003 as const,
      logsource: logSource('audit', application),
      src_endpoint: sourceEndpoint(activity.record),
      activity: auditActivity(application, type, name, parameters),
      actor: actor === undefined ? undefined : { user: actor },
      api: { operation: name, service: application },
      status: /(?:_|^)FAILED$/i.test(name) ? ('failure' as const) : ('success' as const),
      parameters: Object.keys(parameters).length === 0 ? undefined : parameters,
    }),
    user,
  };
}

function sourceEndpoint(record: JsonObject) {
  const network = objectAt(record, 'networkInfo');
  const asn = network?.['ipAsn'];
  return endpoint({
    address: textAt(record, 'ipAddress'),
    location:
      textAt(network, 'regionCode') === undefined
        ? undefined
        : defined({ country: textAt(network, 'regionCode')?.toUpperCase() }),
    asNumber: Array.isArray(asn) && typeof asn[0] === 'number' ? asn[0] : undefined,
  });
}

/** `applicationName` values of the Reports API; rules name them as `google_workspace.<application>`. */
const APPLICATIONS = [
  'access_transparency',
  'admin',
  'calendar',
  'chat',
  'chrome',
  'classroom',
  'cloud_search',
  'contacts',
  'context_aware_access',
  'data_studio',
  'directory_sync',
  'drive',
  'gcp',
  'gemini_in_workspace_apps',
  'gmail',
  'groups',
  'groups_enterprise',
  'keep',
  'login',
  'meet',
  'mobile',
  'rules',
  'saml',
  'takeout',
  'token',
  'user_accounts',
  'vault',
] as const;

function logSources(category: LogSource['category']): ReadonlyMap<string, LogSource> {
  return new Map(
    APPLICATIONS.map((application) => [
      application,
      Object.freeze({
        category,
        product: 'google_workspace',
        services: [`google_workspace.${application}`],
      }),
    ]),
  );
}

type Category = Exclude<LogSource['category'], 'email' | 'claim'>;

const LOG_SOURCES = {
  authentication: logSources('authentication'),
  audit: logSources('audit'),
};

const OTHER_APPLICATION: Readonly<Record<Category, LogSource>> = {
  authentication: Object.freeze({
    category: 'authentication',
    product: 'google_workspace',
    services: ['google_workspace.login'],
  }),
  audit: Object.freeze({
    category: 'audit',
    product: 'google_workspace',
    services: ['google_workspace'],
  }),
};

function logSource(category: Category, application: string): LogSource {
  return LOG_SOURCES[category].get(application) ?? OTHER_APPLICATION[category];
}

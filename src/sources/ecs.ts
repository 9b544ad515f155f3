import type { Audit, SignIn, User } from '../events/event.ts';
import { isObject, numberAt } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { ecsActivity, ecsParameters } from './ecs-audit.ts';
import { EcsRecord } from './ecs-record.ts';
import { ecsStatus, ecsVerdict } from './ecs-verdict.ts';
import type { EcsVerdict } from './ecs-verdict.ts';
import { isLegacyClient } from './entra-clients.ts';
import {
  account,
  anyDefined,
  asNumberAt,
  defined,
  endpoint,
  firstTime,
  found,
  place,
  refuse,
} from './event-parts.ts';
import { productLogSource, vendorOf } from './identity-products.ts';
import type { Vendor } from './identity-products.ts';
import { oktaRisk, riskLevel } from './okta-risk.ts';
import type { Reading, Source, SourceContext } from './source.ts';
import { NO_ID } from './source.ts';

/**
 * Elastic Common Schema: authentication records as sign-ins; `iam`, `session` and what identity integrations (Okta,
 * Google Workspace, Duo, Entra, Office 365) write as audit records. Windows' own events are another source's.
 */
export const ecs: Source<JsonObject> = {
  name: 'ecs',
  title: 'Elastic Common Schema authentication and identity records',
  shape: 'object',
  recognise,
  read,
};

const CATEGORIES = new Set(['authentication', 'iam', 'session']);
const DATASETS =
  /^(?:okta\.system|o365\.audit|azure\.(?:signinlogs|auditlogs|identity_protection)|google_workspace\.\w+|cisco_duo\.(?:auth|admin|activity))$/;

function recognise(record: JsonObject): boolean {
  const { event, fields, _source: source } = record;
  const marked =
    event !== undefined ||
    record['event.category'] !== undefined ||
    record['event.dataset'] !== undefined ||
    isObject(source) ||
    isObject(fields);
  if (!marked) return false;
  const ecsRecord = new EcsRecord(record);
  if (ecsRecord.value('@timestamp') === undefined && record['ecs'] === undefined) return false;
  if (isWindows(ecsRecord)) return false;
  return (
    ecsRecord.words('event.category').some((category) => CATEGORIES.has(category)) ||
    DATASETS.test(ecsRecord.text('event.dataset', 'data_stream.dataset') ?? '')
  );
}

function isWindows(record: EcsRecord): boolean {
  return (
    record.value('winlog') !== undefined ||
    Object.keys(record.document).some((key) => key.startsWith('winlog.')) ||
    record.text('event.provider') === 'Microsoft-Windows-Security-Auditing'
  );
}

/** `Mar 3, 2026 @ 08:00:00.000`. */
const DISPLAYED = /^[A-Z][a-z]{2} \d{1,2}, \d{4} @ /;

function read(raw: JsonObject, context: SourceContext): Reading {
  const record = new EcsRecord(raw);
  const value = record.value('@timestamp');
  const time = firstTime(Array.isArray(value) ? (value as readonly Json[])[0] : value);
  if (time === undefined) {
    const advice =
      typeof value === 'string' && DISPLAYED.test(value)
        ? ', as Kibana shows it, without a zone: export it as ISO 8601, or the hits as JSON'
        : '';
    return refuse(`@timestamp should be when it happened; found ${found(value)}${advice}`);
  }
  const product = record.text('event.dataset', 'data_stream.dataset', 'event.module');
  const entry: Entry = { record, time, product, vendor: vendorOf(product), context };
  const verdict = ecsVerdict(record, entry.vendor);
  return verdict === undefined ? readAudit(entry) : readSignIn(entry, verdict);
}

interface Entry {
  readonly record: EcsRecord;
  readonly time: number;
  /** Dataset or module, e.g. `okta.system`. */
  readonly product: string | undefined;
  readonly vendor: Vendor | undefined;
  readonly context: SourceContext;
}

/** Integrations keep the principal under their own name; ECS itself cuts an address into name and domain. */
const PRINCIPALS = [
  'azure.signinlogs.properties.user_principal_name',
  'okta.actor.alternate_id',
  'o365.audit.UserId',
  'user.email',
  'source.user.email',
  'client.user.email',
] as const;

function userOf({ record }: Entry): User | undefined {
  const uid = record.text('user.id', 'source.user.id', 'client.user.id');
  const principal = PRINCIPALS.map((path) => record.text(path)).find((text) => text !== undefined);
  if (principal !== undefined) return account(principal, uid, record.text('user.domain'));
  const person = ['user', 'source.user', 'client.user'].find(
    (path) => record.text(`${path}.name`) !== undefined,
  );
  if (person === undefined) return uid === undefined ? undefined : account(uid, uid);
  return named(record, person, uid);
}

function named(record: EcsRecord, path: string, uid: string | undefined): User | undefined {
  const name = record.text(`${path}.name`);
  if (name === undefined) return undefined;
  const domain = record.text(`${path}.domain`);
  const internet = domain?.includes('.') === true && !/[@\\]/.test(name);
  return account(internet ? `${name}@${domain}` : name, uid, domain);
}

function targetOf({ record }: Entry): User | undefined {
  const email = record.text('user.target.email');
  const uid = record.text('user.target.id');
  return email === undefined ? named(record, 'user.target', uid) : account(email, uid);
}

function shared(entry: Entry, user: User | undefined) {
  const { record, time, context } = entry;
  const agent = record.text('user_agent.original');
  const session = record.text(
    'okta.authentication_context.root_session_id',
    'okta.authentication_context.external_session_id',
    'azure.signinlogs.properties.session_id',
    'session.id',
  );
  return {
    time,
    metadata: {
      uid: `ecs:${record.id ?? NO_ID}`,
      source: 'ecs',
      tenant_uid:
        context.organisation ??
        record.text(
          'google_workspace.organization.domain',
          'organization.id',
          'organization.name',
          'azure.tenant_id',
          'azure.signinlogs.tenant_id',
        ) ??
        user?.domain ??
        'unknown',
    },
    src_endpoint: sourceEndpoint(record),
    http_request: agent === undefined ? undefined : { user_agent: agent },
    session: session === undefined ? undefined : { uid: session },
    device: anyDefined({
      uid: record.text('azure.signinlogs.properties.device_detail.device_id', 'device.id'),
      name: record.text('azure.signinlogs.properties.device_detail.display_name'),
      os: record.text(
        'azure.signinlogs.properties.device_detail.operating_system',
        'user_agent.os.full',
        'user_agent.os.name',
      ),
      browser: record.text('azure.signinlogs.properties.device_detail.browser', 'user_agent.name'),
      is_managed: record.flag('azure.signinlogs.properties.device_detail.is_managed'),
      is_compliant: record.flag('azure.signinlogs.properties.device_detail.is_compliant'),
    }),
    raw: record.document,
  };
}

/** The end that asked: `source`, or `client` where an integration fills only that. */
function sourceEndpoint(record: EcsRecord) {
  const ends = (name: string): string | undefined =>
    record.text(`source.${name}`, `client.${name}`);
  return endpoint({
    address: ends('ip') ?? record.text('okta.client.ip', 'source.address'),
    port: numberAt({ port: ends('port') }, 'port'),
    hostname: record.text('source.domain'),
    location: place({
      country: ends('geo.country_iso_code') ?? ends('geo.country_name'),
      region: ends('geo.region_name'),
      city: ends('geo.city_name'),
      ...(point(record, 'source.geo.location') ?? point(record, 'client.geo.location')),
    }),
    asNumber: asNumberAt({ number: ends('as.number') }, 'number'),
    asName: ends('as.organization.name'),
    is_vpn: record.flag('okta.security_context.is_proxy'),
  });
}

interface Point {
  readonly lat: number;
  readonly long: number | undefined;
}

/** `geo_point` as an object, as `lat,lon`, or as a list, longitude first. */
function point(record: EcsRecord, path: string): Point | undefined {
  const lat = record.number(`${path}.lat`);
  if (lat !== undefined) return { lat, long: record.number(`${path}.lon`) };
  const value = record.value(path);
  if (typeof value === 'string') {
    const match = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/.exec(value);
    return match === null ? undefined : { lat: Number(match[1]), long: Number(match[2]) };
  }
  const [long, north] = Array.isArray(value) ? (value as readonly Json[]) : [];
  return typeof long === 'number' && typeof north === 'number' ? { lat: north, long } : undefined;
}

function readSignIn(entry: Entry, verdict: EcsVerdict): Reading {
  const { record, product } = entry;
  const user = userOf(entry);
  if (user === undefined) {
    return refuse(
      `user.name or user.email should be the account; found ${found(record.value('user'))}`,
    );
  }
  const { meaning, code, ...outcome } = verdict;
  const entra = 'azure.signinlogs.properties';
  const client = record.text(`${entra}.client_app_used`);
  const signIn: SignIn = defined({
    ...shared(entry, user),
    kind: 'sign-in' as const,
    class_uid: 3002 as const,
    logsource: productLogSource('authentication', product, 'ecs'),
    user,
    is_interactive: record.flag(`${entra}.is_interactive`),
    is_mfa:
      record.text(`${entra}.authentication_requirement`) === 'multiFactorAuthentication'
        ? true
        : undefined,
    ...outcome,
    status_code: code ?? record.text('error.code', 'event.code'),
    status_detail: meaning,
    service: anyDefined({
      name: record.text(
        `${entra}.app_display_name`,
        'cisco_duo.auth.application.name',
        'okta.target.display_name',
        'service.name',
        'process.name',
      ),
      uid: record.text(`${entra}.app_id`, 'cisco_duo.auth.application.key'),
    }),
    auth_protocol:
      client ??
      record.text(
        'okta.debug_context.debug_data.factor',
        'google_workspace.login.type',
        'cisco_duo.auth.factor',
        'system.auth.ssh.method',
      ),
    is_legacy_protocol: isLegacyClient(client, record.text('user_agent.original')),
    ...riskOf(record),
  });
  return { ok: true, events: [signIn] };
}

function riskOf(record: EcsRecord) {
  const okta = oktaRisk(record.object('okta.debug_context.debug_data.flattened'), undefined);
  const level = riskLevel(
    record.text(
      'azure.signinlogs.properties.risk_level_during_signin',
      'okta.debug_context.debug_data.risk_level',
      'event.risk_level',
    ),
  );
  return level === undefined ? okta : { ...okta, risk_level: level };
}

function readAudit(entry: Entry): Reading {
  const { record, product, vendor } = entry;
  const actor = userOf(entry);
  const user = targetOf(entry) ?? actor;
  const operation = record.text('event.action', 'okta.event_type', 'event.code');
  if (operation === undefined) {
    return refuse(`event.action should name what was done; found ${found(record.value('event'))}`);
  }
  const audit: Audit = {
    ...defined({
      ...shared(entry, user),
      kind: 'audit' as const,
      class_uid: 6003 as const,
      logsource: productLogSource('audit', product, 'ecs'),
      activity: ecsActivity(record, vendor),
      actor: actor === undefined ? undefined : { user: actor },
      api: defined({
        operation,
        service: record.text('event.provider', 'event.module') ?? product,
      }),
      status: ecsStatus(record),
      parameters: ecsParameters(record, vendor),
    }),
    user,
  };
  return { ok: true, events: [audit] };
}

import { ACTIVITY } from '../events/event.ts';
import type { Device, Endpoint, RiskLevel, SignIn, User } from '../events/event.ts';
import type { LogSource } from '../events/logsource.ts';
import { numberAt, objectAt, textAt } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { isLegacyClient } from './entra-clients.ts';
import { stepFacts, mfaResult } from './entra-mfa.ts';
import type { StepFacts } from './entra-mfa.ts';
import { entraVerdict, resultCode, successFlag } from './entra-outcome.ts';
import type { Verdict } from './entra-outcome.ts';
import { lostStatus } from './entra-powershell.ts';
import { tenantOf } from './entra-record.ts';
import type { EntraRecord } from './entra-record.ts';
import { SignInAliases } from './entra-signin-aliases.ts';
import { signInRecord, signInShape } from './entra-signin-shapes.ts';
import { account, anyDefined, endpoint, found, place, refuse } from './event-parts.ts';
import { NO_ID } from './source.ts';
import type { Reading, Source, SourceContext } from './source.ts';

const NAME = 'entra-signin';

const LOGSOURCE: LogSource = Object.freeze({
  category: 'authentication',
  product: 'azure',
  services: Object.freeze(['signinlogs']),
});

/**
 * Sign-ins of Entra ID (Azure AD): interactive, non-interactive, of service principals and managed identities; as Graph,
 * diagnostic settings, Log Analytics, advanced hunting and the portal's CSV write them. The same sign-in has the same
 * event id in all of them.
 */
export const entraSignin: Source<JsonObject> = {
  name: NAME,
  title: 'Microsoft Entra ID sign-ins',
  shape: 'object',
  recognise: (record) => signInShape(record) !== undefined,
  read,
};

function read(raw: JsonObject, context: SourceContext): Reading {
  const shape = signInShape(raw) ?? 'graph';
  const record = signInRecord(raw, shape);
  const lost = shape === 'powershell' ? lostStatus(record.raw) : undefined;
  if (lost !== undefined) return refuse(lost);
  const time = record.time('createdDateTime', 'emittedDateTime');
  if (time === undefined) {
    const value = record.get('createdDateTime') ?? record.get('emittedDateTime');
    return refuse(`createdDateTime: expected a time, found ${found(value)}`);
  }
  const user = userOf(record);
  if (user === undefined) {
    return refuse(
      `userPrincipalName: expected an account, found ${found(record.get('userPrincipalName'))}`,
    );
  }
  return { ok: true, events: [signIn(record, time, user, context)] };
}

type Draft = { -readonly [Name in keyof SignIn]: SignIn[Name] };

// Attributes are set one by one: with most of a log's records passing here, an object that is copied costs as much as
// all that is read into it.
function signIn(record: EntraRecord, time: number, user: User, context: SourceContext): SignIn {
  const code = codeOf(record);
  const steps = stepFacts(record.list('authenticationDetails'));
  const verdict = verdictOf(record, code, steps);
  const event: Draft = {
    kind: 'sign-in',
    class_uid: 3002,
    activity_id: ACTIVITY.logon,
    time,
    metadata: {
      uid: `${NAME}:${record.text('id')?.toLowerCase() ?? NO_ID}`,
      source: NAME,
      tenant_uid: context.organisation ?? tenantOf(record) ?? user.domain ?? 'unknown',
    },
    logsource: LOGSOURCE,
    user,
    outcome: verdict.outcome,
    raw: record.raw,
    aliases: new SignInAliases(record, code, verdict),
  };
  if (verdict.stopped_by !== undefined) event.stopped_by = verdict.stopped_by;
  if (code !== undefined) event.status_code = code;
  if (verdict.detail !== undefined) event.status_detail = verdict.detail;
  addOrigin(event, record);
  addClient(event, record);
  addMfa(event, record, steps);
  return event;
}

function addOrigin(event: Draft, record: EntraRecord): void {
  const riskTypes = riskTypesOf(record);
  const source = sourceOf(record, riskTypes);
  const device = deviceOf(record);
  const session = record.text('sessionId');
  const risk = riskLevel(record.text('riskLevelDuringSignIn'));
  if (source !== undefined) event.src_endpoint = source;
  if (device !== undefined) event.device = device;
  if (session !== undefined) event.session = { uid: session };
  if (risk !== undefined) event.risk_level = risk;
  if (riskTypes.length > 0) event.risk_details = riskTypes;
}

function addClient(event: Draft, record: EntraRecord): void {
  const agent = record.text('userAgent');
  const client = record.text('clientAppUsed');
  const protocol = tellingFlow(record) ?? client;
  const legacy = isLegacyClient(client, agent);
  const service = anyDefined({ name: record.text('appDisplayName'), uid: record.text('appId') });
  const interactive = isInteractive(record);
  if (agent !== undefined) event.http_request = { user_agent: agent };
  if (protocol !== undefined) event.auth_protocol = protocol;
  if (legacy !== undefined) event.is_legacy_protocol = legacy;
  if (service !== undefined) event.service = service;
  if (interactive !== undefined) event.is_interactive = interactive;
}

const MFA_CODE = '500121';

function addMfa(event: Draft, record: EntraRecord, steps: StepFacts): void {
  const said = textAt(record.object('status'), 'additionalDetails') ?? record.text('mfaResult');
  const failed = event.status_code === MFA_CODE ? 'failed' : undefined;
  const result = mfaResult(said) ?? steps.mfa ?? failed;
  if (result !== undefined) event.mfa_result = result;
  const requirement = requirementOf(record.text('authenticationRequirement') ?? '');
  if (result !== undefined || (requirement === 'multi' && event.outcome === 'in')) {
    event.is_mfa = true;
  } else if (requirement === 'single') event.is_mfa = false;
}

/** `multiFactorAuthentication`, or `Multi-factor authentication` in the portal. */
function requirementOf(text: string): 'single' | 'multi' | undefined {
  if (text.startsWith('single')) return 'single';
  if (text.startsWith('multi')) return 'multi';
  const plain = text.toLowerCase().replaceAll(/[ -]/g, '');
  if (plain.startsWith('single')) return 'single';
  return plain.startsWith('multi') ? 'multi' : undefined;
}

const NO_ACCOUNT = /^(?:0{8}-0{4}-0{4}-0{4}-0{12}|not available|unknown|-)$/i;

/** Typed names that match no account come as `signInIdentifier`; programs have a service principal instead. */
function userOf(record: EntraRecord): User | undefined {
  const uid = real(record.text('userId'));
  const person =
    real(record.text('userPrincipalName')) ?? real(record.text('signInIdentifier')) ?? uid;
  if (person !== undefined) return account(person, uid?.toLowerCase());
  const program = real(record.text('servicePrincipalId'));
  const name = real(record.text('servicePrincipalName')) ?? program;
  return name === undefined ? undefined : account(name, program?.toLowerCase());
}

function real(text: string | undefined): string | undefined {
  return text === undefined || NO_ACCOUNT.test(text) ? undefined : text;
}

function codeOf(record: EntraRecord): string | undefined {
  const status = record.object('status');
  return resultCode(textAt(status, 'errorCode')) ?? resultCode(record.text('resultType'));
}

function verdictOf(record: EntraRecord, code: string | undefined, steps: StepFacts): Verdict {
  const reason =
    textAt(record.object('status'), 'failureReason') ?? record.text('resultDescription');
  const word =
    successFlag(record.text('resultType')) ?? successFlag(record.text('resultSignature'));
  const portalSuccess = code === undefined && word === true ? '0' : code;
  const incoming = record.text('incomingTokenType')?.toLowerCase() ?? 'none';
  return entraVerdict({
    code: portalSuccess,
    success: word,
    reason: reason === undefined || /^other\.?$/i.test(reason) || code === '0' ? undefined : reason,
    passwordRight: steps.passwordRight,
    fromToken: steps.fromToken || (incoming !== 'none' && !steps.passwordRight),
  });
}

const ANONYMOUS_RISKS = new Set(['anonymizedipaddress', 'riskyipaddress']);

function sourceOf(record: EntraRecord, riskTypes: readonly string[]): Endpoint | undefined {
  return endpoint({
    address: record.text('ipAddress'),
    location:
      record.shape === 'portal' ? portalPlace(record) : graphPlace(record.object('location')),
    asNumber: asNumber(record.number('autonomousSystemNumber')),
    is_anonymous: riskTypes.some((type) => ANONYMOUS_RISKS.has(type.toLowerCase())) || undefined,
  });
}

function asNumber(number: number | undefined): number | undefined {
  return number !== undefined && Number.isInteger(number) && number > 0 ? number : undefined;
}

export function graphPlace(location: JsonObject | undefined): Endpoint['location'] {
  const geo = objectAt(location, 'geoCoordinates');
  return place({
    country: textAt(location, 'countryOrRegion'),
    region: textAt(location, 'state'),
    city: textAt(location, 'city'),
    lat: numberAt(geo, 'latitude'),
    long: numberAt(geo, 'longitude'),
  });
}

/** The portal writes `City, State, CC`; a city's own commas stay with the city. */
function portalPlace(record: EntraRecord): Endpoint['location'] {
  const parts = (record.text('location') ?? '').split(',').map((part) => part.trim());
  const [country, region, ...city] = parts.toReversed().map((part) => part || undefined);
  return place({ country, region, city: city.toReversed().join(', ') || undefined });
}

function deviceOf(record: EntraRecord): Device | undefined {
  const detail = record.object('deviceDetail');
  const from = (name: string): string | undefined => textAt(detail, name) ?? record.text(name);
  const flag = (name: string): boolean | undefined => {
    const own = detail?.[name];
    return typeof own === 'boolean' ? own : yes(from(name));
  };
  return anyDefined({
    uid: from('deviceId'),
    name: textAt(detail, 'displayName'),
    os: from('operatingSystem'),
    browser: from('browser'),
    is_managed: flag('isManaged'),
    is_compliant: flag('isCompliant'),
  });
}

function yes(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  return /^(?:true|yes)$/i.test(text) ? true : /^(?:false|no)$/i.test(text) ? false : undefined;
}

const PROGRAM_CATEGORY = /NonInteractive|ServicePrincipal|ManagedIdentit/i;

function isInteractive(record: EntraRecord): boolean | undefined {
  const flag = record.boolean('isInteractive');
  if (flag !== undefined) return flag;
  return PROGRAM_CATEGORY.test(record.text('category') ?? '') ? false : undefined;
}

function riskTypesOf(record: EntraRecord): readonly string[] {
  const types = record.list('riskEventTypes_v2');
  const all: readonly Json[] = types.length > 0 ? types : record.list('riskEventTypes');
  return all.filter((type) => typeof type === 'string' && type !== '') as readonly string[];
}

const RISK_LEVELS = new Set<string>(['none', 'low', 'medium', 'high']);

/** `hidden` means the licence does not show it: absent. */
function riskLevel(text: string | undefined): RiskLevel | undefined {
  const level = text?.toLowerCase();
  return level !== undefined && RISK_LEVELS.has(level) ? (level as RiskLevel) : undefined;
}

/** Flows that say more about how somebody signed in than the family of the client. */
const TELLING_FLOWS: ReadonlyMap<string, string> = new Map([
  ['devicecode', 'deviceCode'],
  ['device code', 'deviceCode'],
  ['ropc', 'ropc'],
]);

function tellingFlow(record: EntraRecord): string | undefined {
  return TELLING_FLOWS.get(record.text('authenticationProtocol')?.toLowerCase() ?? '');
}

import { parseAddress } from '../events/address.ts';
import { ACTIVITY } from '../events/event.ts';
import type {
  Device,
  Endpoint,
  Metadata,
  FacetNumbering,
  OnDemand,
  RiskLevel,
  SignIn,
  User,
} from '../events/event.ts';
import type { LogSource } from '../events/logsource.ts';
import { placeOf, restOf, whoOf } from '../events/facets.ts';
import { assert } from '../lib/assert.ts';
import { textAt } from '../lib/json.ts';
import type { JsonObject } from '../lib/json.ts';
import { isLegacyClient } from './entra-clients.ts';
import { mfaResult } from './entra-mfa.ts';
import { entraVerdict } from './entra-outcome.ts';
import type { EntraRecord } from './entra-record.ts';
import { SignInAliases } from './entra-signin-aliases.ts';
import { codeOf, SignInEvidence } from './entra-signin-evidence.ts';
import {
  DEVICE_COLUMNS,
  deviceOf,
  isAnonymous,
  riskTypesOf,
  sourceOf,
} from './entra-signin-origin.ts';
import { userOf } from './entra-signin-user.ts';
import { anyDefined, defined } from './event-parts.ts';

const LOGSOURCE: LogSource = Object.freeze({
  category: 'authentication',
  product: 'azure',
  services: Object.freeze(['signinlogs']),
});

/** Every attribute of an event, some of them undefined. */
type Worked = { readonly [Name in keyof Required<SignIn>]: SignIn[Name] | undefined };

/**
 * A sign-in whose attributes are worked out when they are asked for: most records of a log match no rule, and a rule
 * asks for few of them.
 */
export class EntraSignIn implements Worked, OnDemand {
  readonly kind = 'sign-in';
  readonly class_uid = 3002;
  readonly activity_id = ACTIVITY.logon;
  readonly logsource = LOGSOURCE;
  readonly logon_type = undefined;
  readonly time: number;
  readonly metadata: Metadata;
  readonly outcome: SignIn['outcome'];
  readonly stopped_by: SignIn['stopped_by'];
  readonly status_code: string | undefined;
  readonly status_detail: string | undefined;
  readonly aliases: SignInAliases;
  readonly #record: EntraRecord;
  readonly #evidence: SignInEvidence;
  #user: User | undefined;
  #source: Endpoint | undefined;
  #hasSource = false;
  #origin: OnDemand['origin'] | undefined;
  #riskTypes: readonly string[] | undefined;
  #enrichments: SignIn['enrichments'] | undefined;

  /** Of a record that names a user. */
  constructor(record: EntraRecord, time: number, metadata: Metadata) {
    const code = codeOf(record);
    const evidence = new SignInEvidence(record, code);
    const verdict = entraVerdict(evidence);
    this.time = time;
    this.metadata = metadata;
    this.outcome = verdict.outcome;
    this.stopped_by = verdict.stopped_by;
    this.status_code = code;
    this.status_detail = verdict.detail;
    this.aliases = new SignInAliases(record, code, verdict);
    this.#record = record;
    this.#evidence = evidence;
  }

  get raw(): JsonObject {
    return this.#record.raw;
  }

  get user(): User {
    this.#user ??= userOf(this.#record);
    assert(this.#user !== undefined, 'only records that name a user become sign-ins');
    return this.#user;
  }

  get src_endpoint(): Endpoint | undefined {
    if (!this.#hasSource) {
      this.#source = sourceOf(this.#record);
      this.#hasSource = true;
    }
    return this.#source;
  }

  get enrichments(): SignIn['enrichments'] | undefined {
    return this.#enrichments;
  }

  get device(): Device | undefined {
    return deviceOf(this.#record);
  }

  get session(): SignIn['session'] {
    const uid = this.#record.text('sessionId');
    return uid === undefined ? undefined : { uid };
  }

  get risk_level(): RiskLevel | undefined {
    return riskLevel(this.#record.text('riskLevelDuringSignIn'));
  }

  get risk_details(): readonly string[] | undefined {
    const types = this.#riskEvents;
    return types.length > 0 ? types : undefined;
  }

  get http_request(): SignIn['http_request'] {
    const agent = this.#record.text('userAgent');
    return agent === undefined ? undefined : { user_agent: agent };
  }

  get auth_protocol(): string | undefined {
    return tellingFlow(this.#record) ?? this.#record.text('clientAppUsed');
  }

  get is_legacy_protocol(): boolean | undefined {
    return isLegacyClient(this.#record.text('clientAppUsed'), this.#record.text('userAgent'));
  }

  get service(): SignIn['service'] {
    return anyDefined(this.#serviceNames());
  }

  get is_interactive(): boolean | undefined {
    return isInteractive(this.#record);
  }

  get mfa_result(): SignIn['mfa_result'] {
    const record = this.#record;
    const said = textAt(record.object('status'), 'additionalDetails') ?? record.text('mfaResult');
    const failed = this.status_code === MFA_CODE ? 'failed' : undefined;
    return mfaResult(said) ?? this.#evidence.steps.mfa ?? failed;
  }

  get is_mfa(): boolean | undefined {
    return this.#isMfa(this.mfa_result);
  }

  get origin(): OnDemand['origin'] {
    if (this.#origin === undefined) {
      const address = this.#record.text('ipAddress');
      this.#origin = {
        ip: address === undefined ? undefined : parseAddress(address)?.ip,
        is_anonymous: isAnonymous(this.#riskEvents),
      };
    }
    return this.#origin;
  }

  get onDemand(): OnDemand {
    return this;
  }

  digest(): ReturnType<OnDemand['digest']> {
    const result = this.mfa_result;
    const known: Omit<Worked, 'raw' | 'aliases' | 'onDemand'> = {
      kind: this.kind,
      class_uid: this.class_uid,
      activity_id: this.activity_id,
      time: this.time,
      metadata: this.metadata,
      logsource: this.logsource,
      user: this.user,
      outcome: this.outcome,
      stopped_by: this.stopped_by,
      status_code: this.status_code,
      status_detail: this.status_detail,
      src_endpoint: this.src_endpoint,
      device: this.device,
      session: this.session,
      risk_level: this.risk_level,
      risk_details: this.risk_details,
      http_request: this.http_request,
      auth_protocol: this.auth_protocol,
      is_legacy_protocol: this.is_legacy_protocol,
      service: this.service,
      is_interactive: this.is_interactive,
      mfa_result: result,
      is_mfa: this.#isMfa(result),
      logon_type: this.logon_type,
      enrichments: this.enrichments,
    };
    return defined(known) as ReturnType<OnDemand['digest']>;
  }

  facets(numbers: FacetNumbering): ReturnType<OnDemand['facets']> {
    const record = this.#record;
    const parts = [
      record.text('userId'),
      record.written('deviceDetail'),
      record.text('userAgent'),
      record.text('signInIdentifier'),
      record.text('servicePrincipalId'),
      record.text('servicePrincipalName'),
    ];
    for (const name of DEVICE_COLUMNS) parts.push(record.written(name));
    return [
      this.#rest(numbers),
      numbers.of('who', record.text('userPrincipalName'), parts, () => whoOf(this)),
      this.#place(numbers),
    ];
  }

  #place(numbers: FacetNumbering): number {
    const record = this.#record;
    const address = record.text('ipAddress');
    // An address in another form may tell a port, what is no address a host; without one there may be no place at all.
    const isPlain = address !== undefined && this.origin.ip === address;
    if (!isPlain && this.src_endpoint === undefined) return 0;
    const parts = [
      record.get('autonomousSystemNumber'),
      this.origin.is_anonymous,
      record.shape,
      isPlain ? '' : (address ?? null),
    ];
    return numbers.of('place', record.written('location'), parts, () => placeOf(this) ?? {});
  }

  enriched(facts: NonNullable<SignIn['enrichments']>): SignIn {
    this.#enrichments = facts;
    return this.event();
  }

  /** This, for those to whom an undefined attribute is as good as none. */
  event(): SignIn {
    return this as unknown as SignIn;
  }

  /** An event that holds everything, the record parsed. */
  whole(): SignIn {
    return { ...this.digest(), raw: this.raw, aliases: this.aliases };
  }

  /** What is left is few different things, told by few members. */
  #rest(numbers: FacetNumbering): number {
    const result = this.mfa_result;
    const { name, uid } = this.#serviceNames();
    const risks = this.#riskEvents;
    const parts = [
      name,
      this.metadata.tenant_uid,
      this.outcome,
      this.stopped_by,
      this.status_detail,
      this.auth_protocol,
      this.is_legacy_protocol,
      this.is_interactive,
      result,
      this.#isMfa(result),
      this.risk_level,
      risks.length === 0 ? '' : JSON.stringify(risks),
      this.enrichments && JSON.stringify(this.enrichments),
    ];
    const key = `${this.status_code ?? ''} ${uid ?? ''}`;
    return numbers.of('rest', key, parts, () => restOf(this.digest()));
  }

  get #riskEvents(): readonly string[] {
    this.#riskTypes ??= riskTypesOf(this.#record);
    return this.#riskTypes;
  }

  #serviceNames(): { readonly name: string | undefined; readonly uid: string | undefined } {
    return { name: this.#record.text('appDisplayName'), uid: this.#record.text('appId') };
  }

  #isMfa(result: SignIn['mfa_result']): boolean | undefined {
    if (result !== undefined) return true;
    const requirement = requirementOf(this.#record.text('authenticationRequirement') ?? '');
    if (requirement === 'multi' && this.outcome === 'in') return true;
    return requirement === 'single' ? false : undefined;
  }
}

const MFA_CODE = '500121';

/** `multiFactorAuthentication`, or `Multi-factor authentication` in the portal. */
function requirementOf(text: string): 'single' | 'multi' | undefined {
  if (text.startsWith('single')) return 'single';
  if (text.startsWith('multi')) return 'multi';
  const plain = text.toLowerCase().replaceAll(/[ -]/g, '');
  if (plain.startsWith('single')) return 'single';
  return plain.startsWith('multi') ? 'multi' : undefined;
}
const PROGRAM_CATEGORY = /NonInteractive|ServicePrincipal|ManagedIdentit/i;

function isInteractive(record: EntraRecord): boolean | undefined {
  const flag = record.boolean('isInteractive');
  if (flag !== undefined) return flag;
  return PROGRAM_CATEGORY.test(record.text('category') ?? '') ? false : undefined;
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

import type { Json, JsonObject } from '../lib/json.ts';
import type { LogSource } from './logsource.ts';
import type { Email, EmailAuth } from './mail.ts';
import type { Outcome, StoppedBy } from './outcome.ts';

/**
 * The words every stage shares. Attribute names are those of OCSF 1.x (Authentication, class 3002; API Activity,
 * class 6003; Email Activity, class 4009); `fields.ts` gives the ECS names rules may use as well. Optional attributes are absent, never null.
 */

export interface Metadata {
  /** `<source>:<the vendor's record id>`; for records without one, a hash of the record. Unique in a store. */
  readonly uid: string;
  /** Name of the source that read it, e.g. `entra-signin`. */
  readonly source: string;
  /** The organisation whose log this is: tenant id, customer id or domain; the partition of all state. */
  readonly tenant_uid: string;
}

export interface User {
  /** Principal or account name, lower case. */
  readonly name: string;
  /** The vendor's immutable id. */
  readonly uid?: string;
  readonly domain?: string;
}

export interface Location {
  /** ISO 3166-1 alpha-2, or the vendor's country name when it gives no code. */
  readonly country?: string;
  readonly region?: string;
  readonly city?: string;
  /** Degrees, WGS 84. Both or neither. */
  readonly lat?: number;
  readonly long?: number;
}

export interface Endpoint {
  /** Canonical text (RFC 5952 for IPv6, IPv4 for mapped addresses), without port or brackets. */
  readonly ip?: string;
  readonly port?: number;
  readonly hostname?: string;
  readonly location?: Location;
  readonly autonomous_system?: { readonly number?: number; readonly name?: string };
  /** What the log itself says of the address. */
  readonly is_anonymous?: boolean;
  readonly is_vpn?: boolean;
}

export interface Device {
  readonly uid?: string;
  readonly name?: string;
  readonly os?: string;
  readonly browser?: string;
  readonly is_managed?: boolean;
  readonly is_compliant?: boolean;
}

/** OCSF activity ids of class 3002. */
export const ACTIVITY = { logon: 1, logoff: 2, ticket: 3, serviceTicket: 4, preauth: 6 } as const;

export type RiskLevel = 'none' | 'low' | 'medium' | 'high';

/**
 * Names under which rules look for values of a record, beside its own: its table's columns, the portal's headings.
 * Worked out when a rule asks.
 */
export interface Aliases {
  /** What rules see under a name at the record's top level, the record's own included. */
  value(name: string): Json | undefined;
  /** The record with every alias, for rules that look at all of it. */
  all(): JsonObject;
}

interface EventBase {
  /** Event time in milliseconds since 1970-01-01T00:00:00Z. */
  readonly time: number;
  readonly metadata: Metadata;
  readonly logsource: LogSource;
  readonly src_endpoint?: Endpoint;
  readonly http_request?: { readonly user_agent: string };
  readonly session?: { readonly uid: string };
  readonly device?: Device;
  /** Facts added by `enrich/`, by dotted field name. */
  readonly enrichments?: Readonly<Record<string, string | number | boolean>>;
  /** The vendor's record as read: rules written for its fields match unchanged. */
  readonly raw: JsonObject;
  readonly aliases?: Aliases;
  /** There on events that work out their attributes when asked for them. */
  readonly onDemand?: OnDemand;
}

/** What is done with all attributes of an event at once. */
export interface OnDemand {
  /** Of `src_endpoint` what `enrich/` looks at in every event. */
  readonly origin: { readonly ip: string | undefined; readonly is_anonymous: boolean | undefined };
  /** Everything but the vendor's record, as an object of its own. */
  digest(): Omit<SignIn, 'raw' | 'aliases' | 'onDemand'>;
  /** The numbers of its facets: rest, who, place. */
  facets(numbers: FacetNumbering): readonly [rest: number, who: number, place: number];
  /** The event with these facts added by `enrich/`. */
  enriched(facts: NonNullable<EventBase['enrichments']>): SignIn;
}

/** OCSF Authentication (3002). */
export interface SignIn extends EventBase {
  readonly kind: 'sign-in';
  readonly class_uid: 3002;
  readonly activity_id: (typeof ACTIVITY)[keyof typeof ACTIVITY];
  readonly user: User;
  readonly outcome: Outcome;
  readonly stopped_by?: StoppedBy;
  /** The vendor's result code as text, e.g. `50126`, `0xC000006A`, `INVALID_CREDENTIALS`. */
  readonly status_code?: string;
  /** The vendor's or our plain-word meaning of the code. */
  readonly status_detail?: string;
  /** The application or service signed in to. */
  readonly service?: { readonly name?: string; readonly uid?: string };
  /** Protocol or client family as the vendor names it, e.g. `IMAP4`, `Browser`, `Kerberos`, `password`. */
  readonly auth_protocol?: string;
  /** True when the protocol cannot do multi-factor authentication (IMAP, POP, SMTP AUTH, ActiveSync basic, …). */
  readonly is_legacy_protocol?: boolean;
  readonly logon_type?: string;
  readonly is_mfa?: boolean;
  /** The user turned down or did not answer the second factor (push denied, reported as fraud, timed out). */
  readonly mfa_result?: 'passed' | 'denied' | 'timeout' | 'fraud' | 'failed';
  readonly is_interactive?: boolean;
  /** The provider's own risk verdict at sign-in. */
  readonly risk_level?: RiskLevel;
  readonly risk_details?: readonly string[];
}

/** What an audit record is about, whoever the vendor. */
export const AUDIT_ACTIVITIES = [
  'inbox-rule',
  'mailbox-forwarding',
  'mailbox-permission',
  'mailbox-protocol',
  'consent',
  'application-change',
  'role-grant',
  'role-removal',
  'mfa-change',
  'password-change',
  'account-create',
  'account-change',
  'account-delete',
  'audit-policy-change',
  'access-policy-change',
  'group-change',
  'provider-warning',
  'other',
] as const;

export type AuditActivity = (typeof AUDIT_ACTIVITIES)[number];

/** Anything recorded that is not a sign-in, as OCSF API Activity (6003). */
export interface Audit extends EventBase {
  readonly kind: 'audit';
  readonly class_uid: 6003;
  readonly activity: AuditActivity;
  /** Who did it; absent when the log does not say. */
  readonly actor?: { readonly user: User };
  /** The account it was done to (often the actor). */
  readonly user: User | undefined;
  readonly api: { readonly operation: string; readonly service?: string };
  readonly status: 'success' | 'failure' | 'unknown';
  /** Named values of the operation (Exchange `Parameters`, Entra `ModifiedProperties` new values, Google
   *  `parameters`), flattened; names as the vendor writes them. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A message, as OCSF Email Activity (4009). Its `src_endpoint` is the last hop outside the organisation. */
export interface Mail extends EventBase {
  readonly kind: 'mail';
  readonly class_uid: 4009;
  /** The mailbox it lies in, where the message says so. */
  readonly user: User | undefined;
  readonly email: Email;
  /** Absent when no server whose word counts says anything. */
  readonly email_auth?: EmailAuth;
}

export type Event = SignIn | Audit | Mail;

/**
 * Parts of events that come again and again: who did it and with what; where from, without the address; and what is left,
 * without time, id, session and address.
 */
export interface Facets {
  readonly rest: Rest;
  readonly who: Partial<Pick<Event, 'user' | 'device' | 'http_request'>>;
  readonly place: Omit<Endpoint, 'ip'>;
}

export interface Rest {
  readonly event: object;
  readonly source: string;
  readonly tenant_uid: string;
  /** Of its log source; the category follows from the kind of event. */
  readonly product: string;
  readonly services: readonly string[];
}

/** Gives facets numbers, the same to the same. */
export interface FacetNumbering {
  /**
   * The number of the facet that follows from `key` and the values in `also` alone: texts, numbers, flags, or objects that
   * are the same by identity. `make` is called where they are seen for the first time.
   */
  of<Name extends keyof Facets>(
    facet: Name,
    key: unknown,
    also: readonly unknown[],
    make: () => Facets[Name],
  ): number;
}

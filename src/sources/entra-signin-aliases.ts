import type { Aliases } from '../events/event.ts';
import type { Outcome } from '../events/outcome.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { textAt } from '../lib/json.ts';
import type { Verdict } from './entra-outcome.ts';
import type { EntraRecord } from './entra-record.ts';

interface Facts {
  readonly record: EntraRecord;
  readonly code: string | undefined;
  readonly verdict: Verdict;
}

/** What rules see under a name, given what the record itself has there. */
type Alias = (facts: Facts, own: Json | undefined) => Json | undefined;

/**
 * Public rules for Entra sign-ins name the columns of Log Analytics, some the portal's headings. So that they match
 * every export, each event answers to those names as well, where its record does not have them itself.
 */
const COLUMNS: readonly (readonly [column: string, graph: string])[] = [
  ['UserPrincipalName', 'userPrincipalName'],
  ['UserId', 'userId'],
  ['AppDisplayName', 'appDisplayName'],
  ['AppId', 'appId'],
  ['ResourceDisplayName', 'resourceDisplayName'],
  ['IPAddress', 'ipAddress'],
  ['callerIpAddress', 'ipAddress'],
  ['ClientAppUsed', 'clientAppUsed'],
  ['ClientApp', 'clientAppUsed'],
  ['UserAgent', 'userAgent'],
  ['userAgent', 'userAgent'],
  ['AuthenticationRequirement', 'authenticationRequirement'],
  ['ConditionalAccessStatus', 'conditionalAccessStatus'],
  ['conditionalAccessStatus', 'conditionalAccessStatus'],
  ['RiskState', 'riskState'],
  ['RiskLevelDuringSignIn', 'riskLevelDuringSignIn'],
  ['RiskEventTypes', 'riskEventTypes'],
  ['RiskEventTypes_V2', 'riskEventTypes_v2'],
  ['HomeTenantId', 'homeTenantId'],
  ['ResourceTenantId', 'resourceTenantId'],
  ['IsInteractive', 'isInteractive'],
  ['CorrelationId', 'correlationId'],
  ['AuthenticationProtocol', 'authenticationProtocol'],
];

const ALIASES: ReadonlyMap<string, Alias> = new Map<string, Alias>([
  ...COLUMNS.map(([column, graph]) => [column, columnAlias(graph)] as const),
  ['ResultType', codeAlias],
  ['resultType', codeAlias],
  ['ResultDescription', detailAlias],
  ['Resultdescription', detailAlias],
  ['Status', statusAlias],
  ['DeviceDetail', deviceAlias],
  ['NetworkLocationDetails', networksAlias],
  ['Location', countryAlias],
  ['LocationDetails', locationAlias],
  ['ActivityDetails', (_, own) => own ?? 'Sign-ins'],
  ['properties.message', messageAlias],
]);

export class SignInAliases implements Aliases {
  readonly #facts: Facts;

  constructor(record: EntraRecord, code: string | undefined, verdict: Verdict) {
    this.#facts = { record, code, verdict };
  }

  value(name: string): Json | undefined {
    const own = this.#facts.record.members.get(name);
    const alias = ALIASES.get(name);
    const seen = alias?.(this.#facts, own);
    return seen === undefined ? own : seen;
  }

  all(): JsonObject {
    const view: Record<string, Json | undefined> = { ...this.#facts.record.raw };
    for (const name of ALIASES.keys()) {
      const value = this.value(name);
      if (value !== undefined) view[name] = value;
    }
    return view;
  }
}

function columnAlias(graph: string): Alias {
  return ({ record }, own) => (own === undefined ? record.get(graph) : own);
}

function codeAlias({ code }: Facts, own: Json | undefined): Json | undefined {
  return own ?? code ?? own;
}

function detailAlias({ verdict }: Facts, own: Json | undefined): Json | undefined {
  return own ?? verdict.detail ?? own;
}

/** The portal's words; anything else is a failure. */
const STATUS_WORDS: ReadonlyMap<Outcome, string> = new Map([
  ['in', 'Success'],
  ['none', 'Interrupted'],
]);

/** `Status` is a word in rules and an object in tables. Both are offered: a list matches when any member does. */
function statusAlias({ record, verdict }: Facts, own: Json | undefined): Json | undefined {
  if (typeof own === 'string' && !own.startsWith('{')) return own;
  const status = record.object('status');
  const word = STATUS_WORDS.get(verdict.outcome) ?? 'Failure';
  const said = textAt(status, 'additionalDetails');
  const members = [word, said, own, own === status ? undefined : status];
  return members.filter((member) => member !== undefined);
}

/** JSON columns are text in CSV: both readings are offered, here and below. */
function deviceAlias({ record }: Facts, own: Json | undefined): Json | undefined {
  const device = record.object('deviceDetail');
  if (device === undefined) return own;
  const detail = { ...device, trusttype: device['trustType'] };
  return typeof own === 'string' ? [own, detail] : detail;
}

function networksAlias({ record }: Facts, own: Json | undefined): Json | undefined {
  const networks = own === undefined ? record.get('networkLocationDetails') : own;
  if (!Array.isArray(networks)) return networks;
  const members = networks as readonly Json[];
  return [JSON.stringify(members), ...members];
}

function countryAlias({ record }: Facts, own: Json | undefined): Json | undefined {
  const location = record.object('location');
  return location === undefined ? own : (own ?? location['countryOrRegion']);
}

function locationAlias({ record }: Facts, own: Json | undefined): Json | undefined {
  const location = record.object('location');
  if (location === undefined) return own;
  return typeof own === 'string' ? [own, location] : (own ?? location);
}

/** What rules call the two flows that phishers and password sprayers use. */
const FLOW_MESSAGES: ReadonlyMap<string, string> = new Map([
  ['devicecode', 'Device Code'],
  ['device code', 'Device Code'],
  ['ropc', 'ROPC'],
]);

function messageAlias({ record }: Facts, own: Json | undefined): Json | undefined {
  const flow = record.text('authenticationProtocol')?.toLowerCase() ?? '';
  return own ?? FLOW_MESSAGES.get(flow) ?? own;
}

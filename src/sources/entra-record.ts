import type { Json, JsonObject } from '../lib/json.ts';
import { booleanAt, isObject, numberOf, textOf, trimmed } from '../lib/json.ts';
import type { Members } from '../lib/members.ts';
import { ParsedMembers } from '../lib/members.ts';
import { microsoftTime } from './microsoft-time.ts';

/**
 * The ways Entra logs leave Microsoft, apart from Graph's own:
 * - `event-hub`: diagnostic settings (Event Hub, storage account): an envelope around `properties`, which holds Graph's
 *   names; some forwarders write `properties` as text, or the envelope's names in lower case;
 * - `table`: rows of Log Analytics and advanced hunting: Graph's names with a capital, nested values as JSON text;
 *   a CSV export adds ` [UTC]` to the names of time columns;
 * - `powershell`: objects of the PowerShell modules, see `entra-powershell.ts`;
 * - `portal`: the CSV download of the Entra portal, with headings for people.
 */
export type Shape = 'graph' | 'event-hub' | 'table' | 'powershell' | 'portal';

/** Where each of Graph's names is found, in order of preference. */
export type Names = ReadonlyMap<string, readonly string[]>;

const ENVELOPE: Names = new Map([
  ['ipAddress', ['callerIpAddress', 'calleripaddress']],
  ['category', ['category']],
  ['correlationId', ['correlationId', 'correlationid']],
  ['operationName', ['operationName', 'operationname']],
  ['resultType', ['resultType', 'resulttype']],
  ['resultSignature', ['resultSignature', 'resultsignature']],
  ['resultDescription', ['resultDescription', 'resultdescription']],
  ['tenantId', ['tenantId', 'tenantid']],
  ['tenantPath', ['resourceId', 'resourceid']],
  ['emittedDateTime', ['time', 'p_event_time']],
]);

/** One record seen under Graph's names, however it was exported. Values of a wrong type read as absent. */
export class EntraRecord {
  readonly shape: Shape;
  readonly members: Members;
  /** Where Graph's names live: `properties` of an envelope, else the record itself. */
  readonly inner: Members;
  /** Undefined: Graph's names are the record's own. */
  readonly #names: Names | undefined;

  constructor(members: Members, shape: Shape, names?: Names) {
    this.members = members;
    this.shape = shape;
    this.inner =
      shape === 'event-hub'
        ? (members.inside('properties') ??
          new ParsedMembers(jsonObject(members.get('properties')) ?? {}))
        : members;
    this.#names = names;
  }

  static of(record: JsonObject, shape: Shape, names?: Names): EntraRecord {
    return new EntraRecord(new ParsedMembers(record), shape, names);
  }

  get raw(): JsonObject {
    return this.members.whole();
  }

  get(name: string): Json | undefined {
    const keys = this.#names?.get(name);
    if (keys !== undefined) return firstOf(this.inner, keys);
    const value = this.inner.get(name);
    if (this.shape !== 'event-hub' || isPresent(value)) return value;
    return firstOf(this.members, ENVELOPE.get(name));
  }

  /** As `Members.written`, for names that the envelope does not have. */
  written(name: string): unknown {
    return this.#names === undefined ? this.inner.written(name) : this.get(name);
  }

  text(name: string): string | undefined {
    const text = textOf(this.get(name));
    return text === undefined ? undefined : trimmed(text);
  }

  number(name: string): number | undefined {
    return numberOf(this.get(name));
  }

  boolean(name: string): boolean | undefined {
    return booleanAt({ value: this.get(name) }, 'value');
  }

  object(name: string): JsonObject | undefined {
    return jsonObject(this.get(name));
  }

  list(name: string): readonly Json[] {
    return jsonList(this.get(name));
  }

  /** The first of the named times that can be read. */
  time(...names: readonly string[]): number | undefined {
    for (const name of names) {
      const text = this.get(name);
      const time = typeof text === 'string' ? microsoftTime(text) : undefined;
      if (time !== undefined) return time;
    }
    return undefined;
  }
}

function isPresent(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}

function firstOf(record: Members, keys: readonly string[] | undefined): Json | undefined {
  if (keys === undefined) return undefined;
  for (const key of keys) {
    const value = record.get(key);
    if (isPresent(value)) return value;
  }
  return undefined;
}

/** An object, also when it is written as JSON text. */
export function jsonObject(value: Json | undefined): JsonObject | undefined {
  const parsed = typeof value === 'string' ? parseJson(value, '{') : value;
  return isObject(parsed) ? parsed : undefined;
}

/** A list, also when it is written as JSON text. */
export function jsonList(value: Json | undefined): readonly Json[] {
  const parsed = typeof value === 'string' ? parseJson(value, '[') : value;
  return Array.isArray(parsed) ? (parsed as readonly Json[]) : [];
}

function parseJson(text: string, opening: '{' | '['): Json | undefined {
  if (!text.trimStart().startsWith(opening)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

const UTC_SUFFIX = ' [UTC]';

/**
 * Names of a Log Analytics row: each of Graph's with a capital, unless `different` says otherwise; times may carry the
 * suffix of the CSV export.
 */
export function tableNames(
  graphNames: readonly string[],
  different: Readonly<Record<string, readonly string[]>>,
): Names {
  return new Map(
    graphNames.map((name) => {
      const columns = different[name] ?? [name.charAt(0).toUpperCase() + name.slice(1)];
      const isTime = name.endsWith('DateTime');
      return [name, isTime ? columns.flatMap((c) => [c, c + UTC_SUFFIX]) : columns] as const;
    }),
  );
}

const TENANT_PATH = /^\/tenants\/([^/]+)\//i;

/**
 * The tenant whose log this is, lower case. Diagnostic settings and tables name the log's owner; Graph names only the
 * tenants of resource and account, which differ for guests.
 */
export function tenantOf(record: EntraRecord): string | undefined {
  const owner =
    record.text('tenantId') ??
    TENANT_PATH.exec(record.text('tenantPath') ?? '')?.[1] ??
    realTenant(record.text('resourceTenantId')) ??
    realTenant(record.text('homeTenantId'));
  return owner?.toLowerCase();
}

const NO_TENANT = '00000000-0000-0000-0000-000000000000';

function realTenant(id: string | undefined): string | undefined {
  return id === NO_TENANT ? undefined : id;
}

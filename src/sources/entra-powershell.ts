import { isObject } from '../lib/json.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { resultCode, successFlag } from './entra-outcome.ts';

/**
 * What the Graph and AzureAD PowerShell modules return (Get-MgAuditLogSignIn, Get-AzureADAuditSignInLogs, …), written
 * out by ConvertTo-Json or Export-Csv: Graph's names with a capital, in nested objects as well.
 */

/** Objects of a module nest no deeper; what does is no record of theirs. */
const MAX_DEPTH = 8;

/** Graph's names, and beside them those the record came with. */
export function fromPowerShell(record: JsonObject): JsonObject {
  const own = graphNames(record, 0);
  return { ...record, ...own, ...statusOf(own['status'], own) };
}

function graphNames(record: JsonObject, depth: number): JsonObject {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [graphName(name), graphValue(value, depth + 1)]),
  );
}

function graphValue(value: Json | undefined, depth: number): Json | undefined {
  if (depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((member) => graphValue(member, depth + 1) ?? null);
  }
  return isObject(value) ? graphNames(value, depth) : value;
}

const UNEVEN: ReadonlyMap<string, string> = new Map([['RiskEventTypesV2', 'riskEventTypes_v2']]);

/** `IPAddress` and `IpAddress` are `ipAddress`. */
function graphName(name: string): string {
  return (
    UNEVEN.get(name) ??
    name.replace(/^(?:[A-Z]+(?=[A-Z][a-z])|[A-Z]+$|[A-Z])/, (start) => start.toLowerCase())
  );
}

/** `@{ErrorCode=50126; FailureReason=…}` and `class …Status { ErrorCode: 50126 … }`: objects turned into text. */
const WRITTEN_OUT = /\bErrorCode\s*[=:]\s*(\d{1,10})\b/;

/** The members that say how the sign-in ended: CSV has no objects, people put codes or words into the column. */
function statusOf(status: Json | undefined, own: JsonObject): JsonObject {
  if (isObject(status)) return {};
  const text = typeof status === 'string' || typeof status === 'number' ? String(status) : '';
  const errorCode =
    WRITTEN_OUT.exec(text)?.[1] ?? resultCode(text.trim()) ?? own['errorCode'] ?? undefined;
  if (errorCode !== undefined) {
    return { status: { errorCode, failureReason: own['failureReason'] ?? null } };
  }
  return successFlag(text.trim()) === undefined ? {} : { resultType: text.trim() };
}

const TYPE_NAME = /^(?:Microsoft\.|System\.)[\w.[\]`]+$/;

/** Why the result of a sign-in cannot be known from a column that holds the name of an object's type. */
export function lostStatus(record: JsonObject): string | undefined {
  const { status } = record;
  return typeof status === 'string' && TYPE_NAME.test(status.trim())
    ? 'Status: holds the name of a PowerShell type instead of the result; export with ConvertTo-Json -Depth 6, not with Export-Csv'
    : undefined;
}

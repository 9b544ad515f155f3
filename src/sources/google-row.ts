import type { Json, JsonObject } from '../lib/json.ts';
import { textAt } from '../lib/json.ts';
import { jsonObject } from './entra-record.ts';
import { valueText } from './event-parts.ts';
import { cells, put } from './flat-row.ts';
import type { Tree } from './flat-row.ts';

/**
 * Rows of CSV files turned into activities of the Reports API: what GAM's `gam report login` prints (the API's names,
 * flattened, one event a row, its parameters as columns of their own) and what the Admin console exports of its "User
 * log events" (words for people).
 */
export function isActivityRow(row: JsonObject): boolean {
  return isGam(row) || ('Event' in row && 'Date' in row && 'IP address' in row && isNamed(row));
}

export function activityOfRow(row: JsonObject): JsonObject {
  return isGam(row) ? fromGam(row) : fromConsole(row);
}

function isGam(row: JsonObject): boolean {
  return 'id.time' in row && 'name' in row;
}

function isNamed(row: JsonObject): boolean {
  return 'Actor' in row || 'User' in row;
}

const ENVELOPE = new Set([
  'id',
  'actor',
  'networkInfo',
  'ipAddress',
  'ownerDomain',
  'kind',
  'etag',
]);

function fromGam(row: JsonObject): JsonObject {
  const activity: Tree = {};
  const parameters: Tree = {};
  for (const [path, value] of cells(row)) {
    const [head = '', ...rest] = path;
    if (ENVELOPE.has(head)) put(activity, path, value);
    // A list's first column holds how many members follow.
    else if (rest.length === 0 || rest[0] === '0') parameters[head] = value;
    else parameters[head] = `${valueText(parameters[head]) ?? ''},${valueText(value) ?? ''}`;
  }
  const { name, type = 'login', ...values } = parameters;
  put(activity, ['id', 'applicationName'], 'login');
  const number = row['networkInfo.ipAsn.0'];
  return {
    ...row,
    ...activity,
    ...(number !== undefined && { networkInfo: network(number, row['networkInfo.regionCode']) }),
    events: [{ type, name: name ?? null, parameters: listed(values) }],
  };
}

function fromConsole(row: JsonObject): JsonObject {
  const parameters = {
    login_type: word(row, 'Login type'),
    login_challenge_method: word(row, 'Challenge type'),
    login_failure_type: failure(word(row, 'Login failure type')),
    is_suspicious: word(row, 'Is suspicious'),
    is_second_factor: word(row, 'Is second factor'),
    affected_email_address: textAt(row, 'Affected user'),
  };
  const seen = jsonObject(row['Network info']);
  const region = textAt(seen, 'Region code') ?? textAt(seen, 'Country/Region');
  return {
    ...row,
    id: { time: row['Date'] ?? null, applicationName: 'login' },
    actor: { email: account(row) ?? null },
    ipAddress: row['IP address'] ?? null,
    networkInfo: network(seen?.['IP ASN'], region),
    events: [{ type: 'login', name: eventName(row), parameters: listed(parameters) }],
  };
}

function account(row: JsonObject): string | undefined {
  return textAt(row, 'Actor') ?? textAt(row, 'User');
}

function network(asn: Json | undefined, region: Json | undefined): JsonObject {
  const number = Number(Array.isArray(asn) ? asn[0] : asn);
  return {
    ...(Number.isInteger(number) && number > 0 && { ipAsn: [number] }),
    ...(typeof region === 'string' && { regionCode: region }),
  };
}

function listed(values: Readonly<Record<string, Json | undefined>>): readonly JsonObject[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
}

/** `Google Password` is `google_password`. */
function word(row: JsonObject, column: string): string | undefined {
  return textAt(row, column)
    ?.trim()
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_');
}

function failure(type: string | undefined): string | undefined {
  return type === undefined || type.startsWith('login_failure') ? type : `login_failure_${type}`;
}

/** The API's names of the console's events, where they are not the same words. */
const EVENT_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^successful_login/, 'login_success'],
  [/^failed_login/, 'login_failure'],
  [/^suspicious_login_from_less_secure/, 'suspicious_login_less_secure_app'],
  [/^suspicious_programmatic_login/, 'suspicious_programmatic_login'],
  [/^suspicious_login/, 'suspicious_login'],
  [/^government_backed_attack/, 'gov_attack_warning'],
  [/^leaked_password/, 'account_disabled_password_leak'],
  [/^user_suspended_spam_through_relay/, 'account_disabled_spamming_through_relay'],
  [/^user_suspended_spam/, 'account_disabled_spamming'],
  [/^user_suspended_suspicious/, 'account_disabled_hijacked'],
  [/^user_suspended/, 'account_disabled_generic'],
  [/^2_step_verification_disable/, '2sv_disable'],
  [/^2_step_verification_enroll/, '2sv_enroll'],
  [/^advanced_protection_unenroll/, 'titanium_unenroll'],
  [/^advanced_protection_enroll/, 'titanium_enroll'],
  [/^account_password_change/, 'password_edit'],
  [/^account_recovery_email_change/, 'recovery_email_edit'],
  [/^account_recovery_phone_change/, 'recovery_phone_edit'],
  [/^account_recovery_secret/, 'recovery_secret_qa_edit'],
  [/^out_of_domain_email_forwarding/, 'email_forwarding_out_of_domain'],
];

function eventName(row: JsonObject): string | null {
  const said = word(row, 'Event')?.replace(/_$/, '');
  if (said === undefined) return null;
  return EVENT_NAMES.find(([words]) => words.test(said))?.[1] ?? said;
}

import type { AuditActivity } from '../events/event.ts';

/** Named values of an operation, as kept in `Audit.parameters`. */
export type Parameters = Readonly<Record<string, string>>;

/** One row: operations that match (lower case, no final full stop, plain hyphens) and whose parameters pass. */
export interface ActivityRow {
  readonly operation: RegExp;
  readonly activity: AuditActivity;
  readonly when?: (parameters: Parameters) => boolean;
}

/**
 * What a directory operation is about, by its name. Names are those of the Entra audit log (learn.microsoft.com/entra/
 * identity/monitoring-health/reference-audit-activities); the unified audit log writes the same with a full stop. They
 * are verb and object, so rows match parts of names: new operations on known objects fall where they belong. The first
 * row that matches decides.
 */
export const DIRECTORY_ACTIVITIES: readonly ActivityRow[] = [
  {
    operation: /^update user$/,
    activity: 'audit-policy-change',
    when: (parameters) => losesAuditing(parameters),
  },
  {
    operation: /^update user$/,
    activity: 'mfa-change',
    when: (parameters) => Object.keys(parameters).some((name) => name.startsWith('StrongAuth')),
  },
  {
    operation:
      /authentication methods? policy|authentication strength|registration (?:policy|campaign)|user risk and mfa|sign-in risk policy/,
    activity: 'access-policy-change',
  },
  {
    operation:
      /strong ?auth|security info|authentication method|temporary access pass|phone app|phonefactor|\bmfa\b|multi-?factor|fido|passkey|application password|app password|hardware oath|per-user/,
    activity: 'mfa-change',
  },
  {
    operation:
      /conditional access|authorization policy|security defaults|named location|cross-tenant|federation settings|domain authentication|(?:un)?verified domain|verify domain|directory feature|role setting|pim alert|device registration polic|password policy|consent policy|permission grant policy|token lifetime/,
    activity: 'access-policy-change',
  },
  {
    operation: /^set company information$/,
    activity: 'access-policy-change',
    when: (parameters) => Object.keys(parameters).some((name) => TENANT_SECURITY.test(name)),
  },
  { operation: /elevated their access|user access admin/, activity: 'role-grant' },
  {
    operation: /^(?:remove|revoke|delete) .*(?:permission ?grant|app role assignment|consent)/,
    activity: 'application-change',
  },
  { operation: /consent|permission ?grant|app role assignment/, activity: 'consent' },
  {
    operation:
      /^(?:remove|revoke|delete|deactivate) .*(?:\brole\b|eligible member|member \((?:permanent|eligible)\))/,
    activity: 'role-removal',
  },
  {
    operation:
      /(?:add|activat|assign|approve|renew|extend|update) .*(?:\brole\b|eligible member|member \((?:permanent|eligible)\))/,
    activity: 'role-grant',
  },
  {
    operation: /^(?:create|add|set|update|delete|remove) .*polic/,
    activity: 'access-policy-change',
  },
  {
    operation:
      /application|service ?principal|federated identity credential|certificates and secrets|app management|oauth/,
    activity: 'application-change',
  },
  { operation: /password/, activity: 'password-change' },
  { operation: /\bdevices?\b/, activity: 'other' },
  { operation: /group|administrative unit/, activity: 'group-change' },
  {
    operation: /^(?:add|create|invite|bulk create|bulk invite|redeem).*\b(?:users?|invite)\b/,
    activity: 'account-create',
  },
  { operation: /^(?:hard |bulk )?delete users?\b/, activity: 'account-delete' },
  {
    operation: /\busers?\b|^(?:disable|enable) account|refreshtoken|refresh token|user license/,
    activity: 'account-change',
  },
];

/** Settings of the tenant that decide who can sign in; the rest are contacts, languages and counters. */
const TENANT_SECURITY = /TrustedCAs|Federat|DirSync|PasswordPolic|Authenticat|Restrict|Permission/i;

/** Advanced auditing switched off in a licence: it is among the disabled plans now and was not before. */
function losesAuditing(parameters: Parameters): boolean {
  return Object.entries(parameters).some(
    ([name, value]) =>
      !name.endsWith('.old') &&
      ADVANCED_AUDITING.test(value) &&
      !ADVANCED_AUDITING.test(parameters[`${name}.old`] ?? oldPart(value)),
  );
}

const ADVANCED_AUDITING = /DisabledPlans=\[[^\]]*ADVANCED_AUDITING/;
const NEW_PART = '"NewValue"';

/** Some records carry old and new value in one text; the part before the new one is the old. */
function oldPart(value: string): string {
  const text = value.replaceAll('\\', '');
  const at = text.indexOf(NEW_PART);
  return at < 0 ? '' : text.slice(0, at);
}

/** Operation names as rows expect them. */
function plainOperation(operation: string): string {
  return operation
    .toLowerCase()
    .replaceAll(/[‐-―]/g, '-')
    .replaceAll(/\s+/g, ' ')
    .replace(/[. ]+$/, '')
    .trim();
}

/** Real logs have a few hundred operation names; a forged one must not fill memory. */
const MAX_REMEMBERED = 2000;

/** Rows of a table that match an operation by name, remembered: logs repeat few names many times. */
const remembered = new WeakMap<readonly ActivityRow[], Map<string, readonly ActivityRow[]>>();

function rowsFor(table: readonly ActivityRow[], operation: string): readonly ActivityRow[] {
  let names = remembered.get(table);
  if (names === undefined) {
    names = new Map();
    remembered.set(table, names);
  }
  const known = names.get(operation);
  if (known !== undefined) return known;
  const plain = plainOperation(operation);
  const rows = table.filter((row) => row.operation.test(plain));
  if (names.size < MAX_REMEMBERED) names.set(operation, rows);
  return rows;
}

export function activityOf(
  table: readonly ActivityRow[],
  operation: string,
  parameters: Parameters,
): AuditActivity | undefined {
  return rowsFor(table, operation).find((row) => row.when === undefined || row.when(parameters))
    ?.activity;
}

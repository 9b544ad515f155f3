import type { Audit, AuditActivity } from '../events/event.ts';
import { objectAt } from '../lib/json.ts';
import type { JsonObject } from '../lib/json.ts';
import { adminActivity } from './duo-codes.ts';
import type { EcsRecord } from './ecs-record.ts';
import { googleParameters } from './ecs-verdict.ts';
import { defined, valueText } from './event-parts.ts';
import { auditActivity } from './google-codes.ts';
import type { Vendor } from './identity-products.ts';
import { o365Activity } from './o365-activities.ts';
import { oktaActivity } from './okta-audit.ts';

/** What a record of category `iam`, `session` or of an identity integration is about. */
export function ecsActivity(record: EcsRecord, vendor: Vendor | undefined): AuditActivity {
  const action = record.text('event.action') ?? '';
  const own = vendorActivity(record, vendor, action);
  return own === 'other' ? genericActivity(record, action) : own;
}

function vendorActivity(
  record: EcsRecord,
  vendor: Vendor | undefined,
  action: string,
): AuditActivity {
  switch (vendor) {
    case 'okta':
      return oktaActivity(record.text('okta.event_type') ?? action);
    case 'google':
      return auditActivity(
        record.text('event.provider') ?? 'login',
        record.text('google_workspace.event.type') ?? '',
        action,
        googleParameters(record),
      );
    case 'duo':
      return /^enrol/i.test(record.text('cisco_duo.auth.event_type') ?? '')
        ? 'mfa-change'
        : adminActivity(action, record.text('cisco_duo.admin.status'));
    case 'o365':
    case 'entra':
      return o365Activity(
        defined({ Workload: record.text('event.provider') }),
        record.text('azure.auditlogs.operation_name') ?? action,
        ecsParameters(record, vendor) ?? {},
      );
    default:
      return 'other';
  }
}

/** Tested against the action; the first that matches decides. */
const ACTIONS: readonly { readonly match: RegExp; readonly activity: AuditActivity }[] = [
  {
    match: /inbox.?rule|update.?inbox/,
    activity: 'inbox-rule',
  },
  { match: /forward/, activity: 'mailbox-forwarding' },
  { match: /mailbox.?permission|recipient.?permission/, activity: 'mailbox-permission' },
  { match: /consent/, activity: 'consent' },
  { match: /mfa|2fa|factor|strong.?auth|authenticator|security info/, activity: 'mfa-change' },
  { match: /password|passwd/, activity: 'password-change' },
  {
    match: /(?:remove|revoke|delete|unassign)\w*.*(?:role|privilege|admin)|role.*removed/,
    activity: 'role-removal',
  },
  {
    match: /(?:add|assign|grant)\w*.*(?:role|privilege|admin)|role.*(?:granted|assigned|added)/,
    activity: 'role-grant',
  },
  { match: /conditional.?access|polic(?:y|ies)/, activity: 'access-policy-change' },
  { match: /application|service.?principal|oauth/, activity: 'application-change' },
  { match: /audit/, activity: 'audit-policy-change' },
  { match: /group/, activity: 'group-change' },
];

const TYPES: readonly (readonly [type: string, activity: AuditActivity])[] = [
  ['creation', 'account-create'],
  ['deletion', 'account-delete'],
  ['change', 'account-change'],
];

function genericActivity(record: EcsRecord, action: string): AuditActivity {
  const row = ACTIONS.find(({ match }) => match.test(action.toLowerCase().replaceAll('-', ' ')));
  if (row !== undefined) return row.activity;
  if (!record.words('event.category').includes('iam')) return 'other';
  const types = record.words('event.type');
  if (types.includes('group')) return 'group-change';
  return TYPES.find(([type]) => types.includes(type))?.[1] ?? 'other';
}

const VENDOR_PARTS: Readonly<Partial<Record<Vendor, readonly string[]>>> = {
  okta: ['okta.debug_context.debug_data.flattened'],
  google: ['google_workspace'],
  duo: ['cisco_duo.admin', 'cisco_duo.auth'],
  o365: ['o365.audit.Parameters', 'o365.audit'],
  entra: ['azure.auditlogs.properties'],
};

/** The vendor's named values, as far as the integration kept them. */
export function ecsParameters(record: EcsRecord, vendor: Vendor | undefined): Audit['parameters'] {
  const values = new Map<string, string>();
  for (const path of vendor === undefined ? [] : (VENDOR_PARTS[vendor] ?? [])) {
    addTexts(values, record.object(path));
  }
  if (vendor === 'google') {
    const provider = record.text('event.provider') ?? 'login';
    addTexts(values, objectAt(record.object('google_workspace'), provider));
  }
  return values.size === 0 ? undefined : Object.fromEntries(values);
}

function addTexts(values: Map<string, string>, object: JsonObject | undefined): void {
  for (const [name, value] of Object.entries(object ?? {})) {
    const text = valueText(value);
    if (text !== undefined && !values.has(name)) values.set(name, text);
  }
}

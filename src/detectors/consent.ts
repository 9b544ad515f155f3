import type { EventDigest } from '../events/digest.ts';

type AuditDigest = Extract<EventDigest, { kind: 'audit' }>;

/** What a consent gives away. */
export interface Consent {
  /** Whatever the log names the application by: its id, or else its name; absent when it does not. */
  readonly application: string | undefined;
  readonly name: string | undefined;
  /** `lasting`: to mail, files or the directory, also when nobody is there; `reading`: to them while somebody is. */
  readonly risk: 'none' | 'reading' | 'lasting';
  readonly byAdministrator: boolean;
}

/** Rights that open what is worth stealing: mail, files, notes, chats, calendars, contacts, the directory. */
const VALUABLE =
  /\b(?:mail|mailbox\w*|files?|sites?|notes|chats?|calendars?|contacts|ews|imap|pop|smtp|full_access\w*|directory|group|rolemanagement|application|approleassignment)\.|user\.(?:readwrite|read)\.all|full_access_as_\w+|user_impersonation|mail\.google\.com|auth\/(?:gmail|drive|contacts|calendar|admin)|okta\.\w+\.(?:manage|read)/i;

const LASTING =
  /offline_access|AllPrincipals|access_type=offline|\.All\b|full_access|mail\.google\.com/i;

const NAMES =
  /^(?:target\.ServicePrincipal|app_?name|app_display_?name|application_?name|ServicePrincipal\.DisplayName|client_name)$/i;
const IDS = /^(?:client_?id|app_?id|application_?id|ServicePrincipal\.AppId)$/i;
const OBJECT = 'ServicePrincipal.ObjectID';
/** The application in a consent; in the grant beside it the service that is opened, for all applications the same. */
const TARGET = 'TargetId.ServicePrincipalNames';
const CLIENT_ID = /Client(?:Id)?:\s*"?([\w-]{8,64})/i;

export function consentOf({ api, parameters = {} }: AuditDigest): Consent {
  let id: string | undefined;
  let name: string | undefined;
  let client: string | undefined;
  let rights = '';
  for (const [key, value] of Object.entries(parameters)) {
    if (value === '' || key.endsWith('.old')) continue;
    if (NAMES.test(key)) name ??= value;
    else if (IDS.test(key)) id ??= value;
    if (/scope|permission|consent|approle|grant/i.test(key)) {
      client ??= CLIENT_ID.exec(value)?.[1];
      rights += `${value} `;
    }
  }
  const byAdministrator =
    parameters['ConsentContext.IsAdminConsent']?.toLowerCase() === 'true' ||
    /AllPrincipals/.test(rights) ||
    /admin/i.test(api.operation);
  const valuable = VALUABLE.test(rights);
  const risk = !valuable ? 'none' : LASTING.test(rights) ? 'lasting' : 'reading';
  const target = /^consent/i.test(api.operation) ? parameters[TARGET] : undefined;
  const application = id ?? target ?? client ?? parameters[OBJECT] ?? name;
  return { application, name, risk, byAdministrator };
}

import type { AuditActivity } from '../events/event.ts';
import type { JsonObject } from '../lib/json.ts';
import { textAt } from '../lib/json.ts';
import { activityOf, DIRECTORY_ACTIVITIES } from './entra-activities.ts';
import type { ActivityRow, Parameters } from './entra-activities.ts';

function given(...names: readonly string[]): (parameters: Parameters) => boolean {
  return (parameters) => names.some((name) => Object.hasOwn(parameters, name));
}

function filled(...names: readonly string[]): (parameters: Parameters) => boolean {
  return (parameters) => names.some((name) => (parameters[name] ?? '') !== '');
}

/**
 * What a cmdlet or mailbox action is about. Cmdlets are verb-noun, so rows match the noun; where one cmdlet does several
 * things, its parameters decide. The first row that matches decides.
 */
const EXCHANGE_ACTIVITIES: readonly ActivityRow[] = [
  { operation: /^(?:get|test|search|find|install|start|export|import)-/, activity: 'other' },
  { operation: /-(?:inboxrule|sweeprule)$|^updateinboxrules$/, activity: 'inbox-rule' },
  {
    operation: /^(?:set|enable)-(?:mailbox|remotemailbox|mailuser)$/,
    activity: 'mailbox-forwarding',
    when: filled('ForwardingSmtpAddress', 'ForwardingAddress', 'ExternalEmailAddress'),
  },
  {
    operation: /^(?:new|set|enable)-transportrule$/,
    activity: 'mailbox-forwarding',
    when: filled(
      'BlindCopyTo',
      'CopyTo',
      'RedirectMessageTo',
      'AddToRecipients',
      'AddManagerAsRecipientType',
    ),
  },
  {
    operation: /^(?:new|set)-remotedomain$/,
    activity: 'mailbox-forwarding',
    when: given('AutoForwardEnabled'),
  },
  {
    operation: /^(?:new|set|enable|add)-journalrule$/,
    activity: 'mailbox-forwarding',
  },
  {
    operation:
      /auditbypass|adminauditlog|unifiedauditlog|mailboxaudit|auditconfig|auditlogretention/,
    activity: 'audit-policy-change',
  },
  {
    operation: /^set-mailbox$/,
    activity: 'audit-policy-change',
    when: given(
      'AuditEnabled',
      'AuditLogAgeLimit',
      'AuditOwner',
      'AuditDelegate',
      'AuditAdmin',
      'DefaultAuditSet',
    ),
  },
  {
    operation: /^set-organizationconfig$/,
    activity: 'audit-policy-change',
    when: given('AuditDisabled'),
  },
  {
    operation: /^set-mailbox$/,
    activity: 'mailbox-permission',
    when: filled('GrantSendOnBehalfTo'),
  },
  {
    operation: /(?:mailbox|recipient|mailboxfolder|folder)permissions?$/,
    activity: 'mailbox-permission',
  },
  { operation: /casmailbox|casmailboxplan|authenticationpolicy$/, activity: 'mailbox-protocol' },
  {
    operation: /^set-transportconfig$/,
    activity: 'mailbox-protocol',
    when: given('SmtpClientAuthenticationDisabled'),
  },
  {
    operation:
      /^(?:remove|disable)-(?:rolegroup|rolegroupmember|managementrole\w*)$|admin(?:istrator)?removed$/,
    activity: 'role-removal',
  },
  {
    operation: /-(?:rolegroup|rolegroupmember|managementrole\w*)$|collectionadminadded$/,
    activity: 'role-grant',
  },
  {
    operation:
      /^(?:new|add|set|remove|enable|disable)-(?:\w*(?:dlp|retention|compliance|antiphish|safelinks|safeattachment|malwarefilter|hostedcontentfilter|hostedconnectionfilter|hostedoutboundspam|atp|phishfilter|quarantine|protection|tenantallowblocklist|label)\w*(?:policy|rule|items?)?|transportrule|\w*connector|\w*federat\w*|accepteddomain|organizationconfig|conditionalaccess\w*|\w*policyconfig|sharingpolicy|remotedomain)$/,
    activity: 'access-policy-change',
  },
  { operation: /sharingpolicychanged|deviceaccesspolicychanged/, activity: 'access-policy-change' },
  {
    operation:
      /^(?:new|set|remove|enable|disable)-(?:app|applicationaccesspolicy|serviceprincipal)$/,
    activity: 'application-change',
  },
  {
    operation: /^(?:new|enable)-(?:mailbox|remotemailbox|mailuser|user)$/,
    activity: 'account-create',
  },
  {
    operation: /^(?:remove|disable)-(?:mailbox|remotemailbox|mailuser|user)$/,
    activity: 'account-delete',
  },
  { operation: /^set-(?:mailbox|user|mailuser)$/, activity: 'account-change' },
  {
    operation:
      /unifiedgroup|distributiongroup|^addedtogroup$|^removedfromgroup$|^member(?:added|removed|rolechanged)$|^groupadded$/,
    activity: 'group-change',
  },
];

/** Warnings of Defender and of alert policies. */
const WARNINGS =
  /^(?:alerttriggered|alertentitygenerated|alertupdated|timaildata|tiurlclickdata|atpdetection|airinvestigationdata|compromiseduser\w*|insiderrisk\w*)$/;

const CMDLET = /^[A-Za-z]+-[A-Za-z]+$/;

export function o365Activity(
  record: JsonObject,
  operation: string,
  parameters: Parameters,
): AuditActivity {
  if (WARNINGS.test(operation.toLowerCase())) return 'provider-warning';
  const workload = textAt(record, 'Workload')?.toLowerCase();
  const directory = workload === 'azureactivedirectory' && !CMDLET.test(operation);
  const first = directory ? DIRECTORY_ACTIVITIES : EXCHANGE_ACTIVITIES;
  const found = activityOf(first, operation, parameters);
  if (found !== undefined || workload !== undefined || CMDLET.test(operation)) {
    return found ?? 'other';
  }
  return activityOf(DIRECTORY_ACTIVITIES, operation, parameters) ?? 'other';
}

import type { Audit } from '../events/event.ts';

/** Parameters of inbox rules, mailboxes and transport rules that name where mail is sent on to. */
const FORWARDING_PARAMETERS = [
  'ForwardTo',
  'ForwardAsAttachmentTo',
  'RedirectTo',
  'ForwardingSmtpAddress',
  'ForwardingAddress',
  'BlindCopyTo',
  'RedirectMessageTo',
  'email_forwarding_destination_address',
  'NEW_VALUE',
] as const;

const ADDRESS = /[\w.!#$%&'*+/=?^`{|}~-]+@([\w-]+(?:\.[\w-]+)+)/g;

const FORWARDING_ACTIVITIES: ReadonlySet<string> = new Set(['inbox-rule', 'mailbox-forwarding']);

/**
 * Where an audit record sends mail on to, and whether that is outside: a domain that is neither the mailbox's, nor the
 * actor's, nor the organisation's own name, nor below one of them.
 */
export function mailForwarding(
  event: Audit,
): Readonly<Record<string, string | boolean>> | undefined {
  if (event.parameters === undefined || !FORWARDING_ACTIVITIES.has(event.activity))
    return undefined;
  const addresses: string[] = [];
  const domains: string[] = [];
  for (const name of FORWARDING_PARAMETERS) {
    for (const match of (event.parameters[name] ?? '').matchAll(ADDRESS)) {
      addresses.push(match[0].toLowerCase());
      domains.push((match[1] ?? '').toLowerCase());
    }
  }
  if (addresses.length === 0) return undefined;
  const own = ownDomains(event);
  const external = domains.some(
    (domain) => !own.some((known) => domain === known || domain.endsWith(`.${known}`)),
  );
  return { 'forwarding.address': addresses.join(', '), 'forwarding.is_external': external };
}

function ownDomains(event: Audit): readonly string[] {
  const names = [event.user?.name, event.actor?.user.name].map((name) => name?.split('@')[1]);
  const organisation = event.raw['OrganizationName'] ?? event.metadata.tenant_uid;
  return [...names, typeof organisation === 'string' ? organisation : undefined]
    .filter((name) => name !== undefined)
    .map((name) => name.toLowerCase());
}

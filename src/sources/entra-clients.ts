import { remember } from '../lib/remember.ts';

/**
 * Clients and user agents of legacy authentication, which cannot ask for a second factor. Names as in the `Client app`
 * filter of the Entra sign-in log (learn.microsoft.com/entra/identity/conditional-access/policy-block-legacy-
 * authentication). `Mobile Apps and Desktop clients` and `Browser` are modern.
 */
const LEGACY_CLIENTS = new Set([
  'authenticated smtp',
  'smtp',
  'autodiscover',
  'exchange activesync',
  'exchange active sync',
  'exchange online powershell',
  'exchange web services',
  'imap',
  'imap4',
  'mapi over http',
  'mapi',
  'offline address book',
  'outlook anywhere',
  'outlook anywhere (rpc over http)',
  'outlook service',
  'pop',
  'pop3',
  'reporting web services',
  'universal outlook',
  'other clients',
  'other client',
]);

/** Exchange Online's own agents when it signs in on behalf of a basic-authentication client. */
const LEGACY_AGENT = /\b(?:BAV2ROPC|CBAinPROD|CBAinTAR|MAPICPL)\b/i;

/** What every one of them holds; told in a third of the time. */
const LEGACY_PART = /BAV2ROPC|CBAin|MAPICPL/i;

const CLIENTS_REMEMBERED = 1000;

const isLegacyName = remember(CLIENTS_REMEMBERED, (client) => {
  const name = client.toLowerCase();
  return LEGACY_CLIENTS.has(name) || name.startsWith('other clients;');
});

/** Undefined when the log does not name the client. */
export function isLegacyClient(
  client: string | undefined,
  agent: string | undefined,
): boolean | undefined {
  if (agent !== undefined && LEGACY_PART.test(agent) && LEGACY_AGENT.test(agent)) return true;
  return client === undefined ? undefined : isLegacyName(client);
}

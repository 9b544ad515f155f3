import type { Endpoint, User } from '../events/event.ts';
import type { JsonObject } from '../lib/json.ts';
import { numberAt, textAt } from '../lib/json.ts';
import { parseAddress } from '../events/address.ts';
import { account, defined } from './event-parts.ts';

/** SID of nobody, which Windows writes when it found no account. */
const NULL_SID = 'S-1-0-0';

/**
 * The account in `<prefix>UserName`, `<prefix>DomainName` and `<prefix>UserSid` (`TargetSid` in Kerberos events); its
 * name is empty when the log names none.
 */
export function windowsUser(data: JsonObject, prefix: 'Target' | 'Subject'): User {
  const name = textAt(data, `${prefix}UserName`)?.trim() ?? '';
  const slash = name.indexOf('\\');
  const sid = textAt(data, `${prefix}UserSid`) ?? textAt(data, `${prefix}Sid`);
  const domain = slash > 0 ? name.slice(0, slash) : textAt(data, `${prefix}DomainName`);
  return account(
    slash < 0 ? name : name.slice(slash + 1),
    sid === NULL_SID ? undefined : sid,
    domain,
  );
}

export const ANONYMOUS_SID = 'S-1-5-7';

/**
 * SYSTEM, LOCAL SERVICE, NETWORK SERVICE, anonymous, and the virtual accounts of services (80), window managers (90),
 * font drivers (96) and of other software, such as OpenSSH (111): [MS-DTYP] 2.4.2.4.
 */
const BUILT_IN_SID = /^S-1-5-(?:7|18|19|20|(?:8[0-9]|9[0-9]|11\d)-.*)$/;
const BUILT_IN_NAME = new Set(['system', 'anonymous logon', 'local service', 'network service']);

/** Whether the account is a computer's (`NAME$`, managed service accounts included) or the operating system's own. */
export function isMachine(user: User): boolean {
  if (user.name.endsWith('$') || BUILT_IN_NAME.has(user.name)) return true;
  return user.uid !== undefined && BUILT_IN_SID.test(user.uid);
}

/**
 * Where the attempt came from. A loopback address, `LOCAL` or `-` names no other machine and so is no address; nor is
 * the name of the computer that logged the event, which it writes for its own services and for remote desktops.
 */
export function windowsEndpoint(
  data: JsonObject,
  computer: string | undefined,
): Endpoint | undefined {
  const ip = parseAddress(textAt(data, 'IpAddress') ?? textAt(data, 'ClientAddress') ?? '')?.ip;
  const client = computerName(textAt(data, 'WorkstationName') ?? textAt(data, 'Workstation'));
  const hostname = client === shortName(computer) ? undefined : client;
  const remote = ip === undefined || isLoopback(ip) ? undefined : ip;
  if (remote === undefined && hostname === undefined) return undefined;
  const port = numberAt(data, 'IpPort') ?? 0;
  const known = remote !== undefined && Number.isInteger(port) && port > 0 && port < 65_536;
  return defined({ ip: remote, port: known ? port : undefined, hostname });
}

function isLoopback(ip: string): boolean {
  return ip === '::1' || ip === '::' || ip === '0.0.0.0' || ip.startsWith('127.');
}

/** Lower case, without the `\\` some clients put before it. */
function computerName(name: string | undefined): string | undefined {
  return name?.trim().replace(/^\\+/, '').toLowerCase();
}

function shortName(computer: string | undefined): string | undefined {
  return computer?.split('.', 1)[0]?.toLowerCase();
}

/**
 * The organisation of an event: the DNS domain of the computer that logged it. The account's domain would not do: in a
 * failed logon it is whatever the client sent, and one attack would fall into many organisations.
 */
export function windowsOrganisation(computer: string | undefined): string {
  const dot = computer?.indexOf('.') ?? -1;
  const domain = computer?.slice(dot + 1).toLowerCase() ?? '';
  return dot > 0 && domain !== '' && parseAddress(computer ?? '') === undefined
    ? domain
    : 'unknown';
}

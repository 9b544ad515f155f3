import ipaddr from 'ipaddr.js';
import { parseAddress } from '../events/address.ts';
import { registeredDomain } from '../lib/domain.ts';
import { bareAddress } from './mail-address.ts';
import { mailTime } from './mail-date.ts';
import type { MailHeader } from './mail-header.ts';

/** One `Received` line: a server that took the message over. */
interface Hop {
  /** Position among the fields of the header. */
  readonly place: number;
  readonly by: string;
  /** As the sender called itself. */
  readonly from: string;
  readonly ip: string | undefined;
  readonly recipient: string | undefined;
  readonly time: number | undefined;
}

/** How a message came in, as far as servers of the organisation itself tell. */
export interface Arrival {
  /** Where the first server inside got it from; absent where nothing outside is named. */
  readonly ip?: string;
  readonly hostname?: string;
  /** The server that took it in. */
  readonly server?: string;
  readonly recipient?: string;
  readonly time?: number;
  /** Fields before this one were written by the organisation's own servers. */
  readonly trustedBefore: number;
}

/** Lines looked at; a message passes ten servers or so. */
const MAX_HOPS = 50;

/**
 * The newest `Received` lines are the organisation's own; the first of them whose sender has a public address and another
 * domain than its writer is the border. What stands below the line before it, anybody may have written.
 */
export function arrivalOf(header: MailHeader): Arrival {
  const hops: Hop[] = [];
  for (const [place, [name, value]] of header.entries().entries()) {
    if (name !== 'received' || hops.length >= MAX_HOPS) continue;
    hops.push(hopOf(value, place));
  }
  const border = hops.findIndex(isBorder);
  const hop = hops[border] ?? hops[0];
  const time = hop?.time ?? hops[0]?.time;
  const recipient = hops.slice(0, Math.max(border, 0) + 1).find((one) => one.recipient)?.recipient;
  const outside = border === -1 ? undefined : hop;
  return {
    ...(outside?.ip !== undefined && { ip: outside.ip }),
    ...(outside !== undefined && outside.from.includes('.') && { hostname: outside.from }),
    ...(hop !== undefined && hop.by !== '' && { server: hop.by }),
    ...(recipient !== undefined && { recipient }),
    ...(time !== undefined && { time }),
    trustedBefore: hops[border + 1]?.place ?? Number.POSITIVE_INFINITY,
  };
}

const BY = /(?:^|\s)by\s+([^\s;()]{1,255})/i;
const FROM = /^\s*(?:\(?from\s+)([^\s;()[\]]{1,255})/i;
const FOR = /\sfor\s+(<[^<>\s]{3,320}>|[^\s;<>]{3,320}@[^\s;<>]{1,255})/i;
const IP =
  /(?:IPv6:)?((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\d{1,3}(?:\.\d{1,3}){3})?)/gi;

function hopOf(value: string, place: number): Hop {
  const by = BY.exec(value);
  const sender = value.slice(0, by?.index ?? value.length).slice(0, 1000);
  const time = mailTime(value.slice(value.lastIndexOf(';') + 1));
  return {
    place,
    by: (by?.[1] ?? '').toLowerCase(),
    from: (FROM.exec(sender)?.[1] ?? '').toLowerCase().replace(/\.$/, ''),
    ip: lastPublic(sender),
    recipient: bareAddress(FOR.exec(value)?.[1]),
    time,
  };
}

/** Ranges that nobody outside has. */
const INSIDE = new Set([
  'private',
  'loopback',
  'linkLocal',
  'uniqueLocal',
  'unspecified',
  'broadcast',
  'multicast',
]);

/** The address the server saw comes after what the sender said of itself. */
function lastPublic(text: string): string | undefined {
  let found: string | undefined;
  for (const [, address = ''] of text.matchAll(IP)) {
    const ip = parseAddress(address)?.ip;
    if (ip !== undefined && ipaddr.isValid(ip) && !INSIDE.has(ipaddr.parse(ip).range())) found = ip;
  }
  return found;
}

function isBorder({ ip, from, by }: Hop): boolean {
  if (ip === undefined) return false;
  const own = registeredDomain(by);
  return own === undefined || registeredDomain(from) !== own;
}

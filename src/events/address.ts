import ipaddr from 'ipaddr.js';
import { remember } from '../lib/remember.ts';
import { isPlainIPv4, isPlainIPv6 } from './plain-address.ts';

export interface Address {
  /** Canonical: dotted IPv4 (also for IPv4-mapped IPv6), RFC 5952 IPv6 without zone. */
  readonly ip: string;
  readonly port?: number;
}

const BRACKETED = /^\[([^\]]+)\](?::(\d{1,5}))?$/;
const V4_PORT = /^(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{1,5}))?$/;

/** Of those with a port or in another form; the others need not be worked out. */
const ADDRESSES_REMEMBERED = 4096;

/**
 * Reads an address as logs write it: `1.2.3.4`, `1.2.3.4:443`, `[2001:db8::1]:443`, `2001:db8::1`, `::ffff:1.2.3.4`,
 * with a zone or not. Undefined when it is none of these.
 */
export function parseAddress(text: string): Address | undefined {
  return isPlainIPv4(text) || isPlainIPv6(text) ? { ip: text } : remembered(text);
}

const remembered = remember(ADDRESSES_REMEMBERED, readAddress);

function readAddress(text: string): Address | undefined {
  const trimmed = text.trim();
  const v4 = V4_PORT.exec(trimmed);
  if (v4 !== null) {
    const ip = v4[1] ?? '';
    return ipaddr.IPv4.isValidFourPartDecimal(ip) ? withPort(ip, v4[2]) : undefined;
  }
  const bracketed = BRACKETED.exec(trimmed);
  const inner = (bracketed?.[1] ?? trimmed).replace(/%.*$/, '');
  const ip = inner.includes(':') ? canonicalIPv6(inner) : undefined;
  return ip === undefined ? undefined : withPort(ip, bracketed?.[2]);
}

function canonicalIPv6(text: string): string | undefined {
  try {
    const address = ipaddr.IPv6.parse(text);
    return address.isIPv4MappedAddress()
      ? address.toIPv4Address().toString()
      : address.toRFC5952String();
  } catch {
    // The library's own test for validity parses as well: asking first would cost as much again.
    return undefined;
  }
}

function withPort(ip: string, port: string | undefined): Address {
  const number = port === undefined ? 0 : Number(port);
  return number > 0 && number < 65_536 ? { ip, port: number } : { ip };
}

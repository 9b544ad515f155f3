import ipaddr from 'ipaddr.js';

import { parseAddress } from '../events/address.ts';

/** A range of addresses; IPv4-mapped IPv6 addresses count as IPv4. */
export interface Network {
  readonly bytes: readonly number[];
  /** Leading bits that must agree. */
  readonly prefix: number;
  /** False when bits behind the prefix are set: `10.1.2.3/8`. */
  readonly exact: boolean;
}

/** Reads `10.0.0.0/8`, `2001:db8::/32` or a single address. */
export function parseNetwork(text: string): Network | undefined {
  const [address = '', length, ...rest] = text.trim().split('/');
  const bytes = addressBytes(address);
  if (bytes === undefined || rest.length > 0 || /[[\]%]/.test(address)) return undefined;
  const mapped = address.includes(':') && bytes.length === 4;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const prefix = length === undefined ? bytes.length * 8 : Number(length) - (mapped ? 96 : 0);
  if (prefix < 0 || prefix > bytes.length * 8) return undefined;
  const exact = bytes.every((byte, index) => {
    const kept = Math.min(8, Math.max(0, prefix - index * 8));
    return (byte & (0xff >> kept)) === 0;
  });
  return { bytes, prefix, exact };
}

/** The bytes of an address as logs write it (port, brackets and zone allowed), or undefined. */
export function addressBytes(text: string): readonly number[] | undefined {
  const address = parseAddress(text);
  if (address === undefined) return undefined;
  const { ip } = address;
  return ip.includes(':') ? ipaddr.parse(ip).toByteArray() : ip.split('.').map(Number);
}

export function contains(network: Network, address: readonly number[]): boolean {
  if (address.length !== network.bytes.length) return false;
  for (let index = 0, left = network.prefix; left > 0; index += 1, left -= 8) {
    const mask = left >= 8 ? 0xff : (0xff << (8 - left)) & 0xff;
    if ((((address[index] ?? 0) ^ (network.bytes[index] ?? 0)) & mask) !== 0) return false;
  }
  return true;
}

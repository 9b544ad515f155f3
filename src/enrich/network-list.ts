import ipaddr from 'ipaddr.js';
import { remember } from '../lib/remember.ts';

/** Answers remembered, so that an address seen a million times is matched once. */
const MAX_REMEMBERED = 65_536;

/** Addresses and networks from lists the user brings: Tor exits, VPN exits, scanners, their own offices. */
export class NetworkList {
  /** Network prefixes by `family/length`, as hex text of the masked bytes. */
  readonly #prefixes = new Map<string, Set<string>>();
  readonly #answer = remember(MAX_REMEMBERED, (ip) => this.#search(ip));
  size = 0;

  /** Adds `192.0.2.1`, `192.0.2.0/24` or the IPv6 forms; false when the text is none of these. */
  add(text: string): boolean {
    const range = parseRange(text);
    if (range === undefined) return false;
    const key = `${range.bytes.length}/${range.length}`;
    const prefixes = this.#prefixes.get(key) ?? new Set<string>();
    prefixes.add(masked(range.bytes, range.length));
    this.#prefixes.set(key, prefixes);
    this.size += 1;
    return true;
  }

  /** Whether a canonical address lies in one of the networks. */
  contains(ip: string): boolean {
    return this.size > 0 && this.#answer(ip);
  }

  #search(ip: string): boolean {
    if (!ipaddr.isValid(ip)) return false;
    const bytes = ipaddr.parse(ip).toByteArray();
    for (const [key, prefixes] of this.#prefixes) {
      const [size, length] = key.split('/').map(Number);
      if (size === bytes.length && prefixes.has(masked(bytes, length ?? 0))) return true;
    }
    return false;
  }
}

export interface NetworkListFile {
  readonly networks: readonly string[];
  /** Lines that are neither address, network, comment nor blank. */
  readonly invalid: readonly { readonly line: number; readonly text: string }[];
}

/** Reads a list: one address or network a line, further columns and `#` or `;` comments left out. */
export function parseNetworkList(text: string): NetworkListFile {
  const networks: string[] = [];
  const invalid: { line: number; text: string }[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const entry =
      line
        .replace(/[#;].*$/, '')
        .trim()
        .split(/[\s,]+/)[0] ?? '';
    if (entry === '') continue;
    if (parseRange(entry) === undefined) invalid.push({ line: index + 1, text: line.slice(0, 80) });
    else networks.push(entry);
  }
  return { networks, invalid };
}

function parseRange(
  text: string,
): { readonly bytes: number[]; readonly length: number } | undefined {
  try {
    if (text.includes('/')) {
      const [address, length] = ipaddr.parseCIDR(text);
      return { bytes: address.toByteArray(), length };
    }
    if (!text.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(text)) return undefined;
    const bytes = ipaddr.parse(text).toByteArray();
    return { bytes, length: bytes.length * 8 };
  } catch {
    return undefined;
  }
}

function masked(bytes: readonly number[], length: number): string {
  return bytes
    .map((byte, index) => {
      const bits = Math.max(0, Math.min(8, length - index * 8));
      return (byte & (0xff << (8 - bits)) & 0xff).toString(16).padStart(2, '0');
    })
    .join('');
}

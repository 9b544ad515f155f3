import { describe, expect, it } from 'vitest';
import { addressIn, internet, officeNetwork, prefixIn, privacyAddress } from './internet.ts';
import type { Network } from './internet.ts';
import { PLACES } from './places.ts';
import { Random } from './random.ts';

const net = internet();
const place = PLACES[0];
if (place === undefined) throw new Error('no place');
const NETWORKS: readonly Network[] = [
  ...[...net.residential.values()].flat(),
  ...[...net.mobile.values()].flat(),
  ...net.hotels.values(),
  ...net.hosting,
  ...net.anonymisers,
  ...net.tor,
  ...net.vpn.flat(),
  ...net.relays,
  ...Array.from({ length: 200 }, (_, index) => officeNetwork(index, place)),
];

/** Documentation, benchmark and shared address space: RFC 5737, 2544, 6598. */
function isReserved(ip: string): boolean {
  const [a = 0, b = 0, c = 0] = ip.split('.').map(Number);
  const prefix = `${a}.${b}.${c}`;
  if (['192.0.2', '198.51.100', '203.0.113'].includes(prefix)) return true;
  return (a === 198 && (b === 18 || b === 19)) || (a === 100 && b >= 64 && b < 128);
}

describe('the made-up internet', () => {
  it('lies in reserved address space only', () => {
    const random = new Random('addresses');
    for (const network of NETWORKS) {
      for (let index = 0; index < 5; index++) {
        expect(isReserved(addressIn(network, random))).toBe(true);
      }
    }
    for (const network of NETWORKS.filter((one) => one.v6 !== undefined)) {
      const ip = privacyAddress(prefixIn(network, random), random);
      expect(ip).toMatch(/^2001:db8(:[0-9a-f]{1,4}){6}$/);
    }
  });

  it('uses documentation and private autonomous system numbers only', () => {
    for (const { asn } of NETWORKS) {
      const documented = (asn >= 64_496 && asn <= 64_511) || (asn >= 65_536 && asn <= 65_551);
      expect(documented || asn >= 4_200_000_000).toBe(true);
    }
  });

  it('never gives one address to two networks', () => {
    const sorted = NETWORKS.toSorted((one, other) => one.first - other.first);
    const overlaps = sorted.filter((network, index) => {
      const next = sorted[index + 1];
      return next !== undefined && network.first + network.size > next.first;
    });
    expect(overlaps).toEqual([]);
  });

  it('has as many anonymiser systems as were published', () => {
    expect(new Set(net.anonymisers.map((network) => network.asn)).size).toBe(273);
  });
});

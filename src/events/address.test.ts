import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { parseAddress } from './address.ts';
import { isPlainIPv4, isPlainIPv6 } from './plain-address.ts';

/** Mostly zeros, so that gaps of every place and length occur. */
const group = fc.oneof(fc.constant(0), fc.constant(0), fc.constantFrom(1, 0xffff), fc.nat(0xffff));
const address = fc
  .array(group, { minLength: 8, maxLength: 8 })
  .map((parts) => new ipaddr.IPv6(parts));

/** With every zero. */
function written(ip: ipaddr.IPv6): string {
  return ip.parts.map((part) => part.toString(16).padStart(4, '0')).join(':');
}

/** Texts that look like addresses, right or wrong. */
const addressLike = fc.oneof(
  address.map((ip) => ip.toRFC5952String()),
  address.map((ip) => ip.toNormalizedString()),
  address.map(written),
  fc
    .array(
      fc.constantFrom(':', ':', '::', '0', '1', 'a', 'ffff', '2001', 'db8', '00', 'F', 'g', '.'),
      {
        maxLength: 18,
      },
    )
    .map((parts) => parts.join('')),
);

describe('plain IPv6', () => {
  it('is what the library gives back unchanged', () => {
    fc.assert(
      fc.property(addressLike, (text) => {
        if (!isPlainIPv6(text)) return;
        expect(ipaddr.IPv6.isValid(text)).toBe(true);
        const parsed = ipaddr.IPv6.parse(text);
        expect(parsed.toRFC5952String()).toBe(text);
        expect(parsed.isIPv4MappedAddress()).toBe(false);
      }),
      { numRuns: 20_000 },
    );
  });

  it.each(['2001:db8::1', '::', '::1', 'fe80::', '2001:db8:0:1:1:1:1:1', '2001:db8::2:1'])(
    'is %s',
    (text) => {
      expect(isPlainIPv6(text)).toBe(true);
      expect(parseAddress(text)).toEqual({ ip: text });
    },
  );
});

const numberLike = fc.oneof(
  fc.integer({ min: 0, max: 300 }).map(String),
  fc.constantFrom('', '00', '01', '-1', '1e1', ' 1', '٣'),
);

describe('plain IPv4', () => {
  it('is what the library takes for four decimal numbers', () => {
    fc.assert(
      fc.property(fc.array(numberLike, { minLength: 3, maxLength: 5 }), (numbers) => {
        const text = numbers.join('.');
        expect(isPlainIPv4(text)).toBe(ipaddr.IPv4.isValidFourPartDecimal(text));
      }),
      { numRuns: 5000 },
    );
  });
});

describe('an address', () => {
  it.each([
    ['192.0.2.1', { ip: '192.0.2.1' }],
    [' 192.0.2.1:443 ', { ip: '192.0.2.1', port: 443 }],
    ['[2001:db8::1]:443', { ip: '2001:db8::1', port: 443 }],
    ['2001:DB8:0:0:0:0:0:1', { ip: '2001:db8::1' }],
    ['fe80::1%eth0', { ip: 'fe80::1' }],
    ['::ffff:192.0.2.1', { ip: '192.0.2.1' }],
    ['::ffff:c000:201', { ip: '192.0.2.1' }],
    ['192.0.2.256', undefined],
    ['mail.example.org', undefined],
    ['1:2:3', undefined],
    ['', undefined],
  ])('%j is %j', (text, expected) => {
    expect(parseAddress(text)).toEqual(expected);
    expect(parseAddress(text)).toEqual(expected);
  });

  it('has one text however it is written', () => {
    fc.assert(
      fc.property(address, (ip) => {
        const expected = parseAddress(written(ip));
        expect(parseAddress(ip.toNormalizedString())).toEqual(expected);
        expect(parseAddress(ip.toRFC5952String().toUpperCase())).toEqual(expected);
        expect(parseAddress(ip.toRFC5952String())).toEqual(expected);
      }),
    );
  });
});

import { expect, it } from 'vitest';
import { prefixOf } from './network-prefix.ts';

it('gives the /24 of IPv4 and the /48 of IPv6', () => {
  expect(prefixOf('203.0.113.77')).toBe('203.0.113.0/24');
  expect(prefixOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1::/48');
});

it('is the same however zeros are left out', () => {
  expect(prefixOf('2001:db8::1')).toBe('2001:db8:0::/48');
  expect(prefixOf('2001:db8:0:7::1')).toBe('2001:db8:0::/48');
  expect(prefixOf('2001:db8:0:7:8:9:a:b')).toBe('2001:db8:0::/48');
  expect(prefixOf('::1')).toBe('0:0:0::/48');
  expect(prefixOf('2001::')).toBe('2001:0:0::/48');
});

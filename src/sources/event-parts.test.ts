import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Json } from '../lib/json.ts';
import {
  account,
  asNumberAt,
  defined,
  domainOf,
  endpoint,
  found,
  place,
  timeFrom,
  valueText,
} from './event-parts.ts';

const TIME = Date.UTC(2026, 2, 1, 8);

describe('times', () => {
  test.each<[string, Json]>([
    ['RFC 3339', '2026-03-01T08:00:00Z'],
    ['without a zone', '2026-03-01 08:00:00.000000000'],
    ['seconds', TIME / 1000],
    ['milliseconds', TIME],
    ['microseconds', TIME * 1e3],
    ['nanoseconds', TIME * 1e6],
    ['seconds as text', String(TIME / 1000)],
    ['milliseconds as text', String(TIME)],
  ])('%s', (_, value) => {
    expect(timeFrom(value)).toBe(TIME);
  });

  it('takes nothing else for a time, and gives whole milliseconds', () => {
    for (const value of [null, '', 'soon', '12', 0, -1, true, [], {}]) {
      expect(timeFrom(value)).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.double(), (value) => {
        const time = timeFrom(value);
        expect(time === undefined || Number.isInteger(time)).toBe(true);
      }),
    );
  });
});

describe('accounts', () => {
  it('are lower case, with the domain of their name', () => {
    expect(account(' Ann@Example.org ', 'u1')).toEqual({
      name: 'ann@example.org',
      uid: 'u1',
      domain: 'example.org',
    });
    expect(account('root')).toEqual({ name: 'root' });
    expect(account('Ann', undefined, 'EXAMPLE')).toEqual({ name: 'ann', domain: 'example' });
  });

  it('have a domain only when the name has one', () => {
    expect(domainOf('EXAMPLE\\ann')).toBe('example');
    expect(domainOf('@example.org')).toBeUndefined();
    expect(domainOf('ann@')).toBeUndefined();
  });
});

describe('endpoints', () => {
  it('are absent when nothing is known', () => {
    expect(endpoint({ address: undefined, is_vpn: true })).toBeUndefined();
  });

  it('have a canonical address, a port, or else a name', () => {
    expect(endpoint({ address: '[2001:DB8::1]:443' })).toEqual({ ip: '2001:db8::1', port: 443 });
    expect(endpoint({ address: '192.0.2.1', port: 70_000 })).toEqual({ ip: '192.0.2.1' });
    expect(endpoint({ address: 'mail.example.org' })).toEqual({ hostname: 'mail.example.org' });
    expect(endpoint({ address: 'nonsense' })).toBeUndefined();
  });

  it('have both coordinates or none', () => {
    expect(place({ lat: 1 })).toBeUndefined();
    expect(place({ lat: 91, long: 1, city: 'X' })).toEqual({ city: 'X' });
    expect(place({ lat: 1, long: 2 })).toEqual({ lat: 1, long: 2 });
  });
});

test('absent attributes are absent, not undefined', () => {
  expect(Object.keys(defined({ a: 1, b: undefined }))).toEqual(['a']);
});

test('values are written as rules compare them', () => {
  expect([null, 'a', 1, true, ['a', 1], { a: [1] }].map((value) => valueText(value))).toEqual([
    undefined,
    'a',
    '1',
    'true',
    'a,1',
    '{"a":[1]}',
  ]);
});

test('what is nested too deeply is abbreviated, not fatal', () => {
  let deep: Json = [];
  for (let depth = 0; depth < 200_000; depth += 1) deep = [deep];
  expect(valueText(deep)).toBe('…');
  expect(found(deep)).toBe('…');
});

test('autonomous system numbers come with or without AS', () => {
  expect(asNumberAt({ n: 'AS64496' }, 'n')).toBe(64496);
  expect(asNumberAt({ n: 64496 }, 'n')).toBe(64496);
  expect(asNumberAt({ n: 'none' }, 'n')).toBeUndefined();
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domainParts } from '../lib/domain.ts';
import { likenessOf } from './domain-likeness.ts';

const OFFICE = domainParts('riverhall.org');

function familyOf(host: string): string | undefined {
  return OFFICE && likenessOf(host, OFFICE)?.family;
}

describe('a domain made to look like another', () => {
  test.each([
    ['riverhail.org', 'homoglyph'],
    ['r1verhall.org', 'homoglyph'],
    ['xn--rverhall-thh.org', 'homoglyph'],
    ['rivarhall.org', 'vowel'],
    ['riverhakl.org', 'replacement'],
    ['rivurhall.org', 'vowel'],
    ['rivevhall.org', 'bitsquat'],
    ['river-hall.org', 'hyphen'],
    ['riverrhall.org', 'repeat'],
    ['riverhalls.org', 'plural'],
    ['rivberhall.org', 'insertion'],
    ['riverall.org', 'omission'],
    ['rievrhall.org', 'swap'],
    ['riverhall-login.org', 'dictionary'],
    ['mail-riverhall.com', 'dictionary'],
    ['riverhallportal.org', 'dictionary'],
    ['riverhall.com', 'tld'],
    ['riverhall.org.example.com', 'subdomain'],
    ['riverhall-org.example.com', 'subdomain'],
    ['river.hall.org', 'subdomain'],
  ])('%s is told as %s', (host, family) => {
    expect(familyOf(host)).toBe(family);
  });

  test.each(['riverhall.org', 'www.riverhall.org', 'mountainhall.org', 'river.org', '192.0.2.7'])(
    '%s is none',
    (host) => {
      expect(familyOf(host)).toBeUndefined();
    },
  );

  test('is no matter of numbers: numbered names are of one owner', () => {
    const known = domainParts('district-12.example');
    expect(known && likenessOf('district-13.example', known)).toBeUndefined();
  });

  test('weighs less the shorter the name, since short names are near each other by chance', () => {
    const weight = (known: string, host: string): number => {
      const parts = domainParts(known);
      return (parts && likenessOf(host, parts)?.weight) ?? 0;
    };
    expect(weight('rivr.org', 'ribr.org')).toBeLessThan(weight('riverhall.org', 'riverhakl.org'));
  });

  test('never is a domain itself, whatever stands before it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,8}(?:\.[a-z]{1,8}){0,3}$/), (before) => {
        expect(familyOf(`${before}.riverhall.org`)).toBeUndefined();
      }),
    );
  });
});

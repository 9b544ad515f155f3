import { expect, it } from 'vitest';
import { isKnownPlace, placeChain, placeName, placesNamed } from './jurisdiction.ts';
import { HeldPlaces } from './held-places.ts';
import { resolvePlace } from './resolve-place.ts';

it.each([
  ['US', ['US']],
  ['usa', ['US']],
  ['United States of America', ['US']],
  ['Estados Unidos', ['US']],
  ['US-GA', ['US-GA']],
  ['us-ga', ['US-GA']],
  ['US-Georgia', ['US-GA']],
  ['Georgia', ['US-GA', 'GE']],
  ['GA', ['GA']],
  ['TX', ['US-TX']],
  ['US-13', ['US-GA']],
  ['Washington, D.C.', ['US-DC']],
  ['Puerto Rico', ['US-PR']],
  ['PR', ['US-PR']],
  ['US-GA-Fulton County', ['US-GA-Fulton']],
  ['US-FL-Miami-Dade', ['US-FL-Miami-Dade']],
  ['US-North Dakota', ['US-ND']],
  ['Guinea-Bissau', ['GW']],
  ['Guinea-Bissau-Biombo', ['GW-Biombo']],
  ['Orleans Parish, Louisiana', ['US-LA-Orleans']],
  ['ocd-division/country:us/state:ga/county:fulton', ['US-GA-Fulton']],
  ['ocd-division/country:us/state:me/cd:2', ['US-ME-CD2']],
  ['ocd-division/country:us/district:dc', ['US-DC']],
  ['Freedonia', ['Freedonia']],
  ['Freedonia-NM', ['Freedonia-NM']],
  ['', []],
  ['—', []],
])('reads %s as %j', (text, places) => {
  expect(placesNamed(text)).toEqual(places);
});

it('takes Georgia for the state or the country by what else is there', () => {
  expect(resolvePlace('Georgia', { held: new HeldPlaces(['US-PA']) }).place).toBe('US-GA');
  expect(resolvePlace('Georgia', { held: new HeldPlaces(['GE-TB']) }).place).toBe('GE');
  expect(resolvePlace('Georgia', { near: 'US' }).place).toBe('US-GA');
  expect(resolvePlace('Georgia', { held: new HeldPlaces(['US-GA', 'GE']) }).place).toBeUndefined();
  expect(resolvePlace('Georgia')).toEqual({ candidates: ['US-GA', 'GE'] });
});

it('goes from a place to all it lies in', () => {
  expect(placeChain('US-GA-Fulton')).toEqual(['US-GA-Fulton', 'US-GA', 'US']);
  expect(placeChain('US-FL-Miami-Dade')).toEqual(['US-FL-Miami-Dade', 'US-FL', 'US']);
  expect(placeChain('US-GA-Fulton/12')).toEqual(['US-GA-Fulton/12', 'US-GA-Fulton', 'US-GA', 'US']);
  expect(placeChain('Freedonia-NM')).toEqual(['Freedonia-NM', 'Freedonia']);
});

it('says what people call a place', () => {
  expect(['US', 'US-GA', 'US-GA-Fulton', 'Freedonia-NM'].map(placeName)).toEqual([
    'United States',
    'Georgia',
    'Fulton (Georgia)',
    'Freedonia-NM',
  ]);
  expect(['US-GA', 'US-XX', 'FR-75', 'Freedonia'].map(isKnownPlace)).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

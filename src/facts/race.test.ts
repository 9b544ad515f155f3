import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseRace, raceText, sameRace } from './race.ts';

it.each([
  ['US-GA president 2020', 'US-GA president 2020'],
  ['Georgia presidential election 2020', 'US-GA president 2020'],
  ['2020 president', 'US-GA president 2020'],
  ['president-2020', 'US-GA president 2020'],
  ['US Senator 2020 special', 'US-GA senate 2020 special'],
  ['US-GA U.S. Senate 2021 run-off', 'US-GA senate 2021 runoff'],
  ['US-ME-CD2 house 2020', 'US-ME-CD2 house 2020'],
  ['Freedonia-NM governor 2031', 'Freedonia-NM governor 2031'],
  ['US president 2020', 'US president 2020'],
  ['New Hampshire governor 2020', 'US-NH governor 2020'],
])('reads %s as %s', (text, canonical) => {
  const race = parseRace(text, 'US-GA');
  expect(race === undefined ? undefined : raceText(race)).toBe(canonical);
});

it('gives back every race it writes', () => {
  const race = fc.record({
    place: fc.constantFrom('US', 'US-GA', 'US-NC', 'US-ME-CD2', 'FR', 'Freedonia-NM'),
    office: fc.constantFrom('president', 'governor', 'senate', 'house', 'state auditor', 'mayor'),
    when: fc.constantFrom('2020', '2024', '2021-01'),
  });
  fc.assert(
    fc.property(race, (one) => {
      expect(parseRace(raceText(one))).toEqual(one);
    }),
  );
});

it('keeps a runoff apart from the general election', () => {
  const of = (text: string) => parseRace(text) ?? { place: '' };
  expect(sameRace(of('US-GA senate 2020'), of('US-GA senate 2020 special'))).toBe(false);
  expect(sameRace(of('US-GA president'), of('US-GA president 2020'))).toBe(true);
  expect(sameRace(of('US-GA president 2016'), of('US-GA president 2020'))).toBe(false);
  expect(sameRace(of('US president 2020'), of('US-GA president 2020'))).toBe(false);
});

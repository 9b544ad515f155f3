import { expect, it } from 'vitest';
import { partyForms, personForms } from './name-forms.ts';

it('a person goes by the names without middle ones, by nicknames and usual short forms; the surname alone is weak', () => {
  expect(personForms('Robert J. "Bo" Lee Jr.')).toEqual({
    strong: [
      'Robert J. "Bo" Lee Jr.',
      'Robert J. Lee',
      'Robert Bo Lee',
      'Robert Lee',
      'Bo Lee',
      'bob Lee',
      'bobby Lee',
      'rob Lee',
    ],
    weak: ['Lee'],
  });
});

it('surnames with particles stay whole, and names may stand the other way round', () => {
  expect(personForms('de la Cruz, Ana')).toEqual({
    strong: ['de la Cruz, Ana', 'Ana de la Cruz'],
    weak: ['de la Cruz'],
  });
});

it('of two surnames the first one may stand for both, weakly', () => {
  expect(personForms('María García Márquez').weak).toEqual(['María García', 'Márquez']);
});

it('who goes by the second name is found by it', () => {
  expect(personForms('A. Benton Chafin').strong).toContain('Benton Chafin');
});

it('a party without the word party, or in letters, is weak', () => {
  expect(partyForms('The Purple Party')).toEqual({
    strong: ['The Purple Party'],
    weak: ['Purple'],
  });
  expect(partyForms('Partido Morado / PM')).toEqual({
    strong: ['Partido Morado'],
    weak: ['Morado', 'PM'],
  });
});

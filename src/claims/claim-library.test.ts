import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckedClaim } from './claim.ts';
import { ClaimLibrary } from './claim-library.ts';
import { readClaim } from './read-claim.ts';

function claim(id: string, text: string, more: Partial<CheckedClaim> = {}): CheckedClaim {
  const read = readClaim({ id, text, verdict: 'false' });
  if (!read.ok) throw new Error(read.error);
  return { ...read.value, ...more };
}

const CLAIMS = [
  claim('dead', '20,000 dead people are on the voter roll of Freedonia.'),
  claim('text', 'You can cast your ballot by sending a text message to 54321.'),
  claim('sharpie', 'Ballots marked with a felt pen are thrown out in Redland County.'),
  claim('noon', 'Polling places in Redland County close at noon.', { jurisdictions: ['US-GA'] }),
  claim('machines', 'Voting machines in Freedonia switched votes from one party to another.'),
  claim('boxes', 'A truck full of ballot boxes was dumped in the Long River.'),
  claim('es', 'Los inmigrantes sin papeles pueden votar en las elecciones de Libertonia.'),
  claim('students', 'Students cannot vote where they study.'),
];

const library = new ClaimLibrary(CLAIMS);

function best(text: string): string | undefined {
  return library.match(text).matches[0]?.claim.id;
}

/** What texts are broken with. */
const ODD = fc.constantFrom(
  'a',
  'b',
  'é',
  'ñ',
  '😀',
  '\u200b',
  '\ud800',
  '#',
  '@',
  '\u2014',
  ' ',
  '\n',
  '"',
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '-',
  '0',
);

describe('a library of claims', () => {
  it.each([
    ['Wow: machines in #Freedonia are SWITCHING votes!! https://example.org/x', 'machines'],
    ['they found 20,000 DEAD voters on the rolls in freedonia', 'dead'],
    ['no need to queue, text your vote to 54321', 'text'],
    ['felt-pen ballots thrown out, they say, in #RedlandCounty', 'sharpie'],
    ['Un inmigrante sin papeles puede votar en Libertonia', 'es'],
    ['mаchines swіtched vоtes in Freedоnia', 'machines'],
  ])('finds what %j means', (text, id) => {
    expect(best(text)).toBe(id);
  });

  it('says that a text about something else means none', () => {
    const { none } = library.match('Our bakery opens at seven, with fresh bread and good coffee.');
    expect(none).toBeGreaterThan(0.8);
    expect(library.known('Our bakery opens at seven, with fresh bread and coffee.')).toEqual([]);
    expect(library.match('').matches).toEqual([]);
    expect(library.match('').none).toBeGreaterThan(0.5);
  });

  it('knows the claim in its own words, by id, verdict and probability', () => {
    const [known] = library.known(
      'Voting machines in Freedonia switched votes from one party to another.',
    );
    expect(known).toMatchObject({ id: 'machines', verdict: 'false' });
    expect(known?.score).toBeGreaterThan(0.8);
  });

  it('leaves out claims about other places and other times', () => {
    const text = 'Polling places in Redland County close at noon.';
    expect(library.match(text, { jurisdiction: 'US-GA-Redland' }).matches[0]?.claim.id).toBe(
      'noon',
    );
    expect(
      library.match(text, { jurisdiction: 'US-TX' }).matches.map(({ claim: { id } }) => id),
    ).not.toContain('noon');
    const dated = new ClaimLibrary([claim('old', text, { until: '2020-11-04T00:00:00Z' })]);
    expect(dated.match(text, { at: '2020-11-03T10:00:00Z' }).matches).toHaveLength(1);
    expect(dated.match(text, { at: '2020-11-04T10:00:00Z' }).matches).toHaveLength(0);
  });

  it('counts claims in the same words once', () => {
    const twice = new ClaimLibrary([
      ...CLAIMS,
      claim('again', 'A truck full of “ballot boxes” was dumped in the Long River'),
    ]);
    const text = 'a truck full of ballot boxes dumped into the long river';
    const [one] = twice.match(text).matches;
    expect(one).toMatchObject({ claim: { id: 'boxes' }, same: ['again'] });
    expect(twice.match(text).matches.map(({ claim: { id } }) => id)).not.toContain('again');
  });

  it('is less sure where few texts mean a known claim', () => {
    const text = 'machines switched votes in Freedonia';
    const [even] = library.match(text).matches;
    const [rare] = library.match(text, { prior: 0.01 }).matches;
    expect(rare?.probability).toBeLessThan(even?.probability ?? 0);
  });

  it('gives probabilities, in order, and the same each time, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: ODD, maxLength: 100 }), fc.lorem()), (text) => {
        const { matches, none } = library.match(text);
        const all = matches.map(({ probability }) => probability);
        expect([...all, none].every((one) => one >= 0 && one <= 1)).toBe(true);
        expect(all).toEqual(all.toSorted((a, b) => b - a));
        expect(library.match(text)).toEqual({ matches, none });
      }),
      { numRuns: 40 },
    );
  });
});

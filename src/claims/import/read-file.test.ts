import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedData } from '../../../test/shared-data.ts';
import type { Json } from '../../lib/json.ts';
import { claimRecord } from '../claim.ts';
import { verdictOf } from '../verdict-words.ts';
import type { ClaimsRead } from './read-file.ts';
import { readClaimFile } from './read-file.ts';

function read(text: string, file = 'claims.json'): ClaimsRead {
  return readClaimFile(file, Buffer.from(text));
}

const REVIEW = {
  '@context': 'https://schema.org',
  '@type': 'ClaimReview',
  url: 'https://example.org/check/1',
  datePublished: '2020-10-07 20:05',
  author: { '@type': 'Organization', name: 'Example Checks' },
  claimReviewed: 'Ballots were dumped in the Long River.',
  name: 'No ballots were dumped',
  reviewRating: {
    '@type': 'Rating',
    ratingValue: '5',
    bestRating: '1',
    worstRating: '5',
    alternateName: 'Falso',
  },
  itemReviewed: {
    '@type': 'Claim',
    author: { name: 'Posts' },
    appearance: [{ url: 'https://example.com/p/1' }, 'not a page'],
  },
};

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

describe('files of claims', () => {
  it('of NDJSON, JSON, YAML and CSV hold the same claim', () => {
    const json = '{"text":"A b c.","verdict":"false","source":"https://example.org/1"}';
    const forms = [
      [json, 'a.ndjson'],
      [`[${json}]`, 'a.json'],
      ['- text: A b c.\n  verdict: "false"\n  source: https://example.org/1\n', 'a.yml'],
      ['claim,rating,url\nA b c.,false,https://example.org/1\n', 'a.csv'],
      ['text\tverdict\tlink\nA b c.\tfalse\thttps://example.org/1\n', 'a.tsv'],
    ] as const;
    const ids = forms.map(([text, file]) => read(text, file).claims.map(({ id }) => id));
    expect(new Set(ids.flat()).size).toBe(1);
    expect(ids.every((one) => one.length === 1)).toBe(true);
  });

  it.each([
    ['alone', REVIEW],
    ['in a list', [REVIEW]],
    [
      'in a graph',
      { '@context': 'https://schema.org', '@graph': [{ '@type': 'WebPage' }, REVIEW] },
    ],
    [
      'in a feed',
      {
        '@type': 'DataFeed',
        dataFeedElement: [{ '@type': 'DataFeedItem', item: [REVIEW] }, { item: null }],
      },
    ],
    ['of several types', { ...REVIEW, '@type': ['Review', 'schema:ClaimReview'] }],
  ])('with a ClaimReview %s become a claim', (_, document) => {
    const { claims } = read(JSON.stringify(document));
    expect(claims).toMatchObject([
      {
        texts: ['Ballots were dumped in the Long River.', 'No ballots were dumped'],
        verdict: 'false',
        rating: 'Falso',
        source: { name: 'Example Checks', url: 'https://example.org/check/1' },
        checked: '2020-10-07T20:05:00Z',
        speaker: 'Posts',
        appearances: ['https://example.com/p/1'],
      },
    ]);
  });

  it('with the answer of a fact check search become claims', () => {
    const answer = {
      claims: [
        {
          text: 'The polls closed early.',
          claimant: 'A post',
          claimReview: [
            {
              publisher: { site: 'example.org' },
              url: 'https://example.org/2',
              textualRating: 'Mostly false',
              languageCode: 'en',
            },
          ],
        },
      ],
    };
    expect(read(JSON.stringify(answer)).claims).toMatchObject([
      {
        texts: ['The polls closed early.'],
        verdict: 'misleading',
        languages: ['en'],
        source: { name: 'example.org' },
      },
    ]);
  });

  it('with what is no claim reject it and say where', () => {
    const text =
      '{"text":"A","verdict":"false"}\n{"verdict":"false"}\n{broken\n{"text":"B"}\n{"text":"C","verdict":"true","said":"soon"}\n';
    const { claims, rejected } = read(text, 'a.ndjson');
    expect(claims).toHaveLength(1);
    expect(rejected.map(({ line }) => line).toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5]);
    expect(read('a,b\n1,2\n', 'a.csv').rejected[0]?.reason).toContain('text');
  });

  it('without a verdict have the one that is said for all', () => {
    const bytes = Buffer.from('claim\nThe count was stopped.\n');
    expect(readClaimFile('a.csv', bytes).rejected[0]?.reason).toContain('verdict');
    expect(readClaimFile('a.csv', bytes, 'false').claims).toMatchObject([{ verdict: 'false' }]);
  });

  it('never throw, and read back what they wrote', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: ODD, maxLength: 60 }), fc.json({ maxDepth: 2 })),
        (text) => {
          for (const claim of read(text).claims) {
            const [again] = read(JSON.stringify(claimRecord(claim)), 'a.ndjson').claims;
            expect(again).toEqual(claim);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

it.each([
  ['Pants on Fire!', 'false'],
  ['Mostly False', 'misleading'],
  ['FAUX', 'false'],
  ['Engañoso', 'misleading'],
  ['Verdadero, pero falta contexto', 'true'],
  ['Not true', 'false'],
  ['not false', 'unrated'],
  ['Labeled Satire', 'satire'],
  ['Half True', 'mixed'],
  ['7/10', 'unrated'],
])('a rating %j is read as %j', (rating, verdict) => {
  expect(verdictOf(rating)).toBe(verdict);
});

const fixtures = sharedData('civic/protocols/claimreview/claimreview_fixtures.json');

it.skipIf(fixtures === undefined)('real reviews with odd scales are read by their words', () => {
  const all = JSON.parse(readFileSync(fixtures ?? '', 'utf8')) as Readonly<Record<string, Json>>;
  const verdicts = Object.values(all).map((one) => {
    const { claims, rejected } = read(JSON.stringify(one));
    return claims[0]?.verdict ?? rejected[0]?.reason.slice(0, 14);
  });
  expect(verdicts).toEqual(['false', 'mixed', 'unrated', 'mixed', 'has no "texts"', 'false']);
});

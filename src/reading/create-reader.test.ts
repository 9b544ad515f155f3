import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../test/cpu-time.ts';
import { createReader, MAX_TEXT } from './create-reader.ts';
import { GAZETTEER, said, shippedPacks, testReader } from './test-reader.test-support.ts';

const reader = await testReader();

describe('speech acts of one proposition', () => {
  it.each([
    ['The machines switched votes.', 'assert machines'],
    ['The machines did not switch votes.', 'deny -machines'],
    ['It is a lie that the machines switched votes.', 'deny -machines'],
    ['Becker said the machines switched votes.', 'report machines'],
    ['"The machines switched votes," shouted a man.', 'quote machines'],
    ['"The machines switched votes." So true!', 'assert machines'],
    ['Did the machines switch votes?', 'question machines'],
    ['Why did the machines switch votes?', 'rhetorical-question machines'],
    ['I think the machines switched votes.', 'opinion machines'],
    ['If the machines switched votes, we would know.', 'conditional machines'],
    ['Oh sure, the machines switched votes. My goldfish told me /s', 'satire machines'],
  ])('%s', (text, expected) => {
    expect(said(reader, text)).toContain(expected);
  });
});

describe('negation', () => {
  it('is no denial where it only stresses', () => {
    expect(said(reader, 'No doubt the election was rigged.')).toContain('assert fraud');
    expect(said(reader, 'We will never let them steal the election.')).toContain('assert fraud');
  });

  it('of rules for voters is a statement of its own', () => {
    expect(said(reader, 'You cannot vote by mail.')).toContain('assert -method');
  });

  it('of what praises an election accuses it', () => {
    expect(said(reader, 'The election was not fair.')).toContain('assert fraud');
  });
});

describe('obfuscated text', () => {
  it.each([
    'y0u c4n v0te by t3xt',
    'you can v o t e by t e x t',
    'you can v.o.t.e by text',
    'you can vоtе by tехt',
    'you can v\u200bote by te\u200bxt',
    'you can vooooote by text',
    'YOU CAN VOTE BY TEXT',
    'you can 𝐯𝐨𝐭𝐞 by 𝐭𝐞𝐱𝐭',
    'youcanvotebytext',
    '#YouCanVoteByText',
    'you can vote &#98;y text',
  ])('%s', (text) => {
    expect(said(reader, text)).toContain('assert method');
  });
});

describe('slots', () => {
  it('say how, where and when', () => {
    const [hours] = reader.read('Polls close at 9:30 p.m. in Georgia').claims;
    expect(hours?.slots).toEqual({ event: 'close', time: '21:30', where: 'US-GA' });
    const [day] = reader.read('Polls are open from 7am to 8pm').claims;
    expect(day?.slots).toEqual({ event: 'open', time: '07:00', time_to: '20:00' });
    const [date] = reader.read('Election day is November 4th').claims;
    expect(date?.slots).toMatchObject({ date: '11-04' });
    const [method] = reader.read('You can vote by text').claims;
    expect(method?.slots).toEqual({ how: 'text' });
  });

  it('spans stand in the original text', () => {
    const text = '“Well” — you c\u200ban vоte by t\u200bext!';
    const [claim] = reader.read(text).claims;
    expect(claim?.text).toBe('c\u200ban vоte by t\u200bext');
    expect(claim?.text).toBe(text.slice(...(claim?.span ?? [0, 0])));
  });
});

describe('context', () => {
  const quoted_text = 'You can vote by text this year.';
  it.each([
    ['This is false.', ['deny -method']],
    ['So true!', ['assert method']],
    ['Is this real?', ['question method']],
    ['Nice weather today.', []],
  ])('"%s" takes a stand on what it quotes', (text, expected) => {
    expect(said(reader, text, { context: { quoted_text } })).toEqual(expected);
  });
});

describe('names', () => {
  it('count by a weak alias only where they are written as names', () => {
    const names = (text: string): readonly string[] =>
      reader.read(text).claims.flatMap(({ entities }) => entities.map(({ name }) => name));
    expect(names('They say Long won the election.')).toEqual(['Rosa Long']);
    expect(names('Long lines, and nobody won the election.')).toEqual([]);
    expect(names('Rosa Long ran. long won the election.')).toEqual(['Rosa Long']);
  });

  it('swapped for others change no reading', async () => {
    const packs = await shippedPacks();
    const other = createReader({
      packs,
      gazetteers: [
        GAZETTEER.map((entry, index) => ({
          ...entry,
          name:
            ['Ida Votes', 'Will Count', 'Fraud Hunter', 'Ballot Party', 'Union of Rain'][index] ??
            '',
          aliases: [],
          weak_aliases: [],
        })),
      ],
    });
    const texts = [
      '{a} won the election',
      'Vote for {a}!',
      '{p} stole the election from {a}',
      '{a} said {b} lost Georgia',
      'donate to {a}',
      '{a} is a criminal',
      'Did {p} rig the vote?',
    ];
    const fill = (text: string, [a, b, p]: readonly [string, string, string]): string =>
      text.replaceAll('{a}', a).replaceAll('{b}', b).replaceAll('{p}', p);
    for (const text of texts) {
      expect(said(other, fill(text, ['Ida Votes', 'Will Count', 'Ballot Party']))).toEqual(
        said(reader, fill(text, ['Alma Rivera', 'Tom Becker', 'River Party'])),
      );
    }
  });
});

describe('limits', () => {
  it('reads any text, with spans inside it', () => {
    const words = fc.constantFrom(
      'vote',
      'by',
      'text',
      'not',
      'false',
      'that',
      '"',
      '?',
      '.',
      'said',
      'if',
      'the',
      'election',
      'stolen',
      'Becker',
      '#',
      '😀',
      '\n',
      'fraude',
      'no',
      '¿',
      'votar',
      'por',
      'v',
      'o',
      't',
      'e',
      '&amp;',
      '@x',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(words, fc.string({ unit: 'binary' })), { maxLength: 40 }),
        (parts) => {
          const text = parts.join(' ');
          for (const { span, text: cut, confidence } of reader.read(text).claims) {
            expect(span[0]).toBeGreaterThanOrEqual(0);
            expect(span[1]).toBeLessThanOrEqual(text.length);
            expect(cut).toBe(text.slice(...span));
            expect(confidence).toBeGreaterThan(0);
            expect(confidence).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  it.each([
    'a ',
    'a!',
    "a's",
    'v o t e ',
    '1.',
    'vote ',
    '#',
    '"',
    'vote by not ',
    'x',
    '@a',
    '$1',
    'fraud of the vote ',
    'no election was stolen. ',
  ])('takes time in proportion to a hostile text of %j', (piece) => {
    const took = (size: number): number => {
      const text = piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
      const before = cpuTime();
      reader.read(text);
      return cpuTime() - before;
    };
    took(10_000);
    expect(took(MAX_TEXT)).toBeLessThan(1500);
  });
});

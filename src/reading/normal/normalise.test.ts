import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../../test/cpu-time.ts';
import { normalise, originalSpan } from './normalise.ts';

/** Texts of what people hide words with. */
const hostile = fc.string({
  unit: fc.constantFrom(
    'a',
    'B',
    'é',
    'ñ',
    'ﬁ',
    'Ａ',
    '𝓿',
    'о',
    'В',
    '&',
    'amp;',
    '&#38;',
    'lt;',
    '&#x200b;',
    '\u200b',
    '\u00ad',
    '😀',
    '\ud800',
    '\u0301',
    '#',
    '3',
    ' ',
    '\n',
    '…',
    '“',
  ),
});

describe('normalise', () => {
  it('folds case, compatibility forms, diacritics, look-alikes, invisible characters and references', () => {
    expect(normalise('𝐕𝐨𝐭𝐞').text).toBe('vote');
    expect(normalise('ＶＯＴＥ').text).toBe('vote');
    expect(normalise('vоtе').text).toBe('vote');
    expect(normalise('v\u200bo\u00adte').text).toBe('vote');
    expect(normalise('elección').text).toBe('eleccion');
    expect(normalise('ballots &amp; “votes”').text).toBe('ballots & "votes"');
    expect(normalise('it&#39;s').text).toBe("it's");
  });

  it('leaves no reference that another one completes', () => {
    expect(normalise('&amp;amp;lt;b').text).toBe('<b');
    expect(normalise('&#38;#38;gt;').text).toBe('>');
  });

  it('maps every span to a span of the original, in order', () => {
    fc.assert(
      fc.property(hostile, fc.nat(), fc.nat(), (text, a, b) => {
        const normal = normalise(text);
        const [from, to] = [a % (normal.text.length + 1), b % (normal.text.length + 1)].toSorted(
          (x, y) => x - y,
        ) as [number, number];
        const [start, end] = originalSpan(normal, from, to);
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(end > start || from === to).toBe(true);
      }),
    );
  });

  it('changes nothing that is normalised', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
        const { text: once } = normalise(text);
        expect(normalise(once).text).toBe(once);
      }),
    );
  });

  it.each(['&', '&amp;', '&#38;', 'é', '\u200b', '😀', 'ﷺ', '\ud800'])(
    'takes time in proportion to the text, made of %j',
    (piece) => {
      const text = piece.repeat(Math.ceil(100_000 / piece.length)).slice(0, 100_000);
      normalise(text);
      const took = [1, 2, 3].map(() => {
        const before = cpuTime();
        normalise(text);
        return cpuTime() - before;
      });
      expect(Math.min(...took)).toBeLessThan(50);
    },
  );
});

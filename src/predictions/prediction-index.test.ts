import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildSegment } from './build-segment.ts';
import { packIndex, unpackIndex } from './index-file.ts';
import { mergeInBackground, mergeSegments } from './merge.ts';
import type { OracleQuery } from './oracle.test-support.ts';
import { merged, oracle } from './oracle.test-support.ts';
import { PredictionIndex } from './prediction-index.ts';
import { QueryCollector } from './query-collector.ts';
import { queryKey } from './query-key.ts';
import { rejudge } from './rejudge.ts';
import type { Guard } from './verdict.ts';
import { VerdictBook } from './verdict-book.ts';

const AT = { lang: 'en', region: 'US', time: 0 };

function indexOf(queries: readonly OracleQuery[]): PredictionIndex {
  const book = new VerdictBook();
  const keep = book.numberOf({ action: 'keep' }) ?? 0;
  const suppress = book.numberOf({ action: 'suppress', clause: 'x' }) ?? 0;
  const collector = new QueryCollector();
  for (const { count, shown, text } of queries)
    collector.add({ text, count, verdict: shown ? keep : suppress });
  return new PredictionIndex([buildSegment(collector)], book);
}

/** Few letters, so that beginnings, words and near misses meet. */
const word = fc
  .array(fc.constantFrom('a', 'b', 'c', 'á', 'B', 'ж', '語', '𝒳', '1'), {
    minLength: 1,
    maxLength: 5,
  })
  .map((letters) => letters.join(''));
const text = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const queries = fc.array(
  fc.record({ text, count: fc.integer({ min: 0, max: 4 }), shown: fc.boolean() }),
  { minLength: 1, maxLength: 80 },
);
const typed = fc
  .tuple(text, fc.constantFrom('', ' ', 'b'))
  .map(([beginning, end]) => beginning + end);

it('every way of finding gives what looking at every query gives', () => {
  fc.assert(
    fc.property(
      queries,
      fc.array(typed, { maxLength: 6 }),
      fc.integer({ min: 1, max: 12 }),
      (all, asked, limit) => {
        const index = indexOf(all);
        for (const one of asked)
          expect(index.suggest(one, { limit })).toEqual(oracle(all, one, limit));
      },
    ),
    { numRuns: 100 },
  );
});

it('changed counts and new queries are as if they had been there, whatever is merged and saved between', () => {
  const change = fc.record({
    text,
    by: fc.integer({ min: 1, max: 5 }),
    after: fc.constantFrom('nothing', 'refresh', 'merge', 'save'),
  });
  fc.assert(
    fc.property(queries, fc.array(change, { maxLength: 12 }), typed, (all, changes, asked) => {
      let index = indexOf(all.map((query) => ({ ...query, shown: true })));
      index.book.showsUndecided = true;
      const now = new Map(
        merged(all).map((query) => [queryKey(query.text), { ...query, shown: true }]),
      );
      const first = new Map<string, { text: string; count: number; shown: boolean }>();
      for (const one of changes) {
        index.increment(one.text, one.by);
        const key = queryKey(one.text);
        const known = now.get(key) ?? first.get(key);
        if (known === undefined) first.set(key, { text: one.text, count: one.by, shown: true });
        else known.count += one.by;
        if (one.after === 'nothing') continue;
        index.refresh();
        if (one.after === 'merge') index.replace(index.segments, mergeSegments(index.segments));
        if (one.after === 'save') index = reloaded(index);
      }
      index.refresh();
      index.book.showsUndecided = true;
      index.reshow();
      expect(index.suggest(asked)).toEqual(oracle([...now.values(), ...first.values()], asked, 10));
    }),
    { numRuns: 40 },
  );
});

function reloaded(index: PredictionIndex): PredictionIndex {
  const unpacked = unpackIndex(Buffer.from(new Uint8Array(Buffer.concat(packIndex(index))).buffer));
  if (!unpacked.ok) throw new Error(unpacked.error);
  return unpacked.value.index;
}

const guardOf =
  (letter: string): Guard =>
  (query) =>
    query.includes(letter)
      ? { action: 'suppress', clause: letter, category: 'candidate', template: `{X} ${letter}` }
      : { action: 'keep', category: query.length > 6 ? 'integrity' : undefined };

it('new rules take hold in place, and lists go on while they do', async () => {
  await fc.assert(
    fc.asyncProperty(queries, typed, async (all, asked) => {
      const index = indexOf(all);
      for (const letter of ['b', 'c']) {
        let turns = 0;
        await rejudge(index, {
          guard: guardOf(letter),
          at: AT,
          version: letter,
          pause: () => {
            turns += 1;
            index.suggest(asked);
            return Promise.resolve();
          },
        });
        const judged = all.map((query) => ({
          ...query,
          shown: !queryKey(query.text).includes(letter),
        }));
        expect(turns).toBe(1);
        expect(index.rules).toBe(letter);
        expect(index.suggest(asked)).toEqual(oracle(judged, asked, 10));
      }
    }),
    { numRuns: 30 },
  );
});

it('a kill switch takes out a category, a clause or a template at once, and gives it back', async () => {
  const index = indexOf([
    { text: 'ann lee age', count: 3, shown: true },
    { text: 'ann lee house', count: 2, shown: true },
    { text: 'ann arbor', count: 1, shown: true },
  ]);
  const guard: Guard = (query) =>
    query.startsWith('ann lee')
      ? { action: 'keep', category: 'candidate', template: query.replace('ann lee', '{CANDIDATE}') }
      : { action: 'keep' };
  await rejudge(index, { guard, at: AT, version: '1' });
  const shown = (): readonly string[] => index.suggest('ann').map((one) => one.text);
  const whole = ['ann lee age', 'ann lee house', 'ann arbor'];
  index.kill({ kind: 'category', value: 'candidate' });
  expect(shown()).toEqual(['ann arbor']);
  index.kill({ kind: 'category', value: 'candidate' }, false);
  expect(shown()).toEqual(whole);
  index.kill({ kind: 'template', value: '{CANDIDATE} age' });
  expect(shown()).toEqual(['ann lee house', 'ann arbor']);
  await rejudge(index, { guard, at: AT, version: '2' });
  expect(shown()).toEqual(['ann lee house', 'ann arbor']);
  expect(
    reloaded(index)
      .suggest('ann')
      .map((one) => one.text),
  ).toEqual(['ann lee house', 'ann arbor']);
  index.kill({ kind: 'template', value: '{CANDIDATE} age' }, false);
  expect(shown()).toEqual(whole);
});

it('a query is shown as it was counted most, and found by its key', () => {
  const index = indexOf([
    { text: 'Cómo votar', count: 5, shown: true },
    { text: 'como  votar', count: 1, shown: true },
  ]);
  expect(index.suggest('COMO V')).toEqual([{ text: 'Cómo votar', count: 6, via: 'prefix' }]);
});

it('what no guard has decided on is not shown unless it is asked for', () => {
  const collector = new QueryCollector();
  collector.add({ text: 'ann lee', count: 1 });
  const index = new PredictionIndex([buildSegment(collector)]);
  expect(index.suggest('ann')).toEqual([]);
  index.book.showsUndecided = true;
  index.reshow();
  expect(index.suggest('ann')).toHaveLength(1);
});

it('counts decay: old ones weigh less against new ones', () => {
  const index = indexOf([
    { text: 'old news', count: 10, shown: true },
    { text: 'old times', count: 1, shown: true },
  ]);
  index.decay(0.1);
  index.increment('old times', 2);
  index.refresh();
  expect(index.suggest('old')).toMatchObject([
    { text: 'old times', count: expect.closeTo(2.1) as number },
    { text: 'old news', count: expect.closeTo(1) as number },
  ]);
});

it('counts that decay for ever stay numbers', async () => {
  const index = indexOf([
    { text: 'old news', count: 10, shown: true },
    { text: 'old times', count: 9, shown: true },
  ]);
  for (let day = 0; day < 3000; day += 1) {
    index.decay(0.5);
    if (day % 60 === 0) await mergeInBackground(index);
  }
  index.increment('old times', 2);
  index.refresh();
  expect(index.suggest('old')).toMatchObject([
    { text: 'old times', count: expect.closeTo(2) as number },
    { text: 'old news', count: expect.closeTo(0) as number },
  ]);
});

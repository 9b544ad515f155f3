import { expect, it } from 'vitest';
import { buildSegment } from './build-segment.ts';
import { mergeInBackground } from './merge.ts';
import { oracle } from './oracle.test-support.ts';
import { PredictionIndex } from './prediction-index.ts';
import { QueryCollector } from './query-collector.ts';
import { rejudge } from './rejudge.ts';

const SIZE = 2500;
const WORDS =
  'vote by mail how to the a ballot register polls near me open when where id need early'.split(
    ' ',
  );

/** The same numbers every time. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function madeUp(): readonly {
  readonly text: string;
  readonly count: number;
  readonly shown: boolean;
}[] {
  const below = numbers(7);
  const texts = new Set<string>();
  while (texts.size < SIZE) {
    const words = Array.from({ length: 1 + below(5) }, () =>
      below(3) === 0 ? `w${below(400).toString(36)}` : (WORDS[below(WORDS.length)] ?? ''),
    );
    texts.add(words.join(' '));
  }
  return Array.from(texts, (text) => ({ text, count: below(200), shown: !text.includes('vote') }));
}

const QUERIES = madeUp();
const guard = (query: string): { readonly action: 'suppress' | 'keep' } => ({
  action: query.includes('vote') ? 'suppress' : 'keep',
});
const at = { lang: 'en', region: 'US', time: 0 };

async function judged(): Promise<PredictionIndex> {
  const queries = new QueryCollector();
  for (const { count, text } of QUERIES) queries.add({ text, count });
  const index = new PredictionIndex([buildSegment(queries)]);
  await rejudge(index, { guard, at, version: '1' });
  return index;
}

const TYPED = [
  'v',
  'how',
  'the w',
  'mail by w1',
  'w1 the m',
  'a to b',
  'to a ',
  'the a to me w',
  'zote',
  'hwo to',
  'regsiter',
  'vote',
  'w',
  'by ma',
  'me polls',
];

it('lists over many blocks and leaves are what looking at every query gives', async () => {
  const index = await judged();
  for (const typed of TYPED) {
    expect(index.suggest(typed, { limit: 25 })).toEqual(oracle(QUERIES, typed, 25));
  }
});

it('merging on another thread changes no list, with what came in meanwhile', async () => {
  const index = await judged();
  const expected = new Map(QUERIES.map((query) => [query.text, { ...query }]));
  const count = (text: string, by: number): void => {
    index.increment(text, by);
    const known = expected.get(text);
    if (known === undefined) expected.set(text, { text, count: by, shown: true });
    else known.count += by;
  };
  const below = numbers(11);
  for (let change = 0; change < 700; change += 1) {
    const known = QUERIES[below(SIZE)]?.text ?? '';
    count(below(2) === 0 ? known : `new w${below(200)}`, 1 + below(300));
  }
  const judge = { guard, at };
  index.refresh(judge);
  const merging = mergeInBackground(index);
  await new Promise(setImmediate);
  count('how to fish', 999);
  count(QUERIES[5]?.text ?? '', 1000);
  index.refresh(judge);
  expect(await merging).toBe(true);
  expect(index.segments).toHaveLength(2);
  for (const typed of [...TYPED.slice(0, 9), 'new w', 'fish how']) {
    expect(index.suggest(typed)).toEqual(oracle([...expected.values()], typed, 10));
  }
});

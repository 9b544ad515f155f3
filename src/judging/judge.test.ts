import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Post } from '../events/post.ts';
import { FactBook } from '../facts/fact-book.ts';
import type { Fact } from '../facts/fact.ts';
import { HeldPlaces } from '../facts/held-places.ts';
import { readFact } from '../facts/read-fact.ts';
import type { JsonObject } from '../lib/json.ts';
import type { Claim } from '../reading/reading.ts';
import { Judge } from './judge.ts';
import type { FactState } from './verdict.ts';
import { agreed, opposite, verdict } from './verdict.ts';

const LAND = 'Freedonia';
const NOVEMBER = (day: number): number => Date.UTC(2020, 10, day, 12);

function facts(records: readonly JsonObject[]): readonly Fact[] {
  const held = new HeldPlaces([LAND, 'Freedonia-North', 'Sylvania']);
  return records.flatMap((record) => {
    const source = { name: 'Commission', url: 'https://example.org/' };
    const { fact } = readFact(
      { from: '2020-01-01', jurisdiction: LAND, source, ...record },
      { held },
    );
    return fact ?? [];
  });
}

const RULES = facts([
  { kind: 'method', data: { allowed: ['in-person', 'post'], not_allowed: ['text'] } },
  { kind: 'hours', data: { date: '2020-11-03', open: '07:00', close: '20:00' } },
  { kind: 'hours', jurisdiction: 'Freedonia-North', data: { date: '2020-11-03', close: '21:00' } },
  { kind: 'deadline', data: { registration: '2020-10-05', receipt: '2020-11-03' } },
  { kind: 'eligibility', data: { citizen: true, min_age: 18, photo_id: false } },
]);
const RACE = 'Freedonia president 2020';
const RESULTS = facts([
  {
    kind: 'call',
    race: RACE,
    data: { winner: 'Ann Lee', outlets: ['Herald', 'Courier'] },
    from: '2020-11-07T00:00:00Z',
  },
  {
    kind: 'certification',
    race: RACE,
    data: { winner: 'Ann Lee', votes: 900, registered: 1200 },
    from: '2020-11-20T00:00:00Z',
  },
]);

const TOPICS: Readonly<Record<string, string>> = {
  victory: 'victory',
  certified: 'certification',
  'results-wrong': 'results',
  'more-votes-than-voters': 'fraud',
};

function claim(proposition: string, slots: Claim['slots'], more: Partial<Claim> = {}): Claim {
  return {
    span: [0, 10],
    text: 'said',
    topic: TOPICS[proposition] ?? 'voting',
    proposition,
    slots,
    speech_act: 'assert',
    polarity: 'positive',
    entities: [],
    confidence: 0.9,
    evidence: [],
    source: 'text',
    ...more,
  };
}

function who(name: string): Partial<Claim> {
  return { entities: [{ kind: 'candidate', name, span: [0, 3], race: RACE }] };
}

const POST: Post = {
  id: '1',
  source: 'post',
  text: 'said',
  author: { role: 'user', verified: false },
  engagement: { likes: 0, reposts: 0, quotes: 0, replies: 0 },
  urls: [],
};

function judged(one: Claim, time: number, post: Partial<Post> = {}, book = [...RULES, ...RESULTS]) {
  const judge = new Judge(FactBook.from(book), []);
  return judge.judge(
    one,
    { ...POST, ...post },
    {
      outcome: { validAt: time, knownAt: time },
      rules: { validAt: time, knownAt: Infinity },
    },
  );
}

describe('rules of participation', () => {
  const there = { where: LAND };
  it.each<[string, Claim, FactState]>([
    ['a method that exists', claim('method', { how: 'post', ...there }), 'supported'],
    ['one that is ruled out', claim('method', { how: 'text', ...there }), 'contradicted'],
    [
      'one that a list of ways leaves out',
      claim('method', { how: 'phone', ...there }),
      'contradicted',
    ],
    ['one nobody speaks of', claim('method', { how: 'drop-box', ...there }), 'unknown'],
    ['the day', claim('election-date', { date: '11-03', ...there }), 'supported'],
    ['another day', claim('election-date', { date: '11-04', ...there }), 'contradicted'],
    ['another weekday', claim('election-date', { weekday: 'wednesday', ...there }), 'contradicted'],
    ['the hour', claim('poll-hours', { event: 'close', time: '20:00', ...there }), 'supported'],
    [
      'the hour, of either half',
      claim('poll-hours', { event: 'close', hour: 8, ...there }),
      'supported',
    ],
    [
      'another hour',
      claim('poll-hours', { event: 'close', time: '21:00', ...there }),
      'contradicted',
    ],
    [
      'hours of which one is wrong',
      claim('poll-hours', { time: '07:00', time_to: '19:00', ...there }),
      'contradicted',
    ],
    [
      'the last day to register',
      claim('deadline', { register: 'x', date: '10-05', ...there }),
      'supported',
    ],
    [
      'a day of something else',
      claim('deadline', { register: 'x', date: '11-03', ...there }),
      'contradicted',
    ],
    ['foreigners', claim('eligibility', { who: 'non-citizen', ...there }), 'contradicted'],
    ['students', claim('eligibility', { who: 'student', ...there }), 'supported'],
    ['prisoners', claim('eligibility', { who: 'felon', ...there }), 'unknown'],
    ['a photo', claim('documents', { what: 'photo-id', ...there }), 'contradicted'],
  ])('%s', (_, one, state) => {
    expect(judged(one, NOVEMBER(1)).state).toBe(state);
  });

  it('are those of the narrowest place that speaks of them', () => {
    const nine = claim('poll-hours', { event: 'close', time: '21:00', where: 'Freedonia-North' });
    expect(judged(nine, NOVEMBER(1)).state).toBe('supported');
  });

  it('are those of the place of the post, where the text names none', () => {
    const eight = claim('poll-hours', { event: 'close', time: '20:00' });
    expect(judged(eight, NOVEMBER(1), { place: LAND }).state).toBe('supported');
    expect(judged(eight, NOVEMBER(1), { place: 'Freedonia-North' }).state).toBe('contradicted');
  });

  it('decide without a place only where all places agree', () => {
    expect(judged(claim('method', { how: 'text' }), NOVEMBER(1)).state).toBe('contradicted');
    const nine = claim('poll-hours', { event: 'close', time: '21:00' });
    expect(judged(nine, NOVEMBER(1)).state).toBe('unknown');
    const noon = claim('poll-hours', { event: 'close', time: '12:00' });
    expect(judged(noon, NOVEMBER(1)).state).toBe('contradicted');
  });

  it('of the coming election count for posts before they are in force', () => {
    const book = facts([{ kind: 'hours', data: { close: '20:00' }, from: '2020-11-01' }]);
    const nine = claim('poll-hours', { event: 'close', time: '21:00', where: LAND });
    expect(judged(nine, Date.UTC(2020, 8, 1), {}, [...book]).state).toBe('contradicted');
  });

  it('on which sources disagree are disputed', () => {
    const book = facts([
      { kind: 'hours', data: { close: '20:00' } },
      { kind: 'hours', data: { close: '21:00' }, source: { name: 'Other' } },
    ]);
    const nine = claim('poll-hours', { event: 'close', time: '21:00', where: LAND });
    expect(judged(nine, NOVEMBER(1), {}, [...book]).state).toBe('disputed');
  });
});

describe('results', () => {
  it.each<[string, Claim, number, FactState]>([
    ['the winner before the call', claim('victory', {}, who('Ann Lee')), 5, 'premature'],
    ['the loser before the call', claim('victory', {}, who('Bo Ruiz')), 5, 'premature'],
    ['the winner after the call', claim('victory', {}, who('Ann Lee')), 10, 'supported'],
    ['the loser after the call', claim('victory', {}, who('Bo Ruiz')), 10, 'contradicted'],
    ['certified too early', claim('certified', {}, who('Ann Lee')), 10, 'premature'],
    ['certified', claim('certified', {}, who('Ann Lee')), 25, 'supported'],
    ['wrong results, certified', claim('results-wrong', {}), 25, 'contradicted'],
    ['more votes than voters', claim('more-votes-than-voters', {}), 25, 'contradicted'],
  ])('%s', (_, one, day, state) => {
    expect(judged(one, NOVEMBER(day), { place: LAND }).state).toBe(state);
  });

  it('of a part follow from the whole only while the whole is open', () => {
    const there = claim('victory', { where: 'Freedonia-North' }, who('Ann Lee'));
    expect(judged(there, NOVEMBER(5)).state).toBe('premature');
    expect(judged(there, NOVEMBER(25)).state).toBe('unknown');
  });

  it('are those of the author, where the gazetteer knows the author', () => {
    const names = [{ name: 'Bo Ruiz', aliases: ['bo2020'], kind: 'candidate', race: RACE }];
    const judge = new Judge(FactBook.from(RESULTS), [names]);
    const at = { validAt: NOVEMBER(25), knownAt: NOVEMBER(25) };
    const post = { ...POST, author: { ...POST.author, handle: 'bo2020' } };
    expect(judge.judge(claim('victory', {}), post, { outcome: at, rules: at }).state).toBe(
      'contradicted',
    );
  });
});

describe('laws', () => {
  const states = fc.constantFrom<FactState>('supported', 'contradicted', 'disputed', 'unknown');

  it('the opposite of the opposite is the same', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(opposite(opposite(verdict(state))).state).toBe(state);
      }),
    );
  });

  it('several agree only when each says the same', () => {
    fc.assert(
      fc.property(fc.array(states, { minLength: 1, maxLength: 4 }), (all) => {
        const { state } = agreed(all.map((one) => verdict(one)));
        expect(state).toBe(new Set(all).size === 1 ? all[0] : 'unknown');
      }),
    );
  });

  it('a statement and its negation are never both right or both wrong', () => {
    const how = fc.constantFrom('text', 'post', 'phone', 'app', 'drop-box');
    fc.assert(
      fc.property(how, fc.integer({ min: 1, max: 28 }), (value, day) => {
        const said = claim('method', { how: value, where: LAND });
        const yes = judged(said, NOVEMBER(day)).state;
        const no = judged({ ...said, polarity: 'negative' }, NOVEMBER(day)).state;
        expect([yes, no].toSorted()).not.toEqual(['supported', 'supported']);
        expect([yes, no].toSorted()).not.toEqual(['contradicted', 'contradicted']);
      }),
      { numRuns: 20 },
    );
  });

  it('neither the order of facts nor facts of another country change a verdict', () => {
    const foreign = facts([{ kind: 'hours', jurisdiction: 'Sylvania', data: { close: '18:00' } }]);
    fc.assert(
      fc.property(fc.shuffledSubarray(RULES.slice(), { minLength: RULES.length }), (book) => {
        const nine = claim('poll-hours', { event: 'close', time: '21:00', where: LAND });
        expect(judged(nine, NOVEMBER(1), {}, [...book, ...foreign, ...RESULTS])).toEqual(
          judged(nine, NOVEMBER(1)),
        );
      }),
      { numRuns: 10 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact } from './fact.ts';
import { FactBook } from './fact-book.ts';
import { call, fact } from './facts.test-support.ts';

const RACE = 'US-GA president 2020';
const LATER = { validAt: '2020-12-31', knownAt: '2020-12-31' };

describe('a race', () => {
  it('is open, then claimed, then called, then certified', () => {
    const book = FactBook.from([
      call('Ann Lee', ['AP'], '2020-11-04T08:00:00Z'),
      call('Ann Lee', ['CNN'], '2020-11-05T08:00:00Z'),
      fact({
        kind: 'certification',
        race: RACE,
        data: { winner: 'Ann Lee' },
        from: '2020-11-20T12:00:00Z',
      }),
    ]);
    const at = (time: string) => book.race(RACE, time);
    expect(at('2020-11-04')).toMatchObject({ status: 'open', facts: [] });
    expect(at('2020-11-04T09:00:00Z')).toMatchObject({ status: 'claimed' });
    expect(at('2020-11-04T09:00:00Z').winner).toBeUndefined();
    expect(at('2020-11-06')).toMatchObject({
      status: 'called',
      winner: 'Ann Lee',
      since: '2020-11-05T08:00:00Z',
    });
    expect(at('2020-11-21')).toMatchObject({ status: 'certified', winner: 'Ann Lee' });
    expect(at('2020-11-21').facts).toHaveLength(3);
  });

  it('counts outlets of one decision desk once, and those on no list not at all', () => {
    const book = FactBook.from([
      call('Ann Lee', ['NBC News', 'MSNBC', 'The Example Gazette'], '2020-11-04'),
    ]);
    expect(book.race(RACE, LATER)).toMatchObject({
      status: 'claimed',
      calls: [{ outlets: ['NBC News'], uncounted: ['The Example Gazette'], quorum: false }],
    });
  });

  it('is called when one election official says so', () => {
    const book = FactBook.from([call('Ann Lee', ['Georgia Secretary of State'], '2020-11-04')]);
    expect(book.race(RACE, LATER)).toMatchObject({
      status: 'called',
      calls: [{ officials: ['Georgia Secretary of State'] }],
    });
    const other = FactBook.from([
      call('Ann Lee', [], '2020-11-04', { data: { winner: 'Ann Lee', official: true } }),
    ]);
    expect(other.race(RACE, LATER).status).toBe('called');
  });

  it('takes the outlet from the source when none is named', () => {
    const from = '2020-11-04';
    const said = (source: string) =>
      call('Ann Lee', [], from, { data: { winner: 'Ann Lee' }, source });
    const book = FactBook.from([
      said('https://apnews.com/x'),
      said('https://www.foxnews.com/y'),
      said('https://apnews.com.example.org/'),
    ]);
    expect(book.race(RACE, LATER)).toMatchObject({
      status: 'called',
      calls: [{ outlets: ['AP', 'Fox News'], uncounted: ['apnews.com.example.org'] }],
    });
  });

  it('counts any two outlets in a country for which none are listed', () => {
    const one = fact({
      kind: 'call',
      jurisdiction: 'Freedonia',
      race: 'Freedonia president 2031',
      data: { winner: 'Rufus', outlets: ['The Daily', 'Radio Sylvania'] },
      from: '2031-05-01',
    });
    expect(FactBook.from([one]).race('Freedonia president 2031', '2031-05-02').status).toBe(
      'called',
    );
  });

  it('is contested, and names nobody, when quorums differ', () => {
    const state = FactBook.from([
      call('Ann Lee', ['AP', 'CNN'], '2020-11-04'),
      call('Bob Ray', ['NBC News', 'ABC News'], '2020-11-05'),
    ]).race(RACE, LATER);
    expect(state.status).toBe('contested');
    expect(state.winner).toBeUndefined();
    expect(state.conflicts).toMatchObject([
      { about: 'winner', sides: [{ value: 'Ann Lee' }, { value: 'Bob Ray' }] },
    ]);
  });

  it('shows a certification that goes against a call, and two dates of it', () => {
    const sealed = (from: string, source: string) =>
      fact({ kind: 'certification', race: RACE, data: { winner: 'Bob Ray' }, from, source });
    const state = FactBook.from([
      call('Ann Lee', ['AP', 'CNN'], '2020-11-04'),
      sealed('2020-11-20', 'https://a.example.org/'),
      sealed('2020-11-21', 'https://b.example.org/'),
    ]).race(RACE, LATER);
    expect(state).toMatchObject({ status: 'certified', winner: 'Bob Ray' });
    expect(state.conflicts.map(({ about }) => about)).toEqual([
      'called and certified winner',
      'certification date',
    ]);
  });

  it('counts an outlet that changes its mind for its latest word alone', () => {
    const book = FactBook.from([
      call('Ann Lee', ['AP', 'CNN'], '2020-11-04T01:00:00Z'),
      call('Bob Ray', ['AP'], '2020-11-04T02:00:00Z'),
    ]);
    expect(book.race(RACE, '2020-11-04T01:30:00Z').status).toBe('called');
    expect(book.race(RACE, LATER)).toMatchObject({
      status: 'claimed',
      conflicts: [{ about: 'winner' }],
    });
  });
});

describe('what was known', () => {
  const early = call('Ann Lee', ['AP', 'CNN'], '2020-11-04T01:00:00Z', { id: 'early' });
  const back = fact({
    id: 'back',
    kind: 'retraction',
    retracts: 'early',
    known_at: '2020-11-04T03:00:00Z',
  });
  const undone = fact({
    id: 'undone',
    kind: 'retraction',
    retracts: ['back'],
    known_at: '2020-11-04T05:00:00Z',
  });

  it('a retraction withdraws from when it is known, and can be withdrawn itself', () => {
    const book = FactBook.from([early, back, undone]);
    const at = (knownAt: string) => book.race(RACE, { validAt: '2020-11-04T06:00:00Z', knownAt });
    expect(at('2020-11-04T02:00:00Z').status).toBe('called');
    expect(at('2020-11-04T04:00:00Z').status).toBe('open');
    expect(at('2020-11-04T05:00:00Z').status).toBe('called');
    expect(book.withdrawn('2020-11-04T04:00:00Z')).toMatchObject([
      { how: 'retracted', by: 'back' },
    ]);
  });

  it('a correction stands in the place of what it corrects', () => {
    const wrong = fact({ id: 'w', kind: 'hours', data: { close: '20:00' }, from: '2020-10-01' });
    const right = fact({
      id: 'r',
      kind: 'hours',
      data: { close: '19:00' },
      from: '2020-10-01',
      known_at: '2020-10-05',
      corrects: 'w',
      source: 'https://b.example.org/',
    });
    const book = FactBook.from([wrong, right]);
    expect(
      book.rules('US-GA', 'hours', { validAt: '2020-11-03', knownAt: '2020-10-02' }).data,
    ).toEqual({ close: '20:00' });
    expect(book.rules('US-GA', 'hours', '2020-11-03')).toMatchObject({
      data: { close: '19:00' },
      conflicts: [],
      facts: ['r'],
    });
  });

  it('is one fact when it is the same twice, whatever it is called', () => {
    const { id: _, ...same } = early;
    const book = FactBook.from([early, fact(same as never), { ...early, id: 'other' }]);
    expect(book.size).toBe(1);
    expect(book.get('other')).toBe(book.get('early'));
  });

  it('does not depend on the order in which facts come', () => {
    const facts: readonly Fact[] = [
      early,
      back,
      undone,
      call('Bob Ray', ['NBC News', 'ABC News'], '2020-11-04T02:00:00Z'),
      call('Bob Ray', ['AP'], '2020-11-04T01:00:00Z', { id: 'early' }),
      fact({ kind: 'hours', jurisdiction: 'US', data: { date: '2020-11-03' } }),
      fact({ kind: 'hours', data: { close: '19:00' } }),
      fact({ kind: 'hours', data: { close: '20:00' }, source: 'https://b.example.org/' }),
    ];
    const answers = (given: readonly Fact[]): unknown => {
      const book = FactBook.from(given);
      const times = ['2020-11-04T01:30:00Z', '2020-11-04T03:30:00Z', '2020-11-05'];
      return times.map((time) => [
        book.race(RACE, time),
        book.rules('US-GA', 'hours', time),
        book.withdrawn(time),
      ]);
    };
    const expected = answers(facts);
    fc.assert(
      fc.property(fc.shuffledSubarray([...facts], { minLength: facts.length }), (shuffled) => {
        expect(answers(shuffled)).toEqual(expected);
      }),
    );
  });

  it('what becomes known later changes no answer about what was known before', () => {
    const one = fc.record({
      winner: fc.constantFrom('Ann Lee', 'Bob Ray'),
      outlet: fc.constantFrom('AP', 'CNN', 'NBC News'),
      hour: fc.integer({ min: 0, max: 20 }),
      late: fc.integer({ min: 0, max: 3 }),
    });
    const time = (hour: number): string => `2020-11-04T${String(hour).padStart(2, '0')}:00:00Z`;
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), fc.integer({ min: 0, max: 23 }), (all, hour) => {
        const facts = all.map(({ hour: from, late, outlet, winner }) =>
          call(winner, [outlet], time(from), { known_at: time(Math.min(23, from + late)) }),
        );
        const then = facts.filter(({ known_at }) => (known_at ?? '') <= time(hour));
        const at = { validAt: '2020-11-05', knownAt: time(hour) };
        expect(FactBook.from(facts).race(RACE, at)).toEqual(FactBook.from(then).race(RACE, at));
      }),
    );
  });
});

describe('rules of a place', () => {
  it('come key by key from the narrowest place that speaks of them', () => {
    const book = FactBook.from([
      fact({
        id: 'us',
        kind: 'method',
        jurisdiction: 'US',
        data: { allowed: ['in-person'], not_allowed: ['text', 'internet'] },
      }),
      fact({
        id: 'ga',
        kind: 'method',
        data: { allowed: ['drop-box'], early: ['2020-10-12', '2020-10-30'] },
      }),
      fact({
        id: 'fulton',
        kind: 'method',
        jurisdiction: 'US-GA-Fulton',
        data: { allowed: ['internet'], stations: 255 },
      }),
    ]);
    const fulton = book.rules('Fulton County, Georgia', 'method', '2020-10-15');
    expect(fulton.data).toEqual({
      allowed: ['drop-box', 'in-person', 'internet'],
      not_allowed: ['text'],
      early: ['2020-10-12', '2020-10-30'],
      stations: 255,
    });
    expect(fulton.origins['early']).toEqual({ jurisdiction: 'US-GA', facts: ['ga'] });
    expect(fulton.facts).toEqual(['fulton', 'ga', 'us']);
    expect(book.rules('US-GA', 'method', '2020-10-15').data['not_allowed']).toEqual([
      'internet',
      'text',
    ]);
  });

  it('keep what sources disagree on as a conflict and out of the data', () => {
    const book = FactBook.from([
      fact({
        id: 'a',
        kind: 'hours',
        data: { open: '07:00', close: '19:00' },
        source: 'https://a.example.org/',
      }),
      fact({
        id: 'b',
        kind: 'hours',
        data: { open: '07:00', close: '20:00' },
        source: 'https://b.example.org/',
      }),
    ]);
    const rules = book.rules('US-GA', 'hours', '2020-11-03');
    expect(rules.data).toEqual({ open: '07:00' });
    expect(rules.conflicts).toEqual([
      {
        about: 'close',
        sides: [
          { value: '19:00', sources: ['a.example.org'], facts: ['a'] },
          { value: '20:00', sources: ['b.example.org'], facts: ['b'] },
        ],
      },
    ]);
  });

  it("take a source's later statement in the place of its earlier one", () => {
    const book = FactBook.from([
      fact({ kind: 'deadline', data: { receipt: '2020-11-03' }, from: '2020-09-01' }),
      fact({ kind: 'deadline', data: { receipt: '2020-11-06' }, from: '2020-10-20' }),
    ]);
    expect(book.rules('US-GA', 'deadline', '2020-10-01').data).toEqual({ receipt: '2020-11-03' });
    expect(book.rules('US-GA', 'deadline', '2020-10-21').data).toEqual({ receipt: '2020-11-06' });
  });

  it('are those of the next election, by the day facts name', () => {
    const book = FactBook.from([
      fact({ kind: 'hours', data: { date: '2020-11-03', close: '19:00' } }),
      fact({ kind: 'hours', data: { date: '2021-01-05', close: '20:00' } }),
      fact({ kind: 'hours', data: { date: '2020-11-04' }, source: 'https://b.example.org/' }),
    ]);
    expect(book.rules('US-GA', 'hours', '2020-10-01')).toMatchObject({
      data: { close: '19:00' },
      conflicts: [{ about: 'date' }],
    });
    expect(book.rules('US-GA', 'hours', '2020-11-10').data).toEqual({
      date: '2021-01-05',
      close: '20:00',
    });
  });

  it('are told race by race where races differ', () => {
    const on = (race: string, names: string[]) =>
      fact({ kind: 'eligibility', race, data: { candidates: names, citizen: true } });
    const book = FactBook.from([
      on('US-GA president 2020', ['Ann Lee']),
      on('US-GA senate 2020', ['Bob Ray']),
    ]);
    const rules = book.rules('US-GA', 'eligibility', '2020-10-01');
    expect(rules.data).toEqual({ citizen: true });
    expect(rules.conflicts).toEqual([]);
    expect(rules.byRace?.['US-GA senate 2020']).toEqual({ candidates: ['Bob Ray'], citizen: true });
    expect(
      book.rules('US-GA', 'eligibility', '2020-10-01', { race: 'US-GA president 2020' }).data[
        'candidates'
      ],
    ).toEqual(['Ann Lee']);
  });
});

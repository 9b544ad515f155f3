import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Detection } from '../detectors/detection.ts';
import { CaseBook } from './case-book.ts';
import {
  ALICE,
  BOB,
  casesOf,
  DAY,
  detection,
  finding,
  HOUR,
  MINUTE,
  sighting,
  spray,
  START,
} from './detections.test-support.ts';

const OFFICE = [ALICE, BOB, 'carol@example.org', 'dave@example.org'];

describe('a case', () => {
  test('is one campaign: who, how far, how often, from where', () => {
    const tries = spray(OFFICE, 6);
    const hit = sighting(START + 7 * HOUR, {
      account: BOB,
      outcome: 'password-known',
      stoppedBy: 'mfa',
      address: '198.51.100.9',
      asn: 64500,
      country: 'NL',
    });
    const [one, ...more] = casesOf([...tries, detection([hit])]);
    expect(more).toEqual([]);
    expect(one?.record).toMatchObject({
      kind: 'password-spray',
      severity: 'high',
      title: 'Password spray on 4 accounts: 1 password known',
      status: 'open',
      first_seen: '2026-10-01T00:00:00Z',
      last_seen: '2026-10-01T07:00:00Z',
      detected_at: '2026-10-01T00:00:00Z',
      events_total: 25,
      sources: { addresses: 24, netblocks: 1, asns: 1, countries: ['NL'] },
    });
    expect(
      one?.record.accounts.map(({ account, outcome, attempts }) => [account, outcome, attempts]),
    ).toEqual([
      [ALICE, 'targeted', 6],
      [BOB, 'mfa-stopped', 7],
      ['carol@example.org', 'targeted', 6],
      ['dave@example.org', 'targeted', 6],
    ]);
    expect(one?.record.accounts[1]?.first_step).toContain('The password was right');
    expect(one?.record.accounts[0]?.first_step).toContain('No password was right');
    expect(one?.record.events).toHaveLength(25);
    expect(one?.hours.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(25);
  });

  test('tells what happened in order of time', () => {
    const late = sighting(START + 9 * HOUR, { account: BOB, outcome: 'in' });
    const [one] = casesOf([...spray(OFFICE, 6), detection([late])]);
    const times = one?.record.timeline.map(({ at }) => at) ?? [];
    expect(times).toEqual(times.toSorted());
    const said = one?.record.timeline.map(({ what }) => what).join('\n') ?? '';
    expect(said).toContain(`First trace, on ${ALICE}.`);
    expect(said).toContain(`Somebody got in to ${BOB}.`);
  });

  test('closes after its quiet time and not before', () => {
    const book = new CaseBook();
    for (const one of spray(OFFICE, 2)) book.detection(one);
    expect([...book.end(START + 10 * DAY)][0]?.record.status).toBe('open');
    expect([...book.end(START + 16 * DAY)][0]?.record.status).toBe('closed');
  });

  test('counts names that do not exist and lists nobody for them', () => {
    const guesses = ['admin', 'info', 'test'].map((name, index) =>
      detection([
        sighting(START + index * MINUTE, {
          account: `${name}@example.org`,
          outcome: 'user-unknown',
        }),
      ]),
    );
    const [one] = casesOf(guesses);
    expect(one?.record.accounts).toEqual([]);
    expect(one?.record.severity).toBe('low');
    expect(one?.record.explanation).toContain('3 names tried do not exist here');
  });

  test('keeps its id when more events come at the end', () => {
    const tries = spray(OFFICE, 6);
    const [before] = casesOf(tries.slice(0, 10));
    const [after] = casesOf(tries);
    expect(after?.record.id).toBe(before?.record.id);
  });

  test('is told less gravely when it is unsure', () => {
    const [one] = casesOf(spray(OFFICE, 3, { confidence: 0.3 }));
    expect(one?.record).toMatchObject({
      severity: 'low',
      title: 'Possible password spray on 4 accounts: nobody entered',
    });
  });
});

describe('sightings taken back', () => {
  test('leave counts, accounts and events', () => {
    const mine = sighting(START, { account: BOB, address: '203.0.113.7' });
    const [one] = casesOf([
      detection([mine]),
      ...spray([ALICE, 'carol@example.org'], 3),
      detection([], { at: START + DAY, withdrawn: [mine.id] }),
    ]);
    expect(one?.record.accounts.map(({ account }) => account)).toEqual([
      ALICE,
      'carol@example.org',
    ]);
    expect(one?.record.events).not.toContain(mine.id);
    expect(one?.record.events_total).toBe(6);
    expect(one?.record.sources.top.map(({ address }) => address)).not.toContain('203.0.113.7');
  });

  test('leave no case when none is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.boolean(), (count, atOnce) => {
        const all = Array.from({ length: count }, (_, index) => sighting(START + index * MINUTE));
        const ids = all.map(({ id }) => id);
        const at = START + DAY;
        const back = atOnce
          ? [detection([], { at, withdrawn: ids })]
          : ids.map((id) => detection([], { at, withdrawn: [id] }));
        const book = new CaseBook({ assignments: true });
        for (const one of [detection(all), ...back]) book.detection(one);
        expect([...book.end()]).toEqual([]);
        expect([...book.findings()]).toEqual([]);
        expect([...book.assignments()]).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('leave no case when what is left is too little to be sure', () => {
    const all = Array.from({ length: 20 }, (_, index) => sighting(START + index * MINUTE));
    const withdrawn = all.slice(0, 19).map(({ id }) => id);
    expect(casesOf([detection(all), detection([], { at: START + DAY, withdrawn })])).toEqual([]);
  });
});

describe('the result', () => {
  const campaign = [
    ...spray(OFFICE, 5),
    ...spray(['erin@example.com', 'frank@example.com'], 4, {
      organisation: 'example.com',
      net: '203.0.113',
    }),
    ...spray(OFFICE, 4, { attack: 'two', at: START + 2 * HOUR, net: '192.0.2' }),
    detection(
      [
        sighting(START + 3 * HOUR, {
          address: '198.51.100.1',
          outcome: 'password-known',
          stoppedBy: 'mfa',
          action: 'second factor prompt',
        }),
      ],
      { detector: 'prompts', kind: 'mfa-fatigue' },
    ),
  ].toSorted((a, b) => a.at - b.at);

  test('is the same however organisations are interleaved', () => {
    const expected = casesOf(campaign);
    expect(expected).toHaveLength(3);
    fc.assert(
      fc.property(fc.infiniteStream(fc.boolean()), (coins) => {
        const [a, b] = ['example.org', 'example.com'].map((name) =>
          campaign.filter(({ organisation }) => organisation === name),
        ) as [Detection[], Detection[]];
        const mixed: Detection[] = [];
        while (a.length + b.length > 0) {
          const heads = coins.next().value;
          const next = heads ? (a.shift() ?? b.shift()) : (b.shift() ?? a.shift());
          if (next !== undefined) mixed.push(next);
        }
        const book = new CaseBook();
        for (const one of mixed) book.detection(one);
        expect([...book.end()]).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  test('is the same however detections of one time are batched or ordered', () => {
    const sightings = OFFICE.flatMap((account, index) => [
      sighting(START, { account, address: `198.51.100.${index}` }),
      sighting(START, { account, address: '198.51.100.77' }),
    ]);
    const prompts = sighting(START, { address: '198.51.100.77', outcome: 'in' });
    const other = detection([prompts], { detector: 'prompts', kind: 'mfa-fatigue' });
    const expected = casesOf([detection(sightings), other]);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...sightings, prompts], { minLength: 9 }),
        fc.integer({ min: 1, max: 4 }),
        (order, size) => {
          const book = new CaseBook();
          for (let from = 0; from < order.length; from += size) {
            const batch = order.slice(from, from + size);
            const mine = batch.filter((one) => one !== prompts);
            if (mine.length > 0) book.detection(detection(mine));
            if (batch.includes(prompts)) book.detection(other);
          }
          expect([...book.end()]).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('assigns every event to one case when asked', () => {
    const book = new CaseBook({ assignments: true });
    for (const one of campaign) book.detection(one);
    const assigned = [...book.assignments()];
    const told = campaign.flatMap(({ at, sightings }) =>
      sightings.map(({ id }): [string, number] => [id, at]),
    );
    expect(new Map(assigned.map(([event, , at]) => [event, at]))).toEqual(new Map(told));
    expect(assigned).toHaveLength(told.length);
    expect(new Set(assigned.map(([, id]) => id))).toEqual(
      new Set([...book.end()].map(({ record }) => record.id)),
    );
  });

  test('has a finding for each attack and account, named by its case', () => {
    const book = new CaseBook();
    for (const one of campaign) book.detection(one);
    book.finding(finding({ at: START + HOUR, address: '198.51.100.1' }));
    const found = [...book.findings()].map(({ id }) => id);
    expect(new Set(found).size).toBe(4 + 2 + 4 + 1);
    const named = new Set([...book.end()].flatMap(({ record }) => record.findings));
    for (const id of found) expect(named).toContain(id);
  });
});

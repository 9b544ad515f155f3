import { describe, expect, it } from 'vitest';
import type { EventDigest } from '../events/digest.ts';
import type { State } from '../history/state.ts';
import { MemoryState } from '../history/state.ts';
import type { Detection } from './detection.ts';
import { signIn } from './events.test-support.ts';
import { passwordAttack } from './password-attack.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A working week of an office: everybody in from the office and from home, each with a browser of their own. */
function pastOf(accounts: readonly string[], days = 8): readonly EventDigest[] {
  return accounts.flatMap((account, person) =>
    Array.from({ length: days }, (_, day) => [
      signIn({
        ...home(account, person),
        time: day * DAY + 8 * HOUR + person * MINUTE,
        ip: '192.0.2.1',
        asn: 64500,
      }),
      signIn({ ...home(account, person), time: day * DAY + 20 * HOUR + person * MINUTE }),
    ]).flat(),
  );
}

function home(account: string, person: number) {
  return {
    account,
    ip: `203.0.113.${person + 1}`,
    asn: 64_501 + (person % 2),
    country: 'US',
    agent: person % 2 === 0 ? 'Mozilla Windows Edge' : 'Mozilla Mac Safari',
  };
}

/** A wrong password from one of many addresses of many providers, over a protocol nobody here uses. */
function guess(account: string, time: number, turn: number): EventDigest {
  return signIn(
    {
      account,
      time,
      ip: `198.51.${turn % 100}.${turn % 250}`,
      asn: 65_000 + (turn % 40),
      country: turn % 3 === 0 ? 'NL' : 'US',
      agent: 'BAV2ROPC',
    },
    { outcome: 'wrong-password', auth_protocol: 'IMAP4' },
  );
}

function detect(
  events: readonly EventDigest[],
  state: State = new MemoryState(),
): readonly Detection[] {
  const told: Detection[] = [];
  for (const event of events.toSorted((a, b) => a.time - b.time)) {
    passwordAttack.observe(event, state, (detection) => told.push(detection));
  }
  return told;
}

const PEOPLE = Array.from({ length: 20 }, (_, person) => `person${person}@example.org`);
const TARGETS = PEOPLE.slice(0, 4);
const BEGIN = 8 * DAY + 3 * HOUR;

/** Four tries an hour on each of four people of twenty. */
function spray(hours: number): readonly EventDigest[] {
  return TARGETS.flatMap((account, at) =>
    Array.from({ length: 4 * hours }, (_, turn) =>
      guess(account, BEGIN + turn * 15 * MINUTE + at * 3 * MINUTE, turn * 4 + at),
    ),
  );
}

const accountsOf = (told: readonly Detection[]): ReadonlySet<string> =>
  new Set(told.flatMap(({ sightings }) => sightings.map(({ account }) => account)));

describe('a spray of four tries an hour on four of twenty people', () => {
  const told = detect([...pastOf(PEOPLE), ...spray(6)]);

  it('is one attack, a password spray, that names every try', () => {
    expect(new Set(told.map(({ attack }) => attack)).size).toBe(1);
    expect(told.at(-1)?.kind).toBe('password-spray');
    expect(told.flatMap(({ sightings }) => sightings)).toHaveLength(96);
  });

  it('is known within an hour, and so is everybody it is after', () => {
    const early = told.filter(({ at }) => at <= BEGIN + HOUR);
    expect(accountsOf(early)).toEqual(new Set(TARGETS));
  });

  it('is never said to be known before its newest try', () => {
    for (const { at, sightings } of told) {
      for (const { time } of sightings) expect(at).toBeGreaterThanOrEqual(time);
    }
  });
});

it('finds one try per account and day within the week', () => {
  const slow = PEOPLE.slice(0, 6).flatMap((account, at) =>
    Array.from({ length: 14 }, (_, day) =>
      guess(account, BEGIN + day * DAY + at * 2 * HOUR, day * 6 + at),
    ),
  );
  const told = detect([...pastOf(PEOPLE, 22), ...slow]);
  expect(told[0]?.at).toBeLessThan(BEGIN + 3 * DAY);
  expect(accountsOf(told).size).toBe(6);
});

it('calls hundreds of tries an hour on two people brute force, within minutes', () => {
  const brute = TARGETS.slice(0, 2).flatMap((account, at) =>
    Array.from({ length: 300 }, (_, turn) =>
      guess(account, BEGIN + turn * 11_000 + at * 5000, turn * 2 + at),
    ),
  );
  const told = detect([...pastOf(PEOPLE), ...brute]);
  expect(told[0]?.at).toBeLessThan(BEGIN + 10 * MINUTE);
  expect(told.at(-1)?.kind).toBe('brute-force');
  expect(told.flatMap(({ sightings }) => sightings)).toHaveLength(600);
});

describe('the right password inside an attack', () => {
  const prize = (more: Parameters<typeof signIn>[1]): EventDigest =>
    signIn(
      {
        id: 'prize',
        account: TARGETS[1] ?? '',
        time: BEGIN + 3 * HOUR,
        ip: '198.51.7.7',
        asn: 65_007,
        country: 'US',
        agent: 'BAV2ROPC',
      },
      { auth_protocol: 'IMAP4', ...more },
    );

  it.each([
    ['getting in', {}],
    ['stopped by the second factor', { outcome: 'password-known', stopped_by: 'mfa' }],
  ] as const)('is told at once: %s', (_, more) => {
    const told = detect([...pastOf(PEOPLE), ...spray(6), prize(more)]);
    const found = told.find(({ sightings }) => sightings.some(({ id }) => id === 'prize'));
    expect(found?.at).toBe(BEGIN + 3 * HOUR);
    expect(found?.attack).toBe(told[0]?.attack);
  });

  it('is not what the owner does from home meanwhile', () => {
    const owner = { ...home(TARGETS[1] ?? '', 1), id: 'owner', time: BEGIN + 3 * HOUR };
    const told = detect([...pastOf(PEOPLE), ...spray(6), signIn(owner)]);
    expect(told.flatMap(({ sightings }) => sightings).map(({ id }) => id)).not.toContain('owner');
  });
});

describe('ordinary life', () => {
  const wrong = { outcome: 'wrong-password' } as const;

  it('typing one wrong before getting in, everybody in one hour', () => {
    const morning = PEOPLE.flatMap((account, person) => {
      const where = { ...home(account, person), time: BEGIN + person * 2 * MINUTE };
      return [signIn(where, wrong), signIn({ ...where, time: where.time + 20_000 })];
    });
    expect(detect([...pastOf(PEOPLE), ...morning])).toEqual([]);
  });

  it('a telephone with an old password for a week, at home and under way', () => {
    const phone = Array.from({ length: 200 }, (_, turn) =>
      signIn(
        {
          account: TARGETS[0] ?? '',
          time: BEGIN + turn * 50 * MINUTE,
          country: 'US',
          agent: 'Apple-iPhone Mail',
          ...(turn % 3 === 0
            ? { ip: '203.0.113.1', asn: 64_501 }
            : { ip: `100.64.${turn % 7}.9`, asn: 64_510 }),
        },
        { ...wrong, auth_protocol: 'Exchange ActiveSync' },
      ),
    );
    expect(detect([...pastOf(PEOPLE), ...phone])).toEqual([]);
  });

  it('new people all on one morning, from homes nobody has seen, some mistyping', () => {
    const starters = Array.from({ length: 12 }, (_, person) => {
      const where = { ...home(`new${person}@example.org`, 100 + person), agent: 'Chrome Windows' };
      const time = BEGIN + person * 4 * MINUTE;
      return [
        ...(person % 2 === 0 ? [signIn({ ...where, time }, wrong)] : []),
        signIn({ ...where, time: time + MINUTE }),
      ];
    }).flat();
    expect(detect([...pastOf(PEOPLE), ...starters])).toEqual([]);
  });

  it('a scanner on the list of trusted networks', () => {
    const probes = PEOPLE.map((account, person) =>
      signIn(
        { account, time: BEGIN + person * 1000, ip: '198.51.100.9', agent: 'scanner' },
        { ...wrong, enrichments: { 'network.listed': 'trusted' } },
      ),
    );
    expect(detect([...pastOf(PEOPLE), ...probes])).toEqual([]);
  });
});

it('says the same of people under other names', () => {
  const events = [...pastOf(PEOPLE), ...spray(4)];
  const renamed = events.map((event) =>
    event.user === undefined
      ? event
      : { ...event, user: { name: `x-${event.user.name.split('').toReversed().join('')}` } },
  ) as readonly EventDigest[];
  const shape = (told: readonly Detection[]) =>
    told.map(({ at, kind, confidence, reason }) => ({ at, kind, confidence, reason }));
  expect(shape(detect(renamed))).toEqual(shape(detect(events)));
});

it('goes on the same from a copy of its state at any moment', () => {
  const events = [...pastOf(PEOPLE), ...spray(4)].toSorted((a, b) => a.time - b.time);
  const expected = detect(events);
  for (const share of [0.3, 0.9, 0.97]) {
    const cut = Math.floor(events.length * share);
    const state = new CopiedState();
    const before = detect(events.slice(0, cut), state);
    expect([...before, ...detect(events.slice(cut), state.copy())]).toEqual(expected);
  }
});

it('keeps organisations apart', () => {
  const elsewhere = spray(6).map((event, turn) => ({
    ...event,
    metadata: { ...event.metadata, tenant_uid: `office ${turn % 24}` },
  })) as readonly EventDigest[];
  expect(detect([...pastOf(PEOPLE), ...elsewhere])).toEqual([]);
});

/** State that can be copied whole. */
class CopiedState implements State {
  readonly values = new Map<string, unknown>();

  get(...key: readonly [organisation: string, kind: string, name?: string]): unknown {
    return this.values.get(key.join('/'));
  }

  set(organisation: string, kind: string, value: unknown, name?: string): void {
    const key = name === undefined ? [organisation, kind] : [organisation, kind, name];
    this.values.set(key.join('/'), value);
  }

  copy(): CopiedState {
    const copy = new CopiedState();
    for (const [key, value] of this.values) copy.values.set(key, structuredClone(value));
    return copy;
  }
}

import { serialize } from 'node:v8';
import { expect, it } from 'vitest';
import { MemoryState } from '../history/state.ts';
import type { State } from '../history/state.ts';
import { DAY } from './day-counts.ts';
import { signIn } from './events.test-support.ts';
import { Familiarity, MAX_COLLEAGUES, PLACES } from './familiarity.ts';

const OFFICE = { ip: '192.0.2.10', asn: 64_496, country: 'US', agent: 'Chrome' };
const HOME = { ip: '203.0.113.5', asn: 64_497, country: 'US', agent: 'Chrome' };

function learnt(...events: Parameters<typeof signIn>[0][]): Familiarity {
  const familiarity = new Familiarity(new MemoryState());
  for (const event of events) familiarity.learn(signIn(event));
  return familiarity;
}

it('knows nothing of a stranger in an empty organisation', () => {
  const relation = learnt().relation(signIn({ account: 'ann', ...OFFICE }));
  expect(relation).toMatchObject({ accountDays: 0, organisationDays: 0, place: 'new' });
  expect(relation.client).toEqual({ to: 'new', days: 0, age: Infinity, colleagues: 0 });
});

it('tells places apart, nearest first', () => {
  const familiarity = learnt({ account: 'ann', ...HOME }, { account: 'ben', ...OFFICE });
  const place = (endpoint: object) =>
    familiarity.relation(signIn({ account: 'ann', ...HOME, ...endpoint })).place;
  expect(place({})).toBe('own-address');
  expect(place({ ip: '203.0.113.99', asn: 1 })).toBe('own-prefix');
  expect(place({ ip: '198.51.100.1' })).toBe('own-network');
  expect(place({ ip: '192.0.2.10', asn: 1 })).toBe('colleagues-address');
  expect(place({ ip: '192.0.2.99', asn: 1 })).toBe('colleagues-network');
  expect(place({ ip: '198.51.100.1', asn: 1 })).toBe('new');
  expect(place({ ip: undefined })).toBeUndefined();
  expect(PLACES).toHaveLength(6);
});

it('knows the client by family, and who else uses it', () => {
  const familiarity = learnt({ account: 'ann', ...HOME, agent: 'Chrome/130.0' });
  const client = (account: string, agent: string) =>
    familiarity.relation(signIn({ account, ...HOME, agent })).client;
  expect(client('ann', 'Chrome/131.2')).toMatchObject({ to: 'own', days: 1, colleagues: 0 });
  expect(client('ben', 'Chrome/131.2')).toMatchObject({ to: 'colleagues', colleagues: 1 });
  expect(client('ann', 'axios/1.6')).toMatchObject({ to: 'new' });
});

it('counts days, and says how long ago', () => {
  const days = [0, 0, 1, 4].map((day) => ({ account: 'ann', ...HOME, time: day * DAY }));
  const relation = learnt(...days).relation(signIn({ account: 'ann', ...HOME, time: 9 * DAY }));
  expect(relation).toMatchObject({ accountDays: 3, address: { days: 3, age: 5 } });
});

it('learns nothing by looking', () => {
  const familiarity = learnt({ account: 'ann', ...HOME });
  for (let times = 0; times < 3; times += 1)
    expect(familiarity.relation(signIn({ account: 'ann', ...OFFICE })).place).toBe('new');
});

it('keeps organisations and owners apart', () => {
  const state = new MemoryState();
  new Familiarity(state, 'one').learn(signIn({ account: 'ann', ...HOME }));
  const stranger = (owner: string, organisation: string) =>
    new Familiarity(state, owner).relation(signIn({ account: 'ann', ...HOME, organisation })).place;
  expect(stranger('one', 'example.org')).toBe('own-address');
  expect(stranger('two', 'example.org')).toBe('new');
  expect(stranger('one', 'example.com')).toBe('new');
});

it('counts so many colleagues and no more', () => {
  const many = Array.from({ length: 50 }, (_, index) => ({ account: `a${index}`, ...OFFICE }));
  const familiarity = learnt(...many);
  const { address } = familiarity.relation(signIn({ account: 'new', ...OFFICE }));
  expect(address?.colleagues).toBeGreaterThanOrEqual(MAX_COLLEAGUES);
  expect(address?.colleagues).toBeLessThanOrEqual(MAX_COLLEAGUES + 1);
});

it('keeps months of a restless account in 4 KB, and what is used daily longest', () => {
  const state = new Recorded();
  const familiarity = new Familiarity(state);
  for (let day = 0; day < 200; day += 1) {
    const time = day * DAY;
    familiarity.learn(signIn({ account: 'ann', ...HOME, time }));
    for (let hour = 1; hour < 5; hour += 1) {
      const ip = `198.18.${day}.${hour}`;
      const asn = 65_536 + day;
      familiarity.learn(signIn({ account: 'ann', ip, asn, agent: `tool ${day}`, time }));
    }
  }
  const home = signIn({ account: 'ann', ...HOME, time: 200 * DAY });
  expect(familiarity.relation(home).address).toMatchObject({ to: 'own', days: 200 });
  expect(serialize(state.values.get('familiarity/account/ann')).length).toBeLessThan(4096);
});

it('goes on the same from a copy of its state', () => {
  const state = new Recorded();
  const first = new Familiarity(state);
  first.learn(signIn({ account: 'ann', ...HOME }));
  const copy = new Recorded();
  for (const [key, value] of state.values) copy.set('', key, structuredClone(value));
  const second = new Familiarity(copy);
  for (const one of [first, second]) one.learn(signIn({ account: 'ben', ...OFFICE }));
  const event = signIn({ account: 'ann', ...OFFICE });
  expect(second.relation(event)).toEqual(first.relation(event));
  expect(copy.values).toEqual(state.values);
});

class Recorded implements State {
  readonly values = new Map<string, unknown>();
  get(_: string, kind: string, name?: string): unknown {
    return this.values.get(keyOf(kind, name));
  }
  set(_: string, kind: string, value: unknown, name?: string): void {
    this.values.set(keyOf(kind, name), value);
  }
}

function keyOf(kind: string, name: string | undefined): string {
  return name === undefined ? kind : `${kind}/${name}`;
}

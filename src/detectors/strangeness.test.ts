import { expect, it } from 'vitest';
import { MemoryState } from '../history/state.ts';
import { DAY } from './day-counts.ts';
import { audit, signIn } from './events.test-support.ts';
import { Familiarity } from './familiarity.ts';
import { STRANGE, Strangeness } from './strangeness.ts';

const HOME = { ip: '203.0.113.5', asn: 64_497, country: 'US', agent: 'Chrome Windows' };
const AWAY = { ip: '198.51.100.9', asn: 65_540, country: 'NL' };

function after(days: number) {
  const state = new MemoryState();
  const familiarity = new Familiarity(state);
  const strangeness = new Strangeness(state);
  for (let day = 0; day < days; day += 1) {
    const event = signIn({ account: 'ann', ...HOME, time: day * DAY });
    const cell = strangeness.cell(event, familiarity.relation(event));
    const who = { organisation: 'example.org', account: 'ann', time: event.time };
    if (cell !== undefined) strangeness.learn(cell, who);
    familiarity.learn(event);
  }
  return (event: ReturnType<typeof signIn>) => strangeness.of(event, familiarity.relation(event));
}

it('takes nothing for strange on the first day, and a new place with a new client later', () => {
  const stranger = signIn({ account: 'ann', ...AWAY, agent: 'curl', time: 90 * DAY });
  expect(after(0)(stranger)).toBeLessThan(STRANGE);
  expect(after(15)(stranger)).toBeGreaterThan(STRANGE);
  expect(after(80)(stranger)).toBeLessThan(7);
});

it('never takes a client the account has used, or a registered device, for a stranger by its place', () => {
  const strangeness = after(60);
  const own = signIn({ account: 'ann', ...AWAY, agent: HOME.agent });
  const device = signIn({ account: 'ann', ...AWAY }, { device: { uid: 'd1' } });
  for (const event of [own, device]) expect(strangeness(event)).toBeLessThan(STRANGE);
});

it('speaks for the owner at home, and says nothing without place and client', () => {
  const strangeness = after(60);
  expect(strangeness(signIn({ account: 'ann', ...HOME }))).toBeLessThan(-2);
  expect(strangeness(audit({ account: 'ann' }, { activity: 'inbox-rule' }))).toBe(0);
});

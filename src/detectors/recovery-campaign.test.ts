import { expect, it } from 'vitest';
import type { EventDigest } from '../events/digest.ts';
import { MemoryState } from '../history/state.ts';
import { DAY } from './day-counts.ts';
import type { Detection } from './detection.ts';
import { audit, signIn } from './events.test-support.ts';
import { recoveryCampaign } from './recovery-campaign.ts';
import { sessions } from './sessions.ts';

const OFFICE = '192.0.2.10';
const PEOPLE = ['ann', 'ben', 'cat', 'dan', 'eve', 'fay'];

function tried(account: string, ip: string, time: number, done = false): EventDigest {
  return audit(
    { account, ip, time, id: `${account} ${time}` },
    {
      activity: 'password-change',
      api: { operation: done ? 'Reset password (self-service)' : 'Self-service reset progress' },
      status: done ? 'success' : 'failure',
    },
  );
}

function observed(events: readonly EventDigest[]): Detection[] {
  const told: Detection[] = [];
  const state = new MemoryState();
  const life = PEOPLE.map((account) => signIn({ account, ip: OFFICE, agent: 'Chrome', time: 0 }));
  for (const event of life) sessions.observe(event, state, () => undefined);
  for (const event of events) recoveryCampaign.observe(event, state, (one) => told.push(one));
  return told;
}

it('finds one strange address at the recovery of three accounts, and names each try once', () => {
  const tries = PEOPLE.slice(0, 4).map((one, n) => tried(one, '203.0.113.9', DAY + n));
  const found = observed(tries);
  expect(found[0]?.at).toBe(DAY + 2);
  expect(found.flatMap(({ sightings }) => sightings)).toHaveLength(4);
  expect(new Set(found.map(({ attack }) => attack)).size).toBe(1);
});

it('finds most of an office tried from an address each', () => {
  const tries = PEOPLE.map((one, n) => tried(one, `203.0.${n}.9`, (DAY / 2) * (2 + n)));
  expect(observed(tries).at(-1)?.reason).toContain('from places strange to them');
});

it('says nothing of an office that forgets its passwords on one morning and gets back in', () => {
  const morning = PEOPLE.flatMap((one, n) => [
    tried(one, OFFICE, DAY + n * 1000),
    tried(one, OFFICE, DAY + n * 1000 + 500, true),
  ]);
  expect(observed(morning)).toEqual([]);
});

it('says nothing of a household', () => {
  const home = ['ann', 'ben'].map((one, n) => tried(one, '203.0.113.9', DAY + n));
  expect(observed(home)).toEqual([]);
});

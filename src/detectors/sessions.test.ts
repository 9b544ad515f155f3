import { serialize } from 'node:v8';
import { expect, it } from 'vitest';
import type { EventDigest } from '../events/digest.ts';
import { MemoryState } from '../history/state.ts';
import type { State } from '../history/state.ts';
import { DAY } from './day-counts.ts';
import type { Detection } from './detection.ts';
import { audit, signIn } from './events.test-support.ts';
import type { Told } from './events.test-support.ts';
import { sessions } from './sessions.ts';

const HOUR = DAY / 24;
const MINUTE = HOUR / 60;
/** A fortnight of ordinary life lies before it. */
const NOW = 20 * DAY;

const LAPTOP = 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0';
const PHONE = 'Outlook-iOS/2.0 iPhone';
const OFFICE = { ip: '192.0.2.10', asn: 64_496, country: 'US', agent: LAPTOP };
const CARRIER = { ip: '198.51.100.77', asn: 64_498, country: 'US', agent: PHONE };
const HOTEL = { ip: '198.18.5.5', asn: 64_499, country: 'FR' };
const STRANGER = {
  ip: '203.0.113.66',
  asn: 65_540,
  country: 'NL',
  agent: 'Mozilla/5.0 (Macintosh) Firefox/120.0',
};

/** Everybody at the office with a laptop and a phone, the same session on each for weeks. */
function life(days = 14, accounts = ['ann', 'ben', 'cat', 'dan']): EventDigest[] {
  return Array.from({ length: days }, (_, day) => day).flatMap((day) =>
    accounts.flatMap((account) => {
      const time = NOW - (days - day) * DAY + 9 * HOUR;
      return [
        signIn({ account, ...OFFICE, time, session: `${account} laptop` }),
        signIn({ account, ...CARRIER, time: time + HOUR, session: `${account} phone` }),
      ];
    }),
  );
}

function observed(events: readonly EventDigest[], state: State = new MemoryState()): Detection[] {
  const told: Detection[] = [];
  for (const event of events) sessions.observe(event, state, (detection) => told.push(detection));
  return told;
}

function after(...events: EventDigest[]): Detection[] {
  return observed([...life(), ...events]);
}

function ids(detections: readonly Detection[]): string[] {
  return detections.flatMap(({ sightings }) => sightings.map(({ id }) => id));
}

const at = (minutes: number): number => NOW + 10 * HOUR + minutes * MINUTE;

function ann(told: Omit<Told, 'account'>, more: Parameters<typeof signIn>[1] = {}): EventDigest {
  return signIn({ account: 'ann', ...told }, more);
}

const PROMPT = { outcome: 'password-known', stopped_by: 'mfa', is_interactive: true } as const;

it('finds a burst of prompts and says who gave in, all prompts included', () => {
  const prompts = Array.from({ length: 6 }, (_, index) =>
    ann(
      { ...STRANGER, id: `prompt ${index}`, time: at(index) },
      { ...PROMPT, mfa_result: index % 2 === 0 ? 'denied' : 'timeout' },
    ),
  );
  const entry = ann({ ...STRANGER, id: 'entry', time: at(7) }, { mfa_result: 'passed' });
  const found = after(...prompts, entry);
  expect(found.at(-1)?.kind).toBe('mfa-fatigue');
  expect(found[0]?.at).toBeLessThanOrEqual(at(3));
  expect(ids(found)).toEqual([...prompts.map((one) => one.metadata.uid), 'entry']);
  expect(new Set(found.map(({ attack }) => attack)).size).toBe(1);
});

it('finds prompts that are hours apart', () => {
  const prompts = Array.from({ length: 5 }, (_, index) =>
    ann({ ...STRANGER, time: at(index * 400) }, { ...PROMPT, mfa_result: 'timeout' }),
  );
  expect(after(...prompts).at(-1)?.kind).toBe('mfa-fatigue');
});

it('says nothing of prompts an owner misses and answers a minute later, also on a journey', () => {
  for (const place of [OFFICE, { ...HOTEL, agent: LAPTOP }]) {
    const missed = [0, 1].map((minute) =>
      ann({ ...place, time: at(minute) }, { ...PROMPT, mfa_result: 'timeout' }),
    );
    expect(after(...missed, ann({ ...place, time: at(2) }, { mfa_result: 'passed' }))).toEqual([]);
  }
});

it('finds a stolen cookie at its first use, and leaves the owner out of it', () => {
  const own = ann({ ...OFFICE, time: at(0), session: 'ann laptop' });
  const stolen = ann({ ...STRANGER, id: 'stolen', time: at(5), session: 'ann laptop' });
  const later = ann({ ...OFFICE, time: at(6), session: 'ann laptop' });
  const found = after(own, stolen, later);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ kind: 'token-theft', at: at(5) });
  expect(ids(found)).toEqual(['stolen']);
});

it('names the sign-in through the proxy once its session is used elsewhere', () => {
  const proxy = ann({ ...STRANGER, id: 'proxy', agent: LAPTOP, time: at(0), session: 'new' });
  const other = { ip: '203.0.113.200', asn: 65_541, country: 'DE', agent: STRANGER.agent };
  const used = ann({ ...other, id: 'used', time: at(4), session: 'new' });
  const found = after(ann({ ...OFFICE, time: at(-5) }), proxy, used);
  expect(found[0]?.kind).toBe('token-theft');
  expect(ids(found)).toEqual(['proxy', 'used']);
});

it('says nothing of a phone between two networks, a traveller, a VPN, a new phone at the office', () => {
  const phone = ann({
    ...CARRIER,
    ip: '198.51.200.3',
    asn: 64_500,
    time: at(0),
    session: 'ann phone',
  });
  const wifi = ann({ ...OFFICE, agent: PHONE, time: at(1), session: 'ann phone' });
  const hotel = ann({ ...HOTEL, agent: LAPTOP, time: at(90), session: 'ann laptop' });
  const exits = ['GB', 'SE', 'CH'].map((country, index) =>
    ann({
      ip: `198.18.${index}.9`,
      asn: 65_550 + index,
      country,
      agent: LAPTOP,
      session: 'ann laptop',
      time: at(100 + index),
    }),
  );
  const fresh = ann({ ...OFFICE, agent: 'Outlook-Android/4', time: at(200), session: 'fresh' });
  expect(after(phone, wifi, hotel, ...exits, fresh)).toEqual([]);
});

it('finds a device code from a strange network, and not from somebody who always uses them at home', () => {
  const code = { auth_protocol: 'deviceCode' };
  const strange = ann({ ...STRANGER, agent: 'script', time: at(3) }, code);
  expect(after(ann({ ...OFFICE, time: at(0) }), strange)[0]?.kind).toBe('phishing');
  const usual = Array.from({ length: 5 }, (_, day) =>
    ann({ ...OFFICE, agent: 'azure-cli/2', time: NOW + day * DAY }, code),
  );
  expect(observed([...life(), ...usual])).toEqual([]);
});

it('finds an intruder by what is done, and names the way in', () => {
  const entry = ann({ ...STRANGER, id: 'entry', time: at(0) });
  const rule = audit(
    { account: 'ann', ip: STRANGER.ip, id: 'rule', time: at(9) },
    { activity: 'inbox-rule', parameters: { DeleteMessage: 'True', Name: '..' } },
  );
  const found = after(entry, rule);
  expect(found[0]?.kind).toBe('account-takeover');
  expect(ids(found)).toEqual(['entry', 'rule']);
  expect(found.flatMap(({ sightings }) => sightings)[1]).toMatchObject({
    outcome: 'none',
    address: STRANGER.ip,
  });
  expect(found.at(-1)?.reason).toContain('an inbox rule that hides or forwards mail');
  expect(found[0]?.confidence).toBeLessThan(0.5);
  expect(found.at(-1)?.confidence).toBeGreaterThan(0.9);
});

it('says nothing of the same rule made at the office, or of a role granted there', () => {
  const made = { account: 'ann', ip: OFFICE.ip, time: at(9) };
  const rule = audit(made, { activity: 'inbox-rule', parameters: { ForwardTo: 'a@example.com' } });
  expect(after(rule, audit(made, { activity: 'role-grant' }))).toEqual([]);
});

it('says nothing of a new starter who registers everything on the first day', () => {
  const eve = { account: 'eve', ip: '203.0.113.5', asn: 65_545, agent: PHONE };
  const first = signIn({ ...eve, time: at(0) });
  const enrolled = audit({ account: 'eve', ip: eve.ip, time: at(1) }, { activity: 'mfa-change' });
  const second = signIn({ ...eve, ip: '198.18.9.9', asn: 65_546, agent: LAPTOP, time: at(60) });
  expect(after(first, enrolled, second)).toEqual([]);
});

it('finds resets from many strange places on one account, not a reset at home', () => {
  const reset = (place: string, minutes: number, status: 'success' | 'failure') =>
    audit(
      { account: 'ann', ip: place, time: at(minutes) },
      { activity: 'password-change', api: { operation: 'Reset password (self-service)' }, status },
    );
  const tries = Array.from({ length: 6 }, (_, n) => reset(`203.0.${n}.9`, n * 600, 'failure'));
  expect(after(...tries).at(-1)?.reason).toContain('6 attempts at its recovery');
  const own = [1, 2, 3].map((n) => reset(OFFICE.ip, n, 'failure'));
  expect(after(...own, reset(OFFICE.ip, 5, 'success'))).toEqual([]);
});

it('goes on the same from a copy of all its state, at any moment', () => {
  const events = [
    ...life(),
    ann({ ...STRANGER, time: at(0), session: 'ann laptop' }),
    ann({ ...STRANGER, time: at(1) }, { ...PROMPT, mfa_result: 'denied' }),
    ann({ ...STRANGER, ip: '203.0.113.9', asn: 65_549, agent: 'curl', time: at(2) }),
  ];
  const whole = observed(events);
  expect(whole.length).toBeGreaterThan(1);
  for (const cut of [1, 50, events.length - 2, events.length - 1]) {
    const state = new CopiedState();
    const first = observed(events.slice(0, cut), state);
    state.copy();
    expect([...first, ...observed(events.slice(cut), state)]).toEqual(whole);
  }
});

it('keeps half a year of a restless, attacked account in 40 KB, of a quiet one in 3 KB', () => {
  const state = new CopiedState();
  for (let day = 0; day < 180; day += 1) {
    const time = day * DAY;
    observed([signIn({ account: 'ben', ...OFFICE, time, session: 'one' })], state);
    for (let n = 0; n < 20; n += 1) {
      const told = { ip: `198.18.${day}.${n}`, asn: 65_536 + n, agent: `tool ${'x'.repeat(n)}` };
      const session = `session ${day} ${n}`;
      observed([ann({ ...told, time: time + n * MINUTE, session })], state);
    }
  }
  expect(state.bytes('ann')).toBeLessThan(40_000);
  expect(state.bytes('ben')).toBeLessThan(3000);
});

class CopiedState implements State {
  #values = new Map<string, unknown>();
  get(_: string, kind: string, name?: string): unknown {
    return this.#values.get(keyOf(kind, name));
  }
  set(_: string, kind: string, value: unknown, name?: string): void {
    this.#values.set(keyOf(kind, name), value);
  }
  copy(): void {
    this.#values = structuredClone(this.#values);
  }
  bytes(account: string): number {
    const own = [...this.#values].filter(([key]) => key.endsWith(`/${account}`));
    return own.reduce((sum, [, value]) => sum + serialize(value).length, 0);
  }
}

function keyOf(kind: string, name: string | undefined): string {
  return name === undefined ? kind : `${kind}/${name}`;
}

it('finds a session that goes on in another browser at the same place, and follows it', () => {
  const agent = 'Mozilla/5.0 (Windows NT 10.0) Firefox/120.0';
  const chrome = { device: { browser: 'Chrome 140.0' } };
  const own = ann({ ...OFFICE, time: at(0), session: 'new' }, chrome);
  const other = [1, 2].map((minute) =>
    ann(
      { ...OFFICE, agent, id: `copy ${minute}`, time: at(minute), session: 'new' },
      { device: { browser: 'Firefox 120.0' } },
    ),
  );
  const found = after(own, ...other);
  expect(found[0]).toMatchObject({ kind: 'token-theft', at: at(1) });
  expect(ids(found)).toEqual(['copy 1', 'copy 2']);
});

it('tells of a strange entry at once as a possibility, and takes back prompts their owner answers', () => {
  const [possible] = after(ann({ ...STRANGER, id: 'entry', time: at(0) }));
  expect(possible?.at).toBe(at(0));
  expect(possible?.confidence).toBeLessThan(0.5);
  const place = { ...HOTEL, agent: LAPTOP };
  const missed = [0, 1, 2].map((minute) =>
    ann(
      { ...place, id: `missed ${minute}`, time: at(minute) },
      { ...PROMPT, mfa_result: 'timeout' },
    ),
  );
  const found = after(...missed, ann({ ...place, time: at(9) }, { mfa_result: 'passed' }));
  expect(found.at(-1)?.withdrawn ?? []).toEqual(ids(found));
});

import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { numberAt, objectAt, textAt } from '../../lib/json.ts';
import type { Noise, SimulationOptions } from '../options.ts';
import { NO_NOISE } from '../options.ts';
import { scannerAddresses, simulateSignins } from '../simulate.ts';

/** A Monday; New York is four hours behind UTC. */
const START = Date.UTC(2026, 8, 7, 4);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function live(noise: Partial<Noise>, options: Partial<SimulationOptions> = {}) {
  const all = { seed: 'office life', start: START, days: 14, people: 40, refreshes: 4, ...options };
  return [...simulateSignins({ ...all, noise: { ...NO_NOISE, ...noise } })].map(
    ({ line, label }) => {
      const record = JSON.parse(line) as JsonObject;
      const person = objectAt(objectAt(record, 'initiatedBy'), 'user');
      return {
        ...label,
        at: Date.parse(label.time),
        code: numberAt(objectAt(record, 'status'), 'errorCode') ?? -1,
        ip: textAt(record, 'ipAddress') ?? textAt(person, 'ipAddress') ?? '',
        activity: textAt(record, 'activityDisplayName'),
        reason: textAt(record, 'resultReason'),
        network: numberAt(record, 'autonomousSystemNumber'),
        record,
      };
    },
  );
}

describe('a forgotten password', () => {
  it('goes through the steps of a self-service reset', () => {
    const seen = live({ forgottenPasswords: 0.05 });
    const steps = seen.filter((one) => one.activity?.includes('reset flow'));
    const resets = seen.filter((one) => one.activity === 'Reset password (self-service)');
    expect(resets.length).toBeGreaterThan(5);
    for (const reset of resets) {
      const before = steps.filter(
        (one) => one.account === reset.account && reset.at - one.at < MINUTE && one.at <= reset.at,
      );
      expect(before[0]?.reason).toBe('User submitted their user ID');
      expect(before.at(-1)?.reason).toContain('successfully passed');
      expect(new Set([...before, reset].map((one) => one.ip)).size).toBe(1);
    }
  });

  it('goes to the help desk where there is no self-service', () => {
    const seen = live({ forgottenPasswords: 0.05, helpdeskResets: 1 });
    const resets = seen.filter((one) => one.activity === 'Reset password (by admin)');
    expect(resets.length).toBeGreaterThan(5);
    expect(new Set(resets.map((one) => one.account)).size).toBe(1);
    expect(seen.some((one) => one.activity === 'Reset password (self-service)')).toBe(false);
    expect(seen.some((one) => one.reason === 'Password reset is not enabled for this user')).toBe(
      true,
    );
    expect(seen.filter((one) => one.code === 50_055)).toHaveLength(resets.length);
  });
});

describe('people on the move', () => {
  it('travellers have another hotel network each night', () => {
    const trips = (hotelHops: number) =>
      live({ travellers: 0.05, hotelHops }, { people: 60, days: 28 })
        .filter((one) => one.mode === 'traveller' && one.ip.startsWith('100.7'))
        .map((one) => ({ account: one.account, block: one.ip.replace(/\d+$/, '') }));
    expect(trips(0)).toEqual([]);
    const blocks = [...Map.groupBy(trips(1), (one) => one.account).values()].map(
      (own) => new Set(own.map((one) => one.block)).size,
    );
    expect(Math.max(...blocks)).toBeGreaterThan(3);
  });

  it('an office that moves is somewhere else from one morning on', () => {
    const seen = live({ officeMove: 8 });
    const shared = (from: number, to: number) => {
      const days = seen.filter((one) => one.at >= START + from * DAY && one.at < START + to * DAY);
      const byAddress = Map.groupBy(days, (one) => one.ip);
      const users = [...byAddress].map(
        ([ip, group]) => [ip, new Set(group.map((one) => one.account)).size] as const,
      );
      return users.toSorted((one, other) => other[1] - one[1])[0]?.[0];
    };
    expect(shared(0, 7)).not.toBe(shared(8, 14));
    const old = shared(0, 7);
    expect(seen.some((one) => one.ip === old && one.at > START + 8 * DAY)).toBe(false);
  });

  it('volunteers begin together, on one morning', () => {
    const seen = live({ volunteerMorning: 7, volunteers: 0.5 }, { people: 60 });
    const enrolled = seen.filter((one) => one.mode === 'new-starter' && one.code === 50_072);
    expect(enrolled.length).toBeGreaterThan(15);
    for (const one of enrolled) {
      expect(one.at).toBeGreaterThan(START + 7 * DAY);
      // Some work from the west coast.
      expect(one.at).toBeLessThan(START + 8 * DAY + 3 * HOUR);
    }
    const names = new Set(enrolled.map((one) => one.account));
    const earlier = seen.filter((one) => names.has(one.account) && one.at < START + 7 * DAY);
    expect(earlier).toEqual([]);
  });

  it('after an outage everybody at work signs in within minutes', () => {
    // A Wednesday, two in the afternoon.
    const outage = { start: START + 2 * DAY + 14 * HOUR, minutes: 40 };
    const seen = live({ outageRush: 1 }, { outages: [outage], people: 60 });
    const rush = seen.filter((one) => one.mode === 'outage-rush');
    expect(new Set(rush.map((one) => one.account)).size).toBeGreaterThan(30);
    const end = outage.start + outage.minutes * MINUTE;
    for (const one of rush) {
      expect(one.at).toBeGreaterThanOrEqual(end - 1000);
      expect(one.at).toBeLessThan(end + 30 * MINUTE);
    }
  });
});

describe('accounts that are nobody', () => {
  it('a shared mailbox has one account, several addresses and clients', () => {
    const seen = live({ sharedMailboxes: 2, typos: 0.05 }, { days: 90, people: 20 }).filter((one) =>
      /^(?:frontdesk|newsdesk)@/.test(one.account),
    );
    const mailboxes = Map.groupBy(seen, (one) => one.account);
    expect(mailboxes.size).toBe(2);
    for (const uses of mailboxes.values()) {
      expect(new Set(uses.map((one) => one.ip)).size).toBeGreaterThan(1);
      expect(new Set(uses.map((one) => textAt(one.record, 'userAgent'))).size).toBeGreaterThan(2);
      const failed = uses.filter((one) => one.code === 50_126);
      expect(failed.length).toBeGreaterThan(2);
      expect(failed.length).toBeLessThan(uses.length / 3);
    }
  });

  it('an expired secret fails every few minutes for days from its own server', () => {
    const seen = live({ expiredSecrets: 1 }, { days: 60, people: 3 });
    const own = seen.filter((one) => one.account.startsWith('svc-'));
    expect(new Set(own.map((one) => one.ip)).size).toBe(1);
    const failed = own.filter((one) => one.mode === 'expired-secret');
    expect(failed.length).toBeGreaterThan(200);
    expect(failed.every((one) => one.code === 50_126)).toBe(true);
    const gaps = failed.slice(1).map((one, index) => one.at - (failed[index]?.at ?? 0));
    expect(gaps.filter((gap) => gap < 10 * MINUTE).length).toBeGreaterThan(gaps.length - 3);
    expect(own.some((one) => one.code === 0)).toBe(true);
  });

  it('a forgotten service goes on trying one account, from one address on no list', () => {
    const noise = { unlistedProbes: 1, scanners: 1 };
    const seen = live(noise, { days: 40, people: 3 });
    const probes = seen.filter((one) => one.mode === 'unlisted-probe');
    expect(probes.length).toBeGreaterThan(50);
    expect(new Set(probes.map((one) => one.account)).size).toBe(1);
    expect(new Set(probes.map((one) => one.ip)).size).toBe(1);
    const options = { seed: 'office life', start: START, days: 40, people: 3 };
    const listed = scannerAddresses({ ...options, noise: { ...NO_NOISE, ...noise } });
    const scanner = seen.find((one) => one.mode === 'scanner');
    expect(listed).toEqual([{ organisation: scanner?.organisation, address: scanner?.ip }]);
    expect(listed[0]?.address).not.toBe(probes[0]?.ip);
  });

  it('all stop during an outage, but for the scanner', () => {
    const outage = { start: START + 20 * DAY, minutes: 3000 };
    const noise = { sharedMailboxes: 1, expiredSecrets: 1, unlistedProbes: 1 };
    const seen = live(noise, { days: 40, people: 8, outages: [outage] });
    const during = seen.filter(
      (one) => one.at >= outage.start && one.at < outage.start + outage.minutes * MINUTE,
    );
    expect(during.every((one) => one.mode === 'outage')).toBe(true);
  });
});

it('a new kind of noise changes nothing that others do', () => {
  const plain = live({ typos: 0.05 });
  const more = live({ typos: 0.05, sharedMailboxes: 1, expiredSecrets: 1, unlistedProbes: 1 });
  const people = more.filter((one) => !/^(?:svc-|frontdesk)/.test(one.account));
  expect(people).toEqual(plain);
});

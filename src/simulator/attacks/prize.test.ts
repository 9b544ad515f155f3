import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { numberAt, objectAt, textAt } from '../../lib/json.ts';
import type { Rate } from '../options.ts';
import { simulateSignins } from '../simulate.ts';

const START = Date.UTC(2026, 8, 7);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const GUESSING = [
  ['distributed-spray', 2 * DAY],
  ['ultra-slow-spray', 5 * DAY],
  ['brute-force', 6 * HOUR],
  ['credential-stuffing', 12 * HOUR],
  ['loud-spray', 3 * HOUR],
] as const;

function attack(mode: string, duration: number, rates: Record<string, Rate>) {
  const options = { seed: 'prize', start: START, days: 7, people: 30, refreshes: 1 };
  const extra: Record<string, Rate> = mode === 'credential-stuffing' ? { hitRate: 0 } : {};
  const plan = { mode, start: START + HOUR, duration, rates: { ...extra, ...rates } };
  return [...simulateSignins({ ...options, attacks: [plan] })]
    .filter(({ label }) => label.campaign !== undefined)
    .map(({ line, label }) => {
      const record = JSON.parse(line) as JsonObject;
      return {
        ...label,
        at: Date.parse(label.time),
        code: numberAt(objectAt(record, 'status'), 'errorCode'),
        ip: textAt(record, 'ipAddress'),
        agent: textAt(record, 'userAgent'),
        app: textAt(record, 'clientAppUsed'),
      };
    });
}

describe.each(GUESSING)('a password found in a %s', (mode, duration) => {
  it.each([0.1, 0.5, 0.9])(
    'is found at %d of the way, with tries on others after it',
    (hitAfter) => {
      const seen = attack(mode, duration, { hits: 1, hitAfter, hitOutcome: 'mfa' });
      const hits = seen.filter((one) => one.step === 'hit');
      expect(hits).toHaveLength(1);
      const tries = seen.filter((one) => one.step === 'attempt');
      const [hit] = hits;
      expect(hit?.code).toBe(50_076);
      expect(tries.every((one) => one.account !== hit?.account || one.at <= (hit?.at ?? 0))).toBe(
        true,
      );
      // Slow sprays wait for the account's next day; loud ones go through all accounts first.
      const share = ((hit?.at ?? 0) - START - HOUR) / duration;
      const loud = mode === 'loud-spray';
      expect(Math.abs(share - hitAfter)).toBeLessThan(loud ? 1 : 0.25);
      const after = tries.filter((one) => one.at > (hit?.at ?? 0)).length;
      expect(after).toBeGreaterThanOrEqual(hitAfter < 0.6 && !loud ? 1 : 0);
    },
  );

  it('is stopped in every way a right password is stopped, or lets the attacker in', () => {
    const codes = { in: 0, mfa: 50_076, blocked: 53_003, expired: 50_055, enrol: 50_072 };
    for (const [hitOutcome, code] of Object.entries(codes)) {
      const seen = attack(mode, duration, { hits: 2, hitOutcome, aftermath: 'none' });
      const found = seen.filter((one) => one.step !== 'attempt');
      expect(found.map((one) => one.code)).toEqual([code, code]);
      expect(new Set(found.map((one) => one.step))).toEqual(
        new Set([code === 0 ? 'entry' : 'hit']),
      );
      expect(new Set(found.map((one) => one.account)).size).toBe(2);
    }
  });

  it('comes from another address, another client or both when told to', () => {
    const rates = { hits: 1, hitOutcome: 'blocked', client: 'script', hitAfter: 0.5 };
    const found = (hitFrom: string) => {
      const seen = attack(mode, duration, { ...rates, hitFrom });
      return {
        hit: seen.find((one) => one.step === 'hit'),
        agents: new Set(seen.filter((one) => one.step === 'attempt').map((one) => one.agent)),
      };
    };
    const own = found('attack');
    expect(own.agents).toContain(own.hit?.agent);
    const address = found('address');
    expect(address.hit?.ip).not.toBe(own.hit?.ip);
    expect(address.agents).toContain(address.hit?.agent);
    const client = found('client');
    expect(client.hit?.ip).toBe(own.hit?.ip);
    expect(client.hit?.app).toBe('Browser');
    const both = found('both');
    expect(both.hit?.ip).not.toBe(own.hit?.ip);
    expect(both.hit?.app).toBe('Browser');
  });

  it('is used again by hand, hours later and from elsewhere, when told to', () => {
    const rates = { hits: 1, hitOutcome: 'in', hitAfter: 0.2, returnAfter: 3 };
    const seen = attack(mode, duration, rates);
    const [first, second, ...more] = seen.filter((one) => one.step === 'entry');
    expect(more).toEqual([]);
    expect(second?.account).toBe(first?.account);
    expect(second?.ip).not.toBe(first?.ip);
    const hours = ((second?.at ?? 0) - (first?.at ?? 0)) / HOUR;
    expect(hours).toBeGreaterThan(2);
    expect(hours).toBeLessThan(4);
    const after = seen.filter((one) => one.step === 'aftermath');
    expect(after.every((one) => one.at > (second?.at ?? 0))).toBe(true);
  });
});

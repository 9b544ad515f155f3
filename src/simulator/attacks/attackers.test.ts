import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { objectAt, textAt } from '../../lib/json.ts';
import type { AttackPlan, SimulationOptions } from '../options.ts';
import { simulateSignins } from '../simulate.ts';

/** A Monday; New York is four hours behind UTC. */
const START = Date.UTC(2026, 8, 7, 4);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function attack(plan: AttackPlan, options: Partial<SimulationOptions> = {}) {
  const all = { seed: 'attackers', start: START, days: 14, people: 20, refreshes: 1, ...options };
  return [...simulateSignins({ ...all, attacks: [plan] })]
    .filter(({ label }) => label.campaign !== undefined)
    .map(({ line, label }) => {
      const at = Date.parse(label.time);
      const local = new Date(at - 4 * HOUR);
      const record = JSON.parse(line) as JsonObject;
      return {
        ...label,
        at,
        hour: local.getUTCHours(),
        weekday: local.getUTCDay(),
        record,
        agent: textAt(record, 'userAgent') ?? '',
        ip: textAt(record, 'ipAddress') ?? '',
      };
    });
}

describe('attackers who keep hours', () => {
  const modes = ['distributed-spray', 'ultra-slow-spray', 'brute-force', 'credential-stuffing'];

  it.each(modes)('%s in the hours of the office, or only when it is closed', (mode) => {
    const plan = (hours: string) => ({ mode, start: START, duration: 14 * DAY, rates: { hours } });
    const rates = mode === 'brute-force' ? { triesPerHour: 5 } : {};
    const of = (hours: string) =>
      attack({ ...plan(hours), rates: { hours, ...rates } }).filter(
        (one) => one.step === 'attempt',
      );
    // Second tries of credential stuffing follow the first within minutes, whatever the hour.
    const slack = mode === 'credential-stuffing' ? 1 : 0;
    const office = of('office');
    expect(office.length).toBeGreaterThan(5);
    for (const one of office) {
      expect(one.hour).toBeGreaterThanOrEqual(8);
      expect(one.hour).toBeLessThan(18 + slack);
      expect([1, 2, 3, 4, 5]).toContain(one.weekday);
    }
    for (const one of of('night')) expect(one.hour >= 19 || one.hour < 6 + slack).toBe(true);
    const shift = of('shift');
    expect(shift.length).toBeGreaterThan(5);
    expect(new Set(shift.map((one) => one.hour)).size).toBeLessThanOrEqual(10 + slack);
  });

  it('may begin with a burst and go on slowly', () => {
    const rates = { triesPerHour: 2, burstHours: 3, burstFactor: 12, guessedShare: 0 };
    const seen = attack({ mode: 'distributed-spray', start: START, duration: 2 * DAY, rates });
    const perHour = (from: number, to: number) =>
      seen.filter((one) => one.at >= START + from * HOUR && one.at < START + to * HOUR).length /
      (to - from) /
      4;
    expect(perHour(0, 3)).toBeGreaterThan(20);
    expect(perHour(3, 48)).toBeGreaterThan(1.7);
    expect(perHour(3, 48)).toBeLessThan(2.3);
  });
});

describe('attackers who look like everybody', () => {
  it("come from households or carriers of the office's country with popular browsers", () => {
    for (const infrastructure of ['residential', 'mobile']) {
      const rates = { infrastructure, client: 'popular' };
      const seen = attack({ mode: 'distributed-spray', start: START, duration: 3 * DAY, rates });
      for (const one of seen) {
        expect(textAt(objectAt(one.record, 'location'), 'countryOrRegion')).toBe('US');
        expect(textAt(one.record, 'clientAppUsed')).toBe('Browser');
      }
      expect(new Set(seen.map((one) => one.agent)).size).toBeGreaterThan(7);
    }
  });

  it('share agents with the people of the office', () => {
    const plan = { mode: 'distributed-spray', start: START, rates: { client: 'popular' } };
    const options = { seed: 'attackers', start: START, days: 3, people: 60, attacks: [plan] };
    const agents = { benign: new Set<string>(), attack: new Set<string>() };
    for (const { line, label } of simulateSignins(options)) {
      agents[label.label].add(textAt(JSON.parse(line) as JsonObject, 'userAgent') ?? '');
    }
    const both = [...agents.attack].filter((agent) => agents.benign.has(agent));
    expect(both.length).toBeGreaterThan(3);
  });

  it('use one tool of each kind when mixed', () => {
    const rates = { client: 'mixed' };
    const seen = attack({ mode: 'distributed-spray', start: START, duration: DAY, rates });
    expect(new Set(seen.map((one) => one.agent)).size).toBe(3);
  });

  it('go on from where they came in, when that was a household', () => {
    const rates = { infrastructure: 'residential', hits: 1, hitAfter: 0.1 };
    const seen = attack({ mode: 'distributed-spray', start: START, duration: DAY, rates });
    const after = seen.find((one) => one.step === 'aftermath');
    expect(textAt(objectAt(after?.record, 'location'), 'countryOrRegion')).toBe('US');
  });
});

describe('session attacks', () => {
  it('prompts may come hours apart, from several addresses, and be denied to the end', () => {
    const rates = { prompts: 20, secondsBetween: 7200, approved: false, addresses: 4 };
    const seen = attack({ mode: 'mfa-fatigue', start: START, duration: 5 * DAY, rates });
    expect(seen).toHaveLength(20);
    expect((seen.at(-1)?.at ?? 0) - (seen[0]?.at ?? 0)).toBeGreaterThan(30 * HOUR);
    expect(new Set(seen.map((one) => one.ip)).size).toBe(4);
    expect(seen.every((one) => one.step === 'hit')).toBe(true);
  });

  it('a session begun with a security key goes on with an odd client elsewhere', () => {
    const rates = { variant: 'odd-client', client: 'script', aftermath: 'none' };
    const plan = { mode: 'token-theft', start: START + 10 * HOUR, rates };
    const seen = attack(plan);
    const session = textAt(seen[0]?.record, 'sessionId');
    const options = { seed: 'attackers', start: START, days: 14, people: 20, refreshes: 1 };
    const begun = [...simulateSignins({ ...options, attacks: [plan] })]
      .map(({ line, label }) => ({ label, record: JSON.parse(line) as JsonObject }))
      .find(({ record }) => textAt(record, 'sessionId') === session);
    expect(begun?.label.label).toBe('benign');
    expect(JSON.stringify(begun?.record)).toContain('FIDO2 security key');
    for (const one of seen) expect(one.agent).not.toBe(textAt(begun?.record, 'userAgent'));
  });

  it('a stolen session may stay on its network, and only the client changes', () => {
    const rates = { variant: 'cookie', sameNetwork: true, uses: 4, aftermath: 'none' };
    const seen = attack({ mode: 'token-theft', start: START + 10 * HOUR, rates });
    expect(seen).toHaveLength(4);
    expect(new Set(seen.map((one) => one.ip)).size).toBe(1);
    expect(textAt(objectAt(seen[0]?.record, 'location'), 'countryOrRegion')).toBe('US');
  });

  it('the client rate decides what a stolen session is used with', () => {
    const rates = { client: 'script', uses: 3, aftermath: 'none' };
    const seen = attack({ mode: 'token-theft', start: START + 10 * HOUR, rates });
    for (const one of seen.slice(1)) expect(one.agent).toMatch(/python|axios|PowerShell/);
  });
});

describe('recovery abuse', () => {
  const rates = { share: 0.5, hits: 2, triesPerAccount: 11, hitAfter: 0.6 };
  const plan: AttackPlan = { mode: 'recovery-abuse', start: START, duration: 12 * DAY, rates };
  const seen = attack(plan);
  const activity = (record: JsonObject) => textAt(record, 'activityDisplayName');

  it('begins resets on many accounts, most of which lead nowhere', () => {
    const begun = seen.filter(
      (one) => textAt(one.record, 'resultReason') === 'User submitted their user ID',
    );
    expect(new Set(begun.map((one) => one.account)).size).toBe(10);
    expect(begun.length).toBeGreaterThan(70);
    expect(begun.every((one) => one.step === 'attempt')).toBe(true);
    expect(seen.some((one) => one.record['result'] === 'failure')).toBe(true);
  });

  it('takes over a few: reset, sign-in from another network, recovery details changed', () => {
    const won = Map.groupBy(
      seen.filter((one) => one.step !== 'attempt'),
      (one) => one.account,
    );
    expect(won.size).toBe(2);
    for (const [account, steps] of won) {
      expect(activity(steps[0]?.record ?? {})).toBe('Reset password (self-service)');
      const reset = textAt(
        objectAt(objectAt(steps[0]?.record, 'initiatedBy'), 'user'),
        'ipAddress',
      );
      expect(steps[1]?.ip).not.toBe(reset);
      expect(steps.map((one) => activity(one.record))).toContain('User updated security info');
      const last = seen.findLast((one) => one.account === account && one.step === 'attempt');
      expect(last?.at).toBeLessThanOrEqual(steps[0]?.at ?? 0);
    }
  });

  it('is refused after five resets of an account in a day', () => {
    const busy = { ...plan, duration: DAY / 2, rates: { ...rates, triesPerAccount: 30 } };
    const names = attack(busy).map((one) => activity(one.record));
    expect(names).toContain('Blocked from self-service password reset');
  });

  it('leaves the resets alone in the Office 365 log', () => {
    const lines = attack(plan, { format: 'o365' }).map((one) => textAt(one.record, 'Operation'));
    expect(lines.filter((name) => name === 'Reset user password.')).toHaveLength(2);
    expect(lines).toContain('Update user.');
  });
});

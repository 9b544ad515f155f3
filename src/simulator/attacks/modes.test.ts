import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../lib/json.ts';
import { arrayAt, numberAt, objectAt, textAt } from '../../lib/json.ts';
import type { AttackPlan, SimulationOptions } from '../options.ts';
import { simulateSignins } from '../simulate.ts';
import type { Label } from '../simulate.ts';
import { ATTACK_MODES } from './modes.ts';

const START = Date.UTC(2026, 8, 8);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Seen extends Label {
  readonly ip: string;
  readonly asn: number;
  readonly code: number;
  readonly at: number;
  readonly record: JsonObject;
}

function attack(plan: AttackPlan, options: Partial<SimulationOptions> = {}): Seen[] {
  const all = { seed: 'modes', start: START, days: 3, people: 60, attacks: [plan], ...options };
  const seen: Seen[] = [];
  for (const { line, label } of simulateSignins(all)) {
    if (label.campaign === undefined) continue;
    const record = JSON.parse(line) as JsonObject;
    seen.push({
      ...label,
      record,
      at: Date.parse(label.time),
      ip: textAt(record, 'ipAddress') ?? '',
      asn: numberAt(record, 'autonomousSystemNumber') ?? 0,
      code: numberAt(objectAt(record, 'status'), 'errorCode') ?? -1,
    });
  }
  return seen;
}

function by<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

const known = (seen: Seen) => seen.code !== 50_034;
const distinct = (items: readonly Seen[], key: (item: Seen) => unknown) =>
  new Set(items.map(key)).size;

describe('attack modes', () => {
  it('have names of their own, a source and defaults', () => {
    expect(distinctNames()).toBe(ATTACK_MODES.length);
    for (const mode of ATTACK_MODES) {
      expect(mode.source.length).toBeGreaterThan(10);
      expect(Object.keys(mode.defaults).length).toBeGreaterThan(0);
    }
  });

  it('all leave records whatever the size of the office', () => {
    for (const people of [1, 5]) {
      for (const { name } of ATTACK_MODES) {
        const seen = attack({ mode: name, start: START, rates: {} }, { people });
        expect(seen.length, `${name}, ${people}`).toBeGreaterThan(0);
        expect(seen.every((one) => one.label === 'attack' && one.mode === name)).toBe(true);
      }
    }
  });

  it('share a pool of addresses between the organisations of one campaign', () => {
    const seen = attack(
      { mode: 'distributed-spray', start: START, duration: DAY },
      { organisations: 4 },
    );
    const perOrganisation = [...by(seen, (one) => one.organisation).values()].map(
      (group) => new Set(group.map((one) => one.ip)),
    );
    expect(perOrganisation).toHaveLength(4);
    expect(distinct(seen, (one) => one.ip)).toBeLessThanOrEqual(1120);
    const [first = new Set(), second = new Set()] = perOrganisation;
    expect([...first].filter((ip) => second.has(ip)).length).toBeGreaterThan(first.size / 4);
  });
});

function distinctNames(): number {
  return new Set(ATTACK_MODES.map((mode) => mode.name)).size;
}

describe('distributed spray, at the published rate', () => {
  const plan = { mode: 'distributed-spray', start: START, duration: 3 * DAY };
  const seen = attack(plan);
  const targeted = by(seen.filter(known), (one) => one.account);

  it('tries a fifth of the accounts', () => {
    expect(targeted.size).toBe(12);
    expect(attack(plan, { people: 20 }).filter(known)).not.toHaveLength(0);
    expect(by(attack(plan, { people: 20 }).filter(known), (one) => one.account).size).toBe(4);
  });

  it('tries each account four times an hour from four addresses', () => {
    for (const tries of targeted.values()) {
      expect(tries.length / 72).toBeGreaterThan(3.8);
      expect(tries.length / 72).toBeLessThan(4.2);
      const hours = [...by(tries, (one) => String(Math.floor(one.at / HOUR))).values()];
      expect(mean(hours.map((hour) => distinct(hour, (one) => one.ip)))).toBeGreaterThan(3.7);
    }
  });

  it('draws on about 1,100 addresses of 536 netblocks and 273 systems, a few of them over-served', () => {
    const day = attack({ ...plan, rates: { share: 1 } }, { people: 200, days: 1, refreshes: 1 });
    expect(distinct(day, (one) => one.ip)).toBeGreaterThan(1050);
    expect(distinct(day, (one) => one.ip)).toBeLessThanOrEqual(1120);
    const blocks = by(day, (one) => one.ip.replace(/\d+$/, '0/24'));
    expect(blocks.size).toBeGreaterThan(510);
    expect(blocks.size).toBeLessThanOrEqual(540);
    expect(distinct(day, (one) => one.asn)).toBe(273);
    const top = [...blocks.values()].map((tries) => tries.length).toSorted((a, b) => b - a);
    const three = (top[0] ?? 0) + (top[1] ?? 0) + (top[2] ?? 0);
    expect(three / day.length).toBeGreaterThan((5 * 3) / 536);
  });

  it('takes about 20 addresses out and 20 in each day', () => {
    const many = attack({ ...plan, rates: { share: 1 } }, { people: 200, days: 2, refreshes: 1 });
    const days = [0, 1].map(
      (day) =>
        new Set(
          many.filter((one) => Math.floor((one.at - START) / DAY) === day).map((one) => one.ip),
        ),
    );
    const [first = new Set<string>(), second = new Set<string>()] = days;
    const added = [...second].filter((ip) => !first.has(ip));
    expect(added.length).toBeGreaterThan(10);
    expect(added.length).toBeLessThan(30);
  });

  it('guesses names, and never gets in unless told to', () => {
    expect(seen.some((one) => one.code === 50_034)).toBe(true);
    expect(new Set(seen.map((one) => one.step))).toEqual(new Set(['attempt']));
    const lucky = attack({ ...plan, rates: { hits: 2, hitOutcome: 'in' } });
    expect(
      distinct(
        lucky.filter((one) => one.step === 'entry'),
        (one) => one.account,
      ),
    ).toBe(2);
    const stopped = attack({ ...plan, rates: { hits: 1, hitOutcome: 'blocked' } });
    expect(stopped.filter((one) => one.step === 'hit').map((one) => one.code)).toEqual([53_003]);
  });
});

describe('the other modes', () => {
  it('brute force: 335 tries an hour on an account, from 200 addresses', () => {
    const seen = attack({ mode: 'brute-force', start: START, duration: 4 * HOUR });
    const accounts = by(seen, (one) => one.account);
    expect(accounts.size).toBe(2);
    for (const tries of accounts.values()) {
      expect(tries.length / 4).toBeGreaterThan(300);
      expect(tries.length / 4).toBeLessThan(370);
      const hour = tries.filter((one) => one.at < START + HOUR);
      expect(distinct(hour, (one) => one.ip)).toBeGreaterThan(185);
      expect(distinct(hour, (one) => one.ip)).toBeLessThanOrEqual(200);
      expect(tries.some((one) => one.code === 50_053)).toBe(true);
    }
  });

  it('ultra-slow spray: one try per account and day, no address twice, at any hour', () => {
    const seen = attack(
      { mode: 'ultra-slow-spray', start: START, duration: 28 * DAY },
      { days: 28, organisations: 2 },
    );
    expect(by(seen, (one) => one.account).size).toBe(24);
    for (const tries of by(seen, (one) => one.account).values()) expect(tries).toHaveLength(28);
    expect(distinct(seen, (one) => one.ip)).toBe(seen.length);
    expect(distinct(seen, (one) => new Date(one.at).getUTCHours())).toBe(24);
  });

  it("residential infrastructure stays in the office's own country", () => {
    const rates = { infrastructure: 'residential' };
    const seen = attack({ mode: 'ultra-slow-spray', start: START, rates });
    for (const one of seen) {
      expect(textAt(objectAt(one.record, 'location'), 'countryOrRegion')).toBe('US');
    }
  });

  it('loud spray: one address, every account, one password after another', () => {
    const seen = attack({ mode: 'loud-spray', start: START });
    expect(distinct(seen, (one) => one.ip)).toBe(1);
    const targeted = by(seen.filter(known), (one) => one.account);
    expect(targeted.size).toBe(60);
    for (const tries of targeted.values()) expect(tries).toHaveLength(2);
    const won = attack({ mode: 'loud-spray', start: START, rates: { hits: 1, aftermath: 'full' } });
    expect(new Set(won.map((one) => one.step))).toEqual(new Set(['attempt', 'entry', 'aftermath']));
  });

  it('credential stuffing: one or two tries a name, gone names among them', () => {
    const seen = attack({ mode: 'credential-stuffing', start: START }, { people: 400 });
    for (const tries of by(seen, (one) => one.account).values()) {
      expect(tries.filter((one) => one.step !== 'aftermath').length).toBeLessThanOrEqual(2);
    }
    const gone = distinct(
      seen.filter((one) => one.code === 50_034),
      (one) => one.account,
    );
    expect(gone / distinct(seen.filter(known), (one) => one.account)).toBeCloseTo(0.4, 1);
    expect(distinct(seen, (one) => one.ip)).toBeGreaterThan(120);
  });

  it('MFA fatigue: more than ten refusals in five minutes, then one approval', () => {
    const seen = attack({ mode: 'mfa-fatigue', start: START });
    const prompts = seen.filter((one) => one.code === 500_121);
    const last = prompts.at(-1);
    const window = prompts.filter((one) => last !== undefined && last.at - one.at <= 300_000);
    expect(window.length).toBeGreaterThan(10);
    expect(distinct(prompts, (one) => one.ip)).toBe(1);
    const entry = seen.find((one) => one.step === 'entry');
    expect(entry?.code).toBe(0);
    expect(entry?.ip).toBe(prompts[0]?.ip);
    const refused = attack({ mode: 'mfa-fatigue', start: START, rates: { approved: false } });
    expect(refused.every((one) => one.step === 'hit')).toBe(true);
  });

  it('token theft: one session on two networks and two clients', () => {
    for (const variant of ['proxy', 'cookie']) {
      const plan = { mode: 'token-theft', start: START, rates: { variant, aftermath: 'none' } };
      const records = [
        ...simulateSignins({ seed: 9, start: START, days: 3, people: 30, attacks: [plan] }),
      ];
      const stolen = records.find((one) => one.label.mode === 'token-theft');
      const session = textAt(JSON.parse(stolen?.line ?? '{}') as JsonObject, 'sessionId');
      const uses = records
        .map((one) => JSON.parse(one.line) as JsonObject)
        .filter((one) => textAt(one, 'sessionId') === session);
      expect(new Set(uses.map((one) => one['ipAddress'])).size).toBe(2);
      expect(new Set(uses.map((one) => one['userAgent'])).size).toBe(2);
      expect(new Set(uses.map((one) => one['userPrincipalName'])).size).toBe(1);
    }
  });

  it('legacy success: right password over IMAP after a few wrong ones', () => {
    const seen = attack({ mode: 'legacy-success', start: START });
    expect(seen.slice(0, 3).map((one) => one.code)).toEqual([50_126, 50_126, 0]);
    for (const one of seen) expect(textAt(one.record, 'clientAppUsed')).toBe('IMAP4');
  });

  it('a stolen password abroad, over Tor and by device code says so in the record', () => {
    const [abroad] = attack({ mode: 'impossible-travel', start: START });
    expect(textAt(objectAt(abroad?.record, 'location'), 'countryOrRegion')).not.toBe('US');
    const [tor] = attack({ mode: 'anonymiser-sign-in', start: START });
    expect(arrayAt(tor?.record, 'riskEventTypes_v2')).toEqual(['anonymizedIPAddress']);
    const [code] = attack({ mode: 'device-code-phishing', start: START });
    expect(textAt(code?.record, 'authenticationProtocol')).toBe('deviceCode');
  });

  it('what follows a success is logged where the product logs it', () => {
    const plan = { mode: 'mfa-fatigue', start: START, rates: { aftermath: 'full' } };
    const graph = attack(plan).map((one) => textAt(one.record, 'activityDisplayName'));
    const o365 = attack(plan, { format: 'o365' }).map((one) => textAt(one.record, 'Operation'));
    const changes = [
      'User registered security info',
      'Consent to application',
      'Add member to role',
    ];
    for (const change of changes) expect(graph).toContain(change);
    expect(o365).toEqual(
      expect.arrayContaining([
        'New-InboxRule',
        'Update user.',
        'Consent to application.',
        'Add member to role.',
      ]),
    );
  });

  it('attacks the accounts it is told to', () => {
    const [first] = attack({ mode: 'brute-force', start: START, duration: HOUR });
    const accounts = [first?.account ?? ''];
    for (const mode of ['distributed-spray', 'ultra-slow-spray', 'mfa-fatigue', 'token-theft']) {
      const seen = attack({ mode, start: START, accounts, rates: {} }).filter(known);
      expect(new Set(seen.map((one) => one.account))).toEqual(new Set(accounts));
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../lib/json.ts';
import { numberAt, objectAt, textAt } from '../lib/json.ts';
import { ATTACK_MODES } from './attacks/modes.ts';
import type { AttackPlan, SimulationOptions } from './options.ts';
import { FORMATS } from './options.ts';
import type { SimulatedRecord } from './simulate.ts';
import { checkSimulation, simulateSignins } from './simulate.ts';

const START = Date.UTC(2026, 8, 8);
const HOUR = 3_600_000;

function run(options: Partial<SimulationOptions>): SimulatedRecord[] {
  return [...simulateSignins({ seed: 'test', start: START, days: 1, people: 20, ...options })];
}

function parsed(record: SimulatedRecord): JsonObject {
  return JSON.parse(record.line) as JsonObject;
}

const EVERY_ATTACK: readonly AttackPlan[] = ATTACK_MODES.map(({ name }) => ({
  mode: name,
  start: START + 6 * HOUR,
  duration: 12 * HOUR,
}));

describe('simulateSignins', () => {
  it('writes the same bytes for the same options and others for another seed', () => {
    for (const format of FORMATS) {
      const options = { format, attacks: EVERY_ATTACK };
      const first = run(options);
      expect(run(options)).toEqual(first);
      expect(run({ ...options, seed: 'other' })).not.toEqual(first);
    }
  });

  it('leaves ordinary life untouched when attacks are added', () => {
    const mode = fc.constantFrom(...ATTACK_MODES.map(({ name }) => name));
    const plans = fc.array(
      fc.record({ mode, start: fc.integer({ min: START, max: START + 20 * HOUR }) }),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(fc.nat(), plans, (seed, attacks) => {
        const options = { seed, people: 6, organisations: 2 };
        const quiet = run(options);
        const besieged = run({ ...options, attacks });
        const lines = new Set(quiet.map((record) => record.line));
        const rest = besieged.filter((record) => lines.has(record.line));
        expect(rest).toEqual(quiet);
        // What is left belongs to a campaign, or is a session that one of them then steals.
        for (const record of besieged) {
          if (record.label.label === 'attack' || lines.has(record.line)) continue;
          expect(attacks.some((plan) => plan.mode === 'token-theft')).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('leaves an attack untouched when another is added', () => {
    const one: AttackPlan = { mode: 'distributed-spray', start: START, campaign: 'one' };
    const two: AttackPlan = { mode: 'brute-force', start: START, duration: HOUR, campaign: 'two' };
    const alone = run({ attacks: [one] }).filter((record) => record.label.campaign === 'one');
    const both = run({ attacks: [two, one] }).filter((record) => record.label.campaign === 'one');
    expect(alone.length).toBeGreaterThan(300);
    expect(both).toEqual(alone);
  });

  it('leaves one organisation untouched when others are added', () => {
    const alone = run({ organisations: 1 });
    const id = alone[0]?.label.organisation;
    const among = run({ organisations: 3 });
    expect(among.filter((record) => record.label.organisation === id)).toEqual(alone);
    expect(new Set(among.map((record) => record.label.organisation)).size).toBe(3);
  });

  it('gives every record an id of its own, in time order, within the days asked for', () => {
    for (const format of FORMATS) {
      const records = run({ format, days: 3, organisations: 2, attacks: EVERY_ATTACK });
      expect(new Set(records.map((record) => record.label.id)).size).toBe(records.length);
      const times = records.map((record) => record.label.time);
      expect(times).toEqual(times.toSorted());
      expect(Date.parse(times[0] ?? '')).toBeGreaterThanOrEqual(START);
      expect(Date.parse(times.at(-1) ?? '')).toBeLessThan(START + 72 * HOUR);
    }
  });

  it('labels each record with its own id, time, account and organisation', () => {
    for (const record of run({ attacks: EVERY_ATTACK })) {
      const { label } = record;
      const object = parsed(record);
      const actor = objectAt(objectAt(object, 'initiatedBy'), 'user');
      expect(textAt(object, 'id')).toBe(label.id);
      const at = textAt(object, 'createdDateTime') ?? textAt(object, 'activityDateTime') ?? '';
      expect(at.slice(0, 19)).toBe(label.time.slice(0, 19));
      expect(textAt(object, 'userPrincipalName') ?? textAt(actor, 'userPrincipalName')).toBe(
        label.account,
      );
      expect(textAt(object, 'homeTenantId') ?? textAt(actor, 'homeTenantId')).toBe(
        label.organisation,
      );
      expect(label.campaign === undefined).toBe(label.label === 'benign');
    }
  });

  it('makes a plausible day for 1,000 people', () => {
    const records = run({ people: 1000 });
    const signIns = records.map(parsed).filter((object) => 'createdDateTime' in object);
    const failed = signIns.filter(
      (object) => numberAt(objectAt(object, 'status'), 'errorCode') !== 0,
    );
    const interactive = signIns.filter((object) => object['isInteractive'] === true);
    const perPerson = records.length / 1000;
    expect(perPerson).toBeGreaterThan(15);
    expect(perPerson).toBeLessThan(40);
    expect(failed.length / signIns.length).toBeGreaterThan(0.03);
    expect(failed.length / signIns.length).toBeLessThan(0.08);
    expect(interactive.length / signIns.length).toBeGreaterThan(0.1);
    expect(interactive.length / signIns.length).toBeLessThan(0.4);
    const bytes = records.reduce((sum, record) => sum + Buffer.byteLength(record.line), 0);
    expect(bytes / records.length).toBeGreaterThan(1200);
    expect(bytes / records.length).toBeLessThan(2200);
  });

  it('has no failures but interrupts when all noise is off', () => {
    const noise = {
      typos: 0,
      forgottenPasswords: 0,
      stalePhones: 0,
      passwordExpiryDays: 0,
      newStarters: 0,
      expiredSessions: 0,
      missedPushes: 0,
      consents: 0,
    };
    for (const record of run({ people: 200, noise })) {
      const code = numberAt(objectAt(parsed(record), 'status'), 'errorCode') ?? 0;
      expect([0, 50_074, 50_140]).toContain(code);
    }
  });

  it('says in plain sentences what is wrong with the options', () => {
    const base: SimulationOptions = { seed: 1, start: START, days: 1 };
    expect(checkSimulation(base)).toEqual([]);
    expect(
      checkSimulation({
        ...base,
        days: 0,
        timeZone: 'Mars/Olympus',
        people: 0,
        attacks: [
          { mode: 'spray' },
          { mode: 'brute-force', rates: { tries: 3 } },
          { mode: 'brute-force', rates: { accounts: 'all' } },
          { mode: 'brute-force', rates: { client: 'fax' } },
          { mode: 'loud-spray', organisations: [4] },
        ],
      }),
    ).toMatchObject(
      [
        /Unknown time zone "Mars\/Olympus"; known are/,
        /number of days/,
        /number of people/,
        /Unknown attack mode "spray"; known are loud-spray/,
        /has no rate "tries"; it has triesPerHour/,
        /"accounts" of "brute-force" must be a number/,
        /"client" of "brute-force" must be one of legacy, script, browser/,
        /no organisation 4/,
      ].map((pattern) => expect.stringMatching(pattern) as string),
    );
  });
});

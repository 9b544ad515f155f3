import { describe, expect, it } from 'vitest';
import { ATTACK_MODES } from './attacks/modes.ts';
import type { SimulationOptions } from './options.ts';
import { SCENARIOS, scenarioNamed } from './scenarios.ts';
import type { Label } from './simulate.ts';
import { checkSimulation, rosters, simulateSignins } from './simulate.ts';

const DAY = 86_400_000;
const SEEDS = ['1', '2', 'three'];

function optionsOf(name: string, seed = '1'): SimulationOptions {
  const scenario = scenarioNamed(name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  return scenario.options(seed);
}

function labelsOf(options: SimulationOptions): Label[] {
  return Array.from(simulateSignins(options), ({ label }) => label);
}

function sizesOf(options: SimulationOptions): number[] {
  return rosters(options).map((names) => names.length);
}

describe.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
  'the scenario %s',
  (name, scenario) => {
    it('can be simulated for any seed, is the same for the same and another for another', () => {
      for (const seed of SEEDS) {
        const options = scenario.options(seed);
        expect(checkSimulation(options)).toEqual([]);
        expect(scenario.options(seed)).toEqual(options);
      }
      const worlds = SEEDS.map((seed) => scenario.options(seed));
      expect(new Set(worlds.map((world) => JSON.stringify(world.noise))).size).toBe(SEEDS.length);
      expect(new Set(worlds.map((world) => world.start)).size).toBe(SEEDS.length);
      expect(scenario.title).toMatch(/^[A-Z]/);
      expect(name).toMatch(/^[a-z0-9-]+$/);
    });
  },
);

describe('the scenarios', () => {
  it('have names of their own and use every attack mode', () => {
    expect(new Set(SCENARIOS.map((one) => one.name)).size).toBe(SCENARIOS.length);
    const plans = SCENARIOS.flatMap((one) =>
      SEEDS.flatMap((seed) => one.options(seed).attacks ?? []),
    );
    const used = new Set(plans.map((plan) => plan.mode));
    for (const mode of ATTACK_MODES) expect(used).toContain(mode.name);
  });

  it('attack within the time simulated, after a quiet start', () => {
    for (const scenario of SCENARIOS) {
      for (const seed of SEEDS) {
        const { attacks = [], start, days } = scenario.options(seed);
        for (const plan of attacks) {
          expect(plan.start).toBeGreaterThan(start);
          expect(plan.start).toBeLessThan(start + days * DAY);
        }
      }
    }
  });

  it('of one name differ from seed to seed in rates, infrastructure and clients', () => {
    const seeds = Array.from({ length: 12 }, (_, index) => String(index));
    const plans = seeds.map((seed) => optionsOf('office-spray', seed).attacks?.[0]);
    for (const rate of ['triesPerHour', 'share', 'poolSize', 'poolChurn']) {
      expect(new Set(plans.map((plan) => plan?.rates?.[rate])).size).toBeGreaterThan(8);
    }
    for (const rate of ['infrastructure', 'client']) {
      expect(new Set(plans.map((plan) => plan?.rates?.[rate])).size).toBeGreaterThan(2);
    }
  });

  it('hidden in households never use anything else', () => {
    for (const scenario of SCENARIOS.filter((one) => one.name.endsWith('-residential'))) {
      for (const seed of SEEDS) {
        for (const plan of scenario.options(seed).attacks ?? []) {
          expect(['residential', 'mobile']).toContain(plan.rates?.['infrastructure']);
          expect(plan.rates?.['client'] ?? 'popular').toBe('popular');
        }
      }
    }
  });
});

describe('what the issue asks for', () => {
  it("an office of about 20 at Strontium's rate", () => {
    for (const seed of SEEDS) {
      const options = optionsOf('office-spray', seed);
      const [size = 0] = sizesOf(options);
      expect(size).toBeGreaterThanOrEqual(17);
      expect(size).toBeLessThanOrEqual(23);
      expect(Number(options.attacks?.[0]?.rates?.['triesPerHour'])).toBeCloseTo(4, -0.1);
    }
  });

  it('twelve accounts of about 60 at one try a day for 28 days', () => {
    for (const name of ['slow-spray', 'slow-spray-residential']) {
      const labels = labelsOf(optionsOf(name)).filter((label) => label.label === 'attack');
      const tries = Map.groupBy(labels, (label) => label.account);
      expect(tries.size).toBe(12);
      for (const own of tries.values()) {
        expect(own.length).toBeGreaterThan(17);
        expect(own.length).toBeLessThan(35);
      }
    }
  });

  it('brute force on two accounts', () => {
    const labels = labelsOf(optionsOf('brute-force'));
    const attacked = labels.filter((label) => label.label === 'attack');
    expect(new Set(attacked.map((label) => label.account)).size).toBe(2);
  });

  it('a password found in every guessing attack', () => {
    for (const scenario of SCENARIOS.filter((one) => one.name.endsWith('-found'))) {
      const steps = new Set(labelsOf(scenario.options('4')).map((label) => label.step));
      const found = steps.has('hit') || steps.has('entry');
      expect([scenario.name, found]).toEqual([scenario.name, true]);
    }
  });

  it('campaigns on one organisation, apart or sharing accounts', () => {
    const shared = (name: string, seed: string): number => {
      const campaigns = Map.groupBy(optionsOf(name, seed).attacks ?? [], (plan) => plan.campaign);
      expect(campaigns.size).toBeGreaterThan(1);
      const lists = [...campaigns.values()].map((plans) =>
        plans.flatMap((one) => one.accounts ?? []),
      );
      const all = lists.flat();
      return all.length - new Set(all).size;
    };
    for (const seed of SEEDS) expect(shared('overlapping-apart', seed)).toBe(0);
    expect(SEEDS.some((seed) => shared('overlapping-shared', seed) > 0)).toBe(true);
  });

  it('organisations of 5 to 10,000', () => {
    const sizes = SCENARIOS.filter((one) => one.name.startsWith('size-')).flatMap((one) =>
      sizesOf(one.options('1')),
    );
    expect(Math.min(...sizes)).toBeLessThan(8);
    expect(Math.max(...sizes)).toBeGreaterThan(8000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10_000);
  });

  it('quiet offices of about 20 for a year, with every look-alike and no attack', () => {
    const options = optionsOf('quiet-year');
    expect(options.days).toBe(364);
    expect(options.attacks ?? []).toEqual([]);
    for (const size of sizesOf(options)) expect(Math.abs(size - 20)).toBeLessThanOrEqual(3);
    const labels = labelsOf(options);
    const modes = new Set(labels.map((label) => label.mode));
    expect([...modes]).toEqual(
      expect.arrayContaining([
        'typo',
        'forgotten-password',
        'stale-phone',
        'password-expiry',
        'traveller',
        'vpn',
        'privacy-relay',
        'tor',
        'new-starter',
        'expired-session',
        'keep-me-signed-in',
        'scanner',
        'outage',
        'outage-rush',
        'shared-mailbox',
        'expired-secret',
        'unlisted-probe',
      ]),
    );
  }, 60_000);

  it('about 300,000 sign-ins of 13 organisations over 28 days', () => {
    const options = optionsOf('thirteen-organisations');
    expect(options.days).toBe(28);
    const labels = labelsOf(options);
    expect(new Set(labels.map((label) => label.organisation)).size).toBe(13);
    expect(labels.length).toBeGreaterThan(240_000);
    expect(labels.length).toBeLessThan(400_000);
  }, 60_000);
});

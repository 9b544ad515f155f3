import type { Facts } from '../facts.ts';
import { internet } from '../internet.ts';
import type { Organisation } from '../organisation.ts';
import type { AttackPlan, Settings } from '../options.ts';
import type { Random } from '../random.ts';
import type { AttackMode } from './attack.ts';
import { ATTACK_MODES } from './modes.ts';
import { HIT_OUTCOMES, HIT_PLACES } from './prize.ts';
import { SCHEDULES } from './schedule.ts';

/** Rates that are words, and the words they can be. */
const CHOICES: ReadonlyMap<string, readonly string[]> = new Map([
  ['client', ['legacy', 'script', 'browser', 'popular', 'mixed']],
  ['infrastructure', ['anonymiser', 'hosting', 'tor', 'residential', 'mobile', 'abroad']],
  ['hitOutcome', HIT_OUTCOMES],
  ['hitFrom', HIT_PLACES],
  ['hours', SCHEDULES],
  ['aftermath', ['none', 'mailbox', 'full']],
  ['variant', ['proxy', 'cookie', 'odd-client']],
]);

/** What is wrong with the attack plans, one sentence each. */
export function checkPlans(settings: Settings): string[] {
  return settings.attacks.flatMap((plan) => {
    const mode = modeOf(plan);
    if (mode === undefined) {
      const names = ATTACK_MODES.map((one) => one.name).join(', ');
      return [`Unknown attack mode "${plan.mode}"; known are ${names}.`];
    }
    return [
      ...checkRates(mode, plan),
      ...(plan.organisations ?? [])
        .filter((index) => settings.organisations[index] === undefined)
        .map((index) => `There is no organisation ${index} for the attack "${plan.mode}".`),
    ];
  });
}

function checkRates(mode: AttackMode, plan: AttackPlan): string[] {
  return Object.entries(plan.rates ?? {}).flatMap(([name, value]) => {
    const standard = mode.defaults[name];
    if (standard === undefined) {
      const names = Object.keys(mode.defaults).join(', ');
      return [`The attack "${mode.name}" has no rate "${name}"; it has ${names}.`];
    }
    if (typeof value !== typeof standard) {
      return [`The rate "${name}" of "${mode.name}" must be a ${typeof standard}.`];
    }
    if (typeof value === 'number' && !(Number.isFinite(value) && value >= 0)) {
      return [`The rate "${name}" of "${mode.name}" must be 0 or more.`];
    }
    const choices = CHOICES.get(name);
    if (choices === undefined || choices.includes(String(value))) return [];
    return [`The rate "${name}" of "${mode.name}" must be one of ${choices.join(', ')}.`];
  });
}

function modeOf(plan: AttackPlan): AttackMode | undefined {
  return ATTACK_MODES.find((mode) => mode.name === plan.mode);
}

export interface AttackStream {
  /** Unlike that of any other stream. */
  readonly name: string;
  readonly facts: Iterable<Facts>;
}

/** One stream per plan and organisation. Each depends on the seed, its campaign and its organisation alone. */
export function attackStreams(
  settings: Settings,
  organisations: readonly Organisation[],
  seed: Random,
): AttackStream[] {
  return settings.attacks.flatMap((plan, index) => {
    const mode = modeOf(plan);
    if (mode === undefined) return [];
    const campaign = plan.campaign ?? `${mode.name}-${index + 1}`;
    const start = plan.start ?? settings.start + (settings.end - settings.start) / 3;
    const end = Math.min(settings.end, start + (plan.duration ?? mode.duration));
    const positions = plan.organisations ?? organisations.map((one) => one.index);
    return positions.flatMap((at, position) => {
      const organisation = organisations[at];
      if (organisation === undefined) return [];
      const name = `attack ${campaign} ${mode.name}`;
      const context = {
        settings,
        organisation,
        position,
        stride: positions.length,
        net: internet(),
        mode: mode.name,
        campaign,
        chosen:
          plan.accounts && organisation.accounts.filter((one) => plan.accounts?.includes(one.name)),
        start,
        end,
        shared: seed.fork(`campaign ${campaign}`),
        random: organisation.random.fork(name),
      };
      return [{ name: `${name} ${at}`, facts: mode.run(context, plan.rates ?? {}) }];
    });
  });
}

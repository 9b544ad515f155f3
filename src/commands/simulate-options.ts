import { parseTime } from '../lib/time.ts';
import type { LogFaults } from '../simulator/log-faults.ts';
import { PERFECT_LOG } from '../simulator/log-faults.ts';
import type { AttackPlan, Format, Rate, SimulationOptions } from '../simulator/options.ts';
import { SCENARIOS, scenarioNamed } from '../simulator/scenarios.ts';
import type { OptionValues } from './command.ts';
import { countOption, listOption, stringOption, UsageError } from './command.ts';

/** The simulated time begins here unless --start says otherwise: a Monday. */
export const DEFAULT_START = '2026-10-05T00:00:00Z';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a scenario decides, so that it cannot be given beside one. */
const DECIDED = [
  'people',
  'organisations',
  'start',
  'days',
  'attack',
  'noise',
  'time-zone',
  'remote-share',
  'mfa-share',
] as const;

/** What the command line asks for, by scenario or in its own words. */
export function simulationOptions(values: OptionValues): SimulationOptions {
  const options = worldOptions(values);
  const format = stringOption(values, 'format');
  const faults = listOption(values, 'log').map((text) => pair(text, '--log'));
  return {
    ...options,
    ...(format !== undefined && { format: format as Format }),
    ...(faults.length > 0 && { log: { ...options.log, ...logFaults(faults, options.start) } }),
  };
}

function worldOptions(values: OptionValues): SimulationOptions {
  const name = stringOption(values, 'scenario');
  if (name === undefined) return ownOptions(values);
  const taken = DECIDED.find((option) => values[option] !== undefined);
  if (taken !== undefined) {
    throw new UsageError(`--scenario decides what --${taken} would say; leave one of them out`);
  }
  const scenario = scenarioNamed(name);
  if (scenario === undefined) {
    const start = name.split('-')[0] ?? name;
    const near = SCENARIOS.filter((one) => one.name.includes(start)).map((one) => one.name);
    const hint = near.length > 0 ? `; is it one of ${near.join(', ')}?` : '';
    throw new UsageError(
      `there is no scenario "${name}"${hint} (scrutineer simulate scenarios lists all)`,
    );
  }
  return scenario.options(stringOption(values, 'seed') ?? '1');
}

/** `gap=HOURS:MINUTES` begins so many hours into the simulation and lasts so many minutes. */
function logFaults(
  faults: readonly (readonly [string, string])[],
  start: number,
): Partial<LogFaults> {
  const gaps: LogFaults['gaps'][number][] = [];
  const rates: Record<string, number> = {};
  for (const [name, value] of faults) {
    if (name === 'gap') {
      const [from = '', minutes = ''] = value.split(':');
      gaps.push({
        start: start + numberOf(from, '--log gap') * HOUR,
        minutes: numberOf(minutes, '--log gap'),
      });
    } else if (name in PERFECT_LOG && name !== 'gaps') {
      rates[name] = numberOf(value, `--log ${name}`);
    } else {
      throw new UsageError(
        `--log has no "${name}"; it has late, lateHours, shuffleMinutes, duplicates, gap`,
      );
    }
  }
  return { ...rates, ...(gaps.length > 0 && { gaps }) };
}

function ownOptions(values: OptionValues): SimulationOptions {
  const startText = stringOption(values, 'start') ?? DEFAULT_START;
  const start = parseTime(startText.length === 10 ? `${startText}T00:00:00Z` : startText);
  if (start === undefined)
    throw new UsageError(`--start takes a time such as ${DEFAULT_START}, not "${startText}"`);
  const [people, organisations] = [
    countOption(values, 'people', 1),
    countOption(values, 'organisations', 1),
  ];
  const timeZone = stringOption(values, 'time-zone');
  const [remoteShare, mfaShare] = [
    shareOption(values, 'remote-share'),
    shareOption(values, 'mfa-share'),
  ];
  const noise = listOption(values, 'noise').map((text) => pair(text, '--noise'));
  return {
    seed: stringOption(values, 'seed') ?? '1',
    start,
    days: countOption(values, 'days', 1) ?? 7,
    attacks: listOption(values, 'attack').map((text) => attackPlan(text, start)),
    noise: Object.fromEntries(
      noise.map(([name, value]) => [name, numberOf(value, `--noise ${name}`)]),
    ),
    ...(people !== undefined && { people }),
    ...(organisations !== undefined && { organisations }),
    ...(timeZone !== undefined && { timeZone }),
    ...(remoteShare !== undefined && { remoteShare }),
    ...(mfaShare !== undefined && { mfaShare }),
  };
}

/** `MODE,name=value,…` */
function attackPlan(text: string, start: number): AttackPlan {
  const [mode = '', ...parts] = text.split(',');
  const rates: Record<string, Rate> = {};
  let begin: number | undefined;
  let duration: number | undefined;
  for (const part of parts) {
    const [name, value] = pair(part, `--attack ${mode}`);
    if (name === 'start') begin = start + numberOf(value, 'start') * HOUR;
    else if (name === 'duration') duration = numberOf(value, 'duration') * HOUR;
    else rates[name] = rateOf(value);
  }
  return {
    mode,
    rates,
    ...(begin !== undefined && { start: begin }),
    ...(duration !== undefined && { duration: Math.min(duration, 3650 * DAY) }),
  };
}

function rateOf(text: string): Rate {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : number;
}

function pair(text: string, option: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`${option} takes name=value, not "${text}"`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function shareOption(values: OptionValues, name: string): number | undefined {
  const text = stringOption(values, name);
  if (text === undefined) return undefined;
  const share = numberOf(text, `--${name}`);
  if (share < 0 || share > 1)
    throw new UsageError(`--${name} takes a share from 0 to 1, not "${text}"`);
  return share;
}

function numberOf(text: string, what: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number))
    throw new UsageError(`${what} takes a number, not "${text}"`);
  return number;
}

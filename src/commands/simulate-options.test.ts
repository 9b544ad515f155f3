import { describe, expect, it } from 'vitest';
import { scenarioNamed } from '../simulator/scenarios.ts';
import { UsageError } from './command.ts';
import { DEFAULT_START, simulationOptions } from './simulate-options.ts';

const START = Date.parse(DEFAULT_START);
const HOUR = 3_600_000;

describe('the options of simulate signins', () => {
  it('may name a scenario, drawn by the seed, in any format', () => {
    expect(simulationOptions({ scenario: 'mixed', seed: 'x', format: 'o365' })).toEqual({
      ...scenarioNamed('mixed')?.options('x'),
      format: 'o365',
    });
    expect(simulationOptions({ scenario: 'mixed' })).toEqual(scenarioNamed('mixed')?.options('1'));
  });

  it('refuse what a scenario decides, and scenarios that do not exist, with a hint', () => {
    expect(() => simulationOptions({ scenario: 'mixed', people: '3' })).toThrow(
      '--scenario decides what --people would say; leave one of them out',
    );
    expect(() => simulationOptions({ scenario: 'slow-sprai' })).toThrow(
      /no scenario "slow-sprai"; is it one of slow-spray, .*\?/,
    );
    expect(() => simulationOptions({ scenario: 'zzz' })).toThrow(UsageError);
  });

  it('take faults of the log, gaps by hours into it and minutes', () => {
    const log = ['late=0.1', 'lateHours=3', 'duplicates=0.02', 'gap=24:90', 'gap=50:10'];
    expect(simulationOptions({ log }).log).toEqual({
      late: 0.1,
      lateHours: 3,
      duplicates: 0.02,
      gaps: [
        { start: START + 24 * HOUR, minutes: 90 },
        { start: START + 50 * HOUR, minutes: 10 },
      ],
    });
    expect(() => simulationOptions({ log: ['lost=1'] })).toThrow('--log has no "lost"');
    expect(() => simulationOptions({ log: ['late=often'] })).toThrow('--log late takes a number');
    expect(() => simulationOptions({ log: ['gap=4'] })).toThrow('--log gap takes');
  });

  it('keep the faults a scenario has beside those asked for', () => {
    const scenario = scenarioNamed('imperfect-log')?.options('1');
    const options = simulationOptions({ scenario: 'imperfect-log', log: ['duplicates=0.5'] });
    expect(options.log).toEqual({ ...scenario?.log, duplicates: 0.5 });
  });
});

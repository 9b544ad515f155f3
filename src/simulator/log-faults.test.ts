import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PERFECT_LOG, asLogged } from './log-faults.ts';
import type { LogFaults } from './log-faults.ts';
import { checkSimulation, simulateSignins } from './simulate.ts';

const START = Date.UTC(2026, 8, 7);
const MINUTE = 60_000;
const OPTIONS = { seed: 'log', start: START, days: 2, people: 15 };

const perfect = [...simulateSignins(OPTIONS)];

function logged(faults: Partial<LogFaults>) {
  return [...simulateSignins({ ...OPTIONS, log: faults })];
}

describe('a log with faults', () => {
  it('has the same records and labels, whatever their order', () => {
    const seen = logged({ late: 0.3, lateHours: 5, shuffleMinutes: 15, duplicates: 0.1 });
    const first = seen.filter((record) => record.again !== true);
    const byId = (one: { label: { id: string } }, other: { label: { id: string } }) =>
      one.label.id < other.label.id ? -1 : 1;
    expect(first.toSorted(byId)).toEqual(perfect.toSorted(byId));
    expect(seen).not.toEqual(perfect);
  });

  it('keeps records within the bound of disorder', () => {
    const seen = logged({ shuffleMinutes: 10 });
    let latest = 0;
    let disordered = 0;
    for (const { label } of seen) {
      const time = Date.parse(label.time);
      if (time < latest) disordered++;
      expect(latest - time).toBeLessThanOrEqual(10 * MINUTE + 1000);
      latest = Math.max(latest, time);
    }
    expect(disordered).toBeGreaterThan(50);
  });

  it('delivers a share late, by minutes to hours', () => {
    const seen = logged({ late: 0.2, lateHours: 6 });
    let latest = 0;
    const delays: number[] = [];
    for (const { label } of seen) {
      const time = Date.parse(label.time);
      if (latest - time > MINUTE) delays.push(latest - time);
      latest = Math.max(latest, time);
    }
    expect(delays.length).toBeGreaterThan(30);
    expect(Math.max(...delays)).toBeGreaterThan(60 * MINUTE);
    expect(Math.max(...delays)).toBeLessThanOrEqual(361 * MINUTE);
  });

  it('delivers a share twice, byte for byte, marked as such', () => {
    const seen = logged({ duplicates: 0.2 });
    const again = seen.filter((record) => record.again === true);
    expect(again.length / perfect.length).toBeGreaterThan(0.1);
    expect(again.length / perfect.length).toBeLessThan(0.3);
    const lines = new Set(perfect.map((record) => record.line));
    expect(again.every((record) => lines.has(record.line))).toBe(true);
  });

  it('lacks exactly what falls into a gap', () => {
    const gap = { start: START + 15 * 60 * MINUTE, minutes: 180 };
    const inside = (time: string) =>
      Date.parse(time) >= gap.start && Date.parse(time) < gap.start + gap.minutes * MINUTE;
    const seen = logged({ gaps: [gap] });
    expect(perfect.some((record) => inside(record.label.time))).toBe(true);
    expect(seen).toEqual(perfect.filter((record) => !inside(record.label.time)));
  });

  it('treats a record the same whatever else is in the log', () => {
    const faults = { late: 0.3, lateHours: 3, duplicates: 0.2, shuffleMinutes: 5 };
    const attacks = [{ mode: 'loud-spray', start: START + 20 * 60 * MINUTE }];
    const alone = logged(faults).map((record) => record.line);
    const seen = [...simulateSignins({ ...OPTIONS, attacks, log: faults })];
    const kept = seen.filter((record) => record.label.label === 'benign');
    expect(kept.map((record) => record.line)).toEqual(alone);
  });

  it('loses and invents nothing for any times and faults', () => {
    const times = fc.array(fc.nat(3 * 24 * 60), { maxLength: 60 });
    const faults = fc.record({
      late: fc.float({ min: 0, max: 1, noNaN: true }),
      lateHours: fc.nat(50),
      shuffleMinutes: fc.nat(200),
      duplicates: fc.float({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(times, faults, fc.string(), (minutes, some, seed) => {
        const records = minutes
          .toSorted((one, other) => one - other)
          .map((minute, id) => ({
            label: { id: String(id), time: new Date(START + minute * MINUTE).toISOString() },
          }));
        const seen = [...asLogged(records, { ...PERFECT_LOG, ...some }, seed)];
        const ids = seen.filter((one) => one.again !== true).map((one) => Number(one.label.id));
        expect(ids.toSorted((one, other) => one - other)).toEqual(records.map((_, index) => index));
      }),
    );
  });

  it('says what is wrong with the faults asked for', () => {
    expect(checkSimulation({ ...OPTIONS, log: { late: 2, shuffleMinutes: -1 } })).toEqual([
      'The log\'s "late" must be from 0 to 1.',
      'The log\'s "shuffleMinutes" must be from 0 to 10,000.',
    ]);
  });
});

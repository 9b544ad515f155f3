import { existsSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readLines, scrutineer, temporaryFolder } from './run.ts';
import { ATTACKED, simulatedLines } from './simulated.ts';

const RULES = ['--only-packs', '--packs', 'test/fixtures/rules.yml'];

/** Kills spread over a whole run, start-up and writing of the results included. */
const KILLS = 6;

it('a scan killed at any moment and run again finds the same, and nothing twice', async () => {
  using folder = temporaryFolder();
  const file = folder.file('log.ndjson');
  writeFileSync(file, simulatedLines({ ...ATTACKED, days: 5, people: 80 }).join('\n'));
  const whole = async (name: string): Promise<number> => {
    const started = performance.now();
    const results = ['--db', folder.file(`${name}.db`), '--out', folder.file(name)];
    await scrutineer(['scan', file, ...RULES, ...results]);
    return performance.now() - started;
  };
  // The shorter of two: what else the machine does must not move all kills behind the end.
  const length = Math.min(await whole('whole'), await whole('again'));
  const expected = readLines(folder.file('whole/findings.ndjson'));
  const cases = readLines(folder.file('whole/cases.ndjson'));
  expect(readLines(folder.file('again/findings.ndjson'))).toEqual(expected);
  expect(expected.length).toBeGreaterThan(50);
  expect(cases.length).toBeGreaterThan(0);
  let killed = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const db = folder.file(`killed-${kill}.db`);
    const out = folder.file(`killed-${kill}`);
    const args = ['scan', file, ...RULES, '--db', db, '--out', out];
    // Twice, the second time later: also a run that resumes may be killed.
    const moment = (length * (kill + 0.5)) / KILLS;
    const first = await scrutineer(args, { killAfter: moment * 0.6 });
    await scrutineer(args, { killAfter: moment });
    if (first.status === null) killed += 1;
    // What a killed run has left is either nothing or whole.
    const left = existsSync(`${out}/findings.ndjson`)
      ? readLines(`${out}/findings.ndjson`)
      : expected;
    expect(left).toEqual(expected);
    const last = await scrutineer(args);
    expect(last.status).toBe(0);
    expect(readLines(`${out}/findings.ndjson`)).toEqual(expected);
    expect(readLines(`${out}/cases.ndjson`)).toEqual(cases);
  }
  expect(killed).toBeGreaterThan(KILLS / 2);
}, 240_000);

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REQUIREMENTS } from '../src/evaluation/requirements.ts';
import { rightKinds } from '../src/evaluation/right-kinds.ts';
import { ATTACK_MODES } from '../src/simulator/attacks/modes.ts';
import { SCENARIOS } from '../src/simulator/scenarios.ts';
import { simulateSignins } from '../src/simulator/simulate.ts';
import { scrutineer, temporaryFolder } from './run.ts';

const START = Date.UTC(2026, 9, 5);

function labelled(folder: { file(name: string): string }): { log: string; labels: string } {
  const [log, labels] = [folder.file('log.ndjson'), folder.file('labels.ndjson')];
  const attacks = [{ mode: 'brute-force', start: START + 30 * 3_600_000, duration: 3_600_000 }];
  const records = [...simulateSignins({ seed: 'e', start: START, days: 2, people: 12, attacks })];
  writeFileSync(log, records.map(({ line }) => `${line}\n`).join(''));
  writeFileSync(labels, records.map(({ label }) => `${JSON.stringify(label)}\n`).join(''));
  return { log, labels };
}

describe('scrutineer evaluate accounts', () => {
  it('measures a labelled set, for people, scripts and documents', async () => {
    using folder = temporaryFolder();
    const { log, labels } = labelled(folder);
    const document = folder.file('accuracy.md');
    writeFileSync(
      document,
      '# Ours\n\n<!-- figures -->\nThose of before.\n<!-- end of figures -->\n\nOurs too.\n',
    );
    const args = ['evaluate', 'accounts', '--labels', labels, log, '--threads', '0'];
    const plain = await scrutineer([...args, '--out', document]);
    expect(plain.stderr).toBe('');
    expect(plain.status).toBe(0);
    expect(plain.stdout).toContain('labels.ndjson');
    expect(Math.max(...plain.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(
      80,
    );
    const written = readFileSync(document, 'utf8');
    expect(written).toMatch(/^# Ours\n[^]*\| labels.ndjson \| 1 \|[^]*\n\nOurs too.\n$/);
    expect(written).not.toContain('Those of before');
    const json = await scrutineer([...args, '--json']);
    const report = JSON.parse(json.stdout) as {
      total: { events: number; attacks: number; records: number; figures: Record<string, object> };
    };
    expect(report.total).toMatchObject({ attacks: 1, events: report.total.records });
    expect(report.total.figures['event_recall']).toMatchObject({ unit: 'share' });
    expect(report.total.figures['seconds']).toMatchObject({ unit: 'seconds' });
  });

  it('names file, line and field of a malformed label', async () => {
    using folder = temporaryFolder();
    const { log, labels } = labelled(folder);
    const lines = readFileSync(labels, 'utf8').split('\n');
    lines[4] = (lines[4] ?? '').replace('"organisation"', '"tenant"');
    writeFileSync(labels, lines.join('\n'));
    const run = await scrutineer(['evaluate', 'accounts', '--labels', labels, log]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(`${labels}:5: field "organisation": a text is needed`);
  });

  it('makes up, scans and scores a scenario, and fails only when asked to', async () => {
    const args = ['evaluate', 'accounts', '--scenario', 'size-5', '--seeds', '3', '--json'];
    const run = await scrutineer(args);
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    const report = JSON.parse(run.stdout) as {
      sets: { name: string; requirements: { met: boolean }[] }[];
    };
    expect(report.sets.map(({ name }) => name)).toEqual(['size-5']);
    const missed = report.sets.some(({ requirements }) => requirements.some(({ met }) => !met));
    expect((await scrutineer([...args, '--require'])).status).toBe(missed ? 1 : 0);
  });

  it.each([
    [[], 'what?'],
    [['accounts', 'log.ndjson'], 'need --labels FILE'],
    [['accounts', '--labels', 'x'], 'at least one PATH'],
    [['accounts', '--labels', 'x', '--seeds', '1', 'log'], '--seeds is for made-up logs'],
    [['accounts', '--as', 'okta'], '--as is for logs with --labels'],
    [['accounts', '--scenario', 'none'], 'there is no scenario "none"'],
    [['accounts', '--seeds', '5..1'], '--seeds takes a number or a range'],
    [['accounts', '--labels', 'x', 'nowhere.ndjson'], 'nowhere.ndjson'],
  ])('refuses %j and says what to do', async (args, message) => {
    const run = await scrutineer(['evaluate', ...args]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain(message);
  });

  it('lists every scenario', async () => {
    const { stdout } = await scrutineer(['evaluate', 'accounts', '--list']);
    for (const { name, title } of SCENARIOS) expect(stdout).toContain(`${name}\n  ${title}.`);
  });
});

describe('what is measured', () => {
  it('has scenarios for every requirement', () => {
    const without = REQUIREMENTS.filter(
      ({ scenarios }) =>
        scenarios !== undefined && !SCENARIOS.some(({ name }) => scenarios.test(name)),
    );
    expect(without).toEqual([]);
  });

  it('knows which kinds of case are right for every mode of attack', () => {
    const unknown = ATTACK_MODES.filter(({ name }) => rightKinds([name]) === undefined);
    expect(unknown).toEqual([]);
  });
});

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readJson, readLines, scrutineer, temporaryFolder } from './run.ts';

const SAMPLES = fileURLToPath(new URL('../samples', import.meta.url));

const DRAFTS = `title: Draft failures
id: 6f1c7c0e-7f6b-4a57-9d43-0a7f6a1b2c99
logsource: { category: authentication }
detection: { selection: { outcome: wrong-password }, condition: selection }
level: critical
---
title: Quick spray
# The id of a shipped rule, and a rule of that pack in it.
id: 463e154a-14f3-4b8a-b490-3ddffe9a60f2
correlation:
  type: value_count
  rules: [spray_failure]
  group-by: [src_endpoint.ip]
  timespan: 2h
  condition: { gte: 2, field: user.name }
---
title: No prompts
logsource: { category: authentication }
filter: { rules: any, selection: { 'outcome|exists': true }, condition: not selection }
`;

function withDrafts(text = DRAFTS) {
  const folder = temporaryFolder();
  mkdirSync(folder.file('drafts'));
  writeFileSync(folder.file('drafts/drafts.yml'), text);
  return folder;
}

const NO_FILTER = DRAFTS.slice(0, DRAFTS.lastIndexOf('---'));

/** Without what differs between any two runs. */
function findings(stdout: string): string {
  return stdout.slice(0, stdout.indexOf('\n"summary":'));
}

describe('rules in shadow', () => {
  it('change nothing of what is found, and are counted and written apart', async () => {
    using folder = withDrafts(NO_FILTER);
    const args = ['scan', SAMPLES, '--no-detectors', '--json', '--shadow', folder.file('drafts')];
    const alone = await scrutineer(['scan', SAMPLES, '--no-detectors', '--json']);
    const beside = await scrutineer([
      ...args,
      '--out',
      folder.file('out'),
      '--fail-on',
      'critical',
    ]);
    expect(findings(beside.stdout)).toBe(findings(alone.stdout));
    const { findings: counts, shadow } = readJson(folder.file('out/summary.json'));
    expect(counts).toMatchObject({ total: 12 });
    expect(shadow).toMatchObject({
      rules: 2,
      findings: 19,
      by_rule: [
        { title: 'Draft failures', level: 'critical', findings: 14 },
        {
          rule: '463e154a-14f3-4b8a-b490-3ddffe9a60f2 (shadow)',
          title: 'Quick spray',
          findings: 5,
        },
      ],
    });
    const records = readLines(folder.file('out/shadow.ndjson'));
    expect(records.length).toBe(19);
    expect(records.every((record) => record['shadow'] === true)).toBe(true);
    const times = records.map((record) => String(record['at']));
    expect(times).toEqual(times.toSorted());
    // A later scan without drafts leaves none of theirs behind.
    await scrutineer(['scan', SAMPLES, '--no-detectors', '--out', folder.file('out')]);
    expect(existsSync(folder.file('out/shadow.ndjson'))).toBe(false);
  });

  it('filter only one another', async () => {
    using folder = withDrafts();
    const args = ['scan', SAMPLES, '--no-detectors', '--json', '--shadow', folder.file('drafts')];
    const { stdout } = await scrutineer(args);
    const { summary } = JSON.parse(stdout) as { summary: Record<string, unknown> };
    expect(summary['findings']).toMatchObject({ total: 12 });
    expect(summary['shadow']).toMatchObject({
      by_rule: [{ title: 'Quick spray', findings: 5 }],
    });
  });

  it('fail no scan by --fail-on and are told in 80 columns', async () => {
    using folder = withDrafts(NO_FILTER);
    const args = ['scan', SAMPLES, '--only-packs', '--no-detectors', '--fail-on', 'low'];
    writeFileSync(
      folder.file('quiet.yml'),
      NO_FILTER.split('---')[0]?.replace('wrong-password', 'no') ?? '',
    );
    const packs = ['--packs', folder.file('quiet.yml'), '--shadow', folder.file('drafts')];
    const { status, stdout } = await scrutineer([...args, ...packs]);
    expect(status).toBe(0);
    expect(stdout).toContain('Found no attack on accounts');
    expect(stdout).toContain(
      'Drafts (1 rule in shadow) would have found 14 things, 11 subjects\n' +
        '  critical    14  Draft failures                    11 subjects\n',
    );
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('never turn into findings of an earlier scan, nor findings into theirs', async () => {
    using folder = withDrafts(NO_FILTER.split('---')[0]);
    const db = [
      '--db',
      folder.file('db'),
      '--only-packs',
      '--no-detectors',
      '--out',
      folder.file('out'),
    ];
    const scan = (...args: readonly string[]) => scrutineer(['scan', SAMPLES, ...db, ...args]);
    const drafts = folder.file('drafts');
    const found = () => readLines(folder.file('out/findings.ndjson')).length;
    writeFileSync(
      folder.file('other.yml'),
      DRAFTS.split('---')[0]?.replace(/^id.*/m, '').replace('wrong-password', 'in') ?? '',
    );
    const packs = ['--packs', folder.file('other.yml')];
    await scan(...packs, '--shadow', drafts);
    const before = found();
    expect(readFileSync(folder.file('out/shadow.ndjson'), 'utf8')).not.toBe('');
    // The events of the first scan were matched by a draft: what it made of them stays a draft's.
    const flipped = await scan(...packs, '--packs', drafts);
    expect(found()).toBe(before);
    expect(flipped.stdout.replaceAll(/\s+/g, ' ')).toContain('The rules have changed since');
    using fresh = temporaryFolder();
    const real = [
      'scan',
      SAMPLES,
      '--db',
      fresh.file('db'),
      '--only-packs',
      '--no-detectors',
      '--out',
      fresh.file('out'),
    ];
    await scrutineer([...real, '--packs', drafts]);
    expect(readLines(fresh.file('out/findings.ndjson')).length).toBe(14);
    await scrutineer([...real, ...packs, '--shadow', drafts]);
    const left = readLines(fresh.file('out/findings.ndjson'));
    expect(left.filter(({ rule }) => JSON.stringify(rule).includes('6f1c7c0e'))).toEqual([]);
    expect(readLines(fresh.file('out/shadow.ndjson'))).toEqual([]);
  });

  it('are listed as what they are', async () => {
    using folder = withDrafts(NO_FILTER.replace('level: critical', 'scrutineer: { shadow: true }'));
    const { stdout } = await scrutineer(['rules', 'list', folder.file('drafts')]);
    expect(stdout).toContain('(shadow) Draft failures');
    expect(stdout).toContain('2 rules, 1 of them in shadow\n');
    const json = await scrutineer(['rules', 'list', folder.file('drafts'), '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject([
      { title: 'Draft failures', shadow: true },
      { title: 'Quick spray', shadow: false },
    ]);
  });

  it('are tested by their cases like any other', async () => {
    using folder = temporaryFolder();
    await scrutineer(['rules', 'new', folder.file('draft')]);
    const file = folder.file('draft.yml');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('scrutineer:\n', 'scrutineer:\n  shadow: true\n'),
    );
    const { status, stdout } = await scrutineer(['rules', 'test', folder.path]);
    expect([status, stdout]).toEqual([0, expect.stringContaining('2 cases passed, 0 failed')]);
  });
});

it('says which rules waited for something that the logs end before', async () => {
  using folder = temporaryFolder();
  writeFileSync(
    folder.file('rules.yml'),
    `title: Sign-in
name: signed_in
logsource: { category: authentication }
detection: { s: { outcome: in }, condition: s }
---
title: Role
name: role
logsource: { category: audit }
detection: { s: { activity: role-grant }, condition: s }
---
title: No role after sign-in
correlation: { type: temporal, rules: [signed_in, role], group-by: [user.name], timespan: 5d, condition: signed_in and not role }
`,
  );
  const { stdout } = await scrutineer([
    'scan',
    SAMPLES,
    '--only-packs',
    '--no-detectors',
    '--packs',
    folder.path,
    '--out',
    folder.file('out'),
  ]);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'The rule "No role after sign-in" waits 5 days to be sure that something did not happen; the logs end before that for',
  );
  expect(readJson(folder.file('out/summary.json'))['rules']).toMatchObject({
    undecided_groups: [{ rule: 'No role after sign-in' }],
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { columns } from '../src/report/text-width.ts';
import { scrutineer, temporaryFolder } from './run.ts';

const SPRAY = fileURLToPath(new URL('../packs/accounts/spray-success.yml', import.meta.url));

const RULE = `title: Script signed in
id: 6f1c7c0e-7f6b-4a57-9d43-0a7f6a1b2c3d
logsource: { category: authentication }
detection:
  selection:
    outcome: in
    user_agent.original|contains: [curl/, wget/]
  filter_own: { network.listed: trusted }
  condition: selection and not 1 of filter_*
level: medium
tags: [attack.t1078]
---
title: Many scripts
correlation:
  type: event_count
  rules: [6f1c7c0e-7f6b-4a57-9d43-0a7f6a1b2c3d]
  group-by: [user.name]
  timespan: 1h
  condition: { gte: 2 }
  generate: true
`;

const record = (agent: string, id = 1, minute = 0): string =>
  JSON.stringify({
    id: `11111111-1111-4111-8111-11111111111${id}`,
    createdDateTime: `2026-10-01T09:0${minute}:00Z`,
    tenantId: '22222222-2222-4222-8222-222222222222',
    userPrincipalName: 'ann@example.org',
    userId: '33333333-3333-4333-8333-333333333333',
    appDisplayName: 'Exchange Online',
    ipAddress: '192.0.2.10',
    isInteractive: true,
    userAgent: agent,
    status: { errorCode: 0 },
  });

const caseOf = (name: string, expected: string, agent: string): string =>
  `- { name: ${name}, rule: Script signed in, expect: ${expected}, records: [${record(agent)}] }\n`;

/** A folder with the rule above and what is asked for beside it. */
function withRule(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  writeFileSync(folder.file('script.yml'), RULE);
  for (const [name, text] of Object.entries(files)) writeFileSync(folder.file(name), text);
  return folder;
}

describe('scrutineer rules check', () => {
  it('finds nothing wrong in the shipped rules', async () => {
    const { status, stdout } = await scrutineer(['rules', 'check']);
    expect(stdout).toMatch(/^\d+ rules and \d+ cases in \d+ files: 0 errors, 0 warnings\n$/);
    expect(status).toBe(0);
  });

  it('says where what is wrong, in rules and cases, and fails', async () => {
    using folder = withRule({
      'bad.yml': RULE.replace('|contains', '|contain').replaceAll('6f1c7c0e', '7f1c7c0e'),
      'script.cases.yml': '- { name: x, expect: maybe }\n',
    });
    const { status, stdout } = await scrutineer(['rules', 'check', folder.path]);
    expect(status).toBe(1);
    expect(stdout).toContain(
      'bad.yml:7:25: error: unknown modifier "contain" (did you mean "contains"?)',
    );
    expect(stdout).toContain('script.cases.yml:1:3: error: "expect" is match or no-match');
    const json = await scrutineer(['rules', 'check', folder.path, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ files: 2, errors: 3, warnings: 0 });
  });

  it('finds beside a single file what it refers to', async () => {
    const { status, stdout } = await scrutineer(['rules', 'check', SPRAY]);
    expect(stdout).toContain('in 1 file: 0 errors');
    expect(status).toBe(0);
  });

  it('lets no rule steer the terminal', async () => {
    using folder = withRule({ 'bad.yml': 'title: "\\e[2J\\u009b31m"\ndetections: "\\e[2J"\n' });
    for (const args of [['check'], ['list'], ['test'], ['check', '--json'], ['list', '--json']]) {
      const [action = '', ...more] = args;
      const { stderr, stdout } = await scrutineer(['rules', action, folder.path, ...more]);
      // oxlint-disable-next-line no-control-regex -- these are what is looked for
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
  });
});

describe('scrutineer rules list', () => {
  it('fits 80 columns, the worst first', async () => {
    const { status, stdout } = await scrutineer(['rules', 'list', '--all']);
    const lines = stdout.trimEnd().split('\n');
    expect(status).toBe(0);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines[0]).toMatch(/^Level +Title +Techniques +Log source$/);
    expect(lines[1]).toMatch(/^critical /);
  });

  it('lists what --json asks for, with files and lines', async () => {
    using folder = withRule({});
    const { stdout } = await scrutineer(['rules', 'list', folder.path, '--json']);
    expect(JSON.parse(stdout)).toMatchObject([
      { title: 'Many scripts', level: 'medium', source: 'event_count', alerts: true, line: 13 },
      { title: 'Script signed in', tags: ['attack.t1078'], source: 'authentication' },
    ]);
  });
});

describe('scrutineer rules test', () => {
  it('passes what holds and says of the rest what was found instead', async () => {
    const cases =
      caseOf('curl', 'match', 'curl/8.1') +
      caseOf('a browser', 'match', 'Mozilla/5.0') +
      caseOf('wget', 'no-match', 'wget/2');
    using folder = withRule({ 'script.cases.yml': cases });
    const { status, stdout } = await scrutineer(['rules', 'test', folder.path]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/script\.yml\s+1 passed\s+2 failed/);
    expect(stdout).toContain(
      'script.cases.yml:2: a browser (Script signed in)\n    expected a match',
    );
    expect(stdout).toContain('script.cases.yml:3: wget');
    expect(stdout).toContain('found: medium: Script signed in: Script signed in: ann@example.org.');
    expect(stdout).toMatch(/1 case passed, 2 failed\n$/);
    const json = await scrutineer(['rules', 'test', folder.file('script.cases.yml'), '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ passed: 1, failed: 2 });
  });

  it('fails a case that names no rule, or holds a record nobody reads', async () => {
    const cases =
      caseOf('x', 'match', 'curl/8').replace('Script signed in', 'Another') +
      '- { name: y, expect: no-match, records: [{ a: 1 }] }\n';
    using folder = withRule({ 'script.cases.yml': cases });
    const { status, stdout } = await scrutineer(['rules', 'test', folder.path]);
    expect(status).toBe(1);
    expect(stdout).toContain('no rule of the file that raises findings is called "Another"');
    expect(stdout).toContain('record 1 cannot be read');
  });
});

describe('scrutineer rules explain', () => {
  const events = {
    'curl.json': record('curl/8.1'),
    'browser.json': record('Mozilla/5.0 \u001b[2J\u009b31m\u202e'),
    'two.ndjson': `${record('wget/2', 2, 5)}\n${record('curl/8.1')}\n`,
    'trusted.txt': '192.0.2.0/24\n',
  };

  it('shows every part of the condition with what the event has there', async () => {
    using folder = withRule(events);
    const args = ['rules', 'explain', folder.file('script.yml'), folder.file('curl.json')];
    const { status, stdout } = await scrutineer(args);
    expect(status).toBe(0);
    expect(stdout).toContain('✓ log source category: authentication');
    expect(stdout).toContain('✓ outcome: in  found "in"');
    expect(stdout).toContain(
      '✓ user_agent.original|contains: any of curl/, wget/, holds for curl/\n',
    );
    expect(stdout).toMatch(/^ +found "curl\/8\.1"$/m);
    expect(stdout).toContain('✗ network.listed: trusted  absent');
    const listed = await scrutineer([...args, '--trusted', folder.file('trusted.txt')]);
    expect(listed.status).toBe(1);
    expect(listed.stdout).toContain('✓ network.listed: trusted  found "trusted"');
  });

  it('shows nothing of a log that could steer the terminal', async () => {
    using folder = withRule(events);
    const args = ['rules', 'explain', folder.file('script.yml'), folder.file('browser.json')];
    for (const more of [[], ['--json']]) {
      const { status, stdout } = await scrutineer([...args, ...more]);
      expect(status).toBe(1);
      expect(stdout).toContain('Mozilla/5.0');
      // oxlint-disable-next-line no-control-regex -- these are what is looked for
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });

  it('shows what a correlation groups and counts, and whether it opens', async () => {
    using folder = withRule(events);
    const explain = ['rules', 'explain', 'many scripts'];
    const packs = ['--packs', folder.file('script.yml')];
    const two = await scrutineer([...explain, folder.file('two.ndjson'), ...packs]);
    expect(two.status).toBe(0);
    expect(two.stdout).toContain('✓ 1 incident  event_count by user.name within 1h: gte 2');
    expect(two.stdout).toContain('group user.name=ann@example.org: 2 hits');
    const one = await scrutineer([...explain, folder.file('curl.json'), ...packs, '--json']);
    expect(one.status).toBe(1);
    expect(JSON.parse(one.stdout)).toMatchObject([
      {
        kind: 'correlation',
        matches: false,
        incidents: [],
        hits: [{ rule: 'Script signed in', group: { 'user.name': 'ann@example.org' } }],
        parts: [{ kind: 'detection', matches: true }],
      },
    ]);
  });

  it('reads one event of several when asked to', async () => {
    using folder = withRule(events);
    const args = ['rules', 'explain', folder.file('script.yml'), folder.file('two.ndjson')];
    const { stdout } = await scrutineer([...args, '--event', '2']);
    expect(stdout).toContain('found "wget/2"');
    expect(stdout).not.toContain('found "curl/8.1"');
    const { status, stderr } = await scrutineer([...args, '--event', '3']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('there are 2 events')]);
  });

  it('asks back when there is no such rule or event', async () => {
    using folder = withRule({ ...events, 'odd.json': '{"a":1}' });
    const named = await scrutineer(['rules', 'explain', 'Pasword spray', folder.file('curl.json')]);
    expect(named.status).toBe(2);
    expect(named.stderr).toContain('did you mean "Password spray"?');
    const odd = await scrutineer(['rules', 'explain', 'Password spray', folder.file('odd.json')]);
    expect(odd.status).toBe(2);
    expect(odd.stderr).toContain('is no sign-in or audit record we know');
  });
});

it('explains every shipped rule within 80 columns', async () => {
  const rules = ['Password spray', 'Mail sent on to an outsider', 'Top admin role granted'];
  const samples = fileURLToPath(new URL('../samples/', import.meta.url));
  for (const rule of rules) {
    for (const file of ['m365-lab-forwarding.json', 'm365-lab-password-spray.json']) {
      const { stdout } = await scrutineer(['rules', 'explain', rule, samples + file]);
      // The path of this checkout may hold no blank to break at, and is broken within.
      expect(stdout.split('\n').filter((line) => columns(line) > 80)).toEqual([]);
    }
  }
});

describe('scrutineer rules new', () => {
  it('writes a rule and cases that check and pass, and never over others', async () => {
    using folder = temporaryFolder();
    const file = folder.file('rules/my-rule');
    expect((await scrutineer(['rules', 'new', file])).status).toBe(0);
    const check = await scrutineer(['rules', 'check', folder.file('rules')]);
    expect(check.stdout).toBe('1 rule and 2 cases in 1 file: 0 errors, 0 warnings\n');
    expect((await scrutineer(['rules', 'test', folder.file('rules')])).status).toBe(0);
    const again = await scrutineer(['rules', 'new', file]);
    expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('exists already')]);
  });
});

describe('scrutineer rules schema', () => {
  it.each([
    [[], 'docs/rule.schema.json'],
    [['--cases'], 'docs/cases.schema.json'],
    [['--pipelines'], 'docs/pipeline.schema.json'],
  ])('prints with %j what is in %s', async (args, file) => {
    const { status, stdout } = await scrutineer(['rules', 'schema', ...args]);
    expect(status).toBe(0);
    // When it differs: scrutineer rules schema [--cases] > that file.
    expect(stdout).toBe(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));
  });
});

describe('scrutineer rules', () => {
  it.each([
    [[], 'say what to do: check, list, test, explain, backtest, docs, new, schema'],
    [['chekc'], 'not "chekc"'],
    [['check', '--event', '1'], '"rules check" takes no --event'],
    [['check', 'nowhere'], 'nowhere: there is no such'],
    [['explain', 'x'], 'explain takes a RULE'],
    [['new', 'A B'], 'small letters'],
  ])('refuses %j', async (args, message) => {
    const { status, stderr } = await scrutineer(['rules', ...args]);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('explains itself in 80 columns', async () => {
    const { status, stdout } = await scrutineer(['rules', '--help']);
    expect(status).toBe(0);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

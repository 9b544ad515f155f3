import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { columns } from '../src/report/text-width.ts';
import type { RunResult } from './run.ts';
import { readLines, scrutineer, temporaryFolder } from './run.ts';

/** Written for records that call things otherwise. */
const RULE = `title: Guest from the lab
id: 2b0c7c0e-7f6b-4a57-9d43-0a7f6a1b2c01
logsource: { product: azure, service: signinlogs }
detection:
  selection: { Account: 'guest@*', Client|contains: curl }
  condition: selection
level: medium
scrutineer: { subject: Account, explanation: '{Account} came with {Client}.' }
`;

const NAMES = `name: names
transformations:
  - id: ours
    type: field_name_mapping
    mapping: { Account: userPrincipalName, Client: userAgent }
`;

const EXPAND = RULE.replace("Account: 'guest@*'", "Account|expand: '%guests%'");

const record = (user: string, place = 1, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    id: `11111111-1111-4111-8111-${String(place).padStart(12, '0')}`,
    createdDateTime: `2026-10-01T09:${String(place % 60).padStart(2, '0')}:00Z`,
    tenantId: '22222222-2222-4222-8222-222222222222',
    userPrincipalName: user,
    userId: '33333333-3333-4333-8333-333333333333',
    appDisplayName: 'Exchange Online',
    ipAddress: '192.0.2.10',
    isInteractive: true,
    userAgent: 'curl/8.1',
    status: { errorCode: 0 },
    ...more,
  });

const LOG = `${record('guest@example.org', 1)}\n${record('ann@example.org', 2)}\n`;

const CASES = `- { name: a guest, expect: match, records: [${record('guest@example.org')}] }
- { name: no guest, expect: no-match, records: [${record('ann@example.org')}] }
`;

/** A folder with a log and these files, folders of theirs made. */
function withFiles(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries({ 'log.ndjson': LOG, ...files })) {
    mkdirSync(dirname(folder.file(name)), { recursive: true });
    writeFileSync(folder.file(name), text);
  }
  return folder;
}

type Folder = ReturnType<typeof withFiles>;

/** `scan` with the rules of `rules/` alone, and the subjects of what it finds. */
async function scanned(
  folder: Folder,
  ...args: readonly string[]
): Promise<RunResult & { readonly subjects: readonly string[] }> {
  const out = folder.file('out');
  const packs = ['--only-packs', '--packs', folder.file('rules'), '--out', out];
  const ran = await scrutineer(['scan', folder.file('log.ndjson'), ...packs, ...args]);
  const subjects =
    ran.status === 0
      ? readLines(`${out}/findings.ndjson`).map((one) => (one['subject'] as { id: string }).id)
      : [];
  return { ...ran, subjects };
}

/** Every command that loads rules, over `rules/` and the log. */
const commands = (folder: Folder): Readonly<Record<string, readonly string[]>> => {
  const [rules, log] = [folder.file('rules'), folder.file('log.ndjson')];
  return {
    scan: ['scan', log, '--only-packs', '--packs', rules],
    check: ['rules', 'check', rules],
    list: ['rules', 'list', rules],
    explain: ['rules', 'explain', folder.file('rules/guest.yml'), log],
    test: ['rules', 'test', rules],
    backtest: ['rules', 'backtest', log, '--packs', rules],
    docs: ['rules', 'docs', rules],
  };
};

const STATUS_OF_BROKEN: Readonly<Record<string, number>> = {
  scan: 2,
  explain: 2,
  check: 1,
  list: 1,
  test: 1,
  backtest: 1,
  docs: 1,
};

const COMMANDS = ['scan', 'check', 'list', 'explain', 'test', 'backtest', 'docs'] as const;

describe('--pipeline', () => {
  const files = { 'rules/guest.yml': RULE, 'rules/guest.cases.yml': CASES, 'names.yml': NAMES };

  it('fits rules written for other names to the records of a scan', async () => {
    using folder = withFiles(files);
    expect((await scanned(folder)).subjects).toEqual([]);
    const { stderr, stdout, subjects } = await scanned(
      folder,
      '--pipeline',
      folder.file('names.yml'),
    );
    expect([stderr, subjects]).toEqual(['', ['guest@example.org']]);
    expect(stdout).toContain('guest@example.org came with curl/8.1.');
  });

  it('means the same to every command', async () => {
    using folder = withFiles(files);
    const run = (name: string, ...more: readonly string[]): Promise<RunResult> =>
      scrutineer([...(commands(folder)[name] ?? []), ...more]);
    const pipeline = ['--pipeline', folder.file('names.yml')];
    expect((await run('test')).status).toBe(1);
    expect(await run('test', ...pipeline)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('2 cases passed, 0 failed') as unknown,
    });
    expect((await run('explain')).status).toBe(1);
    const explained = await run('explain', ...pipeline);
    expect(explained.status).toBe(0);
    expect(explained.stdout).toContain('userPrincipalName: guest@*');
    expect(explained.stdout).toContain('from Account by names/ours');
    expect(explained.stdout.split('\n').filter((line) => columns(line) > 80)).toEqual([]);
    const count = async (...more: readonly string[]): Promise<unknown> => {
      const { stdout } = await run('backtest', '--json', ...more);
      return (JSON.parse(stdout) as { rules: readonly { findings: number }[] }).rules[0]?.findings;
    };
    expect([await count(), await count(...pipeline)]).toEqual([0, 1]);
    expect(await run('check', ...pipeline)).toMatchObject({ status: 0 });
    const docs = await run('docs', ...pipeline);
    expect(docs).toMatchObject({ status: 0, stderr: '' });
  });

  it('does not run rules when it is broken, and says where', async () => {
    using folder = withFiles({ ...files, 'names.yml': NAMES.replace('mapping:', 'maping:') });
    const file = folder.file('names.yml');
    const where = `${file}:5:5: error: "maping" means nothing here (did you mean "mapping"?)`;
    for (const name of COMMANDS) {
      const args = [...(commands(folder)[name] ?? []), '--pipeline', file];
      const { status, stderr, stdout } = await scrutineer(args);
      expect([name, stderr + stdout]).toEqual([name, expect.stringContaining(where)]);
      expect([name, status]).toEqual([name, STATUS_OF_BROKEN[name]]);
      expect(stdout).not.toContain('names.yml: has no cases');
    }
    const missing = await scanned(folder, '--pipeline', folder.file('nowhere.yml'));
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('nowhere.yml:1:1: error: there is no such file');
  });
});

describe('a pipeline of a pack', () => {
  it('is for the rules of that pack alone', async () => {
    const other = RULE.replace('2c01', '2c02').replace('the lab', 'elsewhere');
    using folder = withFiles({
      'rules/guest.yml': RULE,
      'rules/names.pipeline.yml': NAMES,
      'other/guest.yml': other,
    });
    const found = async (...packs: readonly string[]): Promise<readonly unknown[]> => {
      await scanned(folder, ...packs.flatMap((pack) => ['--packs', folder.file(pack)]));
      return readLines(folder.file('out/findings.ndjson')).map(
        ({ rule }) => (rule as { title: string }).title,
      );
    };
    expect(await found('other')).toEqual(['Guest from the lab']);
    mkdirSync(folder.file('other/pipelines'));
    writeFileSync(folder.file('other/pipelines/names.yml'), NAMES);
    const both = new Set(['Guest from elsewhere', 'Guest from the lab']);
    expect(new Set(await found('other'))).toEqual(both);
  });

  it('is used for a single file of the pack, wherever it lies in it', async () => {
    using folder = withFiles({
      'rules/pack.yml': 'name: mine\nversion: 1.0.0\n',
      'rules/pipelines/names.yml': NAMES,
      'rules/deep/er/guest.yml': RULE,
      'rules/deep/er/guest.cases.yml': CASES,
    });
    const file = folder.file('rules/deep/er/guest.yml');
    expect((await scrutineer(['rules', 'test', file])).status).toBe(0);
    const explained = await scrutineer(['rules', 'explain', file, folder.file('log.ndjson')]);
    expect(explained.status).toBe(0);
  });

  it('is used for what a correlation of a single file refers to', async () => {
    const [head = ''] = RULE.split('level:');
    const counted = (name: string, product: string, field: string): string =>
      head
        .replace('2c01', `2c0${name}`)
        .replace('title: Guest from the lab', `title: Guest ${name}\nname: guest_${name}`)
        .replace('{ product: azure, service: signinlogs }', `{ product: ${product} }`)
        .replace("Account: 'guest@*'", `'${field}|exists': true`);
    const correlation = `title: Many
correlation:
  type: value_count
  rules: [guest_1, guest_2]
  group-by: [Where]
  timespan: 1h
  condition: { field: Account, gte: 2 }
`;
    const byVendor = `transformations:
  - type: field_name_mapping
    mapping: { Account: userPrincipalName, Client: userAgent, Where: ipAddress }
    rule_conditions: [{ type: logsource, product: azure }]
  - type: field_name_mapping
    mapping: { Account: actor.alternateId, Client: client.userAgent.rawUserAgent, Where: client.ipAddress }
    rule_conditions: [{ type: logsource, product: okta }]
`;
    using folder = withFiles({
      'rules/pack.yml': 'name: mine\n',
      'rules/names.pipeline.yml': byVendor,
      'rules/in/one.yml': counted('1', 'azure', 'Account'),
      'rules/in/two.yml': counted('2', 'okta', 'Account'),
      'rules/in/many.yml': correlation,
    });
    const log = folder.file('log.ndjson');
    const alone = await scrutineer(['rules', 'explain', folder.file('rules/in/many.yml'), log]);
    expect([alone.stderr, alone.status]).toEqual(['', 0]);
    expect(alone.stdout).toContain('Where=192.0.2.10');
    const { stderr, stdout } = await scanned(folder);
    expect([stderr, stdout]).toEqual(['', expect.stringContaining('Also found 1 thing')]);
  });

  it('changes filters as well, also for cases', async () => {
    const filter = `title: Ours
logsource: { product: azure }
filter: { rules: any, selection: { Account|endswith: '@example.org' }, condition: not selection }
`;
    using folder = withFiles({
      'rules/guest.yml': RULE,
      'rules/guest.cases.yml': CASES.replace('expect: match', 'expect: no-match'),
      'rules/ours.yml': filter,
      'rules/names.pipeline.yml': NAMES,
    });
    expect((await scanned(folder)).subjects).toEqual([]);
    expect((await scrutineer(['rules', 'test', folder.file('rules')])).status).toBe(0);
  });

  it('stops its own rules alone when it is broken', async () => {
    using folder = withFiles({
      'rules/guest.yml': RULE.replace('Account', 'userPrincipalName').replace(
        'Client',
        'userAgent',
      ),
      'other/guest.yml': RULE.replace('2c01', '2c02'),
      'other/names.pipeline.yml': `${NAMES}    mapping: {}\n`,
    });
    const { status, stderr, subjects } = await scanned(folder, '--packs', folder.file('other'));
    expect([status, subjects.length]).toEqual([0, 1]);
    expect(stderr).toMatch(/names\.pipeline\.yml:6:5: error: /);
    expect(stderr).toMatch(/other\/guest\.yml:1:1: error: .*which is for this rule, has errors/);
    const { status: checked } = await scrutineer(['rules', 'check', folder.file('other')]);
    expect(checked).toBe(1);
  });
});

describe('--placeholders', () => {
  const files = {
    'rules/guest.yml': EXPAND,
    'rules/guest.cases.yml': CASES,
    'rules/names.pipeline.yml': NAMES,
    'values.yml': "guests: ['guest@*', visitor@example.org]\n",
  };

  it('gives values to every command', async () => {
    using folder = withFiles(files);
    const { subjects } = await scanned(folder, '--placeholders', folder.file('values.yml'));
    expect(subjects).toEqual(['guest@example.org']);
    for (const name of COMMANDS) {
      const args = [...(commands(folder)[name] ?? []), '--placeholders', folder.file('values.yml')];
      const { status, stderr } = await scrutineer(args);
      expect([name, status, stderr]).toEqual([name, 0, '']);
    }
  });

  it('left without values are errors with their place, and the rule does not run', async () => {
    using folder = withFiles({ ...files, 'values.yml': 'gests: [x]\n' });
    for (const more of [[], ['--placeholders', folder.file('values.yml')]]) {
      const { status, stdout } = await scrutineer([
        'rules',
        'check',
        folder.file('rules'),
        ...more,
      ]);
      expect(status).toBe(1);
      expect(stdout).toMatch(/guest\.yml:5:32: error: .*"?%?guests/);
      const ran = await scanned(folder, ...more);
      expect(ran.subjects).toEqual([]);
      expect(ran.stderr).toMatch(/guest\.yml:5:32: error: .*guests/);
      expect(ran.stdout).toContain('1 rule could not be used');
    }
  });

  it('that cannot be read stop a scan', async () => {
    using folder = withFiles({ ...files, 'values.yml': 'guests:\n  a: {}\n' });
    const { status, stderr } = await scanned(folder, '--placeholders', folder.file('values.yml'));
    expect(status).toBe(2);
    expect(stderr).toMatch(/values\.yml:2:3: error: /);
  });
});

const DERIVED = RULE.replace(
  / {2}selection: .*/,
  '  selection: { known: true, plain: exchange online }',
)
  .replace('{Account} came with {Client}', '{Account}: {plain}, {size}')
  .replace('subject: Account', 'subject: userPrincipalName');

const derived = (file: string): string => `${NAMES}scrutineer:
  derived:
    - { name: known, type: list, field: userPrincipalName, file: ${file} }
    - { name: plain, type: normalise, field: appDisplayName }
    - { name: size, type: length, field: plain }
`;

describe('derived fields', () => {
  const files = {
    'rules/guest.yml': DERIVED,
    'rules/lists/guests.txt': '# ours\nGuest@Example.org\n',
    'rules/x.pipeline.yml': derived('lists/guests.txt'),
    'secret.txt': 'ann@example.org\n',
  };

  it('reach findings alike on threads of their own and without', async () => {
    const log = Array.from({ length: 3000 }, (_, place) =>
      record(place % 1000 === 0 ? 'guest@example.org' : 'ann@example.org', place + 1),
    ).join('\n');
    using folder = withFiles({ ...files, 'log.ndjson': log });
    const read = async (threads: string): Promise<readonly unknown[]> => {
      await scanned(folder, '--threads', threads);
      return readLines(folder.file('out/findings.ndjson'));
    };
    const inline = await read('0');
    expect(inline.length).toBeGreaterThan(0);
    expect(inline[0]).toMatchObject({ explanation: 'guest@example.org: exchange online, 15.' });
    expect(await read('2')).toEqual(inline);
  });

  it.each([
    ['above', '../secret.txt', 'is outside the folder of the pipeline'],
    ['absolute', '/etc/hostname', 'only --pipeline may name such a file'],
    ['a folder', 'lists', 'is no file'],
    ['absent', 'lists/none.txt', 'there is no list'],
  ])('of a pack read no list elsewhere: %s', async (_, path, message) => {
    using folder = withFiles({ ...files, 'rules/x.pipeline.yml': derived(path) });
    const { stderr, subjects } = await scanned(folder);
    expect(subjects).toEqual([]);
    expect(stderr).toMatch(/x\.pipeline\.yml:8:\d+: error: /);
    expect(stderr).toContain(message);
  });

  it('read no list through a link that leads out, and through one that stays', async () => {
    using folder = withFiles({ ...files, 'rules/x.pipeline.yml': derived('link.txt') });
    symlinkSync(folder.file('secret.txt'), folder.file('rules/link.txt'));
    const out = await scanned(folder);
    expect(out.subjects).toEqual([]);
    expect(out.stderr).toContain('"link.txt" is outside the folder of the pipeline');
    using inside = withFiles({ ...files, 'rules/x.pipeline.yml': derived('link.txt') });
    symlinkSync('lists/guests.txt', inside.file('rules/link.txt'));
    expect((await scanned(inside)).subjects).toEqual(['guest@example.org']);
  });

  it('read a list that --pipeline names anywhere, by an absolute path alone', async () => {
    const { 'rules/x.pipeline.yml': _, ...rest } = files;
    using folder = withFiles(rest);
    const given = async (path: string) => {
      mkdirSync(folder.file('given'), { recursive: true });
      writeFileSync(folder.file('given/x.yml'), derived(path));
      return scanned(folder, '--pipeline', folder.file('given/x.yml'));
    };
    expect((await given(folder.file('secret.txt'))).subjects).toEqual(['ann@example.org']);
    const { status, stderr } = await given('../secret.txt');
    expect([status, stderr]).toEqual([2, expect.stringContaining('is outside the folder')]);
  });

  it('are not called unused when only drafts use them, or only part of a pack is looked at', async () => {
    const plain = RULE.replace('Account', 'userPrincipalName').replace('Client', 'userAgent');
    using folder = withFiles({
      ...files,
      'rules/guest.yml': plain,
      'drafts/draft.yml': DERIVED.replace('2c01', '2c03'),
    });
    const pipeline = ['--pipeline', folder.file('rules/x.pipeline.yml')];
    const alone = await scanned(folder);
    expect(alone.stderr.match(/no rule uses the derived field/g)).toHaveLength(3);
    const beside = await scanned(folder, '--shadow', folder.file('drafts'), ...pipeline);
    expect(beside.status).toBe(0);
    expect(beside.stderr).not.toMatch(/^given.*no rule uses/m);
    const single = await scrutineer(['rules', 'check', folder.file('rules/guest.yml')]);
    expect(single.stdout).not.toContain('no rule uses');
  });
});

describe('regular expressions that see only the beginning of a value', () => {
  it('are counted alike on threads and without, and explained', async () => {
    const rule = RULE.replace(/ {2}selection: .*/, "  selection: { 'userAgent|re': 'nee+dle' }");
    const agent = `curl ${'x'.repeat(9000)} needle`;
    const log = [1, 2, 3].map((place) =>
      record('ann@example.org', place, place === 3 ? {} : { userAgent: agent }),
    );
    using folder = withFiles({ 'rules/guest.yml': rule, 'log.ndjson': `${log.join('\n')}\n` });
    for (const threads of ['0', '2']) {
      const { stdout } = await scanned(folder, '--threads', threads);
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
        '! Regular expressions saw only the beginning of a value 2 times',
      );
      const json = await scanned(folder, '--threads', threads, '--json');
      expect(JSON.parse(json.stdout)).toMatchObject({ summary: { rules: { regex_cuts: 2 } } });
    }
    const explain = ['rules', 'explain', folder.file('rules/guest.yml')];
    const { stdout } = await scrutineer([...explain, folder.file('log.ndjson'), '--event', '1']);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('see only the first 8,192 of its 9,012');
    expect(stdout.split('\n').filter((line) => columns(line) > 80)).toEqual([]);
  });

  it.each([
    ['rules that ask for the past', 'rules/needle.yml', 'needle or past', []],
    ['drafts', 'drafts/needle.yml', 'needle', ['--shadow']],
  ])('are counted in %s', async (_, file, condition, option) => {
    const rule = `title: Needle
logsource: { category: authentication }
detection:
  needle: { 'user_agent.original|re': 'nee+dle' }
  ${condition === 'needle' ? '' : 'past: { history.account_known: true }'}
  condition: ${condition}
`;
    const agent = `curl ${'x'.repeat(9000)} needle`;
    using folder = withFiles({
      'rules/guest.yml': RULE.replace('Account', 'userPrincipalName').replace(
        'Client',
        'userAgent',
      ),
      [file]: rule,
      'log.ndjson': `${record('ann@example.org', 1, { userAgent: agent })}\n`,
    });
    const more = option.flatMap((name) => [name, folder.file('drafts')]);
    const { stderr, stdout } = await scanned(folder, '--json', ...more);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ summary: { rules: { regex_cuts: 1 } } });
  });
});

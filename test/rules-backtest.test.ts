import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { scrutineer, temporaryFolder } from './run.ts';

const SAMPLES = fileURLToPath(new URL('../samples', import.meta.url));

interface Rule {
  readonly title: string;
  readonly matches: number;
  readonly findings: number;
  readonly answer: string;
  readonly per_day: readonly {
    readonly day: string;
    readonly matches: number;
    readonly findings: number;
  }[];
}

async function backtest(...args: readonly string[]) {
  const { status, stderr, stdout } = await scrutineer(['rules', 'backtest', ...args, '--json']);
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as { readonly events: number; readonly rules: readonly Rule[] };
}

const OWN = `title: Wrong password
id: 6f1c7c0e-7f6b-4a57-9d43-0a7f6a1b2c99
logsource: { category: authentication }
detection: { selection: { outcome: wrong-password }, condition: selection }
scrutineer: { shadow: true }
---
title: Raw code
id: 6f1c7c0e-7f6b-4a57-9d43-0a7f6a1b2c98
logsource: { product: azure, service: signinlogs }
detection: { selection: { status.errorCode: 50126 }, condition: selection }
---
title: Many wrong
id: 6f1c7c0e-7f6b-4a57-9d43-0a7f6a1b2c97
correlation:
  type: event_count
  rules: [6f1c7c0e-7f6b-4a57-9d43-0a7f6a1b2c99]
  group-by: [user.name]
  timespan: 1h
  condition: { gte: 5 }
  generate: true
`;

function withRules() {
  const folder = temporaryFolder();
  writeFileSync(folder.file('own.yml'), OWN);
  return folder;
}

describe('scrutineer rules backtest', () => {
  it('finds in logs what a scan finds', async () => {
    const scan = await scrutineer(['scan', SAMPLES, '--json']);
    const { findings } = JSON.parse(scan.stdout) as { findings: { rule: { id: string } }[] };
    const { events, rules } = await backtest(SAMPLES);
    expect(events).toBe(599);
    for (const rule of rules as readonly (Rule & { id: string })[]) {
      expect([rule.title, rule.findings]).toEqual([
        rule.title,
        findings.filter((one) => one.rule.id === rule.id).length,
      ]);
    }
  });

  it('says how often, on which days, whom and from where', async () => {
    using folder = withRules();
    const { rules } = await backtest(SAMPLES, '--packs', folder.file('own.yml'));
    const [wrong, raw, many] = rules;
    expect(wrong).toMatchObject({
      title: 'Wrong password',
      shadow: true,
      alerts: true,
      matches: 170,
    });
    // What it says of one account on one day is one finding.
    expect(raw).toMatchObject({ title: 'Raw code', matches: 162, findings: 6 });
    expect(many).toMatchObject({ kind: 'correlation', matches: 170, subjects: { exact: true } });
    const days = wrong?.per_day ?? [];
    expect(days.reduce((sum, { matches }) => sum + matches, 0)).toBe(170);
    expect(days.map(({ day }) => day)).toEqual(days.map(({ day }) => day).toSorted());
  });

  it('looks at one rule closely, within 80 columns', async () => {
    using folder = withRules();
    const packs = ['--packs', folder.file('own.yml')];
    const close = await scrutineer([
      'rules',
      'backtest',
      SAMPLES,
      ...packs,
      '--rule',
      'many WRONG',
    ]);
    expect(close.stdout).toMatch(/^Many wrong {2}medium, shadow$/m);
    expect(close.stdout).toMatch(/^ {2}groups {4}\d+, \d+ incidents?$/m);
    expect(close.stdout).toMatch(/^ {4}2026-09-0\d +\d+ {2}█+/m);
    const table = await scrutineer(['rules', 'backtest', SAMPLES]);
    expect(table.stdout).toMatch(/^high +Mail sent on to an outsider +4 +2 +2 {2}[·▁-█]{13}$/m);
    for (const { stdout } of [close, table]) {
      expect(stdout.split('\n').filter((line) => line.length > 80 && !line.includes('/'))).toEqual(
        [],
      );
    }
  });

  it('counts only the days asked for, both included', async () => {
    using folder = withRules();
    const args = [SAMPLES, '--packs', folder.file('own.yml')];
    const all = await backtest(...args);
    const one = await backtest(...args, '--since', '2026-09-09', '--until', '2026-09-09');
    const [day] = one.rules[0]?.per_day ?? [];
    expect(one.rules[0]?.per_day.length).toBe(1);
    expect(day).toEqual(all.rules[0]?.per_day.find((each) => each.day === '2026-09-09'));
    expect(one.events).toBeLessThan(all.events);
  });

  it('finds in a database what it finds in the logs, and says what it cannot tell', async () => {
    using folder = withRules();
    const db = ['--db', folder.file('db')];
    await scrutineer(['scan', SAMPLES, ...db]);
    const [logs, stored] = [await backtest(SAMPLES), await backtest(...db)];
    expect(stored.events).toBe(logs.events);
    expect(stored.rules.map((rule) => ({ ...rule, answer: '' }))).toEqual(
      logs.rules.map((rule) => ({ ...rule, answer: '' })),
    );
    const packs = ['--packs', folder.file('own.yml')];
    const own = await backtest(...db, ...packs);
    expect(own.rules.map(({ answer, matches }) => [answer, matches])).toEqual([
      ['full', 170],
      ['none', 0],
      ['full', 170],
    ]);
    const { stdout } = await scrutineer(['rules', 'backtest', ...db, ...packs]);
    const words = stdout.replaceAll(/\s+/g, ' ');
    expect(words).toContain('Of its 599 events the database keeps');
    expect(words).toContain('the database cannot tell: Raw code.');
    // Once a scan has had it loaded, what it matched is marked.
    await scrutineer(['scan', SAMPLES, '--db', folder.file('marked'), ...packs]);
    const marked = await backtest('--db', folder.file('marked'), ...packs);
    expect(marked.rules[1]).toMatchObject({ answer: 'as-scanned' });
    expect(marked.rules[1]?.matches).toBeGreaterThan(100);
  });

  it.each([
    [[], 'backtest takes log FILEs'],
    [[SAMPLES, '--db', 'x'], 'backtest takes log FILEs'],
    [['--db', '/nowhere.db'], 'there is no such database'],
    [['--db', 'x', '--as', 'okta'], '--as is for log files'],
    [[SAMPLES, '--since', 'monday'], '--since takes a day or time (UTC) such as'],
    [[SAMPLES, '--since', '2026-02-01', '--until', '2026-01-01'], 'is later than'],
    [[SAMPLES, '--rule', 'Pasword spray'], 'did you mean "Password spray"?'],
  ])('refuses %j', async (args, message) => {
    const { status, stderr } = await scrutineer(['rules', 'backtest', ...args]);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

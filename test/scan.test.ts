import { writeFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { KIND_FACTS } from '../src/cases/kind-facts.ts';
import { readJson, readLines, scrutineer, temporaryFolder } from './run.ts';
import { ATTACKED, simulatedLines } from './simulated.ts';

const RULES = ['--only-packs', '--packs', 'test/fixtures/rules.yml'];

let lines: readonly string[] = [];

beforeAll(() => {
  lines = simulatedLines(ATTACKED);
});

interface Totals {
  records: number;
  accepted: number;
  duplicates: number;
  rejected: number;
}

function totals(summary: Record<string, unknown>): Totals {
  return summary['totals'] as Totals;
}

describe('scan', () => {
  it('finds what rules say and no more with --no-detectors, and tells later scans of it', async () => {
    using folder = temporaryFolder();
    writeFileSync(folder.file('a.ndjson'), `${lines.join('\n')}\n`);
    const path = folder.file('a.ndjson');
    const stored = async (...more: readonly string[]) => {
      const out = folder.file(`out${more.length}`);
      const run = await scrutineer(['scan', path, ...RULES, '--out', out, ...more]);
      expect(run.stderr).toBe('');
      return { stdout: run.stdout, findings: readLines(`${out}/findings.ndjson`) };
    };
    const db = ['--db', folder.file('a.db')];
    const whole = await stored();
    const alone = await stored('--no-detectors', ...db);
    const detectors = new Set(Object.values(KIND_FACTS).map(({ rule }) => rule));
    const ofRules = ({ findings }: typeof whole) =>
      (findings as readonly { rule: { id: string } }[]).filter(
        ({ rule }) => !detectors.has(rule.id),
      );
    expect(alone.findings.length).toBeGreaterThan(0);
    expect(alone.findings).toEqual(ofRules(whole));
    const later = await stored(...db);
    expect(later.stdout).toContain('--no-detectors');
  });

  it('gives the same findings and cases for one thread, two threads and none, plain, gzip, zstd and standard input', async () => {
    using folder = temporaryFolder();
    const content = `${lines.join('\n')}\n`;
    writeFileSync(folder.file('a.ndjson'), content);
    writeFileSync(folder.file('a.gz'), gzipSync(content));
    writeFileSync(folder.file('a.zst'), zstdCompressSync(content));
    const ways: readonly { args: readonly string[]; input?: string }[] = [
      { args: ['a.ndjson', '--threads', '0'] },
      { args: ['a.ndjson', '--threads', '1'] },
      { args: ['a.gz', '--threads', '2'] },
      { args: ['a.zst'] },
      { args: ['-'], input: content },
    ];
    const results: unknown[] = [];
    const cases: unknown[] = [];
    for (const [index, { args, input }] of ways.entries()) {
      const [path = '', ...rest] = args;
      const out = folder.file(`out${index}`);
      const file = path === '-' ? path : folder.file(path);
      const run = await scrutineer(['scan', file, ...rest, ...RULES, '--out', out], {
        input: input ?? '',
      });
      expect(run.stderr).toBe('');
      expect(run.status).toBe(0);
      results.push(readLines(`${out}/findings.ndjson`));
      cases.push(readLines(`${out}/cases.ndjson`));
      expect(totals(readJson(`${out}/summary.json`))).toEqual({
        records: lines.length,
        accepted: lines.length,
        duplicates: 0,
        rejected: 0,
      });
    }
    const [first] = results as [readonly { rule: { title: string } }[]];
    const titles = new Set(first.map(({ rule }) => rule.title));
    expect(titles).toContain('Five wrong passwords');
    expect(titles).toContain('Stopped after the right password');
    for (const other of results) expect(other).toEqual(first);
    expect(cases[0]).not.toEqual([]);
    for (const other of cases) expect(other).toEqual(cases[0]);
  });

  it('gives the same findings and cases whatever order records and files come in', async () => {
    using folder = temporaryFolder();
    const half = Math.floor(lines.length / 2);
    writeFileSync(folder.file('1.ndjson'), lines.join('\n'));
    writeFileSync(
      folder.file('2-newest-first.json'),
      JSON.stringify({ value: lines.toReversed().map((line) => JSON.parse(line) as object) }),
    );
    writeFileSync(
      folder.file('3-halves.ndjson'),
      [...lines.slice(half), ...lines.slice(0, half)].join('\r\n'),
    );
    const found: { findings: unknown; cases: unknown }[] = [];
    for (const name of ['1.ndjson', '2-newest-first.json', '3-halves.ndjson']) {
      const out = folder.file(`out-${name}`);
      await scrutineer(['scan', folder.file(name), ...RULES, '--out', out]);
      found.push({
        findings: readLines(`${out}/findings.ndjson`),
        cases: readLines(`${out}/cases.ndjson`),
      });
    }
    expect(found[0]?.findings).not.toEqual([]);
    expect(found[0]?.cases).not.toEqual([]);
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
  });

  it('counts a record read twice once, and adds only what is new to a database', async () => {
    using folder = temporaryFolder();
    const cut = Math.floor(lines.length * 0.6);
    writeFileSync(folder.file('first.ndjson'), lines.slice(0, cut).join('\n'));
    writeFileSync(folder.file('second.ndjson'), lines.slice(cut - 200).join('\n'));
    writeFileSync(folder.file('all.ndjson'), lines.join('\n'));
    const db = ['--db', folder.file('desk.db')];
    await scrutineer([
      'scan',
      folder.file('first.ndjson'),
      ...RULES,
      ...db,
      '--out',
      folder.file('out1'),
    ]);
    const second = await scrutineer([
      'scan',
      folder.file('second.ndjson'),
      ...RULES,
      ...db,
      '--out',
      folder.file('out2'),
    ]);
    expect(second.status).toBe(0);
    expect(totals(readJson(folder.file('out2/summary.json')))).toEqual({
      records: lines.length - cut + 200,
      accepted: lines.length - cut,
      duplicates: 200,
      rejected: 0,
    });
    await scrutineer(['scan', folder.file('all.ndjson'), ...RULES, '--out', folder.file('out3')]);
    expect(readLines(folder.file('out2/findings.ndjson'))).toEqual(
      readLines(folder.file('out3/findings.ndjson')),
    );
    expect(readLines(folder.file('out2/cases.ndjson'))).toEqual(
      readLines(folder.file('out3/cases.ndjson')),
    );
    const again = await scrutineer([
      'scan',
      folder.file('all.ndjson'),
      ...RULES,
      ...db,
      '--out',
      folder.file('out4'),
      '--json',
    ]);
    const { summary } = JSON.parse(again.stdout) as {
      summary: { findings: { new: number; total: number } };
    };
    expect(summary.findings.new).toBe(0);
    expect(summary.findings.total).toBe(readLines(folder.file('out3/findings.ndjson')).length);
  });

  it('keeps equal lines without an id apart within a file and together between files', async () => {
    using folder = temporaryFolder();
    const line =
      '2026-11-03T08:00:00Z mail sshd[7]: Failed password for root from 203.0.113.9 port 50000 ssh2';
    writeFileSync(folder.file('a.log'), `${line}\n${line}\n${line}\n`);
    writeFileSync(folder.file('b.log'), `${line}\n${line}\n`);
    await scrutineer([
      'scan',
      folder.file('a.log'),
      folder.file('b.log'),
      ...RULES,
      '--out',
      folder.file('out'),
    ]);
    expect(totals(readJson(folder.file('out/summary.json')))).toEqual({
      records: 5,
      accepted: 3,
      duplicates: 2,
      rejected: 0,
    });
  });

  it('rejects what it cannot read with file, line, offset and reason, and the counts add up', async () => {
    using folder = temporaryFolder();
    const broken = [
      '{"createdDateTime": "not a time"',
      ...lines.slice(0, 3),
      '{"a":1}',
      'plain text',
    ];
    writeFileSync(folder.file('mixed.ndjson'), broken.join('\n'));
    writeFileSync(folder.file('notes.md'), '# Notes\n\nNothing to see.\n');
    const run = await scrutineer(['scan', folder.path, ...RULES, '--out', folder.file('out')]);
    expect(run.status).toBe(0);
    const { records, accepted, duplicates, rejected } = totals(
      readJson(folder.file('out/summary.json')),
    );
    expect({ records, accepted, duplicates, rejected }).toEqual({
      records: 7,
      accepted: 3,
      duplicates: 0,
      rejected: 4,
    });
    const rejections = readLines(folder.file('out/rejected.ndjson'));
    expect(rejections.map(({ line }) => line)).toEqual([1, 5, 6, 1]);
    expect(rejections[1]).toMatchObject({
      file: folder.file('mixed.ndjson'),
      reason: expect.stringContaining('it has a') as string,
      excerpt: '{"a":1}',
    });
    expect(rejections[3]).toMatchObject({
      file: folder.file('notes.md'),
      reason: expect.stringContaining('Markdown') as string,
    });
    expect(run.stdout).toContain('records could not be read');
  });

  it('says by its exit status what it found', async () => {
    using folder = temporaryFolder();
    writeFileSync(folder.file('a.ndjson'), lines.join('\n'));
    const file = folder.file('a.ndjson');
    expect((await scrutineer(['scan', file, ...RULES, '--fail-on', 'high'])).status).toBe(1);
    expect((await scrutineer(['scan', file, ...RULES, '--fail-on', 'critical'])).status).toBe(0);
    const missing = await scrutineer(['scan', folder.file('none.ndjson'), ...RULES]);
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('there is no such file');
    expect((await scrutineer(['scan', file, '--fail-on', 'awful'])).status).toBe(2);
    expect((await scrutineer(['scan'])).status).toBe(2);
    expect((await scrutineer(['scan', '-', ...RULES], { input: '' })).status).toBe(2);
    expect((await scrutineer(['scna'])).status).toBe(2);
    const bad = await scrutineer(['scan', file, '--packs', folder.file('a.ndjson'), '--db', file]);
    expect(bad.status).toBe(2);
    expect(bad.stderr).toContain('no Scrutineer database');
  });

  it('keeps every line of its summary within 80 columns', async () => {
    using folder = temporaryFolder();
    writeFileSync(folder.file('a.ndjson'), lines.join('\n'));
    writeFileSync(folder.file(`${'long-name-'.repeat(12)}.txt`), 'nothing known\n');
    const { stdout } = await scrutineer(['scan', folder.path, ...RULES]);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toContain('Look at first');
  });
});

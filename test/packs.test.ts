import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Event } from '../src/events/event.ts';
import type { Finding } from '../src/findings/finding.ts';
import { scan } from '../src/pipeline.ts';
import { CaseRunner, runCase } from '../src/rule-cases.ts';
import { parseCases } from '../src/rules/cases.ts';
import type { RuleCase } from '../src/rules/cases.ts';
import { compileRules } from '../src/rules/compile.ts';
import { formatDiagnostic } from '../src/rules/diagnostic.ts';
import { parseRules } from '../src/rules/parse.ts';
import { eventReader } from '../src/rules/reader.ts';
import type { RuleDocument } from '../src/rules/tree.ts';
import { readLines, scrutineer, temporaryFolder } from './run.ts';
import { sharedData } from './shared-data.ts';
import { simulatedLines } from './simulated.ts';

const PACKS = fileURLToPath(new URL('../packs/', import.meta.url));

/** The longest title that the terminal's table shows whole. */
const MAX_TITLE = 32;

const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'];

const packs = readdirSync(PACKS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(PACKS, entry.name, 'pack.yml')))
  .map(({ name }) => name);

describe.each(packs)('the pack %s', (pack) => {
  const folder = join(PACKS, pack);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yml') && name !== 'pack.yml' && !name.endsWith('.cases.yml'))
    .toSorted();
  const parsed = files.map((file) => parseRules(readFileSync(join(folder, file), 'utf8'), file));
  const documents = parsed.flatMap(({ rules }) => rules);
  const { ruleSet, diagnostics } = compileRules<Event>(documents, eventReader);
  const runner = new CaseRunner(ruleSet, documents);
  const alerting = [...ruleSet.rules, ...ruleSet.correlations].filter(({ alerts }) => alerts);

  it('has rules without a single diagnostic', () => {
    const all = [...parsed.flatMap((one) => one.diagnostics), ...diagnostics];
    expect(all.map(formatDiagnostic)).toEqual([]);
    expect(documents.length).toBe(ruleSet.rules.length + ruleSet.correlations.length);
  });

  it('gives every rule an id of its own', () => {
    const ids = documents.map(({ id }) => id);
    expect(new Set(ids).size).toBe(documents.length);
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(ids.filter((id) => id === undefined || !uuid.test(id))).toEqual([]);
  });

  it.each(alerting.map(({ rule }) => [rule.title, rule] as const))(
    'says of "%s" what a person needs',
    (title, rule) => {
      expect(title.length).toBeLessThanOrEqual(MAX_TITLE);
      expect(LEVELS).toContain(rule.level?.text);
      expect(missingParts(rule)).toEqual([]);
      expect(rule.tags.some((tag) => /^attack\.t\d{4}/.test(tag))).toBe(true);
      expect(rule.tags.some((tag) => /^attack\.[a-z-]+$/.test(tag))).toBe(true);
    },
  );

  describe.each(files)('%s', (file) => {
    const cases = casesOf(folder, file);
    const own = alerting.filter(({ rule }) => rule.file === file);

    it('has cases for every rule that alerts, on both sides of the border', () => {
      const short = own.filter(({ rule }) => {
        const about = cases.filter((one) => own.length === 1 || one.rule === rule.title);
        const found = about.filter(({ expect: expected }) => expected === 'match').length;
        return found < 2 || about.length - found < 2;
      });
      expect(short.map(({ rule }) => rule.title)).toEqual([]);
    });

    it.each(
      cases.map((one) => [`${one.rule ?? ''} ${one.expect}: ${one.name}`.trim(), one] as const),
    )('%s', (_, one) => {
      const { found, reason } = runCase(runner, file, one);
      expect(reason).toBeUndefined();
      for (const { explanation } of found) expect(explanation).not.toContain('unknown');
    });
  });
});

function casesOf(folder: string, file: string): readonly RuleCase[] {
  const name = file.replace(/\.yml$/, '.cases.yml');
  const { cases, diagnostics } = parseCases(readFileSync(join(folder, name), 'utf8'), name);
  expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  return cases;
}

function missingParts(rule: RuleDocument): readonly string[] {
  const parts: Readonly<Record<string, unknown>> = {
    status: rule.status,
    description: rule.description,
    author: rule.author,
    references: rule.references[0],
    falsepositives: rule.falsepositives[0],
    explanation: rule.scrutineer.explanation,
    next_step: rule.scrutineer.next_step,
    fields: rule.kind === 'correlation' ? rule.correlation.groupBy[0] : rule.fields[0],
  };
  return Object.keys(parts).filter((name) => parts[name] === undefined);
}

const SAMPLES = sharedData('accounts/det-eng-samples/dataset');

describe.skipIf(SAMPLES === undefined)('each labelled sample', () => {
  const folder = SAMPLES ?? '';
  const names = SAMPLES === undefined ? [] : readdirSync(folder).toSorted();

  it.each(names)('%s yields a finding of its technique', async (name) => {
    const [technique = ''] = /^t\d{4}(?:\.\d{3})?/.exec(name) ?? [];
    using out = temporaryFolder();
    const result = await scan({
      out: out.path,
      paths: [join(folder, name)],
      stdin: process.stdin,
      packs: [join(PACKS, 'accounts')],
      anonymisers: [],
      trusted: [],
      threads: 0,
      now: () => Date.UTC(2026, 0, 1),
      progress: () => undefined,
    });
    if (!result.ok) throw new Error(result.error);
    const findings = readLines(out.file('findings.ndjson')) as unknown as readonly Finding[];
    const tags = findings.flatMap(({ rule }) => rule.tags);
    expect(tags).toContain(`attack.${technique}`);
  });
});

async function findingsOf(options: Parameters<typeof simulatedLines>[0]) {
  using out = temporaryFolder();
  const input = simulatedLines(options).join('\n');
  const { status, stderr } = await scrutineer(['scan', '-', '--out', out.path], { input });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return readLines(out.file('findings.ndjson')) as unknown as readonly Finding[];
}

const titles = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ rule }) => `${rule.level}: ${rule.title}`);

describe('an office without a past in the logs', () => {
  it.each([
    ['an ordinary day', { noise: {} }],
    ['the morning all passwords expire', { noise: { expiryMorning: 0 } }],
    ['the same in the unified audit log', { noise: { expiryMorning: 0 }, format: 'o365' as const }],
  ])('of 1,000 people has nothing above low on %s', async (_, options) => {
    const findings = await findingsOf({ seed: 'ordinary', people: 1000, refreshes: 4, ...options });
    expect(titles(findings).filter((title) => !title.startsWith('low: '))).toEqual([]);
    expect(findings.length).toBeLessThan(15);
  });

  it.each([5, 20])('of %i people hears of a spray', async (people) => {
    const attacks = [{ mode: 'loud-spray', rates: { hits: 1, triesPerMinute: 6 } }];
    const findings = await findingsOf({ people, attacks });
    expect(titles(findings)).toContain('medium: Password spray');
    expect(titles(findings)).toContain('critical: Password spray got in');
  });
});

import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formatFactDiagnostic } from '../src/facts/diagnostic.ts';
import { FactBook } from '../src/facts/fact-book.ts';
import type { FactsRead } from '../src/facts/import/read-file.ts';
import { readFactFile } from '../src/facts/import/read-file.ts';
import { US_DIVISIONS } from '../src/facts/us-divisions.ts';
import { lintFacts } from '../src/facts/lint.ts';

const PACKS = fileURLToPath(new URL('../packs/facts/', import.meta.url));
const US_2020 = join(PACKS, 'us-2020');
const TERRITORIES = new Set(['AS', 'GU', 'MP', 'PR', 'VI']);
const STATES = Object.keys(US_DIVISIONS).filter((code) => !TERRITORIES.has(code));

const files = readdirSync(PACKS, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.yml') && !name.endsWith('pack.yml'),
);

function read(name: string): Promise<FactsRead> {
  const path = join(PACKS, name);
  return readFactFile(path, createReadStream(path));
}

describe.each(files)('packs/facts/%s', (name) => {
  it('holds facts alone, each with an address as its source', async () => {
    const { diagnostics, facts, lines, rejected } = await read(name);
    expect(rejected).toEqual([]);
    expect(diagnostics.map(formatFactDiagnostic)).toEqual([]);
    expect(facts.length).toBeGreaterThan(0);
    const placed = facts.map((fact, index) => ({ fact, file: name, line: lines[index] ?? 1 }));
    const errors = lintFacts(placed, Date.now()).filter(({ severity }) => severity === 'error');
    expect(errors.map(formatFactDiagnostic)).toEqual([]);
    expect(facts.filter(({ source }) => !/^https?:\/\/\S+\.\S+/.test(source?.url ?? ''))).toEqual(
      [],
    );
    expect(
      facts.filter(({ known_at, value }) => known_at === undefined || !/[.)]$/.test(value)),
    ).toEqual([]);
  });

  it('writes no time without a zone', () => {
    const times =
      readFileSync(join(PACKS, name), 'utf8').match(/\d{4}-\d\d-\d\dT[\d:.]+\S*/g) ?? [];
    expect(times.filter((time) => !/(?:Z|[+-]\d\d:\d\d)"?,?$/.test(time))).toEqual([]);
  });
});

describe('the US election of 2020', async () => {
  const all = await Promise.all(files.map(read));
  const book = FactBook.from(all.flatMap(({ facts }) => facts));
  const national = (time: string) => book.race('US president 2020', time);
  const state = (code: string, time: string) => book.race(`US-${code} president 2020`, time);

  it('was called on 7 November when the second network called it', () => {
    expect(national('2020-11-07T16:24:30Z').status).toBe('claimed');
    expect(national('2020-11-07T16:25:00Z')).toMatchObject({
      status: 'called',
      winner: 'Joe Biden',
    });
    expect(national('2021-01-07T12:00:00Z')).toMatchObject({
      status: 'certified',
      winner: 'Joe Biden',
      conflicts: [],
    });
  });

  it('is called and certified in every state, without one conflict', () => {
    const called = STATES.map((code) => state(code, '2020-11-14T12:00:00Z'));
    expect(called.filter(({ status }) => status !== 'called' && status !== 'certified')).toEqual(
      [],
    );
    const certified = STATES.map((code) => state(code, '2020-12-14T12:00:00Z'));
    expect(certified.filter(({ status }) => status !== 'certified')).toEqual([]);
    expect([...called, ...certified].flatMap(({ conflicts }) => conflicts)).toEqual([]);
  });

  it('gives the electors the National Archives count', () => {
    const totals = new Map<string, number>();
    for (const code of STATES) {
      const [fact] = book.holding('2020-12-14T12:00:00Z', {
        place: `US-${code}`,
        kind: 'certification',
      });
      for (const [name, electors] of Object.entries(fact?.data['electors'] ?? {}))
        totals.set(name, (totals.get(name) ?? 0) + Number(electors));
    }
    expect(Object.fromEntries(totals)).toEqual({ 'Joe Biden': 306, 'Donald Trump': 232 });
  });

  it('has Arizona as a claim on election night, Georgia open for ten days', () => {
    expect(state('AZ', '2020-11-04T05:00:00Z').status).toBe('claimed');
    expect(state('AZ', '2020-11-04T08:00:00Z').status).toBe('called');
    expect(state('GA', '2020-11-08T12:00:00Z').status).toBe('open');
    expect(state('GA', '2020-11-13T19:29:00Z').status).toBe('called');
    expect(state('GA', '2020-11-21T12:00:00Z')).toMatchObject({
      status: 'certified',
      since: '2020-11-21T04:59:59Z',
    });
  });

  it('knows when polls close, and that nobody votes by text', () => {
    const at = '2020-11-03T12:00:00Z';
    expect(book.rules('Georgia', 'hours', at).data).toEqual({
      date: '2020-11-03',
      open: '07:00',
      close: '19:00',
    });
    expect(book.rules('Iowa', 'hours', at).data['close']).toBe('21:00');
    expect(
      book.rules('Michigan', 'method', { validAt: at, knownAt: '2020-11-04' }).data['not_allowed'],
    ).toEqual(expect.arrayContaining(['phone', 'social-media', 'text']));
    expect(book.rules('Nevada', 'deadline', at).data).toEqual({ receipt: '2020-11-10' });
    expect(book.rules('Wisconsin', 'eligibility', at).data).toMatchObject({
      photo_id: true,
      citizen: true,
      min_age: 18,
    });
  });

  it('keeps apart what two outlets say of due dates', () => {
    const rules = book.rules('Texas', 'method', '2020-11-25');
    expect(rules.conflicts).toMatchObject([
      { about: 'certification_due', sides: [{ sources: ['270toWin'] }, { sources: ['Fox News'] }] },
    ]);
  });

  it('has a description that names every file', () => {
    const readme = readFileSync(join(US_2020, 'README.md'), 'utf8');
    const named = readdirSync(US_2020).filter(
      (name) => name.endsWith('.yml') && name !== 'pack.yml',
    );
    expect(named.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});

import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { factSchema } from '../src/facts/schema.ts';
import { readLines, scrutineer, temporaryFolder } from './run.ts';

const SCHEMA = fileURLToPath(new URL('../docs/facts.schema.json', import.meta.url));

const CALL = {
  kind: 'call',
  jurisdiction: 'US-GA',
  race: 'US-GA president 2020',
  value: 'AP calls Georgia for Ann Lee.',
  data: { winner: 'Ann Lee', outlets: ['AP'] },
  from: '2020-11-04T01:00:00Z',
  source: { name: 'AP', url: 'https://example.org/a' },
};

function widest(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

it('facts are imported once, and what cannot be read is listed', async () => {
  using folder = temporaryFolder();
  const [from, into] = [folder.file('facts.ndjson'), folder.file('ledger.ndjson')];
  writeFileSync(from, `${JSON.stringify(CALL)}\n{"kind":"call","kind":"call"}\n`);
  const first = await scrutineer(['facts', 'import', from, '--into', into]);
  expect(first.status).toBe(1);
  expect(first.stdout).toContain('2 records: 1 fact added');
  expect(first.stderr).toContain(`${from}:2: rejected: kind: "kind" is given twice`);
  const again = await scrutineer(['facts', 'import', from, '--into', into, '--json']);
  expect(JSON.parse(again.stdout)).toMatchObject({ added: 0, known: 1, rejected: 1 });
  expect(readLines(into)).toHaveLength(1);
});

it('facts are read from standard input and from packed files', async () => {
  using folder = temporaryFolder();
  const [packed, into] = [folder.file('facts.ndjson.gz'), folder.file('ledger.ndjson')];
  writeFileSync(packed, gzipSync(JSON.stringify(CALL)));
  const piped = await scrutineer(['facts', 'import', '-', '--into', into], {
    input: JSON.stringify(CALL),
  });
  expect(piped.stdout).toContain('1 fact added');
  const gz = await scrutineer(['facts', 'import', packed, '--into', into]);
  expect(gz.stdout).toContain('0 facts added');
  writeFileSync(packed, gzipSync(JSON.stringify(CALL)).subarray(0, 40));
  const broken = await scrutineer(['facts', 'import', packed, '--into', into]);
  expect(broken).toMatchObject({ status: 2 });
  expect(broken.stderr).toContain('cannot be read');
});

it('a line cut off by a crash spoils no other', async () => {
  using folder = temporaryFolder();
  const into = folder.file('ledger.ndjson');
  writeFileSync(into, '{"kind":"call","jur');
  const { status } = await scrutineer([
    'facts',
    'add',
    '--kind',
    'hours',
    '--jurisdiction',
    'Texas',
    '--value',
    'Polls close at 19:00.',
    '--set',
    'close=19:00',
    '--source',
    'https://example.org/',
    '--into',
    into,
  ]);
  expect(status).toBe(0);
  const [, line] = readFileSync(into, 'utf8').split('\n');
  expect(JSON.parse(line ?? '')).toMatchObject({ jurisdiction: 'US-TX', data: { close: '19:00' } });
  const shown = await scrutineer(['facts', 'show', 'Texas', '--facts', into]);
  expect(shown.stdout).toContain('Polls close at 19:00.');
  expect(shown.stderr).toContain('1 records cannot be read');
});

it('facts are shown in 80 columns with sources, times and conflicts', async () => {
  using folder = temporaryFolder();
  const file = folder.file('facts.ndjson');
  const hours = (close: string, host: string) =>
    JSON.stringify({
      kind: 'hours',
      jurisdiction: 'US-GA',
      value: `Polls close at ${close}. \u001b[31m`,
      data: { close },
      source: `https://${host}.example.org/a/very/long/address/that/goes/on/and/on/and/on`,
    });
  writeFileSync(file, `${JSON.stringify(CALL)}\n${hours('19:00', 'a')}\n${hours('20:00', 'b')}\n`);
  const { status, stdout } = await scrutineer([
    'facts',
    'show',
    'Georgia',
    '--as-of',
    '2020-11-05',
    '--facts',
    file,
  ]);
  expect(status).toBe(0);
  expect(stdout).toContain('US-GA president 2020: claimed, not yet called: too few outlets');
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    '! Sources disagree on the close: 19:00 (a.example.org) / 20:00 (b.example.org)',
  );
  expect(stdout).toContain('3 facts, 2 of them disputed (!)');
  expect(stdout).not.toContain('\u001b');
  expect(widest(stdout)).toBeLessThanOrEqual(80);
  const json = await scrutineer([
    'facts',
    'show',
    'US-GA',
    '--as-of',
    '2020-11-05',
    '--known-at',
    '2020-11-04',
    '--facts',
    file,
    '--json',
  ]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    races: [],
    known_at: '2020-11-04T00:00:00Z',
    rules: [{ kind: 'hours', conflicts: [{ about: 'close' }] }],
  });
});

it('the shipped facts are shown when no others are named', async () => {
  const { stdout } = await scrutineer([
    'facts',
    'show',
    'Georgia',
    '--as-of',
    '2020-11-14',
    '--kind',
    'call',
  ]);
  expect(stdout).toContain('US-GA president 2020: called for Joe Biden since 2020-11-13 19:28');
  expect(widest(stdout)).toBeLessThanOrEqual(80);
});

it("a county's own hours are told from the state's, which do not apply there", async () => {
  using folder = temporaryFolder();
  const file = folder.file('facts.yml');
  const hours = (place: string, close: string) =>
    `- { kind: hours, jurisdiction: ${place}, value: Polls in ${place} close at ${close}., data: { close: ${close} }, source: https://example.org/ }\n`;
  writeFileSync(file, hours('Freedonia', '20:00') + hours('Freedonia-NM', '21:00'));
  const { stdout } = await scrutineer(['facts', 'show', 'Freedonia-NM', '--facts', file]);
  const [before = '', ...after] = stdout.split('does not apply here');
  expect(after).toHaveLength(1);
  expect(before).toMatch(/Polls in Freedonia close[^P]*$/);
});

it('a race without a place is that of the place asked about', async () => {
  const { stdout } = await scrutineer([
    'facts',
    'show',
    'Iowa',
    '--race',
    'president',
    '--as-of',
    '2020-11-05',
  ]);
  expect(stdout).toContain('US-IA president: called for Donald Trump');
});

it('check tells calls without a quorum, unknown keys and impossible times', async () => {
  using folder = temporaryFolder();
  const file = folder.file('facts.yml');
  writeFileSync(
    file,
    JSON.stringify([CALL, { ...CALL, data: { winer: 'x' }, known_at: '2019-01-01' }], undefined, 1),
  );
  appendFileSync(file, '\n');
  const { status, stdout } = await scrutineer(['facts', 'check', file]);
  expect(status).toBe(1);
  expect(stdout).toContain(
    'data.winer: is no key of call facts; it is kept (did you mean "winner"?)',
  );
  expect(stdout).toContain('error: known_at: a call cannot be known before it is made (from)');
  expect(stdout).toContain('1 of 2 outlets call it for Ann Lee (AP) (a claim, not yet a call)');
});

it('a list of outlets of your own decides who counts', async () => {
  using folder = temporaryFolder();
  const [file, outlets] = [folder.file('facts.ndjson'), folder.file('outlets.yml')];
  writeFileSync(file, `${JSON.stringify(CALL)}\n`);
  writeFileSync(outlets, 'minimum: 1\noutlets: [AP]\n');
  const { stdout } = await scrutineer([
    'facts',
    'show',
    'US-GA',
    '--facts',
    file,
    '--outlets',
    outlets,
    '--json',
  ]);
  expect(JSON.parse(stdout)).toMatchObject({ races: [{ status: 'called' }] });
});

it.each([
  [['facts'], 'say what to do'],
  [['facts', 'show', '--into', 'x'], '"facts show" takes no --into'],
  [['facts', 'import', 'x'], '--into FILE'],
  [['facts', 'check', '/nowhere/at/all'], 'there is no such file or folder'],
  [['facts', 'show', '--as-of', 'yesterday'], 'takes a day or a time'],
])('%j says how it is to be used', async (args, message) => {
  const { status, stderr } = await scrutineer(args);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});

it('docs/facts.schema.json is what the program prints', () => {
  expect(JSON.parse(readFileSync(SCHEMA, 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(factSchema())),
  );
});

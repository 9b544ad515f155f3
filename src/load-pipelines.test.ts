import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../test/run.ts';
import {
  isPipelineFile,
  loadPipelines,
  loadPlaceholders,
  packPipelines,
  withSharedPipelines,
} from './load-pipelines.ts';
import { formatDiagnostic } from './rules/diagnostic.ts';

const named = (name: string): string => `name: ${name}\nvars: { v: x }\n`;
const withList = (path: string): string =>
  `scrutineer: { derived: [{ name: d, type: list, field: f, file: ${path} }] }\n`;

function withFiles(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(folder.file(name)), { recursive: true });
    writeFileSync(folder.file(name), text);
  }
  return folder;
}

it.each([
  ['x.pipeline.yml', true],
  ['deep/x.pipeline.yaml', true],
  ['pipelines/x.yml', true],
  ['deep/pipelines/er/x.yml', true],
  ['deep\\pipelines\\x.yml', true],
  ['my-pipelines/x.yml', false],
  ['pipelines/list.txt', false],
  ['pipeline.yml', false],
  ['x.pipeline.yml.bak', false],
])('%s is a pipeline: %s', (path, is) => {
  expect(isPipelineFile(path)).toBe(is);
});

describe('the pipelines of a pack', () => {
  const files = {
    'pack/pack.yml': 'name: pack\n',
    'pack/b.pipeline.yml': named('b'),
    'pack/pipelines/a.yml': named('a'),
    'pack/in/a.pipeline.yml': named('in'),
    'pack/in/deep/r.yml': 'title: T\n',
    'loose/r.yml': 'title: T\n',
    'loose/x.pipeline.yml': named('loose'),
  };

  it.each([
    ['pack', ['b', 'in', 'a'], false],
    ['pack/in', ['b', 'in', 'a'], true],
    ['pack/in/deep/r.yml', ['b', 'in', 'a'], true],
    ['loose', ['loose'], false],
    ['loose/r.yml', ['loose'], true],
  ])('are found from %s', async (path, names, partial) => {
    using folder = withFiles(files);
    const found = await packPipelines(folder.file(path));
    expect(found.pipelines.map(({ name }) => name)).toEqual(names);
    expect(found.partial).toBe(partial);
    expect(found.diagnostics).toEqual([]);
  });

  it('are one object each, however often they are read, and apply once', async () => {
    using folder = withFiles(files);
    const [one, two] = [
      await packPipelines(folder.file('pack')),
      await packPipelines(folder.file('pack/in')),
    ];
    const [first, second] = withSharedPipelines([
      { rules: [], pipelines: one.pipelines },
      { rules: [], pipelines: [...two.pipelines, ...one.pipelines], forMore: two.pipelines },
    ]);
    expect(second?.pipelines).toHaveLength(3);
    expect(second?.pipelines.every((same, place) => same === first?.pipelines[place])).toBe(true);
    expect(second?.forMore?.[0]).toBe(first?.pipelines[0]);
  });

  it('have a version that changes with their lists', async () => {
    using folder = withFiles({ 'x.yml': withList('l.txt'), 'l.txt': 'a\n' });
    const version = async (): Promise<string> =>
      (await loadPipelines([folder.file('x.yml')], false)).version;
    const before = await version();
    expect(await version()).toBe(before);
    writeFileSync(folder.file('l.txt'), 'b\n');
    expect(await version()).not.toBe(before);
  });
});

describe('a list of a pipeline', () => {
  it.each([
    ['l.txt', false, undefined],
    ['in/l.txt', false, undefined],
    ['./in/../l.txt', false, undefined],
    ['../out.txt', false, 'is outside the folder of the pipeline'],
    ['../out.txt', true, 'is outside the folder of the pipeline'],
    ['in/../../out.txt', false, 'is outside the folder of the pipeline'],
    ['link-out.txt', false, 'is outside the folder of the pipeline'],
    ['link-folder/out.txt', false, 'is outside the folder of the pipeline'],
    ['link-in.txt', false, undefined],
    ['ABSOLUTE', false, 'only --pipeline may name such a file'],
    ['ABSOLUTE', true, undefined],
    ['in', false, 'is no file'],
    ['none.txt', false, 'there is no list'],
    ['..hidden.txt', false, undefined],
  ])('%s, of the command line: %s: %s', async (path, trusted, message) => {
    using folder = withFiles({
      'pack/l.txt': 'a\n',
      'pack/in/l.txt': 'a\n',
      'pack/..hidden.txt': 'a\n',
      'out.txt': 'a\n',
    });
    symlinkSync(folder.file('out.txt'), folder.file('pack/link-out.txt'));
    symlinkSync(folder.path, folder.file('pack/link-folder'));
    symlinkSync('in/l.txt', folder.file('pack/link-in.txt'));
    const file = folder.file('pack/x.pipeline.yml');
    writeFileSync(file, withList(path === 'ABSOLUTE' ? folder.file('out.txt') : path));
    const { broken, diagnostics, pipelines } = await loadPipelines([file], trusted);
    const said = diagnostics.map(formatDiagnostic).join('\n');
    const isRead = message === undefined;
    expect([pipelines.length, broken]).toEqual([isRead ? 1 : 0, isRead ? undefined : file]);
    expect(said).toContain(message ?? '');
    expect(diagnostics.length).toBe(isRead ? 0 : 1);
  });
});

it('says of files that cannot be read which they are, and reads the others', async () => {
  using folder = withFiles({
    'ok.yml': named('ok'),
    'big.yml': `# ${'x'.repeat(1024 * 1024)}\n`,
  });
  const files = ['none.yml', 'big.yml', 'ok.yml'].map((name) => folder.file(name));
  const { broken, diagnostics, pipelines } = await loadPipelines([...files, folder.path], true);
  expect(pipelines.map(({ name }) => name)).toEqual(['ok']);
  expect(broken).toBe(files[0]);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    'there is no such file',
    'the file is larger than 1024 KiB',
    'there is no such file',
  ]);
});

it('reads no more pipelines than anybody writes', async () => {
  using folder = withFiles({ 'ok.yml': named('ok') });
  const files = Array.from({ length: 101 }, () => folder.file('ok.yml'));
  const { diagnostics, pipelines } = await loadPipelines(files, true);
  expect([pipelines.length, diagnostics.length]).toEqual([100, 1]);
});

it('reads values of placeholders, and says what is wrong with them', async () => {
  using folder = withFiles({ 'v.yml': 'a: [x, 1]\nb: y\n', 'bad.yml': 'a: { b: c }\n' });
  const read = async (name: string) => loadPlaceholders(folder.file(name));
  expect((await read('v.yml')).placeholders).toEqual({ a: ['x', '1'], b: ['y'] });
  expect((await read('bad.yml')).diagnostics).toHaveLength(1);
  expect((await read('none.yml')).diagnostics).toMatchObject([{ severity: 'error', line: 1 }]);
});

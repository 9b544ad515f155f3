import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { scrutineer, temporaryFolder } from './run.ts';

it('builds an index of packed and plain lines, and completes what is typed, saying that no guard has decided', async () => {
  using folder = temporaryFolder();
  const [plain, gzip, zstd, index] = ['a.tsv', 'b.tsv.gz', 'c.tsv.zst', 'index'].map((name) =>
    folder.file(name),
  );
  if (plain === undefined || gzip === undefined || zstd === undefined || index === undefined)
    throw new Error('no files');
  writeFileSync(plain, 'how to vote\t10\nbad\tline\n');
  writeFileSync(gzip, gzipSync('How to vote by mail\t7\n'));
  writeFileSync(zstd, zstdCompressSync('vote how early\t3\n'));
  const built = await scrutineer(['predictions', 'build', plain, gzip, zstd, '--out', index]);
  expect(built.status).toBe(1);
  expect(built.stderr).toContain(`${plain}:2: rejected: the count is no number`);
  expect(built.stdout).toContain('4 lines: 3 different queries');
  expect(built.stdout).toContain('all are undecided');
  const asked = await scrutineer(['predictions', 'suggest', 'how t', '--index', index]);
  expect(asked).toMatchObject({
    status: 0,
    stdout: '  10  prefix  how to vote\n   7  prefix  How to vote by mail\n',
    stderr: 'No guard has decided on this index: nothing is held back.\n',
  });
  const json = await scrutineer([
    'predictions',
    'suggest',
    'vote ',
    '--index',
    index,
    '--ways',
    'words',
    '--json',
  ]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    guarded: false,
    lists: [
      { typed: 'vote ', suggestions: [{ text: 'how to vote', count: 10, via: 'words' }, {}, {}] },
    ],
  });
  writeFileSync(index, readFileSync(index).subarray(0, 500));
  const cut = await scrutineer(['predictions', 'suggest', 'how', '--index', index]);
  expect(cut.status).toBe(2);
  expect(cut.stderr).toContain('is cut short');
});

it('says what is missing on the command line', async () => {
  const { status, stderr } = await scrutineer(['predictions', 'suggest', 'how']);
  expect([status, stderr]).toEqual([2, expect.stringContaining('--index INDEX')]);
});

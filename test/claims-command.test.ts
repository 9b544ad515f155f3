import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { DECISION } from '../src/sinks/decisions.test-support.ts';
import { readLines, scrutineer, temporaryFolder } from './run.ts';

it('claims are imported once and matched', async () => {
  using folder = temporaryFolder();
  const [from, into] = [folder.file('claims.csv'), folder.file('library.ndjson')];
  writeFileSync(
    from,
    'text,verdict,url\nVoting machines in Freedonia switched votes.,false,https://example.org/1\nPolls in Redland close at noon.,false,https://example.org/2\n,false,\n',
  );
  const first = await scrutineer(['claims', 'import', from, '--into', into]);
  expect(first).toMatchObject({ status: 1 });
  expect(first.stdout).toContain('2 claims added');
  expect(first.stderr).toContain(`${from}:4: rejected`);
  expect(readLines(into)).toHaveLength(2);
  const text = 'voting machines in Freedonia have switched votes';
  const matched = await scrutineer(['claims', 'match', text, '--library', into, '--json']);
  expect(JSON.parse(matched.stdout)).toMatchObject({
    matches: [{ claim: { verdict: 'false', source: { url: 'https://example.org/1' } } }],
  });
  const none = await scrutineer(['claims', 'match', 'fresh bread at seven', '--library', into]);
  expect(none).toMatchObject({ status: 1 });
  expect(none.stdout).toContain('No match');
});

it('decisions are exported as labels, statements and reviews', async () => {
  using folder = temporaryFolder();
  const [file, key] = [folder.file('decisions.ndjson'), folder.file('key')];
  writeFileSync(key, '9085d2bef69286a6cbb51623c8fa258629945cd55ca705cc4e66700396894e0c\n');
  writeFileSync(file, `${JSON.stringify(DECISION)}\n{"id":"x"}\n`);
  const labels = await scrutineer([
    'decisions',
    'export',
    '--as',
    'atproto',
    '--src',
    'did:web:example.org',
    '--key',
    key,
    file,
  ]);
  expect(labels.status).toBe(1);
  expect(JSON.parse(labels.stdout)).toMatchObject({
    val: 'not-called',
    sig: { $bytes: expect.stringMatching(/^.{86}$/) as string },
  });
  expect(labels.stderr).toContain(`${file}:2:`);
  writeFileSync(file, `${JSON.stringify(DECISION)}\n`);
  const dsa = await scrutineer(['decisions', 'export', '--as', 'dsa', '--territory', 'DE', file]);
  expect(dsa.status).toBe(0);
  expect(JSON.parse(dsa.stdout)).toMatchObject({ territorial_scope: ['DE'] });
  const review = await scrutineer([
    'decisions',
    'export',
    '--as',
    'claimreview',
    '--organisation',
    'Example Desk',
    file,
  ]);
  expect(JSON.parse(review.stdout)).toMatchObject({ '@type': 'ClaimReview' });
});

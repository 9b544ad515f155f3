import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scrutineer, temporaryFolder } from './run.ts';

it('shows the claims of a text, underlined, with what was read', async () => {
  const { status, stdout } = await scrutineer(['read', 'You can vote by text in Georgia.']);
  expect(status).toBe(0);
  expect(stdout).toContain('  You can vote by text in Georgia.\n      ^^^^^^^^^^^^^^^^\n');
  expect(stdout).toContain('  speech act  assert');
  expect(stdout).toContain('  slots       how text, where US-GA');
});

it('reads standard input, files, context and gazetteers, and writes JSON', async () => {
  using folder = temporaryFolder();
  const [post, names] = [folder.file('post.txt'), folder.file('names.tsv')];
  writeFileSync(post, 'Rivera won the election.');
  writeFileSync(names, 'name\tkind\taliases\nAlma Rivera\tcandidate\tRivera|A. Rivera\n');
  const read = await scrutineer(['read', post, '--gazetteer', names, '--json']);
  const { claims } = JSON.parse(read.stdout) as {
    claims: { proposition: string; entities: { name: string }[] }[];
  };
  expect(claims[0]?.proposition).toBe('victory');
  expect(claims[0]?.entities[0]?.name).toBe('Alma Rivera');
  const answer = await scrutineer(['read', '-', '--quoted', 'You can vote by text.'], {
    input: 'This is false.',
  });
  expect(answer.stdout).toContain('deny');
  const nothing = await scrutineer(['read', 'Nice weather.']);
  expect(nothing.stdout).toBe('No claim about an election.\n');
});

it('says what is wrong with its arguments', async () => {
  using folder = temporaryFolder();
  const names = folder.file('names.ndjson');
  writeFileSync(names, '{"name":"Alma Rivera","kind":"wizard"}\n');
  const none = await scrutineer(['read']);
  expect(none.status).toBe(2);
  const bad = await scrutineer(['read', 'x', '--gazetteer', names]);
  expect(bad.status).toBe(2);
  expect(bad.stderr).toContain('names.ndjson:1: the kind "wizard" is none of');
});

import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readJson, readLines, temporaryFolder } from './run.ts';
import { runHere } from './run-here.ts';

const FACTS = [
  {
    id: 'ways',
    kind: 'method',
    jurisdiction: 'Freedonia',
    value: 'Freedonians vote in person or by post.',
    data: { allowed: ['in-person', 'post'] },
    from: '2020-01-01',
    source: 'https://example.org/',
  },
];

const POSTS = [
  {
    id: '1',
    text: 'In Freedonia you can vote by text message.',
    created_at: '2020-10-20T12:00:00Z',
    author: { id: 'a' },
  },
  {
    id: '2',
    text: 'It is false that you can vote by text message in Freedonia.',
    created_at: '2020-10-20T12:00:00Z',
    author: { id: 'b' },
  },
  {
    id: '3',
    text: 'Lovely weather today.',
    created_at: '2020-10-20T12:00:00Z',
    author: { id: 'c' },
  },
];

function lines(records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

it('scan decides on posts beside logs, counts them in and out, and tells what has changed since', async () => {
  using folder = temporaryFolder();
  const [posts, facts, out] = [
    folder.file('posts.ndjson'),
    folder.file('facts.ndjson'),
    folder.file('out'),
  ];
  writeFileSync(posts, lines([...POSTS, POSTS[0], { ...POSTS[0], created_at: 'soon' }]));
  writeFileSync(facts, lines(FACTS));
  const args = ['scan', posts, 'samples/o365-audit.ndjson', '--facts', facts, '--out', out];
  const run = await runHere([...args, '--fail-on', 'remove']);
  expect([run.status, run.stderr]).toEqual([1, '']);
  expect(run.stdout).toContain('Decided on 3 posts: 1 acted on (33.3 %)');
  const decisions = readLines(`${out}/decisions.ndjson`);
  expect(decisions.map(({ action }) => action)).toEqual(['remove', 'none', 'none']);
  expect(decisions[0]).toMatchObject({
    subject: { kind: 'post', id: '1' },
    category: 'participation',
    reasons: [{ facts: ['ways'], claim: 0 }],
    facts_as_of: '2020-10-20T12:00:00Z',
  });
  expect(readLines(`${out}/rejected.ndjson`)).toHaveLength(1);
  const { files, posts: summary } = readJson(`${out}/summary.json`) as {
    files: readonly Record<string, unknown>[];
    posts: unknown;
  };
  expect(files[0]).toMatchObject({ records: 5, accepted: 3, duplicates: 1, rejected: 1 });
  expect(summary).toMatchObject({
    decided: 3,
    acted_on: 1,
    by_category: { participation: { remove: 1 } },
  });

  const [all, before] = [folder.file('allowed.ndjson'), `${out}/decisions.ndjson`];
  writeFileSync(all, lines([{ ...FACTS[0], data: { allowed: ['in-person', 'post', 'text'] } }]));
  const again = await runHere([
    'scan',
    posts,
    '--facts',
    all,
    '--before',
    before,
    '--out',
    folder.file('b'),
  ]);
  expect(again.status).toBe(0);
  const [change, ...others] = readLines(`${folder.file('b')}/changes.ndjson`);
  expect(change).toMatchObject({ before: { action: 'remove' }, after: { action: 'none' } });
  expect(others).toEqual([]);
});

it('explain shows the claim, the fact, the rule and what would change the decision', async () => {
  using folder = temporaryFolder();
  const facts = folder.file('facts.ndjson');
  writeFileSync(facts, lines(FACTS));
  const text = 'In Freedonia you can vote by text message.';
  const run = await runHere(['explain', text, '--time', '2020-10-20', '--facts', facts]);
  expect(run.status).toBe(0);
  expect(run.stdout).toMatch(/^REMOVE {2}participation/);
  for (const part of ['Freedonians vote in person', 'False rules of voting', 'How to take part'])
    expect(run.stdout).toContain(part);
  expect(run.stdout).toMatch(/It would be\n {2}- none, if the facts bore it out/);
});

it('evaluate posts measures decisions against labels, by functionality', async () => {
  using folder = temporaryFolder();
  const [facts, labels] = [folder.file('facts.ndjson'), folder.file('labels.tsv')];
  writeFileSync(facts, lines(FACTS));
  const rows = [
    ['id', 'text', 'created_at', 'expected', 'functionality'],
    ['1', POSTS[0]?.text, '2020-10-20T12:00:00Z', 'label/remove', 'methods'],
    ['2', POSTS[1]?.text, '2020-10-20T12:00:00Z', 'none', 'denials'],
    ['3', 'Something nobody reads.', '2020-10-20T12:00:00Z', 'label', 'methods'],
  ];
  writeFileSync(labels, rows.map((row) => `${row.join('\t')}\n`).join(''));
  const run = await runHere(['evaluate', 'posts', '--labels', labels, '--facts', facts, '--json']);
  const report = JSON.parse(run.stdout) as Record<string, unknown>;
  expect(report['total']).toMatchObject({
    posts: 3,
    confusion: { truePositive: 1, falsePositive: 0, falseNegative: 1, trueNegative: 1 },
    f1: { value: 2 / 3 },
  });
  expect(report['functionalities']).toMatchObject({ denials: { right: { value: 1 } } });
  expect(report['wrong']).toHaveLength(1);
});

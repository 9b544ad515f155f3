import { expect, it } from 'vitest';
import { QueryCollector } from './query-collector.ts';
import type { RejectedLine } from './read-queries.ts';
import { readQueries } from './read-queries.ts';

async function read(text: string, piece = 7): Promise<readonly [number, number, RejectedLine[]]> {
  const bytes = Buffer.from(text);
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += piece)
      yield await Promise.resolve(bytes.subarray(at, at + piece));
  }
  const queries = new QueryCollector();
  const rejected: RejectedLine[] = [];
  const lines = await readQueries('q.tsv', pieces(), queries, (line) => rejected.push(line));
  return [lines, queries.size, rejected];
}

it('takes lines with a count and without, however the bytes come', async () => {
  for (const piece of [1, 3, 1000]) {
    expect(await read('how to vote\t12\r\nwo wählen\n\nsin tilde\t1.5', piece)).toEqual([3, 3, []]);
  }
});

it('names each line it does not take, and where it stands', async () => {
  const long = 'x'.repeat(70_000);
  const [lines, taken, rejected] = await read(
    `a\tb\n${'ж'.repeat(200)}\t1\n${long}\t1\n\u200b\t4\nok\t-1\nok\t1\n`,
    999,
  );
  expect([lines, taken]).toEqual([6, 1]);
  expect(rejected.map(({ line, offset, reason }) => [line, offset, reason])).toEqual([
    [1, 0, 'the count is no number of 0 or more: "b"; lines are query<TAB>count'],
    [2, 4, 'the query is longer than 255 bytes'],
    [3, 407, 'the line is longer than 65536 bytes'],
    [4, 70_410, 'the query is empty'],
    [5, 70_416, 'the count is no number of 0 or more: "-1"; lines are query<TAB>count'],
  ]);
});

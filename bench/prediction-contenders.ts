import { DatabaseSync } from 'node:sqlite';
import { buildSegment } from '../src/predictions/build-segment.ts';
import { packIndex, unpackIndex } from '../src/predictions/index-file.ts';
import type { Via } from '../src/predictions/prediction-index.ts';
import { PredictionIndex } from '../src/predictions/prediction-index.ts';
import { QueryCollector } from '../src/predictions/query-collector.ts';
import { rejudge } from '../src/predictions/rejudge.ts';
import type { CountedQuery } from './prediction-queries.ts';

/** Installed only by who runs this. */
const PEERS = './peers/node_modules';
const FLEXSEARCH = `${PEERS}/flexsearch/dist/flexsearch.bundle.module.min.mjs`;
const MINISEARCH = `${PEERS}/minisearch/dist/es/index.js`;

/** Stands in for rules: takes out about one query in twenty, those that hold a certain pair of letters. */
export function isShown(query: string): boolean {
  return !query.includes('gl');
}

export interface PredictionContender {
  /** Bytes it says it needs; undefined when only the process can tell. */
  readonly bytes: number | undefined;
  /** What else was measured, in milliseconds. */
  readonly also: Readonly<Record<string, number>>;
  ask(typed: string): readonly string[];
}

export type Kind = 'prefix' | 'words' | 'typo';

export const CONTENDERS: Readonly<
  Record<string, (queries: readonly CountedQuery[], kind: Kind) => Promise<PredictionContender>>
> = { scrutineer, sqlite, flexsearch, minisearch };

async function scrutineer(
  queries: readonly CountedQuery[],
  kind: Kind,
): Promise<PredictionContender> {
  const also: Record<string, number> = {};
  const timed = async <T>(name: string, run: () => T | Promise<T>): Promise<T> => {
    const before = performance.now();
    const result = await run();
    also[name] = performance.now() - before;
    return result;
  };
  const built = await timed('build', () => {
    const collected = new QueryCollector();
    for (const { count, query } of queries) collected.add({ text: query, count });
    return new PredictionIndex([buildSegment(collected)]);
  });
  const at = { lang: 'en', region: 'US', time: 0 };
  await timed('new rules', () =>
    rejudge(built, {
      guard: (query) => ({ action: isShown(query) ? 'keep' : 'suppress' }),
      at,
      version: '1',
    }),
  );
  const file = Buffer.concat(packIndex(built));
  also['file bytes'] = file.length;
  const loaded = await timed('load', () => unpackIndex(Buffer.from(new Uint8Array(file).buffer)));
  if (!loaded.ok) throw new Error(loaded.error);
  const { index } = loaded.value;
  const ways: readonly Via[] = kind === 'typo' ? ['prefix', 'words', 'typo'] : [kind];
  index.suggest('a b');
  return {
    bytes: index.bytes,
    also,
    ask: (typed) => index.suggest(typed, { ways }).map(({ text }) => text),
  };
}

/** A B-tree for prefixes, FTS5 whose rowids are ranks for words. */
function sqlite(queries: readonly CountedQuery[], kind: Kind): Promise<PredictionContender> {
  const before = performance.now();
  const database = new DatabaseSync(':memory:');
  const sorted = queries.toSorted((a, b) => b.count - a.count || (a.query < b.query ? -1 : 1));
  database.exec(
    kind === 'prefix'
      ? 'create table q (query text primary key, count integer, shown integer) without rowid'
      : "create virtual table q using fts5(query, shown unindexed, detail=none, prefix='1 2 3')",
  );
  database.exec('begin');
  const insert = database.prepare(
    kind === 'prefix'
      ? 'insert into q values (?, ?, ?)'
      : 'insert into q(rowid, query, shown) values (?, ?, ?)',
  );
  for (const [rank, { count, query }] of sorted.entries()) {
    if (kind === 'prefix') insert.run(query, count, Number(isShown(query)));
    else insert.run(rank + 1, query, Number(isShown(query)));
  }
  database.exec('commit');
  const pages = database
    .prepare('select page_count * page_size as bytes from pragma_page_count, pragma_page_size')
    .get();
  const select = database.prepare(
    kind === 'prefix'
      ? 'select query from q where query >= ? and query < ? and shown = 1 order by count desc, query limit 10'
      : 'select query from q where q match ? and shown = 1 order by rowid limit 10',
  );
  const ask = (typed: string): readonly string[] => {
    const rows =
      kind === 'prefix'
        ? select.all(typed, `${typed}\uffff`)
        : select.all(`${typed.split(' ').join(' AND ')}*`);
    return rows.map(({ query }) => String(query));
  };
  return Promise.resolve({
    bytes: Number(pages?.['bytes']),
    also: { build: performance.now() - before },
    ask,
  });
}

async function flexsearch(queries: readonly CountedQuery[]): Promise<PredictionContender> {
  const before = performance.now();
  const { Index } = (await import(FLEXSEARCH)) as {
    Index: new (options: object) => {
      add(id: number, text: string): void;
      search(typed: string, options: object): readonly number[];
    };
  };
  const index = new Index({ tokenize: 'forward' });
  for (const [id, { query }] of queries.entries()) index.add(id, query);
  return {
    bytes: undefined,
    also: { build: performance.now() - before },
    ask: (typed) => index.search(typed, { limit: 10 }).map((id) => queries[id]?.query ?? ''),
  };
}

async function minisearch(queries: readonly CountedQuery[]): Promise<PredictionContender> {
  const before = performance.now();
  const { default: MiniSearch } = (await import(MINISEARCH)) as {
    default: new (options: object) => {
      addAll(documents: readonly object[]): void;
      search(typed: string, options: object): readonly { readonly id: number }[];
    };
  };
  const index = new MiniSearch({ fields: ['query'] });
  index.addAll(queries.map(({ query }, id) => ({ id, query })));
  return {
    bytes: undefined,
    also: { build: performance.now() - before },
    ask: (typed) =>
      index
        .search(typed, { prefix: true, combineWith: 'AND' })
        .slice(0, 10)
        .map(({ id }) => queries[id]?.query ?? ''),
  };
}

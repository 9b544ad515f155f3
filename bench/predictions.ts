import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Kind } from './prediction-contenders.ts';
import { CONTENDERS } from './prediction-contenders.ts';
import { madeUpQueries } from './prediction-queries.ts';
import { Typed } from './prediction-typed.ts';

const HELP = `Usage: node bench/predictions.ts [options]

Completes what is typed beside SQLite, FlexSearch, MiniSearch and Lucene, each in
a process of its own. Peers: npm ci --prefix bench/peers; Lucene 8 with Java 17.

  --queries N      different queries (default: 1250000)
  --only LIST      of scrutineer,sqlite,flexsearch,minisearch,lucene
  --kinds LIST     of prefix,words,typo (default: all; peers: what they can)
  --lucene JARS    class path of Lucene 8: core, analyzers-common, suggest
  --java PROGRAM   (default: java)
`;

const { values } = parseArgs({
  options: {
    queries: { type: 'string', default: '1250000' },
    only: { type: 'string', default: 'scrutineer,sqlite,flexsearch,minisearch,lucene' },
    kinds: { type: 'string', default: 'prefix,words,typo' },
    lucene: { type: 'string' },
    java: { type: 'string', default: 'java' },
    run: { type: 'string' },
    help: { type: 'boolean' },
  },
});

/** Times each text is asked for; the least counts, so that what else runs on the machine does not. */
const PASSES = 3;
/** Texts asked for; of slow peers fewer. */
const TEXTS: Readonly<Record<string, number>> = {
  scrutineer: 14_000,
  sqlite: 700,
  flexsearch: 700,
  minisearch: 14,
};

const CAN: Readonly<Record<string, readonly Kind[]>> = {
  scrutineer: ['prefix', 'words', 'typo'],
  sqlite: ['prefix', 'words'],
  flexsearch: ['words'],
  minisearch: ['words'],
};

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly p50: number;
  readonly p99: number;
  readonly texts: number;
  readonly filled: number;
  readonly bytes: number;
  readonly also: Readonly<Record<string, number>>;
  /** The first lists, to be compared. */
  readonly lists: readonly (readonly string[])[];
}

async function runOne(name: string, kind: Kind): Promise<Row> {
  const queries = [...madeUpQueries(Number(values.queries))];
  const typed = new Typed(queries);
  const texts = Array.from({ length: TEXTS[name] ?? 100 }, () => typed[kind]());
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const contender = await CONTENDERS[name]?.(queries, kind);
  if (contender === undefined) throw new Error(`${name} is none of the contenders`);
  globalThis.gc?.();
  const after = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const least = new Float64Array(texts.length).fill(Number.POSITIVE_INFINITY);
  let lists: (readonly string[])[] = [];
  for (let pass = 0; pass < PASSES; pass += 1) {
    lists = texts.map((text, index) => {
      const start = performance.now();
      const list = contender.ask(text);
      least[index] = Math.min(least[index] ?? 0, (performance.now() - start) * 1000);
      return list;
    });
  }
  least.sort();
  return {
    name,
    kind,
    p50: least[least.length >>> 1] ?? 0,
    p99: least[Math.floor(least.length * 0.99)] ?? 0,
    texts: texts.length,
    filled: lists.filter((list) => list.length > 0).length,
    bytes: contender.bytes ?? after - before,
    also: contender.also,
    lists: lists.slice(0, 700),
  };
}

function child(name: string, kind: Kind): Row {
  const own = fileURLToPath(import.meta.url);
  const flags = ['--expose-gc', '--max-old-space-size=8192', own, '--queries', values.queries];
  const done = spawnSync(process.execPath, [...flags, '--run', `${name}:${kind}`], {
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(done.stdout.toString()) as Row;
}

function lucene(classPath: string): readonly Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'scrutineer-bench-'));
  try {
    const queries = [...madeUpQueries(Number(values.queries))];
    const file = join(folder, 'queries.tsv');
    writeFileSync(file, queries.map(({ count, query }) => `${query}\t${count}\n`).join(''));
    const rows: Row[] = [];
    for (const kind of ['prefix', 'words', 'typo'] as const) {
      const typed = new Typed(queries);
      const texts = Array.from({ length: 700 }, () => typed[kind]());
      writeFileSync(join(folder, kind), texts.join('\n'));
      const source = fileURLToPath(new URL('PredictionsLucene.java', import.meta.url));
      const args = ['-cp', classPath, source, file, join(folder, kind), kind, folder];
      const done = spawnSync(values.java, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      rows.push(JSON.parse(done.stdout.toString()) as Row);
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function show(row: Row): void {
  const perQuery = row.bytes / Number(values.queries);
  const also = Object.entries(row.also).map(([name, value]) =>
    name.endsWith('bytes')
      ? `${name} ${(value / 1e6).toFixed(1)} MB`
      : `${name} ${(value / 1000).toFixed(2)} s`,
  );
  const cells = [
    row.name.padEnd(12),
    row.kind.padEnd(7),
    row.p50.toFixed(1).padStart(10),
    row.p99.toFixed(1).padStart(11),
    perQuery.toFixed(1).padStart(8),
    `${row.filled}/${row.texts}`.padStart(12),
  ];
  console.log(`${cells.join(' ')}  ${also.join(', ')}`);
}

/** Where both answer exactly, they have to answer the same. */
function compare(ours: Row | undefined, theirs: Row): void {
  if (ours === undefined) return;
  const differ = theirs.lists.findIndex(
    (list, index) => JSON.stringify(list) !== JSON.stringify(ours.lists[index]),
  );
  if (differ === -1) return;
  throw new Error(
    `${theirs.name} and scrutineer differ in list ${differ}:\n${JSON.stringify(theirs.lists[differ])}\n${JSON.stringify(ours.lists[differ])}`,
  );
}

function main(): void {
  console.log(
    `${values.queries} queries, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`,
  );
  console.log('             list         p50 µs      p99 µs  B/query       filled');
  const kinds = values.kinds.split(',') as readonly Kind[];
  const ours = new Map<Kind, Row>();
  for (const name of values.only.split(',')) {
    if (name === 'lucene') {
      if (values.lucene === undefined || !existsSync(values.lucene.split(':')[0] ?? '')) {
        console.log('lucene       not run: name its jars with --lucene');
      } else for (const row of lucene(values.lucene)) show(row);
      continue;
    }
    for (const kind of CAN[name] ?? []) {
      if (!kinds.includes(kind)) continue;
      const row = child(name, kind);
      show(row);
      if (name === 'scrutineer') ours.set(kind, row);
      if (name === 'sqlite') compare(ours.get(kind), row);
    }
  }
}

if (values.help === true) console.log(HELP);
else if (values.run === undefined) main();
else {
  const [name = '', kind = 'prefix'] = values.run.split(':');
  process.stdout.write(JSON.stringify(await runOne(name, kind as Kind)));
}

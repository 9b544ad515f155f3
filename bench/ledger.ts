import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Entry } from '../src/ledger/entry.ts';
import { makeEntry } from '../src/ledger/entry.ts';
import { createLedger, openLedger } from '../src/ledger/ledger.ts';
import { leafHash, nodeHash } from '../src/ledger/merkle.ts';
import { publicFolder, readerOf } from '../src/ledger/public-folder.ts';
import { sha256 } from '../src/ledger/sha256.ts';
import { TreeReader } from '../src/ledger/tree-reader.ts';
import { countQuorum } from '../src/ledger/trust.ts';
import { verifyLedger } from '../src/ledger/verify.ts';
import type { Json } from '../src/lib/json.ts';

const HELP = `Usage: node bench/ledger.ts [options]

Makes entries of decisions (checked, canonical), appends them to a new ledger,
every batch on disk before the next; proves entries; verifies all. One process,
one thread.

  --entries N   how many (default: 1000000)
  --batch N     entries acknowledged together (default: 4096)
  --json        print a record instead of the table
`;

const { values: options } = parseArgs({
  options: {
    entries: { type: 'string', default: '1000000' },
    batch: { type: 'string', default: '4096' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const PROOFS = 1000;

/** What has no part in what is measured: an entry as a desk would write one. */
function decision(number: number): Json {
  const digits = sha256(String(number)).toString('hex');
  return {
    kind: 'decision',
    v: 1,
    at: '2020-11-03T19:00:00Z',
    desk: 'posts',
    decision: `commit:${digits}`,
    subject: `commit:${digits}`,
    action: 'label',
    category: 'process',
    rules: ['00000000-0000-4000-8000-000000000001'],
    record: `commit:${digits}`,
    program: { digest: `sha256:${digits}`, version: '0.1.0' },
    packs: [{ digest: `sha256:${digits}`, version: '1.4' }],
    options: `commit:${digits}`,
    inputs: [`commit:${digits}`],
  };
}

function entryOf(value: Json): Entry {
  const entry = makeEntry(value);
  if (!entry.ok) throw new Error(entry.error.join('; '));
  return entry.value;
}

interface Spent {
  readonly seconds: number;
  readonly cpu: number;
}

async function timed(work: () => void | Promise<void>): Promise<Spent> {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 };
}

async function hashSpeed(): Promise<number> {
  const [left, right] = [leafHash(Buffer.of(1)), leafHash(Buffer.of(2))];
  const rounds = 500_000;
  const { cpu } = await timed(() => {
    for (let round = 0; round < rounds; round += 1) nodeHash(left, right);
  });
  return (cpu / rounds) * 1e6;
}

async function main(): Promise<void> {
  if (options.help) return void process.stdout.write(HELP);
  const count = Number(options.entries);
  const root = mkdtempSync(join(tmpdir(), 'scrutineer-bench-'));
  const folder = join(root, 'ledger');
  try {
    const made = createLedger(folder, 'ledger.example.org', [1], Date.now);
    if (!made.ok) throw new Error(made.error);
    const load = loadavg()[0] ?? 0;
    const hash = await hashSpeed();
    const appended = await append(folder, count, Number(options.batch));
    const reopen = await timed(() => {
      const opened = openLedger(folder, Date.now);
      if (opened.ok) opened.value[Symbol.dispose]();
    });
    const found = publicFolder(folder) ?? '';
    const proofs = prove(found, count);
    const logs = made.value.map(({ verifier }) => verifier);
    const trust = { logs, witnesses: [], ...countQuorum(0) };
    let damaged = -1;
    const verify = await timed(() => {
      ({ damaged } = verifyLedger(found, { trust, now: Date.now() }));
    });
    report({
      entries: count,
      load_before: load,
      load_after: loadavg()[0] ?? 0,
      entry_bytes: readFileSync(join(found, 'tile/entries/000')).length / 256,
      hash_us: hash,
      ...appended,
      reopen_ms: reopen.seconds * 1000,
      proof_median_ms: proofs[PROOFS / 2] ?? 0,
      proof_99_ms: proofs[(PROOFS * 99) / 100] ?? 0,
      verify_seconds: verify.seconds,
      verify_cpu: verify.cpu,
      damaged,
      rss_mb: process.resourceUsage().maxRSS / 1e3,
    });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Appends entries, and says what making them took and what the ledger did, apart. */
async function append(
  folder: string,
  count: number,
  batch: number,
): Promise<Readonly<Record<string, number>>> {
  const opened = openLedger(folder, Date.now);
  if (!opened.ok) throw new Error(opened.error.message);
  using open = opened.value;
  const [make, write] = [
    { cpu: 0, seconds: 0 },
    { cpu: 0, seconds: 0 },
  ];
  const add = (total: { cpu: number; seconds: number }, spent: Spent): void => {
    total.cpu += spent.cpu;
    total.seconds += spent.seconds;
  };
  let early = 0;
  for (let start = 0; start < count; start += batch) {
    const entries: Entry[] = [];
    const made = await timed(() => {
      for (let at = start; at < Math.min(count, start + batch); at += 1)
        entries.push(entryOf(decision(at)));
    });
    const written = await timed(() => {
      if (!open.writer.append(entries).ok) throw new Error('the entries were refused');
    });
    add(make, made);
    add(write, written);
    if (start <= count / 10) early = process.memoryUsage.rss();
  }
  add(write, await timed(() => void open.writer.close()));
  return {
    make_cpu: make.cpu,
    append_cpu: write.cpu,
    append_seconds: write.seconds,
    append_per_second: count / write.seconds,
    append_per_cpu_second: count / write.cpu,
    with_making_per_cpu_second: count / (write.cpu + make.cpu),
    rss_mb_at_a_tenth: early / 1e6,
    rss_mb_at_the_end: process.memoryUsage.rss() / 1e6,
  };
}

/** Milliseconds of each proof, the shortest first. */
function prove(folder: string, count: number): readonly number[] {
  const proofs: number[] = [];
  for (let proof = 0; proof < PROOFS; proof += 1) {
    const start = performance.now();
    // A reader of its own each time: nothing is remembered from the last.
    const tree = new TreeReader(readerOf(folder), count);
    const index = Math.floor((proof / PROOFS) * count);
    if (proof % 2 === 0) tree.inclusionProof(index);
    else tree.consistencyProof(index);
    proofs.push(performance.now() - start);
  }
  return proofs.toSorted((a, b) => a - b);
}

function report(figures: Readonly<Record<string, number>>): void {
  if (options.json) return void process.stdout.write(`${JSON.stringify(figures)}\n`);
  const width = Math.max(...Object.keys(figures).map((name) => name.length));
  for (const [name, figure] of Object.entries(figures))
    process.stdout.write(
      `${name.replaceAll('_', ' ').padEnd(width)}  ${figure.toLocaleString('en-GB', { maximumFractionDigits: figure < 10 ? 2 : 0 }).padStart(12)}\n`,
    );
}

await main();

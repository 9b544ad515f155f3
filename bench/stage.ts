import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { IngestJob } from '../src/ingest.ts';
import { createProcessor, createRecogniser } from '../src/ingest.ts';
import { decodeChunk } from '../src/intake/decode.ts';
import { JsonLine } from '../src/intake/json-line.ts';
import { expandInputs } from '../src/intake/inputs.ts';
import { loadPacks } from '../src/packs.ts';
import { readFiles } from '../src/reading-files.ts';

/**
 * One stage over one file in a process of its own, so that no stage runs in code or memory another has warmed up:
 * `node bench/stage.ts json|parse|normalise|rules FILE [PACK…]`. Prints the microseconds of processor time (user and
 * system, all threads) from the first byte to the last record; start-up and the compiling of rules are left out.
 */
const [stage = '', file = '', ...packs] = process.argv.slice(2);

async function main(): Promise<void> {
  const measured = await (stage === 'json'
    ? parseLines(file)
    : throughJobs(file, await createStage(stage, packs)));
  process.stdout.write(JSON.stringify(measured));
}

interface Measured {
  readonly records: number;
  readonly cpu: number;
}

/** Lines held at a time by the baseline. */
const LINES_PER_BATCH = 1000;

/** The baseline: `JSON.parse` of each line; to read the file and cut it into lines is not counted. */
async function parseLines(path: string): Promise<Measured> {
  let batch: string[] = [];
  let cpu = 0;
  let records = 0;
  const parseBatch = (): void => {
    const before = process.cpuUsage();
    for (const line of batch) if (isRecord(JSON.parse(line))) records += 1;
    cpu += sum(process.cpuUsage(before));
    batch = [];
  };
  for await (const line of createInterface({ input: createReadStream(path) })) {
    batch.push(line);
    if (batch.length === LINES_PER_BATCH) parseBatch();
  }
  parseBatch();
  return { records, cpu };
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

type Stage = (job: IngestJob) => number;

async function createStage(name: string, paths: readonly string[]): Promise<Stage> {
  if (name === 'parse') {
    const line = new JsonLine();
    return ({ chunk }) => {
      let records = 0;
      const count = (): void => {
        records += 1;
      };
      decodeChunk(chunk, { record: count, broken: count }, line);
      return records;
    };
  }
  const loaded = await loadPacks(name === 'rules' ? paths : []);
  if (!loaded.ok) throw new Error(loaded.error);
  const ingest = createProcessor({ rules: loaded.value.rules, anonymisers: [], trusted: [] });
  return (job) => ingest(job).records;
}

async function throughJobs(path: string, run: Stage): Promise<Measured> {
  const inputs = await expandInputs([path], process.stdin, 0);
  if (!inputs.ok) throw new Error(inputs.error);
  const before = process.cpuUsage();
  const jobs = readFiles({
    inputs: inputs.value,
    recognise: createRecogniser({}),
    problem: (_, reason) => {
      throw new Error(reason);
    },
    progress: () => undefined,
  });
  let records = 0;
  for await (const job of jobs) records += run(job);
  return { records, cpu: sum(process.cpuUsage(before)) };
}

function sum({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}

await main();

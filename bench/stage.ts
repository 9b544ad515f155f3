import { readFileSync } from 'node:fs';
import type { IngestJob } from '../src/ingest.ts';
import { createProcessor, createRecogniser } from '../src/ingest.ts';
import { decodeChunk } from '../src/intake/decode.ts';
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
  const measured =
    stage === 'json' ? parseLines(file) : await throughJobs(file, await createStage(stage, packs));
  process.stdout.write(JSON.stringify(measured));
}

interface Measured {
  readonly records: number;
  readonly cpu: number;
}

/** The baseline: `JSON.parse` of each line; to cut the file into lines is not counted. */
function parseLines(path: string): Measured {
  const bytes = readFileSync(path);
  let cpu = 0;
  let records = 0;
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf('\n', Math.min(start + 1024 * 1024, bytes.length - 1)) + 1;
    const lines = bytes.toString('utf8', start, end).trimEnd().split('\n');
    start = end;
    const before = process.cpuUsage();
    for (const line of lines) if (isRecord(JSON.parse(line))) records += 1;
    cpu += sum(process.cpuUsage(before));
  }
  return { records, cpu };
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

type Stage = (job: IngestJob) => number;

async function createStage(name: string, paths: readonly string[]): Promise<Stage> {
  if (name === 'parse') {
    return ({ chunk }) => {
      let records = 0;
      const count = (): void => {
        records += 1;
      };
      decodeChunk(chunk, { record: count, broken: count });
      return records;
    };
  }
  const loaded = await loadPacks(name === 'rules' ? paths : []);
  if (!loaded.ok) throw new Error(loaded.error);
  const process = createProcessor({ rules: loaded.value.rules, anonymisers: [], trusted: [] });
  return (job) => process(job).records;
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

import { fileURLToPath } from 'node:url';
import type { ChildRun } from './child.ts';
import { runChild } from './child.ts';
import type { RecordFile } from './records.ts';

/** What one measurement gave. */
export interface Sample {
  /** Processor time per record, microseconds. */
  readonly cpu: number;
  /** Wall-clock milliseconds of the whole process. */
  readonly wall: number;
  /** MiB. */
  readonly peak: number;
}

export interface Measurement {
  readonly name: string;
  /** Stages leave start-up out; whole scans include it. */
  readonly kind: 'baseline' | 'stage' | 'scan';
  readonly records: number;
  run(): Promise<Sample>;
}

const PACK = fileURLToPath(new URL('../packs/accounts', import.meta.url));

/** Everything measured in a round, in order. `files`: growing; stages run over the last. */
export function measurements(
  files: readonly RecordFile[],
  fifty: string,
  threads: number,
): readonly Measurement[] {
  const largest = files.at(-1);
  if (largest === undefined) return [];
  return [
    stage('JSON.parse of the lines', 'baseline', ['json'], largest),
    stage('read, cut, decode', 'stage', ['parse'], largest),
    stage('+ recognise, normalise', 'stage', ['normalise'], largest),
    stage('+ shipped rules', 'stage', ['rules', PACK], largest),
    stage('+ 50 more rules', 'stage', ['rules', PACK, fifty], largest),
    scan('scan, 1 thread', ['--threads', '0'], largest),
    ...files.map((file) => scan(`scan, 1 + ${threads} threads`, ['--threads', `${threads}`], file)),
    scan('+ 50 more rules', ['--threads', `${threads}`, '--packs', fifty], largest),
    scan('without detectors', ['--threads', `${threads}`, '--no-detectors'], largest),
    scan(
      '50 rules, nothing else',
      ['--threads', `${threads}`, '--no-detectors', '--only-packs', '--packs', fifty],
      largest,
    ),
  ];
}

function stage(
  name: string,
  kind: 'baseline' | 'stage',
  [which = '', ...packs]: readonly string[],
  { path, records }: RecordFile,
): Measurement {
  return {
    name,
    kind,
    records,
    run: async () => {
      const child = await runChild('bench/stage.ts', [which, path, ...packs]);
      const measured = JSON.parse(child.stdout) as { records: number; cpu: number };
      expectRecords(name, measured.records, records);
      return { cpu: measured.cpu / records, wall: child.wall, peak: child.peak };
    },
  };
}

function scan(
  name: string,
  options: readonly string[],
  { path, records }: RecordFile,
): Measurement {
  return {
    name,
    kind: 'scan',
    records,
    run: async () => {
      const child = await runChild('bin/scrutineer.js', ['scan', path, '--json', ...options]);
      expectRecords(name, recordsOf(child), records);
      return { cpu: child.cpu / records, wall: child.wall, peak: child.peak };
    },
  };
}

function recordsOf({ stdout }: ChildRun): number {
  const result = JSON.parse(stdout) as { summary: { totals: { accepted: number } } };
  return result.summary.totals.accepted;
}

/** A faster run that has read less is no result. */
function expectRecords(name: string, seen: number, expected: number): void {
  if (seen !== expected) throw new Error(`${name}: read ${seen} of ${expected} records`);
}

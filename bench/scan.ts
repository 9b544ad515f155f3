import { availableParallelism, cpus, loadavg } from 'node:os';
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Measurement, Sample } from './plan.ts';
import { measurements } from './plan.ts';
import { recordFiles } from './records.ts';
import { fiftyRules } from './rules.ts';
import { spread } from './statistics.ts';
import type { Row } from './table.ts';
import { renderTable } from './table.ts';

const HELP = `Usage: node bench/scan.ts [options]

Measures the stages of a scan of simulated sign-ins beside JSON.parse of the
same lines, interleaved over several rounds. See bench/README.md.

  --records N   sign-ins (default: 1000000)
  --people N    whose sign-ins they are (default: 1000)
  --rounds N    (default: 3)
  --threads N   of the scans that use threads (default: one per core)
  --rules DIR   in place of the 50 generated rules
  --json        print a record instead of the table
`;

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '1000000' },
    people: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: String(availableParallelism()) },
    rules: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

if (values.help === true) process.stdout.write(HELP);
else await main();

async function main(): Promise<void> {
  const records = count('records', values.records);
  const rounds = count('rounds', values.rounds);
  const sizes = [10_000, 100_000].filter((size) => size < records);
  const files = recordFiles([...sizes, records], count('people', values.people), tell);
  const bytes = statSync(files.at(-1)?.path ?? '').size / records;
  const plan = measurements(files, values.rules ?? fiftyRules(), count('threads', values.threads));
  const load = [loadavg()[0] ?? 0];
  const samples = plan.map((): Sample[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, measurement] of plan.entries()) {
      tell(`round ${round + 1} of ${rounds}: ${measurement.name}, ${measurement.records} records`);
      samples[index]?.push(await measurement.run());
    }
    load.push(loadavg()[0] ?? 0);
  }
  const rows = plan.map((measurement, index) =>
    row(measurement, samples[index] ?? [], samples[0] ?? []),
  );
  const machine = {
    cores: cpus().length,
    model: cpus()[0]?.model ?? '',
    node: process.version,
    load: spread(load),
  };
  if (values.json === true) {
    process.stdout.write(`${JSON.stringify({ machine, bytes_per_record: bytes, rounds, rows })}\n`);
    return;
  }
  process.stdout.write(
    `${renderTable(rows)}\n\nRecords of ${Math.round(bytes)} bytes; median (lowest–highest) of ${rounds} rounds; ` +
      `MB: highest resident set.\nScans are whole processes, start-up included. ${machine.cores} cores ` +
      `(${machine.model}),\nNode ${machine.node}, load ${machine.load.min.toFixed(1)}–${machine.load.max.toFixed(1)}.\n`,
  );
}

/** Ratios are taken round by round, so that a machine that slows down for a while slows down both sides. */
function row(
  { name, kind, records }: Measurement,
  samples: readonly Sample[],
  baseline: readonly Sample[],
): Row {
  return {
    name,
    kind,
    records,
    cpu: spread(samples.map(({ cpu }) => cpu)),
    ratio: spread(samples.map(({ cpu }, round) => cpu / (baseline[round]?.cpu ?? Number.NaN))),
    ...(kind === 'scan' && { wall: spread(samples.map(({ wall }) => wall)) }),
    peak: spread(samples.map(({ peak }) => peak)),
  };
}

function count(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${name} takes a whole number of at least 1, not "${text}"`);
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

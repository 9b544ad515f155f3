import { existsSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { runChild } from './child.ts';
import { recordFiles } from './records.ts';
import { SHAPES } from './rule-sets.ts';
import { spread } from './statistics.ts';
import type { Spread } from './statistics.ts';

const HELP = `Usage: node bench/rules-at-scale.ts [options]

Matches growing sets of rules beside JSON.parse, DuckDB and json-logic,
interleaved over several rounds. Peers: npm ci --prefix bench/peers

  --records LIST  sign-ins (default: 20000; up to 10000000)
  --rules LIST    sizes of the sets (default: 10,50,200,1000,4000)
  --shapes LIST   exact, substring, mixed (default: exact,substring)
  --rounds N      (default: 3)
  --json          print a record instead of the table
`;

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '20000' },
    rules: { type: 'string', default: '10,50,200,1000,4000' },
    shapes: { type: 'string', default: 'exact,substring' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

/** A peer is measured with this many rules at the most: its cost grows with each. */
const MOST_RULES_OF_PEERS = 1000;

const PEERS = { 'json-logic': 'json-logic-engine', duckdb: '@duckdb/node-api' } as const;

interface Cell {
  readonly name: string;
  readonly args: readonly string[];
  readonly records: number;
  readonly cpu: number[];
  readonly peak: number[];
  readonly compile: number[];
}

if (values.help === true) process.stdout.write(HELP);
else await main();

async function main(): Promise<void> {
  const installed = new Map(
    Object.entries(PEERS).map(([name, folder]) => [
      name,
      existsSync(new URL(`peers/node_modules/${folder}`, import.meta.url)),
    ]),
  );
  const files = recordFiles(numbers('records', values.records), 1000, tell);
  const cells = files.flatMap(({ path, records }) => plan(path, records, installed));
  const load = [loadavg()[0] ?? 0];
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    for (const cell of cells) {
      tell(`round ${round}: ${cell.name}`);
      const child = await runChild('bench/scale-contender.ts', cell.args);
      const measured = JSON.parse(child.stdout) as {
        records: number;
        cpu: number;
        compile: number;
      };
      if (measured.records !== cell.records) throw new Error(`${cell.name}: read too little`);
      cell.cpu.push(measured.cpu / measured.records);
      cell.compile.push(measured.compile);
      cell.peak.push(child.peak);
    }
    load.push(loadavg()[0] ?? 0);
  }
  const absent = [...installed].filter(([, there]) => !there).map(([name]) => name);
  report(cells, absent, spread(load));
}

function plan(
  path: string,
  records: number,
  installed: ReadonlyMap<string, boolean>,
): readonly Cell[] {
  const cell = (which: string, shape: string, rules: number): Cell => ({
    name: which === 'json' ? 'JSON.parse' : `${which}, ${shape}, ${rules}`,
    args: [which, path, shape, String(rules)],
    records,
    cpu: [],
    peak: [],
    compile: [],
  });
  const sizes = numbers('rules', values.rules);
  const shapes = values.shapes.split(',').filter((name) => SHAPES.some((shape) => shape === name));
  const measured = shapes.flatMap((shape) =>
    ['scrutineer', ...Object.keys(PEERS)].flatMap((which) =>
      sizes
        .filter((size) => which === 'scrutineer' || size <= MOST_RULES_OF_PEERS)
        .filter(() => installed.get(which) !== false)
        .map((size) => cell(which, shape, size)),
    ),
  );
  return [cell('json', 'exact', 0), ...measured];
}

function report(cells: readonly Cell[], absent: readonly string[], load: Spread): void {
  const baseline = (records: number): readonly number[] =>
    cells.find((cell) => cell.name === 'JSON.parse' && cell.records === records)?.cpu ?? [];
  const rows = cells.map(({ name, records, cpu, peak, compile }) => ({
    name,
    records,
    cpu: spread(cpu),
    ratio: spread(cpu.map((one, round) => one / (baseline(records)[round] ?? Number.NaN))),
    compile: spread(compile),
    peak: spread(peak),
  }));
  const cores = availableParallelism();
  if (values.json === true) {
    process.stdout.write(`${JSON.stringify({ cores, load, absent, rows })}\n`);
    return;
  }
  const lines = rows.map((row) => [
    row.name,
    String(row.records),
    row.cpu.median.toFixed(1),
    row.ratio.median.toFixed(2),
    row.compile.median.toFixed(0),
    row.peak.max.toFixed(0),
  ]);
  const table = [['', 'records', 'µs CPU/record', '× JSON.parse', 'compile ms', 'MB'], ...lines];
  const width = (column: number): number =>
    Math.max(...table.map((line) => line[column]?.length ?? 0));
  for (const line of table) {
    const padded = line.map((text, at) =>
      at === 0 ? text.padEnd(width(at)) : text.padStart(width(at)),
    );
    process.stdout.write(`${padded.join('  ').trimEnd()}\n`);
  }
  const loads = `load ${load.min.toFixed(1)}–${load.max.toFixed(1)}`;
  process.stdout.write(
    `\nMedians of ${values.rounds} rounds; ${cores} cores, Node ${process.version}, ${loads}.\n`,
  );
  for (const name of absent) {
    process.stdout.write(
      `Not installed and so not measured: ${name} (npm ci --prefix bench/peers).\n`,
    );
  }
}

function numbers(name: string, list: string): readonly number[] {
  return list.split(',').map((text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number > 0) return number;
    throw new Error(`--${name} takes whole numbers of at least 1, not "${text}"`);
  });
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

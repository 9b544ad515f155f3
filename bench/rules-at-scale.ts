import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { runChild } from './child.ts';
import { recordFiles } from './records.ts';
import type { Shape } from './rule-sets.ts';
import { isShape, SHAPES } from './rule-sets.ts';
import { AnswerCheck } from './scale-checks.ts';
import type { Measured } from './scale-measured.ts';
import type { Cell } from './scale-plan.ts';
import { nameOf, planCells } from './scale-plan.ts';
import { renderScale, rowsOf } from './scale-table.ts';
import { spread } from './statistics.ts';

const HELP = `Usage: node bench/rules-at-scale.ts [options]

Matches growing sets of rules, and answers a correlation query, beside JSON.parse,
DuckDB, json-logic and SQRL, interleaved over several rounds. All have to give the
same answers. Peers: npm ci --prefix bench/peers

  --records LIST  sign-ins (default: 10000; up to 10000000)
  --rules LIST    sizes of the sets (default: 10,50,200,1000,4000)
  --shapes LIST   exact, substring, mixed (default: exact,substring)
  --rounds N      (default: 3; fewer say little)
  --json          print a record instead of the table
`;

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '10000' },
    rules: { type: 'string', default: '10,50,200,1000,4000' },
    shapes: { type: 'string', default: 'exact,substring' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

/** Of the simulated organisation. */
const PEOPLE = 1000;

const MOST_RECORDS = 10_000_000;
const MOST_RULES = 100_000;
const MOST_ROUNDS = 100;

async function main(): Promise<void> {
  const sizes = {
    shapes: shapesOf(values.shapes),
    rules: numbers('rules', values.rules, MOST_RULES),
  };
  const [rounds = 0] = numbers('rounds', values.rounds, MOST_ROUNDS);
  const files = recordFiles(numbers('records', values.records, MOST_RECORDS), PEOPLE, tell);
  const { cells, missing } = planCells({ ...sizes, files });
  const answers = new AnswerCheck();
  const started = performance.now();
  const load = [loadavg()[0] ?? 0];
  for (let round = 1; round <= rounds; round += 1) {
    for (const cell of cells) {
      tell(`round ${round}: ${nameOf(cell)}`);
      await measure(cell, answers);
      load.push(loadavg()[0] ?? 0);
    }
  }
  const seconds = Math.round((performance.now() - started) / 1000);
  report(cells, missing, { rounds, seconds, load: spread(load) });
}

async function measure(cell: Cell, answers: AnswerCheck): Promise<void> {
  const which = cell.kind === 'json' ? 'json' : cell.contender;
  const shape = cell.kind === 'json' ? 'exact' : cell.kind;
  const args = [which, cell.file.path, shape, String(cell.rules)];
  const { peak, stdout } = await runChild('bench/scale-contender.ts', args);
  const measured = JSON.parse(stdout) as Measured;
  answers.check(cell, measured);
  cell.cpu.push(measured.cpu / measured.records);
  cell.compile.push(measured.compile);
  cell.peak.push(peak);
  cell.matches = measured.found?.count ?? measured.counts?.reduce((sum, one) => sum + one, 0) ?? 0;
}

interface Run {
  readonly rounds: number;
  readonly seconds: number;
  readonly load: ReturnType<typeof spread>;
}

function report(cells: readonly Cell[], missing: readonly string[], run: Run): void {
  const rows = rowsOf(cells);
  const about = {
    date: new Date().toISOString().slice(0, 10),
    cores: availableParallelism(),
    node: process.version,
  };
  if (values.json === true) {
    process.stdout.write(`${JSON.stringify({ ...about, ...run, missing, rows })}\n`);
    return;
  }
  const { load, rounds, seconds } = run;
  const answers = rows.filter(({ contender }) => contender === 'scrutineer');
  const incidents = answers.filter(({ kind }) => kind === 'windows');
  const total = (of: readonly { readonly matches: number }[]): string =>
    of.reduce((sum, { matches }) => sum + matches, 0).toLocaleString('en');
  const isAlone = rows.every(
    ({ contender, kind }) => kind === 'json' || contender === 'scrutineer',
  );
  const who = isAlone ? 'Sets of all sizes' : 'All';
  const notes = [
    `${about.date}, ${about.cores} cores, Node ${about.node}, load ${load.min.toFixed(1)}–${load.max.toFixed(1)}, ${seconds} s.`,
    `Median (range) of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}; MB: the highest.`,
    `${who} gave the same answers: rule by rule as many matches, and the same incidents`,
    `(${total(answers.filter(({ kind }) => kind !== 'windows'))} matches and ${total(incidents)} incidents in the lines of Scrutineer).`,
    ...missing,
  ];
  process.stdout.write(`${renderScale(rows)}\n\n${notes.join('\n')}\n`);
}

function shapesOf(list: string): readonly Shape[] {
  return list.split(',').map((name) => {
    if (isShape(name)) return name;
    throw new Error(`--shapes takes ${SHAPES.join(', ')}, not "${name}"`);
  });
}

function numbers(name: string, list: string, most: number): readonly number[] {
  return list.split(',').map((text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number > 0 && number <= most) return number;
    throw new Error(`--${name} takes whole numbers from 1 to ${most}, not "${text}"`);
  });
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

if (values.help === true) process.stdout.write(HELP);
else {
  try {
    await main();
  } catch (error) {
    tell(`error: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

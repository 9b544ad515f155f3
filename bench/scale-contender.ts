import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import type { JsonObject } from '../src/lib/json.ts';
import { compileRules } from '../src/rules/compile.ts';
import { parseRules } from '../src/rules/parse.ts';
import { jsonReader } from '../src/rules/reader.ts';
import { logicOf, sqlOf } from './peer-rules.ts';
import type { PlainRule, Shape } from './rule-sets.ts';
import { plainRules, sigmaText } from './rule-sets.ts';

/**
 * One contender over one file in a process of its own: `node bench/scale-contender.ts json|scrutineer|json-logic|duckdb
 * FILE SHAPE RULES`. Prints microseconds of processor time from text to matches (start-up, the reading of the file and the
 * compiling of rules left out; DuckDB reads the file itself), and milliseconds of compiling.
 */
const [which = '', file = '', shape = 'mixed', count = '0'] = process.argv.slice(2);

interface Measured {
  readonly records: number;
  readonly matches: number;
  readonly cpu: number;
  readonly compile: number;
}

type Match = (record: JsonObject) => number;

/** Lines held at a time. */
const BATCH = 1000;

async function throughLines(make: () => Match): Promise<Measured> {
  const before = process.cpuUsage();
  const match = make();
  match({});
  const compile = since(before) / 1000;
  let [records, matches, cpu] = [0, 0, 0];
  let batch: string[] = [];
  const run = (): void => {
    const started = process.cpuUsage();
    for (const line of batch) matches += match(JSON.parse(line) as JsonObject);
    cpu += since(started);
    records += batch.length;
    batch = [];
  };
  for await (const line of createInterface({ input: createReadStream(file) })) {
    batch.push(line);
    if (batch.length === BATCH) run();
  }
  run();
  return { records, matches, cpu, compile };
}

function scrutineer(rules: readonly PlainRule[]): Match {
  const parsed = parseRules(sigmaText(rules), 'bench');
  const { ruleSet } = compileRules(parsed.rules, jsonReader);
  if (ruleSet.rules.length < rules.length) throw new Error('a rule was refused');
  return (record) => ruleSet.match(record).length;
}

const peers = createRequire(new URL('peers/package.json', import.meta.url));

function jsonLogic(rules: readonly PlainRule[]): Match {
  const { LogicEngine } = peers('json-logic-engine') as {
    LogicEngine: new () => {
      addMethod(name: string, method: (parts: readonly unknown[]) => boolean): void;
      build(logic: unknown): (data: unknown) => unknown;
    };
  };
  const engine = new LogicEngine();
  for (const place of ['startsWith', 'endsWith'] as const) {
    engine.addMethod(
      place,
      ([text, part]) => typeof text === 'string' && text[place](String(part)),
    );
  }
  engine.addMethod(
    'includes',
    ([text, part]) => typeof text === 'string' && text.includes(String(part)),
  );
  const built = rules.map((rule) => engine.build(logicOf(rule)));
  return (record) => built.reduce((sum, holds) => sum + (holds(record) === true ? 1 : 0), 0);
}

interface DuckDb {
  readonly DuckDBInstance: {
    create(
      path: string,
      options: Readonly<Record<string, string>>,
    ): Promise<{
      connect(): Promise<{
        runAndReadAll(sql: string): Promise<{ getRows(): readonly (readonly unknown[])[] }>;
      }>;
    }>;
  };
}

async function duckDb(rules: readonly PlainRule[]): Promise<Measured> {
  const { DuckDBInstance } = peers('@duckdb/node-api') as DuckDb;
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const before = process.cpuUsage();
  const rows = (await connection.runAndReadAll(sqlOf(rules, file))).getRows();
  const [records = 0, ...counts] = (rows[0] ?? []).map(Number);
  return {
    records,
    matches: counts.reduce((sum, value) => sum + value, 0),
    cpu: since(before),
    compile: 0,
  };
}

function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

async function measure(): Promise<Measured> {
  const rules = plainRules(shape as Shape, Number(count));
  switch (which) {
    case 'json':
      return throughLines(() => () => 0);
    case 'scrutineer':
      return throughLines(() => scrutineer(rules));
    case 'json-logic':
      return throughLines(() => jsonLogic(rules));
    case 'duckdb':
      return duckDb(rules);
    default:
      throw new Error(`no contender is called "${which}"`);
  }
}

process.stdout.write(JSON.stringify(await measure()));

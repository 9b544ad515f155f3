import { FoundTally } from './found.ts';
import { peer } from './peer.ts';
import { sqlOf, sqlText } from './peer-rules.ts';
import type { PlainRule } from './rule-sets.ts';
import type { Measured } from './scale-measured.ts';
import { since } from './scale-measured.ts';
import { incidentText, windowSql } from './sliding-windows.ts';

type Query = (sql: string) => Promise<readonly (readonly unknown[])[]>;

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

/** On one thread, as the others. */
async function connect(): Promise<Query> {
  const { DuckDBInstance } = peer('@duckdb/node-api') as DuckDb;
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  return async (sql) => (await connection.runAndReadAll(sql)).getRows();
}

export async function duckDb(rules: readonly PlainRule[], file: string): Promise<Measured> {
  const query = await connect();
  const before = process.cpuUsage();
  const rows = await query(sqlOf(rules, file));
  const cpu = since(before);
  const [records = 0, ...counts] = (rows[0] ?? []).map(Number);
  return { records, cpu, compile: 0, counts };
}

export async function duckDbWindows(file: string): Promise<Measured> {
  const query = await connect();
  const before = process.cpuUsage();
  const rows = await query(windowSql(file));
  const cpu = since(before);
  const found = new FoundTally();
  for (const [name, group, detectedAt] of rows) {
    found.add(incidentText(String(name), String(group), Number(detectedAt)));
  }
  const [[records] = []] = await query(
    `SELECT count(*) FROM read_ndjson_objects(${sqlText(file)})`,
  );
  return { records: Number(records), cpu, compile: 0, found: found.result() };
}

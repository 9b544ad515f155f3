import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VERSION } from '../src/report/version.ts';
import { simulateSignins } from '../src/simulator/simulate.ts';

/** A Monday. */
const START = Date.UTC(2026, 9, 5);

/** More days than any size asked for needs: records are counted, not days. */
const DAYS = 36_500;

/** Lines written at a time. */
const BATCH = 2000;

export interface RecordFile {
  readonly path: string;
  readonly records: number;
}

/**
 * Files with the first records of one simulated log, one file per size, kept in the temporary folder for the next run.
 * The name holds everything the content depends on.
 */
export function recordFiles(
  sizes: readonly number[],
  people: number,
  tell: (text: string) => void,
): readonly RecordFile[] {
  const files = sizes.map((records) => ({
    path: join(tmpdir(), `scrutineer-bench-${VERSION}-${people}-people-${records}.ndjson`),
    records,
  }));
  for (const file of files) {
    if (existsSync(file.path)) continue;
    tell(`writing ${file.records} simulated sign-ins of ${people} people to ${file.path}`);
    write(file, people);
  }
  return files;
}

function write({ path, records }: RecordFile, people: number): void {
  const part = `${path}.part`;
  const target = openSync(part, 'w', 0o600);
  let batch: string[] = [];
  const flush = (): void => {
    if (batch.length > 0) writeSync(target, `${batch.join('\n')}\n`);
    batch = [];
  };
  let left = records;
  for (const { line } of simulateSignins({ seed: 'bench', start: START, days: DAYS, people })) {
    if (left === 0) break;
    left -= 1;
    batch.push(line);
    if (batch.length >= BATCH) flush();
  }
  flush();
  closeSync(target);
  renameSync(part, path);
}

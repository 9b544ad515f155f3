import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { JsonObject } from '../src/lib/json.ts';
import type { Found } from './found.ts';

/** What one contender prints. */
export interface Measured {
  readonly records: number;
  /** Microseconds of processor time from text to matches: no start-up, no reading of the file, no compiling. */
  readonly cpu: number;
  /** Milliseconds of reading, checking and compiling the rules, the first record included. */
  readonly compile: number;
  /** Records each rule matched, in the order of the rules. */
  readonly counts?: readonly number[];
  /** What a correlation query found. */
  readonly found?: Found;
}

/** An engine that takes parsed records one after the other; the next waits for the promise, if there is one. */
export interface Contender {
  take(record: JsonObject): Promise<void> | undefined;
  end?(): void;
  result(): Pick<Measured, 'counts' | 'found'>;
}

/** Lines held at a time: memory does not grow with the file. */
const BATCH = 1000;

export async function throughLines(
  file: string,
  make: () => Contender | Promise<Contender>,
): Promise<Measured> {
  const before = process.cpuUsage();
  const contender = await make();
  await contender.take({});
  const compile = since(before) / 1000;
  let [records, cpu] = [0, 0];
  let batch: string[] = [];
  const run = async (): Promise<void> => {
    const started = process.cpuUsage();
    for (const line of batch) {
      const pending = contender.take(JSON.parse(line) as JsonObject);
      if (pending !== undefined) await pending;
    }
    cpu += since(started);
    records += batch.length;
    batch = [];
  };
  for await (const line of createInterface({ input: createReadStream(file) })) {
    batch.push(line);
    if (batch.length === BATCH) await run();
  }
  await run();
  const started = process.cpuUsage();
  contender.end?.();
  cpu += since(started);
  return { records, cpu, compile, ...contender.result() };
}

/** Microseconds of processor time, all threads. */
export function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

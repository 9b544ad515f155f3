import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ChildRun {
  readonly stdout: string;
  /** Milliseconds from start to end of the process. */
  readonly wall: number;
  /** Microseconds, user and system, all threads, start-up included. */
  readonly cpu: number;
  /** Largest resident set, in MiB. */
  readonly peak: number;
}

/** As `bin/scrutineer.js` sets them. */
export const FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=100'];

const REPORTER = new URL('report-usage.ts', import.meta.url).href;

/** Runs a script of the checkout in a process of its own and tells what it took. Throws when it fails. */
export async function runChild(script: string, args: readonly string[]): Promise<ChildRun> {
  const folder = mkdtempSync(join(tmpdir(), 'scrutineer-bench-'));
  try {
    const usageFile = join(folder, 'usage.json');
    const path = fileURLToPath(new URL(`../${script}`, import.meta.url));
    const started = performance.now();
    const stdout = await output([...FLAGS, '--import', REPORTER, path, ...args], usageFile);
    const wall = performance.now() - started;
    const usage = JSON.parse(readFileSync(usageFile, 'utf8')) as { cpu: number; maxRSS: number };
    return { stdout, wall, cpu: usage.cpu, peak: usage.maxRSS / 1024 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function output(args: readonly string[], usageFile: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, SCRUTINEER_BENCH_USAGE: usageFile },
    });
    const pieces: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(Buffer.concat(pieces).toString());
      else reject(new Error(`${args.join(' ')} ended with ${status}`));
    });
  });
}

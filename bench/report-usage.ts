import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded before a measured program (`--import`): when the process ends, writes to the file named by
 * `SCRUTINEER_BENCH_USAGE` what it used from its very start, all threads together.
 */
const target = process.env['SCRUTINEER_BENCH_USAGE'];

if (isMainThread && target !== undefined) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeFileSync(target, JSON.stringify({ cpu: userCPUTime + systemCPUTime, maxRSS }));
  });
}

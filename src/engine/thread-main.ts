import nodeModule from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { CreateProcessor } from './engine.ts';

/** Entry of a worker thread: loads the module named by the engine and answers one message per job. */
const { module, init, compiled } = workerData as {
  module: string;
  init: unknown;
  /** Folder of compiled code that the main thread uses, if it does. */
  compiled: string | undefined;
};
if (compiled !== undefined) nodeModule.enableCompileCache(compiled);
const { createProcessor } = (await import(module)) as {
  createProcessor: CreateProcessor<unknown, unknown, unknown>;
};
const run = createProcessor(init);

parentPort?.on('message', (job: unknown) => {
  try {
    parentPort?.postMessage({ done: run(job) });
  } catch (error) {
    parentPort?.postMessage({ failed: (error as Error).stack ?? String(error) });
  }
});

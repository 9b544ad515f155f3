import nodeModule from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Engine } from './engine.ts';

/** Jobs given to a thread before its first result is awaited; bounds memory and keeps the thread busy. */
const JOBS_PER_THREAD = 2;

/**
 * A job's objects die with it, so a larger young generation only holds more garbage; this size is where it costs no
 * time yet.
 */
const YOUNG_GENERATION_MIB = 32;

interface Reply<Done> {
  readonly done?: Done;
  readonly failed?: string;
}

interface Waiting<Done> {
  readonly resolve: (done: Done) => void;
  readonly reject: (error: Error) => void;
}

export interface ThreadsOptions<Init, Job> {
  /** Module that exports `createProcessor`. */
  readonly module: string;
  readonly init: Init;
  readonly threads: number;
  /** Buffers of a job that are moved to the thread instead of copied. */
  readonly transfer: (job: Job) => ArrayBuffer[];
}

/** Runs jobs on worker threads. */
export class ThreadsEngine<Init, Job, Done> implements Engine<Job, Done> {
  readonly #threads: readonly Thread<Job, Done>[];
  readonly #transfer: (job: Job) => ArrayBuffer[];

  constructor(options: ThreadsOptions<Init, Job>) {
    const { module, init, threads } = options;
    this.#threads = Array.from({ length: threads }, () => new Thread<Job, Done>(module, init));
    this.#transfer = options.transfer;
  }

  async *map(jobs: AsyncIterable<Job>): AsyncGenerator<Done, void, undefined> {
    const pending: Promise<Done>[] = [];
    let next = 0;
    for await (const job of jobs) {
      const thread = this.#threads[next % this.#threads.length];
      next += 1;
      if (thread === undefined) return;
      const done = thread.run(job, this.#transfer(job));
      // A failure is thrown where the result is awaited below; until then it must not count as unhandled.
      done.catch(() => undefined);
      pending.push(done);
      if (pending.length >= this.#threads.length * JOBS_PER_THREAD) {
        const first = pending.shift();
        if (first !== undefined) yield await first;
      }
    }
    for (const done of pending) yield await done;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.stop()));
  }
}

/** One worker, which answers jobs in the order they were given. */
class Thread<Job, Done> {
  readonly #worker: Worker;
  readonly #waiting: Waiting<Done>[] = [];
  #failure: Error | undefined;

  constructor(module: string, init: unknown) {
    this.#worker = new Worker(new URL('thread-main.ts', import.meta.url), {
      workerData: { module, init, compiled: compiledFolder() },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB },
    });
    this.#worker.on('message', (reply: Reply<Done>) => {
      const waiting = this.#waiting.shift();
      if (reply.failed === undefined) waiting?.resolve(reply.done as Done);
      else waiting?.reject(new Error(reply.failed));
    });
    this.#worker.on('error', (error) => this.#fail(error as Error));
    this.#worker.on('exit', () => this.#fail(new Error('a worker thread ended early')));
  }

  run(job: Job, transfer: ArrayBuffer[]): Promise<Done> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(job, transfer);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
  }
}

/** As it was given to `enableCompileCache`, which puts a folder of its own for each version of Node into it. */
function compiledFolder(): string | undefined {
  const folder = nodeModule.getCompileCacheDir();
  return folder === undefined ? undefined : dirname(folder);
}

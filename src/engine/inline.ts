import type { Engine } from './engine.ts';

/** Runs jobs one after the other on the calling thread: for small inputs, where starting threads costs more. */
export class InlineEngine<Job, Done> implements Engine<Job, Done> {
  readonly #process: (job: Job) => Done;

  constructor(process: (job: Job) => Done) {
    this.#process = process;
  }

  async *map(jobs: AsyncIterable<Job>): AsyncGenerator<Done, void, undefined> {
    for await (const job of jobs) yield this.#process(job);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Nothing is held.
  }
}

/**
 * The port that runs one pure function over many jobs. Results come back in the order of the jobs, so that what is
 * computed does not depend on how many threads there are.
 */
export interface Engine<Job, Done> extends AsyncDisposable {
  map(jobs: AsyncIterable<Job>): AsyncGenerator<Done, void, undefined>;
}

/** What a module run by an engine exports as `createProcessor`. */
export type CreateProcessor<Init, Job, Done> = (init: Init) => (job: Job) => Done;

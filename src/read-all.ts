import { availableParallelism } from 'node:os';
import { parseNetworkList } from './enrich/network-list.ts';
import type { Engine } from './engine/engine.ts';
import { InlineEngine } from './engine/inline.ts';
import { ThreadsEngine } from './engine/threads.ts';
import { FacetTable } from './facet-numbers.ts';
import type { KeptColumns } from './event-columns.ts';
import { OUTCOMES } from './events/outcome.ts';
import type { IngestInit, IngestJob, IngestResult } from './ingest.ts';
import { createProcessor, createRecogniser } from './ingest.ts';
import type { Broken } from './intake/chunk.ts';
import type { Input } from './intake/inputs.ts';
import type { Salt } from './lib/hash.ts';
import { writeKey } from './lib/hash.ts';
import type { PostBook } from './post-book.ts';
import { readFiles } from './reading-files.ts';
import type { OutputFolder } from './report/output.ts';
import type { Progress } from './report/progress-bar.ts';
import type { Totals } from './report/totals.ts';
import { SOURCES } from './sources/all.ts';
import { ROW_FACETS, ROW_TEXTS } from './store/kept-rows.ts';
import type { Store } from './store/store.ts';

/** The first half of a scan: inputs → events, booked once each, those that matter on the timeline. */

export interface ReadOptions {
  readonly as?: string;
  readonly organisation?: string;
  /** Text of the lists the user brings. */
  readonly anonymisers: readonly string[];
  readonly trusted: readonly string[];
  /** Worker threads; absent: all cores, none for small inputs. */
  readonly threads?: number;
  readonly progress: (progress: Progress) => void;
}

/** Below this much input on disk, starting threads costs more than it saves. Bytes. */
const INLINE_BELOW = 4 * 1024 * 1024;

/** Chunks between two commits: what a crash can cost in work, never in findings. */
const CHUNKS_PER_COMMIT = 128;

/** Distinct records whose repetitions are counted at a time, for records without an id. */
const MAX_REPEATED = 100_000;

interface Run {
  readonly options: ReadOptions;
  readonly store: Store;
  readonly totals: Totals;
  readonly out: OutputFolder | undefined;
  readonly posts?: PostBook;
}

/** Reads everything; the store holds what came of it when the promise is kept. */
export async function readAll(inputs: readonly Input[], init: IngestInit, run: Run): Promise<void> {
  const { options, store, totals } = run;
  const rejected = run.out?.lines('rejected.ndjson');
  const refused: { file: number; broken: Broken }[] = [];
  const progress = createProgress(inputs, options);
  const jobs = readFiles({
    inputs,
    recognise: createRecogniser(init),
    ...(options.organisation !== undefined && { organisation: options.organisation }),
    problem: (file, reason, broken) => {
      totals.problem(file, reason);
      if (broken !== undefined) refused.push({ file, broken });
    },
    progress: progress.bytes,
  });
  await using engine = createEngine(inputs, init, options.threads);
  const account = createAccountant(store, totals);
  let chunks = 0;
  const reject = async (file: number, broken: readonly Broken[]): Promise<void> => {
    totals.rejected(file, broken);
    for (const record of broken) {
      const { offset, line, reason, excerpt } = record;
      await rejected?.write(
        JSON.stringify({ file: inputs[file]?.name, line, offset, reason, excerpt }),
      );
    }
  };
  for await (const result of engine.map(jobs)) {
    account(result);
    await run.posts?.take(result.file, result.postRecords, result.posts);
    await reject(result.file, result.rejected);
    progress.records(result.records);
    chunks += 1;
    if (chunks % CHUNKS_PER_COMMIT === 0) store.commit();
  }
  for (const { file, broken } of refused) {
    totals.add(file, { records: 1 });
    await reject(file, [broken]);
  }
  await rejected?.close();
}

/** Books a chunk's records as accepted or duplicate and puts their events on the timeline. */
function createAccountant(store: Store, totals: Totals): (result: IngestResult) => void {
  const repeated = new Map<string, number>();
  const keep = createKeeper(store);
  let file = -1;
  return (result) => {
    if (result.file !== file || repeated.size > MAX_REPEATED) repeated.clear();
    file = result.file;
    let record = -1;
    let accepted = 0;
    let duplicates = 0;
    const { events } = result;
    const { ids, keys, record: records } = events;
    const keepNext = keep(events.kept);
    for (let index = 0; index < records.length; index += 1) {
      const time = events.time[index] ?? 0;
      const hashed = events.hashed[index] === 1 ? ids.get(index) : undefined;
      const own = hashed === undefined ? undefined : numbered(hashed, repeated);
      if (own !== undefined && own !== hashed) {
        writeKey(keys, 2 * index, { id: own, second: Math.floor(time / 1000), salt: store.salt });
      }
      const added = store.add(time, keys[2 * index] ?? 0, keys[2 * index + 1] ?? 0);
      keepNext(index, added ? time : undefined, own);
      if (records[index] !== record) {
        if (added) accepted += 1;
        else duplicates += 1;
      }
      record = records[index] ?? 0;
      totals.event(
        SOURCES[events.source[index] ?? 0]?.name ?? '',
        time,
        OUTCOMES[events.outcome[index] ?? -1],
        added,
      );
    }
    totals.add(file, { records: result.records, accepted, duplicates });
    totals.hours(result.hours);
    totals.cut(result.regexCuts);
  };
}

/**
 * Puts those events of a chunk on the timeline that are to be kept. What it gives is called with every place of the chunk
 * in turn, with the event's time if it is new, and with its id if it has none of its own.
 */
function createKeeper(
  store: Store,
): (kept: KeptColumns) => (place: number, time: number | undefined, own?: string) => void {
  const tables = new Map<number, FacetTable<number>>();
  const numbers = new Uint32Array(ROW_FACETS);
  return ({ places, own: texts, facets, texts: added }) => {
    const table = tables.get(added.thread) ?? new FacetTable((text) => store.facet(text));
    tables.set(added.thread, table);
    table.take(added);
    let next = 0;
    return (place, time, own) => {
      if (places[next] !== place) return;
      const at = next;
      next += 1;
      if (time === undefined) return;
      for (let facet = 0; facet < ROW_FACETS; facet += 1) {
        numbers[facet] = table.of(facets[at * ROW_FACETS + facet] ?? 0) ?? 0;
      }
      const row = texts.slice(at * ROW_TEXTS, (at + 1) * ROW_TEXTS);
      if (own !== undefined) row[0] = own;
      store.keep(time, row, numbers);
    };
  };
}

/** The how-manieth record of its file this is, for records that carry no id: the second equal line is another event. */
function numbered(id: string, repeated: Map<string, number>): string {
  const before = repeated.get(id) ?? 0;
  repeated.set(id, before + 1);
  return before === 0 ? id : `${id}-${before + 1}`;
}

function createEngine(
  inputs: readonly Input[],
  init: IngestInit,
  threads: number | undefined,
): Engine<IngestJob, IngestResult> {
  const small =
    inputs.every(({ size }) => size !== undefined) &&
    inputs.reduce((total, { size }) => total + (size ?? 0), 0) < INLINE_BELOW;
  const count = threads ?? (small ? 0 : availableParallelism());
  if (count === 0) return new InlineEngine(createProcessor(init));
  return new ThreadsEngine<IngestInit, IngestJob, IngestResult>({
    module: new URL('ingest.ts', import.meta.url).href,
    init,
    threads: count,
    transfer: ({ chunk }) => [chunk.bytes.buffer, ...(chunk.ranges ? [chunk.ranges.buffer] : [])],
  });
}

export function ingestInit(
  options: ReadOptions,
  rules: IngestInit['rules'],
  salt: Salt,
): IngestInit {
  const networks = (lists: readonly string[]): readonly string[] =>
    lists.flatMap((text) => parseNetworkList(text).networks);
  return {
    rules,
    salt,
    anonymisers: networks(options.anonymisers),
    trusted: networks(options.trusted),
    ...(options.as !== undefined && { as: options.as }),
  };
}

function createProgress(inputs: readonly Input[], options: ReadOptions) {
  const known = inputs.every(({ size }) => size !== undefined);
  const total = inputs.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const state = { file: '', bytes: 0, records: 0, ...(known && { total }) };
  return {
    bytes: (file: number, bytes: number): void => {
      state.file = inputs[file]?.name ?? '';
      state.bytes += bytes;
      options.progress(state);
    },
    records: (records: number): void => {
      state.records += records;
    },
  };
}

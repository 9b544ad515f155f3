import { availableParallelism } from 'node:os';
import type { Readable } from 'node:stream';
import { parseNetworkList } from './enrich/network-list.ts';
import type { Engine } from './engine/engine.ts';
import { InlineEngine } from './engine/inline.ts';
import { ThreadsEngine } from './engine/threads.ts';
import { OUTCOMES } from './events/outcome.ts';
import type { Event } from './events/event.ts';
import type { Finding } from './findings/finding.ts';
import type { IngestInit, IngestJob, IngestResult } from './ingest.ts';
import { createProcessor, createRecogniser } from './ingest.ts';
import type { Broken } from './intake/chunk.ts';
import type { Input } from './intake/inputs.ts';
import { expandInputs } from './intake/inputs.ts';
import type { Salt } from './lib/hash.ts';
import { writeKey } from './lib/hash.ts';
import type { Result } from './lib/result.ts';
import { err, ok } from './lib/result.ts';
import { formatTime } from './lib/time.ts';
import type { PackOptions } from './packs.ts';
import { loadPacks, withDrafts } from './packs.ts';
import { readFiles } from './reading-files.ts';
import { replay } from './replay.ts';
import { FindingsDigest } from './report/findings-digest.ts';
import { logHealth, wrongClocks } from './report/log-health.ts';
import type { LineFile } from './report/output.ts';
import { OutputFolder } from './report/output.ts';
import type { Progress } from './report/progress-bar.ts';
import type { Summary } from './report/summary.ts';
import type { ShadowFindings } from './report/summarise.ts';
import { summarise } from './report/summarise.ts';
import { Totals } from './report/totals.ts';
import { undecided } from './report/undecided.ts';
import type { RuleSet } from './rules/compile.ts';
import { compileApart } from './rules/compile-apart.ts';
import type { CorrelationHealth } from './rules/correlate.ts';
import type { Diagnostic } from './rules/diagnostic.ts';
import { formatDiagnostic } from './rules/diagnostic.ts';
import { eventReader } from './rules/reader.ts';
import type { RuleDocument } from './rules/tree.ts';
import { SOURCES } from './sources/all.ts';
import { SqliteStore } from './store/sqlite-store.ts';
import type { Store } from './store/store.ts';

/** The one file that wires the stages, in the order data flows. */

export interface ScanOptions {
  readonly paths: readonly string[];
  readonly stdin: Readable;
  readonly packs: readonly string[];
  /** Processing pipelines and placeholders for all rules. */
  readonly packOptions?: PackOptions;
  /** Packs whose rules run in shadow. */
  readonly shadow?: readonly string[];
  readonly out?: string;
  readonly db?: string;
  readonly as?: string;
  readonly organisation?: string;
  /** Text of the lists the user brings. */
  readonly anonymisers: readonly string[];
  readonly trusted: readonly string[];
  /** Worker threads; absent: all cores, none for small inputs. */
  readonly threads?: number;
  /** Milliseconds since 1970; the only clock. */
  readonly now: () => number;
  readonly progress: (progress: Progress) => void;
  /** Given every finding as JSON text, in order of time, once all of them are known. */
  readonly finding?: (body: string) => void;
}

export interface ScanResult {
  readonly summary: Summary;
  readonly digest: FindingsDigest;
  readonly diagnostics: readonly Diagnostic[];
}

/** Below this much input on disk, starting threads costs more than it saves. Bytes. */
const INLINE_BELOW = 4 * 1024 * 1024;

/** Chunks between two commits: what a crash can cost in work, never in findings. */
const CHUNKS_PER_COMMIT = 128;

/** What rules in shadow would have found, in the output folder. */
const SHADOW_FILE = 'shadow.ndjson';

/** Distinct records whose repetitions are counted at a time, for records without an id. */
const MAX_REPEATED = 100_000;

/** Reads, detects, writes. The error is a sentence for the person who gave the command. */
export async function scan(options: ScanOptions): Promise<Result<ScanResult, string>> {
  const started = options.now();
  const inputs = await expandInputs(options.paths, options.stdin, started);
  if (!inputs.ok) return inputs;
  const loaded = await loadPacks(options.packs, options.packOptions);
  if (!loaded.ok) return loaded;
  // Rules must not run as if there were no pipeline, nor a scan be empty for a slip of the pen.
  if (loaded.value.broken !== undefined) return err(formatDiagnostic(loaded.value.broken));
  const packs = await withDrafts(loaded.value, options.shadow ?? [], options.packOptions);
  if (!packs.ok) return packs;
  const compiled = compileApart(packs.value.rules, eventReader);
  const diagnostics = [...packs.value.diagnostics, ...compiled.diagnostics];
  using store = new SqliteStore(options.db);
  const init = ingestInit(options, packs.value.rules, store.salt);
  const out = options.out === undefined ? undefined : await OutputFolder.create(options.out);
  const totals = new Totals(inputs.value.map(({ name }) => name));
  await readAll(inputs.value, init, { options, store, totals, out });
  store.commit();
  const { drafts, live } = compiled;
  const used = [live, drafts].flatMap((set) => [
    ...(set?.rules ?? []),
    ...(set?.correlations ?? []),
  ]);
  let health: readonly CorrelationHealth[] = [];
  const findings = replay(store.timeline(), live, {
    health: (correlations) => {
      health = correlations;
    },
    cuts: (times) => totals.cut(times),
  });
  // Those of drafts as well: what a rule found before it became one is no finding any more.
  const counts = store.replaceFindings(
    used.map(({ key }) => key),
    stored(findings),
  );
  const digest = await writeFindings(store, out?.lines('findings.ndjson'), options.finding);
  const shadow = drafts && (await shadowFindings(store, drafts, out, totals));
  if (shadow === undefined) await out?.remove(SHADOW_FILE);
  const gaps = logHealth(totals.logs, options.now());
  const summary = summarise({
    totals,
    gaps,
    counts,
    digest,
    title: (name) => SOURCES.find((source) => source.name === name)?.title ?? name,
    packs: packs.value.versions,
    rules: counted(packs.value.rules, used),
    ...(shadow !== undefined && { shadow }),
    warnings: [
      ...wrongClocks(totals.logs, options.now()),
      ...forgotten(health),
      ...undecided(health),
      ...changedPacks(store, options, packs.value.versions),
    ],
    health,
    duration: options.now() - started,
  });
  await out?.json('summary.json', summary);
  return ok({ summary, digest, diagnostics });
}

interface Run {
  readonly options: ScanOptions;
  readonly store: Store;
  readonly totals: Totals;
  readonly out: OutputFolder | undefined;
}

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
  let file = -1;
  return (result) => {
    if (result.file !== file || repeated.size > MAX_REPEATED) repeated.clear();
    file = result.file;
    let record = -1;
    let accepted = 0;
    let duplicates = 0;
    const { events } = result;
    const { ids, keys, payloads, record: records } = events;
    for (let index = 0; index < records.length; index += 1) {
      const time = events.time[index] ?? 0;
      let payload = payloads.get(index);
      let id = ids.get(index);
      if (id !== undefined && events.hashed[index] === 1) {
        const own = numbered(id, repeated);
        if (own !== id) {
          payload = payload?.replaceAll(id, own);
          writeKey(keys, 2 * index, { id: own, second: Math.floor(time / 1000), salt: store.salt });
        }
        id = own;
      }
      const added = store.add(time, keys[2 * index] ?? 0, keys[2 * index + 1] ?? 0);
      if (added && id !== undefined && payload !== undefined) store.keep({ id, time, payload });
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
  options: ScanOptions,
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

function* stored(findings: Iterable<Finding>) {
  for (const finding of findings) {
    yield {
      id: finding.id,
      time: Date.parse(finding.at),
      rule: finding.rule.id,
      body: JSON.stringify(finding),
    };
  }
}

async function writeFindings(
  store: Store,
  file: LineFile | undefined,
  show: ScanOptions['finding'],
): Promise<FindingsDigest> {
  const digest = new FindingsDigest();
  for (const { body } of store.findings()) {
    digest.add(JSON.parse(body) as Finding);
    show?.(body);
    await file?.write(body);
  }
  await file?.close();
  return digest;
}

/** What rules in shadow would have found: never in the store of findings, so that none can become a real one. */
async function shadowFindings(
  store: Store,
  drafts: RuleSet<Event>,
  out: OutputFolder | undefined,
  totals: Totals,
): Promise<ShadowFindings> {
  using apart = new SqliteStore(undefined);
  const found = replay(store.timeline(), drafts, {
    drafts: true,
    cuts: (times) => totals.cut(times),
  });
  apart.replaceFindings([], stored(marked(found)));
  const digest = await writeFindings(apart, out?.lines(SHADOW_FILE), undefined);
  const rules = [...drafts.rules, ...drafts.correlations].filter((rule) => rule.shadow);
  return { loaded: rules.length, digest };
}

function* marked(findings: Iterable<Finding>): Generator<Finding, void, undefined> {
  for (const finding of findings) yield { ...finding, shadow: true };
}

/** Filters are parts of other rules, and `used` may hold a rule twice: once for drafts. */
function counted(
  rules: readonly RuleDocument[],
  used: readonly { readonly rule: RuleDocument }[],
): Pick<Summary['rules'], 'loaded' | 'refused'> {
  const loaded = new Set(used.map(({ rule }) => rule)).size;
  return { loaded, refused: rules.filter(({ kind }) => kind !== 'filter').length - loaded };
}

/** Correlations that reached a limit of memory may have missed something: that must be said. */
function forgotten(health: readonly CorrelationHealth[]): readonly string[] {
  return health.flatMap(({ correlation, losses }) => {
    const { closedEarly, forgottenGroups, forgottenHits } = losses;
    const lost = [forgottenHits, forgottenGroups, closedEarly];
    if (lost.every(({ count }) => count === 0)) return [];
    const first = Math.min(...lost.map(({ from = Infinity }) => from));
    const last = Math.max(...lost.map(({ to = -Infinity }) => to));
    return [
      `The rule "${correlation.rule.title}" had more to remember than its limit: between ${formatTime(first)} and ` +
        `${formatTime(last)}, ${forgottenHits.count} events and ${forgottenGroups.count} groups were given up early and ` +
        `${closedEarly.count} incidents closed early, so it may have missed something.`,
    ];
  });
}

/** Notes what the stored events were matched with, and warns when it has changed since. */
function changedPacks(
  store: Store,
  options: ScanOptions,
  packs: Readonly<Record<string, string>>,
): readonly string[] {
  if (options.db === undefined) return [];
  const now = JSON.stringify(packs);
  const before = store.getMeta('packs');
  store.setMeta('packs', now);
  store.commit();
  if (store.fresh || before === undefined || before === now) return [];
  return [
    `The rules have changed since ${options.db} was first filled: events stored earlier were matched with the old ` +
      'ones. To match them with the new rules, scan the files again with a new --db file.',
  ];
}

function createProgress(inputs: readonly Input[], options: ScanOptions) {
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

import type { Readable } from 'node:stream';
import type { Case } from './cases/case.ts';
import { Investigation } from './cases/investigation.ts';
import type { DeskInit } from './decisions/create-desk.ts';
import { isPostRule } from './decisions/create-desk.ts';
import type { Decision } from './decisions/decision.ts';
import type { Event } from './events/event.ts';
import type { Finding } from './findings/finding.ts';
import { mayHoldPosts } from './holds-posts.ts';
import type { Input } from './intake/inputs.ts';
import { expandInputs } from './intake/inputs.ts';
import { KeptEvents } from './kept-event.ts';
import type { Result } from './lib/result.ts';
import { err, ok } from './lib/result.ts';
import type { DeskOptions } from './load-desk.ts';
import { loadDesk } from './load-desk.ts';
import type { PackOptions } from './packs.ts';
import { loadPacks, withDrafts } from './packs.ts';
import { PostBook } from './post-book.ts';
import type { ReadOptions } from './read-all.ts';
import { ingestInit, readAll } from './read-all.ts';
import { replay } from './replay.ts';
import type { FindingsDigest } from './report/findings-digest.ts';
import { ReportFile } from './report/html/report-file.ts';
import { renderReport } from './report/html/render-report.ts';
import { forgotten } from './report/forgotten.ts';
import { logHealth, wrongClocks } from './report/log-health.ts';
import { OutputFolder } from './report/output.ts';
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
import { POST_SOURCES } from './sources/posts.ts';
import { SqliteStore } from './store/sqlite-store.ts';
import type { FindingCounts, Store } from './store/store.ts';
import type { CaseListeners } from './write-found.ts';
import { reportInput, stored, writeCases, writeFindings } from './write-found.ts';

/** The one file that wires the stages, in the order data flows. */

/** What decisions on posts need; asked for only when there may be posts. */
export interface PostsOptions {
  readonly desk: () => Promise<DeskOptions>;
  /** Decisions of an earlier run, by the id of the post. */
  readonly before?: ReadonlyMap<string, Decision>;
  readonly decision?: (body: string) => void;
}

export interface ScanOptions extends ReadOptions, CaseListeners {
  readonly paths: readonly string[];
  readonly stdin: Readable;
  readonly packs: readonly string[];
  /** Processing pipelines and placeholders for all rules. */
  readonly packOptions?: PackOptions;
  /** Packs whose rules run in shadow. */
  readonly shadow?: readonly string[];
  readonly out?: string;
  /** File for the HTML report. */
  readonly report?: string;
  readonly db?: string;
  /** False: rules alone, for which far less is kept. */
  readonly detectors?: boolean;
  /** Milliseconds since 1970; the only clock. */
  readonly now: () => number;
  /** Given every finding as JSON text, in order of time, once all of them are known. */
  readonly finding?: (body: string) => void;
  /** Absent: posts are no records to be read. */
  readonly posts?: PostsOptions;
}

export interface ScanResult {
  readonly summary: Summary;
  readonly digest: FindingsDigest;
  /** Of the findings outside any case. */
  readonly others: FindingsDigest;
  /** By when they began, without their lists of events. */
  readonly cases: readonly Case[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What rules in shadow would have found, in the output folder. */
const SHADOW_FILE = 'shadow.ndjson';

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
  const desk = await deskFor(inputs.value, packs.value.rules, options);
  if (!desk.ok) return desk;
  using store = new SqliteStore(options.db);
  const init = {
    ...ingestInit(options, packs.value.rules, store.salt),
    keepsSignIns: options.detectors !== false,
    ...(desk.value !== undefined && { posts: desk.value }),
  };
  const out = options.out === undefined ? undefined : await OutputFolder.create(options.out);
  await using report =
    options.report === undefined ? undefined : await ReportFile.create(options.report);
  const totals = new Totals(inputs.value.map(({ name }) => name));
  const posts = postBook(desk.value, options, totals, out);
  await readAll(inputs.value, init, { options, store, totals, out, ...(posts && { posts }) });
  store.commit();
  const decided = await posts?.close();
  const { drafts, live } = compiled;
  const used = [live, drafts].flatMap(allOf);
  const investigation = new Investigation({ assignments: options.assigned !== undefined });
  const { counts, health } = findAll(store, live, investigation, {
    // Those of drafts as well: what a rule found before it became one is no finding any more.
    rules: used.map(({ key }) => key),
    detects: options.detectors !== false,
    cuts: (times) => totals.cut(times),
  });
  const cases = await writeCases(investigation, out, options);
  const claimed = new Set(cases.flatMap(({ findings: ids }) => ids));
  const { digest, others } = await writeFindings(store, out?.lines('findings.ndjson'), {
    show: options.finding,
    claimed,
  });
  const shadow = drafts && (await shadowFindings(store, drafts, out, totals));
  if (shadow === undefined) await out?.remove(SHADOW_FILE);
  const summary = summarise({
    totals,
    gaps: logHealth(totals.logs, options.now()),
    counts,
    digest,
    cases,
    title: (name) =>
      [...SOURCES, ...POST_SOURCES].find((source) => source.name === name)?.title ?? name,
    packs: packs.value.versions,
    rules: counted(packs.value.rules, used),
    ...(shadow !== undefined && { shadow }),
    ...(decided !== undefined && { posts: decided }),
    warnings: [
      ...wrongClocks(totals.logs, options.now()),
      ...forgotten(health),
      ...undecided(health),
      ...storedOtherwise(store, options, packs.value.versions),
    ],
    health,
    duration: options.now() - started,
  });
  await out?.json('summary.json', summary);
  await report?.write(
    renderReport({ ...reportInput(investigation, store, cases, summary), now: options.now() }),
  );
  return ok({ summary, digest, others, cases, diagnostics });
}

function allOf(set: RuleSet<Event> | undefined) {
  return [...(set?.rules ?? []), ...(set?.correlations ?? [])];
}

/** What posts are decided with; nothing where there are none, or no rules for them. */
async function deskFor(
  inputs: readonly Input[],
  rules: readonly RuleDocument[],
  { posts }: ScanOptions,
): Promise<Result<DeskInit | undefined, string>> {
  if (posts === undefined || !rules.some(isPostRule) || !(await mayHoldPosts(inputs)))
    return ok(undefined);
  return loadDesk(rules, await posts.desk());
}

function postBook(
  desk: DeskInit | undefined,
  { posts }: ScanOptions,
  totals: Totals,
  out: OutputFolder | undefined,
): PostBook | undefined {
  if (desk === undefined) return undefined;
  const ladder = desk.policies.find((policy) => policy.ladder !== undefined)?.ladder;
  return new PostBook({
    out,
    totals,
    ladder,
    decision: posts?.decision,
    ...(posts?.before !== undefined && { before: posts.before }),
  });
}

/** The stages that remember, over the timeline; findings go to the store, detections and findings to the investigation. */
function findAll(
  store: Store,
  live: RuleSet<Event>,
  investigation: Investigation,
  {
    cuts,
    detects,
    rules,
  }: {
    readonly rules: readonly string[];
    readonly detects: boolean;
    readonly cuts: (times: number) => void;
  },
): { readonly counts: FindingCounts; readonly health: readonly CorrelationHealth[] } {
  let health: readonly CorrelationHealth[] = [];
  const findings = replay(new KeptEvents().of(store.timeline()), live, {
    ...(detects && { event: (event) => investigation.event(event) }),
    health: (correlations) => {
      health = correlations;
    },
    cuts,
  });
  const counts = store.replaceFindings(
    [...rules, ...(detects ? Investigation.rules : [])],
    stored(investigation.findings(findings)),
  );
  return { counts, health };
}

/** What rules in shadow would have found: never in the store of findings, so that none can become a real one. */
async function shadowFindings(
  store: Store,
  drafts: RuleSet<Event>,
  out: OutputFolder | undefined,
  totals: Totals,
): Promise<ShadowFindings> {
  using apart = new SqliteStore(undefined);
  const found = replay(new KeptEvents().of(store.timeline()), drafts, {
    drafts: true,
    cuts: (times) => totals.cut(times),
  });
  apart.replaceFindings([], stored(marked(found)));
  const { digest } = await writeFindings(apart, out?.lines(SHADOW_FILE), {});
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

/** Warns when events were stored by scans with other rules, or for other stages. */
function storedOtherwise(
  store: Store,
  options: ScanOptions,
  packs: Readonly<Record<string, string>>,
): readonly string[] {
  return [...changedPacks(store, options, packs), ...unseenByDetectors(store, options)];
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

/** Notes that events were stored without what detectors need, and warns when those are to look at them all the same. */
function unseenByDetectors(store: Store, options: ScanOptions): readonly string[] {
  if (options.db === undefined) return [];
  if (options.detectors === false) {
    store.setMeta('without-detectors', 'yes');
    store.commit();
    return [];
  }
  if (store.getMeta('without-detectors') === undefined) return [];
  return [
    `Some events in ${options.db} were stored by a scan with --no-detectors: of those, detectors see only what rules ` +
      'matched. To look at all of them, scan the files again with a new --db file.',
  ];
}

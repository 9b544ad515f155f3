import type { Event } from './events/event.ts';
import { isNormalisedField } from './events/fields.ts';
import { ValueReader } from './findings/values.ts';
import { expandInputs } from './intake/inputs.ts';
import type { KeptEvent } from './kept-event.ts';
import { KeptEvents } from './kept-event.ts';
import type { Result } from './lib/result.ts';
import { ok } from './lib/result.ts';
import type { ScanOptions } from './pipeline.ts';
import { ingestInit, readAll } from './read-all.ts';
import { replay } from './replay.ts';
import type { AnyRule, Period, RuleBacktest } from './report/backtest.ts';
import { BacktestTally } from './report/backtest.ts';
import type { FileSummary } from './report/summary.ts';
import { Totals } from './report/totals.ts';
import { RuleSet } from './rules/compile.ts';
import type { CompiledRule } from './rules/compiled.ts';
import { namesVendor } from './rules/names-vendor.ts';
import { eventReader } from './rules/reader.ts';
import type { RuleDocument, Search } from './rules/tree.ts';
import { usesHistory } from './rules/uses-history.ts';
import { SqliteStore } from './store/sqlite-store.ts';
import type { EventCounts, Store } from './store/store.ts';

/** What rules would have found: the stages of a scan, with counting in place of findings. */

export interface BacktestOptions {
  /** Compiled as if none of them were a draft. */
  readonly ruleSet: RuleSet<Event>;
  /** The rules of `ruleSet` and their filters. */
  readonly documents: readonly RuleDocument[];
  /** The rules that are told of. */
  readonly rules: readonly AnyRule[];
  /** Keys of the rules that are drafts nevertheless. */
  readonly drafts: ReadonlySet<string>;
  readonly period: Period;
}

export interface Backtest {
  readonly rules: readonly RuleBacktest[];
  /** Events of the period; `kept`: those looked at again in a stored database. */
  readonly events: EventCounts;
  /** Of log files; none for a database. */
  readonly files: readonly FileSummary[];
  /** Rules of which a stored database cannot tell, or only what was matched when its logs were scanned. */
  readonly limited: readonly Limited[];
}

export interface Limited {
  readonly rule: AnyRule;
  /** As matched when scanned; or not at all: that scan marked no event with the rule. */
  readonly answer: 'as-scanned' | 'none';
}

export type LogOptions = Omit<ScanOptions, 'packs' | 'shadow' | 'out' | 'db' | 'finding'>;

/** Over log files, the whole of which teaches what is usual, whatever the period. */
export async function backtestLogs(
  options: BacktestOptions,
  logs: LogOptions,
): Promise<Result<Backtest, string>> {
  const inputs = await expandInputs(logs.paths, logs.stdin, logs.now());
  if (!inputs.ok) return inputs;
  using store = new SqliteStore(undefined);
  const totals = new Totals(inputs.value.map(({ name }) => name));
  const scanning = { ...logs, packs: [] };
  const init = ingestInit(scanning, options.documents, store.salt);
  await readAll(inputs.value, init, { options: scanning, store, totals, out: undefined });
  store.commit();
  const rules = tell(new KeptEvents().of(store.timeline()), store, options);
  const { from, until } = options.period;
  return ok({ rules, events: store.count(from, until), files: totals.files, limited: [] });
}

/**
 * Over what scans have stored. The vendor's records are not kept, so rules that read them count what was marked then;
 * all others are matched anew.
 */
export function backtestStore(options: BacktestOptions, path: string): Backtest {
  using store = new SqliteStore(path);
  const { ruleSet } = options;
  const marked = new Set<string>();
  const rules = tell(
    matchedAnew(new KeptEvents().of(store.timeline()), ruleSet, marked),
    store,
    options,
  );
  const limited = options.rules
    .filter((rule) => leavesOf(rule).some(readsRecord))
    .map((rule): Limited => {
      const unmarked = leavesOf(rule).some((leaf) => readsRecord(leaf) && !marked.has(leaf.key));
      return { rule, answer: unmarked ? 'none' : 'as-scanned' };
    });
  const { from, until } = options.period;
  return { rules, events: store.count(from, until), files: [], limited };
}

function tell(
  timeline: Iterable<KeptEvent>,
  store: Store,
  { drafts, period, rules, ruleSet }: BacktestOptions,
): readonly RuleBacktest[] {
  const tally = new BacktestTally(rules, period);
  const findings = replay(timeline, ruleSet, {
    match: (matched, event, values) => tally.match(matched, event, values),
    incident: (incident) => tally.incident(incident),
    health: (health) => tally.health(health),
  });
  for (const finding of findings) tally.finding(finding);
  return tally
    .finish(store.count(period.from, period.until).events)
    .map((rule) => ({ ...rule, shadow: drafts.has(rule.id) }));
}

function* matchedAnew(
  timeline: Iterable<KeptEvent>,
  { rules }: RuleSet<Event>,
  marked: Set<string>,
): Generator<KeptEvent, void, undefined> {
  const anew = new RuleSet(
    rules.filter((rule) => !readsRecord(rule) && !usesHistory(rule)),
    [],
    eventReader,
  );
  const byMark = new Set(rules.filter(readsRecord).map(({ key }) => key));
  const reader = new ValueReader();
  for (const kept of timeline) {
    const { event, marks: before } = kept;
    const matched = anew.match(event);
    const marks = [...(before?.rules ?? []), ...(before?.drafts?.rules ?? [])];
    const early = new Set(marks.filter((key) => byMark.has(key)));
    for (const key of early) marked.add(key);
    for (const { key } of matched) early.add(key);
    const values = {
      ...before?.drafts?.values,
      ...before?.values,
      ...reader.read(event, matched),
    };
    const isMarked = before !== undefined || early.size > 0;
    yield { event, marks: isMarked ? { ...before, rules: [...early], values } : undefined };
  }
}

/** The detection rules that a rule is made of. */
function leavesOf(rule: AnyRule): readonly CompiledRule[] {
  return 'sources' in rule ? rule.sources.flatMap(({ of }) => leavesOf(of)) : [rule];
}

/** Whether a rule looks at the vendor's record: those of a product, and those that name anything but our fields. */
function readsRecord({ rule }: CompiledRule): boolean {
  return namesVendor(rule) || rule.detection.searches.some(({ search }) => namesOther(search));
}

function namesOther(search: Search): boolean {
  if (search.kind !== 'field') return search.of.some(namesOther);
  return search.field === undefined || !isNormalisedField(search.field);
}

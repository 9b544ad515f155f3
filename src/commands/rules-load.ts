import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Event } from '../events/event.ts';
import { oneLine } from '../findings/explain.ts';
import { withSharedPipelines } from '../load-pipelines.ts';
import type { PackOptions, Packs } from '../packs.ts';
import { loadPacks } from '../packs.ts';
import type { RuleCase } from '../rules/cases.ts';
import { parseCases } from '../rules/cases.ts';
import { resolver } from '../rules/checks/check.ts';
import type { RuleSet } from '../rules/compile.ts';
import { compileRules } from '../rules/compile.ts';
import type { Diagnostic } from '../rules/diagnostic.ts';
import { eventReader } from '../rules/reader.ts';
import type { PipedRules } from '../rules/pipeline/apply.ts';
import { applyPipelines } from '../rules/pipeline/apply.ts';
import type { RuleDocument } from '../rules/tree.ts';
import { UsageError } from './command.ts';
import { SHIPPED_PACKS } from './shipped-packs.ts';

/** Rule files as the `rules` commands see them. */
export interface LoadedRules {
  readonly ruleSet: RuleSet<Event>;
  /** Every rule that is loaded, as written. */
  readonly documents: readonly RuleDocument[];
  /** Rules of the files that were asked for; others may be loaded because these refer to them. */
  readonly own: readonly RuleDocument[];
  /** The files asked for that hold rules, or something that should have been one, sorted. */
  readonly files: readonly string[];
  /** About the files asked for, by file and line. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads rules from folders and files (none: the shipped ones). What they refer to is looked for beside single files, so
 * that one rule of a pack can be looked at alone, and among the shipped rules.
 */
export async function loadRules(
  paths: readonly string[],
  options: PackOptions = {},
): Promise<LoadedRules> {
  const asked = paths.length === 0 ? SHIPPED_PACKS : paths.map(ruleFileOf);
  const packs = await load(asked, options);
  const beside = await rulesBeside(asked, packs.rules, options);
  // Again, all together: what pipelines make of a correlation depends on the rules it counts.
  const documents = applyPipelines(withSharedPipelines([...packs.sets, ...beside])).flat();
  const own = documents.slice(0, packs.rules.length);
  const { ruleSet, diagnostics } = compileRules<Event>(documents, eventReader);
  const foreign = new Set(beside.flatMap(({ rules }) => rules.map(({ file }) => file)));
  const about = [...packs.diagnostics, ...diagnostics.filter(({ file }) => !foreign.has(file))];
  const named = new Set([...own, ...about].map(({ file }) => file));
  return {
    ruleSet,
    documents,
    own,
    files: [...new Set(packs.files)].filter((file) => named.has(file)).toSorted(),
    diagnostics: about.toSorted(byPlace),
  };
}

/** `x.cases.yml` means the rules it is about. */
export function ruleFileOf(path: string): string {
  return path.replace(/\.cases(\.ya?ml)$/, '$1');
}

async function load(paths: readonly string[], options: PackOptions): Promise<Packs> {
  const packs = await loadPacks(paths, options);
  if (!packs.ok) throw new UsageError(oneLine(packs.error, 500));
  return packs.value;
}

async function rulesBeside(
  paths: readonly string[],
  own: readonly RuleDocument[],
  options: PackOptions,
): Promise<readonly PipedRules[]> {
  const missing = unresolved(own, own);
  if (missing.length === 0) return [];
  const folders = new Set<string>();
  for (const path of paths) if ((await stat(path)).isFile()) folders.add(dirname(path));
  // A scan has the shipped rules loaded as well.
  for (const pack of SHIPPED_PACKS) if (!paths.includes(pack)) folders.add(pack);
  const { sets } = await load([...folders], options);
  const resolve = resolver(sets.flatMap(({ rules }) => rules));
  const found = new Set<RuleDocument>();
  for (let open = missing; open.length > 0;) {
    const next = open.map((name) => resolve(name)).filter((rule) => rule !== undefined);
    const fresh = next.filter((rule) => !found.has(rule));
    for (const rule of fresh) found.add(rule);
    open = unresolved(fresh, [...own, ...found]);
  }
  return sets.map((set) => ({ ...set, rules: set.rules.filter((rule) => found.has(rule)) }));
}

/** Names that `rules` refer to and no rule of `known` has. */
function unresolved(
  rules: readonly RuleDocument[],
  known: readonly RuleDocument[],
): readonly string[] {
  const resolve = resolver(known);
  return rules
    .flatMap((rule) => (rule.kind === 'correlation' ? rule.correlation.rules : []))
    .map(({ text }) => text)
    .filter((name) => resolve(name) === undefined);
}

export interface CaseFile {
  readonly file: string;
  readonly cases: readonly RuleCase[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The cases beside a rule file, or undefined when it has none. */
export async function loadCases(ruleFile: string): Promise<CaseFile | undefined> {
  const file = ruleFile.replace(/(\.ya?ml)$/, '.cases$1');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : { file, ...parseCases(text, file) };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import {
  isPipelineFile,
  loadPipelines,
  loadPlaceholders,
  packPipelines,
  withSharedPipelines,
} from './load-pipelines.ts';
import { contentId } from './lib/hash.ts';
import { isObject, textAt } from './lib/json.ts';
import type { Result } from './lib/result.ts';
import { err, ok } from './lib/result.ts';
import type { Diagnostic } from './rules/diagnostic.ts';
import { parseRules } from './rules/parse.ts';
import { applyPipelines } from './rules/pipeline/apply.ts';
import type { PipedRules } from './rules/pipeline/apply.ts';
import type { Pipeline } from './rules/pipeline/pipeline.ts';
import { unusedDerived } from './rules/pipeline/unused-derived.ts';
import type { Placeholders } from './rules/plan-text.ts';
import { asDrafts } from './rules/shadow.ts';
import type { RuleDocument } from './rules/tree.ts';

/** Rules read from folders, ready to be checked and compiled. */
export interface Packs {
  readonly rules: readonly RuleDocument[];
  /** The files that were read for them; pipelines are none. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Of these, what files say by themselves; the rest depends on which rules are loaded together. */
  readonly fileDiagnostics: readonly Diagnostic[];
  /** Name of each pack → its version: that of its `pack.yml`, or a hash of its rules when it has none. */
  readonly versions: Readonly<Record<string, string>>;
  /** The same rules as written, with the pipelines that made them `rules`. */
  readonly sets: readonly PipedRules[];
  /** A pipeline or file of placeholders that was asked for and cannot be used. */
  readonly broken?: Diagnostic;
}

/** What is done to the rules of every pack. */
export interface PackOptions {
  /** Files of processing pipelines. */
  readonly pipelines?: readonly string[];
  /** Files with values of placeholders; later ones win. */
  readonly placeholders?: readonly string[];
}

/** Largest rule file read, in bytes; SigmaHQ's largest is 40 KB. */
const MAX_RULE_FILE = 1024 * 1024;

/** Reads every `.yml` and `.yaml` below the folders (or single files), cases and pack descriptions left out. */
export async function loadPacks(
  paths: readonly string[],
  options: PackOptions = {},
): Promise<Result<Packs, string>> {
  const sets: PipedRules[] = [];
  const given = await loadGiven(options);
  const diagnostics: Diagnostic[] = [...given.diagnostics];
  const versions: Record<string, string> = { ...given.versions };
  const read: string[] = [];
  for (const path of paths) {
    const rules: RuleDocument[] = [];
    const files = await ruleFiles(path);
    if (!files.ok) return files;
    read.push(...files.value);
    const texts: string[] = [];
    for (const file of files.value) {
      const { size } = await stat(file);
      if (size > MAX_RULE_FILE) {
        diagnostics.push({
          severity: 'error',
          file,
          line: 1,
          column: 1,
          message: `the file is larger than ${MAX_RULE_FILE / 1024} KiB and is left out`,
        });
        continue;
      }
      const text = await readFile(file, 'utf8');
      texts.push(text);
      const parsed = parseRules(text, file);
      rules.push(...parsed.rules);
      diagnostics.push(...parsed.diagnostics);
    }
    const own = await packPipelines(path);
    diagnostics.push(...own.diagnostics);
    const broken = own.broken ?? given.broken?.file;
    sets.push({
      rules,
      pipelines: [...own.pipelines, ...given.pipelines],
      placeholders: given.placeholders,
      ...(own.partial && { forMore: own.pipelines }),
      ...(broken !== undefined && { broken: `"${broken}", which is for this rule, has errors` }),
    });
    const pack = await describe(path);
    versions[pack.name] = pack.version ?? contentId(...texts, own.version).slice(0, 12);
  }
  return ok({
    ...applied(sets, diagnostics),
    files: read,
    versions,
    ...(given.broken && { broken: given.broken }),
  });
}

/** The rules as pipelines change them, and what is doubtful about the pipelines then. */
function applied(
  loaded: readonly PipedRules[],
  diagnostics: readonly Diagnostic[],
): Pick<Packs, 'rules' | 'sets' | 'diagnostics' | 'fileDiagnostics'> {
  const sets = withSharedPipelines(loaded);
  const rules = applyPipelines(sets).flat();
  const fileDiagnostics = unique(diagnostics);
  return {
    sets,
    rules,
    fileDiagnostics,
    diagnostics: [...fileDiagnostics, ...unusedDerived(sets, rules)],
  };
}

/** `packs` with the rules below `paths` beside them as drafts. */
export async function withDrafts(
  packs: Packs,
  paths: readonly string[],
  options: PackOptions = {},
): Promise<Result<Packs, string>> {
  if (paths.length === 0) return ok(packs);
  const drafts = await loadPacks(paths, options);
  if (!drafts.ok) return drafts;
  const { fileDiagnostics, sets, versions } = drafts.value;
  const written = packs.sets.flatMap(({ rules }) => rules);
  const beside = asDrafts(
    sets.flatMap(({ rules }) => rules),
    written,
  );
  let from = 0;
  // Pipelines come last: filters and correlations of either may be about rules of the other.
  const all = [
    ...packs.sets,
    ...sets.map((set) => {
      const start = from;
      from += set.rules.length;
      return { ...set, rules: beside.slice(start, from) };
    }),
  ];
  const names = Object.entries(versions).map(([name, version]) => [`${name} (shadow)`, version]);
  return ok({
    ...packs,
    ...applied(all, [...packs.fileDiagnostics, ...fileDiagnostics]),
    versions: { ...packs.versions, ...(Object.fromEntries(names) as Packs['versions']) },
  });
}

/** A pipeline is read with every file or pack it is for, and told of once. */
function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((found) => [JSON.stringify(found), found])).values()];
}

interface Given {
  readonly pipelines: readonly Pipeline[];
  readonly placeholders: Placeholders;
  readonly diagnostics: readonly Diagnostic[];
  readonly versions: Readonly<Record<string, string>>;
  readonly broken?: Diagnostic;
}

async function loadGiven({ pipelines = [], placeholders = [] }: PackOptions): Promise<Given> {
  const loaded = await loadPipelines(pipelines, true);
  const values = await Promise.all(placeholders.map(loadPlaceholders));
  const diagnostics = [...loaded.diagnostics, ...values.flatMap((one) => one.diagnostics)];
  const broken = diagnostics.find(({ severity }) => severity === 'error');
  const all = values.flatMap((one) => Object.entries(one.placeholders));
  return {
    pipelines: loaded.pipelines,
    placeholders: Object.fromEntries(all),
    diagnostics,
    versions: {
      ...(pipelines.length > 0 && { '--pipeline': loaded.version }),
      ...(all.length > 0 && { '--placeholders': contentId(JSON.stringify(all)).slice(0, 12) }),
    },
    ...(broken !== undefined && { broken }),
  };
}

async function ruleFiles(path: string): Promise<Result<readonly string[], string>> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) return err(`${path}: there is no such folder of rules`);
  if (info.isFile()) return ok([path]);
  const entries = await readdir(path, { recursive: true });
  const files = entries
    .filter(
      (entry) =>
        /\.ya?ml$/.test(entry) &&
        !/(?:^|[\\/])(?:pack|labels)\.yml$|\.cases\.ya?ml$/.test(entry) &&
        !isPipelineFile(entry),
    )
    .toSorted()
    .map((entry) => join(path, entry));
  return files.length === 0 ? err(`${path}: the folder holds no rules (.yml)`) : ok(files);
}

async function describe(path: string): Promise<{ name: string; version: string | undefined }> {
  const name =
    path
      .replace(/[\\/]+$/, '')
      .split(/[\\/]/)
      .slice(-1)[0] ?? path;
  const text = await readFile(join(path, 'pack.yml'), 'utf8').catch(() => undefined);
  if (text === undefined) return { name, version: undefined };
  const value: unknown = parseYaml(text);
  const description = isObject(value) ? value : undefined;
  return { name: textAt(description, 'name') ?? name, version: textAt(description, 'version') };
}

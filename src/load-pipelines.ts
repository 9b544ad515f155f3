import { readFileSync, realpathSync, statSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { contentId } from './lib/hash.ts';
import type { Result } from './lib/result.ts';
import { err, ok } from './lib/result.ts';
import type { Diagnostic } from './rules/diagnostic.ts';
import type { PipedRules } from './rules/pipeline/apply.ts';
import { parsePipeline, parsePlaceholders } from './rules/pipeline/parse-pipeline.ts';
import type { Pipeline } from './rules/pipeline/pipeline.ts';
import type { Placeholders } from './rules/plan-text.ts';

/** Largest pipeline, file of placeholders and list file read, in bytes. */
const MAX_PIPELINE_FILE = 1024 * 1024;
const MAX_PLACEHOLDER_FILE = 8 * 1024 * 1024;
const MAX_LIST_FILE = 32 * 1024 * 1024;

/** Pipelines of one pack or of the command line. */
const MAX_PIPELINES = 100;

/** Folders, upwards from that of a rule file, in which the pack it belongs to is looked for. */
const MAX_CLIMB = 4;

export interface LoadedPipelines {
  readonly pipelines: readonly Pipeline[];
  readonly diagnostics: readonly Diagnostic[];
  /** Changes with the text of any of the files. */
  readonly version: string;
  /** The first file that cannot be used: rules it is for must not run without it. */
  readonly broken?: string;
}

/** Whether a file of a pack is a pipeline and no rule. */
export function isPipelineFile(path: string): boolean {
  return /\.pipeline\.ya?ml$|(?:^|[\\/])pipelines[\\/].*\.ya?ml$/.test(path);
}

/** Pipelines of the pack that a folder or rule file is or belongs to, by name. `partial`: it is not the whole pack. */
export async function packPipelines(
  path: string,
): Promise<LoadedPipelines & { readonly partial: boolean }> {
  const isFile = (await stat(path)).isFile();
  const own = isFile ? dirname(path) : path;
  const folder = await packOf(own);
  const entries = await readdir(folder, { recursive: true });
  const files = entries
    .filter(isPipelineFile)
    .toSorted()
    .map((entry) => join(folder, entry));
  const loaded = await loadPipelines(files, false);
  return { ...loaded, partial: isFile || folder !== own };
}

/** The nearest folder with a `pack.yml`, else the folder itself. */
async function packOf(own: string): Promise<string> {
  let folder = own;
  for (let step = 0; step < MAX_CLIMB; step += 1) {
    const described = await stat(join(folder, 'pack.yml')).catch(() => undefined);
    if (described !== undefined) return folder;
    folder = dirname(resolve(folder));
  }
  return own;
}

/**
 * The same sets, with one object for each pipeline however often its file was read: whether a correlation and the rules
 * it counts have a pipeline in common is asked of the object. One that is for a set twice is applied once.
 */
export function withSharedPipelines(sets: readonly PipedRules[]): readonly PipedRules[] {
  const known = new Map<string, Pipeline>();
  const shared = (pipelines: readonly Pipeline[]): readonly Pipeline[] => [
    ...new Set(
      pipelines.map((pipeline) => {
        const file = resolve(pipeline.file);
        const first = known.get(file) ?? pipeline;
        known.set(file, first);
        return first;
      }),
    ),
  ];
  return sets.map(({ forMore, ...set }) => ({
    ...set,
    pipelines: shared(set.pipelines),
    ...(forMore !== undefined && { forMore: shared(forMore) }),
  }));
}

/** Reads pipelines. `trusted`: the user named them on the command line, so they may name lists anywhere. */
export async function loadPipelines(
  files: readonly string[],
  trusted: boolean,
): Promise<LoadedPipelines> {
  const pipelines: Pipeline[] = [];
  const diagnostics: Diagnostic[] = [];
  const texts: string[] = [];
  let broken: string | undefined;
  for (const [place, file] of files.entries()) {
    const text =
      place < MAX_PIPELINES
        ? await textOf(file, MAX_PIPELINE_FILE)
        : err(`there are more than ${MAX_PIPELINES} pipelines`);
    if (!text.ok) {
      diagnostics.push(problem(file, text.error));
      broken ??= file;
      continue;
    }
    texts.push(text.value);
    const parsed = parsePipeline(text.value, file, (path) => {
      const list = readList(file, path, trusted);
      if (list.ok) texts.push(list.value);
      return list;
    });
    diagnostics.push(...parsed.diagnostics);
    if (parsed.pipeline === undefined) broken ??= file;
    else pipelines.push(parsed.pipeline);
  }
  const version = contentId(...texts).slice(0, 12);
  return { pipelines, diagnostics, version, ...(broken !== undefined && { broken }) };
}

/** A list beside the pipeline. Links are followed before it is said whether the file lies in the folder. */
function readList(pipeline: string, path: string, trusted: boolean): Result<string, string> {
  if (isAbsolute(path) && !trusted) {
    return err(
      `"${path}" is outside the folder of the pipeline; only --pipeline may name such a file`,
    );
  }
  try {
    const folder = realpathSync(dirname(pipeline));
    const file = realpathSync(resolve(folder, path));
    const way = relative(folder, file);
    if (!isAbsolute(path) && (/^\.\.(?:[\\/]|$)/.test(way) || isAbsolute(way))) {
      return err(`"${path}" is outside the folder of the pipeline`);
    }
    const { size } = statSync(file);
    if (!statSync(file).isFile()) return err(`"${path}" is no file`);
    if (size > MAX_LIST_FILE) return err(`"${path}" is larger than ${MAX_LIST_FILE / 1024} KiB`);
    return ok(readFileSync(file, 'utf8'));
  } catch {
    return err(`there is no list "${path}" beside the pipeline`);
  }
}

/** Values of placeholders given on the command line. */
export async function loadPlaceholders(
  file: string,
): Promise<{ readonly placeholders: Placeholders; readonly diagnostics: readonly Diagnostic[] }> {
  const text = await textOf(file, MAX_PLACEHOLDER_FILE);
  return text.ok
    ? parsePlaceholders(text.value, file)
    : { placeholders: {}, diagnostics: [problem(file, text.error)] };
}

async function textOf(file: string, limit: number): Promise<Result<string, string>> {
  const info = await stat(file).catch(() => undefined);
  if (info === undefined || !info.isFile()) return err('there is no such file');
  if (info.size > limit) return err(`the file is larger than ${limit / 1024} KiB`);
  return ok(await readFile(file, 'utf8'));
}

function problem(file: string, message: string): Diagnostic {
  return { severity: 'error', file, line: 1, column: 1, message };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Result } from '../lib/result.ts';
import { ok } from '../lib/result.ts';
import { SOURCES } from '../sources/all.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { countOption, listOption, stringOption, UsageError } from './command.ts';
import { progressLine } from './evaluate-progress.ts';
import type { Group } from './evaluate-report.ts';
import { measureSet } from './evaluate-set.ts';
import { readLists } from './lists.ts';

/** Measures on logs that somebody has labelled. */
export async function evaluateLabels(
  labels: string,
  paths: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<Result<readonly [Group], string>> {
  if (paths.includes('-')) throw new UsageError('logs to evaluate are files, not standard input');
  const as = stringOption(values, 'as');
  if (as !== undefined && !SOURCES.some(({ name }) => name === as)) {
    throw new UsageError(`--as takes one of ${SOURCES.map(({ name }) => name).join(', ')}`);
  }
  const organisation = stringOption(values, 'organisation');
  const threads = countOption(values, 'threads', 0);
  const line = progressLine(io.stderr);
  await using folder = await workFolder();
  const request = {
    paths,
    anonymisers: await readLists(listOption(values, 'anonymisers')),
    trusted: await readLists(listOption(values, 'trusted')),
    out: join(folder.path, 'found.ndjson'),
    ...(as !== undefined && { as }),
    ...(organisation !== undefined && { organisation }),
    ...(threads !== undefined && { threads }),
  };
  const measured = await measureSet(request, labels, (percent) =>
    line.show(`scanning: ${percent} %`),
  );
  line.clear();
  if (!measured.ok) return measured;
  const name = basename(labels);
  return ok([{ name, title: labels, simulated: false, sets: [measured.value] }]);
}

/** A folder for what passes through, removed in the end. */
export async function workFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'scrutineer-evaluate-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import type { FactDiagnostic } from '../facts/diagnostic.ts';
import type { Fact } from '../facts/fact.ts';
import type { FactsRead } from '../facts/import/read-file.ts';
import { readFactFile, readVipFolder } from '../facts/import/read-file.ts';
import type { Rejected } from '../facts/import/records.ts';
import { isVipTable } from '../facts/import/vip-tables.ts';
import type { PlacedFact } from '../facts/lint.ts';
import { parseQuorum } from '../facts/parse-quorum.ts';
import type { Quorum } from '../facts/quorum.ts';
import type { Input } from '../intake/inputs.ts';
import { expandInputs } from '../intake/inputs.ts';
import type { CommandIo } from './command.ts';
import { UsageError } from './command.ts';

/** The facts shipped with Scrutineer. */
export const SHIPPED_FACTS = fileURLToPath(new URL('../../packs/facts/', import.meta.url));

/** Files of a folder that may hold facts; a file named outright is read whatever it is called. */
const FACT_FILE = /\.(?:ndjson|jsonl|json|ya?ml|csv|tsv|xml|zip)(?:\.gz)?$/i;
const NO_FACTS = /(?:^|[/\\])(?:pack\.ya?ml|outlets\.json)$/;

export interface LoadedFacts {
  readonly files: readonly FactsRead[];
  readonly facts: readonly Fact[];
  readonly placed: readonly PlacedFact[];
  readonly rejected: readonly Rejected[];
  readonly diagnostics: readonly FactDiagnostic[];
}

/** Reads all facts at the paths: files, folders of files, folders of VIP tables, `-`. */
export async function loadFacts(
  paths: readonly string[],
  { now, stdin }: Pick<CommandIo, 'now' | 'stdin'>,
): Promise<LoadedFacts> {
  const files: FactsRead[] = [];
  for (const path of paths) {
    const tables = await vipTables(path);
    if (tables.length > 0) {
      const read = tables.map(async (name) => ({ name, bytes: await readFile(join(path, name)) }));
      files.push(readVipFolder(path, await Promise.all(read)));
      continue;
    }
    const inputs = await expandInputs([path], stdin, now());
    if (!inputs.ok) throw new UsageError(inputs.error);
    const named = inputs.value.length === 1 && inputs.value[0]?.name === path;
    const chosen = inputs.value.filter(
      ({ name }) => named || (FACT_FILE.test(name) && !NO_FACTS.test(name)),
    );
    if (chosen.length === 0) throw new UsageError(`${path}: there are no files of facts in it`);
    for (const input of chosen) files.push(await readInput(input));
  }
  return {
    files,
    facts: files.flatMap(({ facts }) => facts),
    placed: files.flatMap(({ facts, file, lines }) =>
      facts.map((fact, index) => ({ fact, file, line: lines[index] ?? 1 })),
    ),
    rejected: files.flatMap(({ rejected }) => rejected),
    diagnostics: files.flatMap(({ diagnostics }) => diagnostics),
  };
}

async function readInput(input: Input): Promise<FactsRead> {
  try {
    const stream = input.open();
    return await readFactFile(
      input.name,
      /\.gz$/i.test(input.name) ? stream.pipe(createGunzip()) : stream,
    );
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    throw new UsageError(`${input.name}: cannot be read (${code ?? message})`);
  }
}

/** Names of the tables in a folder that is a VIP feed; none when it is something else. */
async function vipTables(path: string): Promise<readonly string[]> {
  const info = path === '-' ? undefined : await stat(path).catch(() => undefined);
  if (info?.isDirectory() !== true) return [];
  const names = (await readdir(path)).filter(isVipTable).toSorted();
  return names.some((name) => /^election\./i.test(name)) ? names : [];
}

/** The configured list of outlets, from a file. */
export async function loadQuorum(file: string | undefined): Promise<Quorum | undefined> {
  if (file === undefined) return undefined;
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (typeof text !== 'string')
    throw new UsageError(`${file}: cannot be read (${text.code ?? text.message})`);
  const quorum = parseQuorum(text);
  if (!quorum.ok) throw new UsageError(`${file}: ${quorum.error}`);
  return quorum.value;
}

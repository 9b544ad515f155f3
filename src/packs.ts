import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { contentId } from './lib/hash.ts';
import { isObject, textAt } from './lib/json.ts';
import type { Result } from './lib/result.ts';
import { err, ok } from './lib/result.ts';
import type { Diagnostic } from './rules/diagnostic.ts';
import { parseRules } from './rules/parse.ts';
import type { RuleDocument } from './rules/tree.ts';

/** Rules read from folders, ready to be checked and compiled. */
export interface Packs {
  readonly rules: readonly RuleDocument[];
  readonly diagnostics: readonly Diagnostic[];
  /** Name of each pack → its version: that of its `pack.yml`, or a hash of its rules when it has none. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Largest rule file read, in bytes; SigmaHQ's largest is 40 KB. */
const MAX_RULE_FILE = 1024 * 1024;

/** Reads every `.yml` and `.yaml` below the folders (or single files), cases and pack descriptions left out. */
export async function loadPacks(paths: readonly string[]): Promise<Result<Packs, string>> {
  const rules: RuleDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  const versions: Record<string, string> = {};
  for (const path of paths) {
    const files = await ruleFiles(path);
    if (!files.ok) return files;
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
    const pack = await describe(path);
    versions[pack.name] = pack.version ?? contentId(...texts).slice(0, 12);
  }
  return ok({ rules, diagnostics, versions });
}

async function ruleFiles(path: string): Promise<Result<readonly string[], string>> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) return err(`${path}: there is no such folder of rules`);
  if (info.isFile()) return ok([path]);
  const entries = await readdir(path, { recursive: true });
  const files = entries
    .filter(
      (entry) => /\.ya?ml$/.test(entry) && !/(?:^|[\\/])pack\.yml$|\.cases\.ya?ml$/.test(entry),
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

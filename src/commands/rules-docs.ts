import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { isObject, textAt } from '../lib/json.ts';
import type { RuleCase } from '../rules/cases.ts';
import type { DocumentedPack, DocumentedRule } from '../rules/pack-docs.ts';
import { packPage } from '../rules/pack-docs.ts';
import { shadowRules } from '../rules/shadow.ts';
import type { RuleDocument } from '../rules/tree.ts';
import type { PackOptions } from '../packs.ts';
import type { CommandIo } from './command.ts';
import { diagnosticLine } from './plain.ts';
import type { LoadedRules } from './rules-load.ts';
import { loadCases, loadRules } from './rules-load.ts';
import { SHIPPED_PACKS } from './shipped-packs.ts';

/** Writes the page of a pack, to `out` or standard output. Resolves to the exit status. */
export async function docsCommand(
  paths: readonly string[],
  out: string | undefined,
  { stderr, stdout }: CommandIo,
  options: PackOptions = {},
): Promise<number> {
  const loaded = await loadRules(paths, options);
  const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
  for (const found of errors) stderr.write(`${diagnosticLine(found)}\n`);
  const page = packPage(await documented(loaded, paths.length === 0 ? SHIPPED_PACKS : paths));
  if (out === undefined) stdout.write(page);
  else {
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, page);
  }
  return errors.length > 0 ? 1 : 0;
}

async function documented(
  { documents, own, ruleSet }: LoadedRules,
  paths: readonly string[],
): Promise<DocumentedPack> {
  const alerts = new Map<RuleDocument, boolean>(
    [...ruleSet.rules, ...ruleSet.correlations].map((one) => [one.rule, one.alerts]),
  );
  const shadow = shadowRules(documents);
  const cases = new Map<string, readonly RuleCase[]>();
  for (const file of new Set(own.map((rule) => rule.file))) {
    cases.set(file, (await loadCases(file))?.cases ?? []);
  }
  const rules = own.map((rule): DocumentedRule => ({
    rule,
    file: within(paths, rule.file),
    alerts: alerts.get(rule) === true,
    shadow: shadow.has(rule),
    cases: (cases.get(rule.file) ?? []).filter((one) => isAbout(one, rule)).length,
  }));
  return { ...(await describe(paths)), rules };
}

function isAbout({ rule: meant }: RuleCase, { id, name, title }: RuleDocument): boolean {
  return meant === undefined || [id, name, title].includes(meant);
}

/** The file as seen from the pack it belongs to, so that the page is the same wherever the pack lies. */
function within(paths: readonly string[], file: string): string {
  for (const path of paths) {
    const inside = relative(path, file).replaceAll('\\', '/');
    if (inside !== '' && !inside.startsWith('..')) return inside;
  }
  return file.split(/[\\/]/).at(-1) ?? file;
}

async function describe(paths: readonly string[]): Promise<Omit<DocumentedPack, 'rules'>> {
  const [only = '', ...others] = paths;
  const text =
    others.length > 0
      ? undefined
      : await readFile(join(only, 'pack.yml'), 'utf8').catch(() => undefined);
  const value: unknown = text === undefined ? undefined : parseYaml(text);
  const pack = isObject(value) ? value : undefined;
  const name = only
    .replace(/[\\/]+$/, '')
    .split(/[\\/]/)
    .at(-1);
  const title = textAt(pack, 'title') ?? textAt(pack, 'name') ?? name;
  const version = textAt(pack, 'version');
  return {
    title: others.length > 0 || title === undefined ? 'Rules' : title,
    ...(version !== undefined && { version }),
  };
}

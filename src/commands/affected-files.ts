import { resolver } from '../rules/checks/check.ts';
import type { RuleDocument } from '../rules/tree.ts';
import type { LoadedRules } from './rules-load.ts';
import { ruleFileOf } from './rules-load.ts';

/**
 * The rule files whose cases a change can touch: those changed, and all that refer to one another with them, before or
 * after. Anything else than a rule file that was there before, and its cases, may touch everything: a pipeline, a
 * filter, a file added or removed.
 */
export function affectedFiles(
  changed: readonly string[],
  before: readonly RuleDocument[],
  { documents, files }: Pick<LoadedRules, 'documents' | 'files'>,
  known: { has(file: string): boolean },
): ReadonlySet<string> {
  const all = new Set(files);
  const direct = new Set(changed.map(ruleFileOf));
  const both = [...before, ...documents];
  for (const file of direct) {
    const isRuleFile = all.has(file) && known.has(file);
    const filters = both.some((rule) => rule.file === file && rule.kind === 'filter');
    if (!isRuleFile || filters) return all;
  }
  if (direct.size === 0) return all;
  const links = linksOf(before);
  for (const [file, others] of linksOf(documents)) {
    links.set(file, new Set([...(links.get(file) ?? []), ...others]));
  }
  // A set takes in what is added while it is walked.
  for (const file of direct) for (const other of links.get(file) ?? []) direct.add(other);
  return direct;
}

/** Files by file, in both directions, whose rules refer to each other's. */
function linksOf(documents: readonly RuleDocument[]): Map<string, Set<string>> {
  const resolve = resolver(documents);
  const links = new Map<string, Set<string>>();
  const link = (from: string, to: string): void => {
    const known = links.get(from);
    if (known === undefined) links.set(from, new Set([to]));
    else known.add(to);
  };
  for (const rule of documents) {
    if (rule.kind !== 'correlation') continue;
    for (const { text } of rule.correlation.rules) {
      const target = resolve(text);
      if (target === undefined) continue;
      link(rule.file, target.file);
      link(target.file, rule.file);
    }
  }
  return links;
}

import { oneLine } from '../findings/explain.ts';
import { levelRank } from '../findings/finding.ts';
import { ruleOf } from '../findings/rule-of.ts';
import { cut, painter, WIDTH } from '../report/style.ts';
import type { CompiledCorrelation, CompiledRule } from '../rules/compiled.ts';
import type { PackOptions } from '../packs.ts';
import type { CommandIo } from './command.ts';
import { counted, diagnosticLine, jsonText } from './plain.ts';
import { loadRules } from './rules-load.ts';

const LEVEL_WIDTH = 10;
const TITLE_WIDTH = 34;
const TAGS_WIDTH = 17;
const SOURCE_WIDTH = WIDTH - LEVEL_WIDTH - TITLE_WIDTH - TAGS_WIDTH;

interface Row {
  readonly id: string;
  readonly title: string;
  readonly level: ReturnType<typeof ruleOf>['level'];
  readonly tags: readonly string[];
  readonly source: string;
  /** False for rules that only correlations use. */
  readonly alerts: boolean;
  /** A draft: what it finds is counted apart. */
  readonly shadow: boolean;
  readonly file: string;
  readonly line: number;
}

/** Lists rules that raise findings, the worst first; with `all`, also those that only correlations use. */
export async function listCommand(
  paths: readonly string[],
  { all, json }: { readonly all: boolean; readonly json: boolean },
  { stderr, stdout }: CommandIo,
  options: PackOptions = {},
): Promise<number> {
  const { diagnostics, own, ruleSet } = await loadRules(paths, options);
  const mine = new Set<unknown>(own);
  const rows = [...ruleSet.rules, ...ruleSet.correlations]
    .filter(({ rule }) => mine.has(rule))
    .map(rowOf)
    .toSorted((a, b) => levelRank(b.level) - levelRank(a.level) || (a.title < b.title ? -1 : 1));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  for (const found of errors) stderr.write(`${diagnosticLine(found)}\n`);
  const shown = rows.filter(({ alerts }) => all || json || alerts);
  if (json) {
    stdout.write(`${jsonText(shown)}\n`);
    return errors.length > 0 ? 1 : 0;
  }
  const paint = painter(stdout);
  stdout.write(`${paint('bold', line('Level', 'Title', 'Techniques', 'Log source'))}\n`);
  for (const { alerts, level, shadow, source, tags, title } of shown) {
    const name = `${shadow ? '(shadow) ' : ''}${oneLine(title, 200)}`;
    const text = line(level.slice(0, 8), name, techniques(tags), source);
    stdout.write(`${alerts ? text : paint('dim', text)}\n`);
  }
  const hidden = rows.length - shown.length;
  const rest = hidden === 0 ? '' : `; ${hidden} more only feed correlations (--all)`;
  const drafts = shown.filter(({ shadow }) => shadow).length;
  const apart = drafts === 0 ? '' : `, ${drafts.toLocaleString('en-GB')} of them in shadow`;
  stdout.write(`${counted(shown.length, 'rule')}${apart}${rest}\n`);
  return errors.length > 0 ? 1 : 0;
}

function rowOf({ alerts, key, rule, shadow }: CompiledRule | CompiledCorrelation): Row {
  const { level, tags, title } = ruleOf(key, rule);
  const { file, at } = rule;
  const source = sourceOf(rule);
  return { id: key, title, level, tags, source, alerts, shadow, file, line: at.line };
}

function sourceOf(rule: (CompiledRule | CompiledCorrelation)['rule']): string {
  if (rule.kind === 'correlation') return rule.correlation.type;
  const { category, product, service } = rule.logsource;
  const parts = [product, category, service].filter((part) => part !== undefined);
  return parts.length === 0 ? 'any' : parts.join('/');
}

/** Technique numbers, the more general ones left out; without any, the other tags. */
function techniques(tags: readonly string[]): string {
  const numbers = tags
    .map((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase())
    .filter((number) => number !== undefined);
  const exact = numbers.filter((one) => !numbers.some((other) => other.startsWith(`${one}.`)));
  return (exact.length > 0 ? exact : tags).join(' ');
}

function line(level: string, title: string, tags: string, source: string): string {
  const cell = (text: string, width: number): string =>
    cut(oneLine(text, width * 2), width - 1).padEnd(width);
  return (
    cell(level, LEVEL_WIDTH) +
    cell(title, TITLE_WIDTH) +
    cell(tags, TAGS_WIDTH) +
    cut(oneLine(source, WIDTH), SOURCE_WIDTH)
  ).trimEnd();
}

import { unreachable } from '../lib/assert.ts';
import type { Diagnostic, Problem } from './diagnostic.ts';
import { diagnostic, error } from './diagnostic.ts';
import { parseCorrelation } from './parse-correlation.ts';
import { parseDetection, parseLogSource } from './parse-detection.ts';
import { parseMetadata } from './parse-metadata.ts';
import type { YamlDocument } from './read-yaml.ts';
import { readYaml } from './read-yaml.ts';
import { namesAt, textAt } from './shape.ts';
import { didYouMean } from '../lib/suggest.ts';
import type { FilterRule, Metadata, RuleDocument } from './tree.ts';
import type { YamlMap } from './yaml-node.ts';
import { describe, entryOf, valueOf } from './yaml-node.ts';

const SECTIONS = ['detection', 'correlation', 'filter'] as const;

export interface ParsedRules {
  /** Rules whose text was understood; those with an error among `diagnostics` are not here. */
  readonly rules: readonly RuleDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads every rule of a YAML (or JSON) text. Never throws: what is wrong with the text is in the diagnostics. */
export function parseRules(text: string, file: string): ParsedRules {
  const rules: RuleDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const document of readYaml(text)) {
    const findings: Problem[] = [...document.findings];
    const rule = parseDocument(document, file, findings);
    const title = titleOf(document);
    for (const found of findings) diagnostics.push(diagnostic(found, file, title));
    if (rule !== undefined && !findings.some(({ severity }) => severity === 'error'))
      rules.push(rule);
  }
  return { rules, diagnostics };
}

function titleOf({ root }: YamlDocument): string | undefined {
  return root?.kind === 'map' ? textAt(root, 'title', []) : undefined;
}

function parseDocument(
  { root }: YamlDocument,
  file: string,
  findings: Problem[],
): RuleDocument | undefined {
  if (root === undefined || (root.kind === 'scalar' && root.value === null)) return undefined;
  if (root.kind !== 'map') {
    findings.push(error(root.at, `a rule is a map of keys, not ${describe(root)}`));
    return undefined;
  }
  const metadata = parseMetadata(root, file, findings);
  const sections = SECTIONS.filter((name) => entryOf(root, name) !== undefined);
  if (sections.length > 1) {
    findings.push(error(root.at, `a rule has either "${sections.join('" or "')}", not both`));
    return undefined;
  }
  const [section] = sections;
  if (section === undefined) {
    findings.push(error(root.at, '"detection" is missing', misspelt(root)));
    return undefined;
  }
  switch (section) {
    case 'detection':
      return parseDetectionRule(root, metadata, findings);
    case 'correlation': {
      const correlation = parseCorrelation(root, findings);
      return correlation && { kind: 'correlation', ...metadata, correlation };
    }
    case 'filter':
      return parseFilter(root, metadata, findings);
    default:
      return unreachable(section);
  }
}

function misspelt(root: YamlMap): string | undefined {
  for (const { key } of root.entries) {
    if (Object.hasOwn({ related: 0, references: 0 }, key.source)) continue;
    if (didYouMean(key.source, SECTIONS) !== undefined) return didYouMean(key.source, SECTIONS);
  }
  return undefined;
}

function parseDetectionRule(
  root: YamlMap,
  metadata: Metadata,
  findings: Problem[],
): RuleDocument | undefined {
  const logsource = parseLogSource(root, findings);
  const node = valueOf(root, 'detection');
  if (node?.kind !== 'map') {
    findings.push(error(node?.at ?? root.at, '"detection" must be a map of searches'));
    return undefined;
  }
  const detection = parseDetection(node, [], findings);
  if (logsource === undefined || detection === undefined) return undefined;
  return { kind: 'detection', ...metadata, logsource, detection };
}

function parseFilter(
  root: YamlMap,
  metadata: Metadata,
  findings: Problem[],
): FilterRule | undefined {
  const logsource = parseLogSource(root, findings);
  const node = valueOf(root, 'filter');
  if (node?.kind !== 'map') {
    findings.push(error(node?.at ?? root.at, '"filter" must be a map'));
    return undefined;
  }
  const detection = parseDetection(node, ['rules'], findings);
  const names = namesAt(node, 'rules', findings);
  if (names.length === 0) {
    findings.push(error(node.at, 'a filter needs "rules"', 'ids or names of rules, or "any"'));
  }
  const rules = names.length === 1 && names[0]?.text === 'any' ? 'any' : names;
  if (logsource === undefined || detection === undefined) return undefined;
  return { kind: 'filter', ...metadata, logsource, rules, detection };
}

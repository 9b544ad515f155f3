import type { Check, CheckContext } from './checks/check.ts';
import { resolver } from './checks/check.ts';
import { correlationParts } from './checks/correlation-parts.ts';
import { cycles } from './checks/cycles.ts';
import { decisions } from './checks/decisions.ts';
import { explanation } from './checks/explanation.ts';
import { fieldNames } from './checks/field-names.ts';
import { filterSense } from './checks/filter-sense.ts';
import { knownWords } from './checks/known-words.ts';
import { logSource } from './checks/log-source.ts';
import { pipelines } from './checks/pipelines.ts';
import { references } from './checks/references.ts';
import { searches } from './checks/searches.ts';
import { uniqueNames } from './checks/unique-names.ts';
import { unusedSearches } from './checks/unused-searches.ts';
import { vainModifiers } from './checks/vain-modifiers.ts';
import type { Diagnostic } from './diagnostic.ts';
import { diagnostic } from './diagnostic.ts';
import type { Placeholders } from './plan-text.ts';
import type { RuleDocument } from './tree.ts';

/** Every check, in the order their findings are told. */
const CHECKS: readonly Check[] = Object.freeze([
  uniqueNames,
  knownWords,
  logSource,
  searches,
  unusedSearches,
  vainModifiers,
  fieldNames,
  explanation,
  decisions,
  references,
  cycles,
  correlationParts,
  filterSense,
  pipelines,
]);

export interface CheckOptions {
  readonly placeholders?: Placeholders;
}

/** Checks rules that are loaded together. */
export function checkRules(
  rules: readonly RuleDocument[],
  options: CheckOptions = {},
): readonly Diagnostic[] {
  return [...checkEach(rules, options).values()].flat();
}

/** As `checkRules`, by rule; a rule without findings is absent. */
export function checkEach(
  rules: readonly RuleDocument[],
  options: CheckOptions = {},
): ReadonlyMap<RuleDocument, readonly Diagnostic[]> {
  const context: CheckContext = {
    rules,
    placeholders: options.placeholders ?? {},
    resolve: resolver(rules),
  };
  const found = new Map<RuleDocument, readonly Diagnostic[]>();
  for (const rule of rules) {
    const findings = CHECKS.flatMap((check) => check.run(rule, context));
    if (findings.length === 0) continue;
    found.set(
      rule,
      findings.map((finding) => diagnostic(finding, rule.file, rule.title)),
    );
  }
  return found;
}

import type { CompileOptions } from './compile.ts';
import { compileRules, RuleSet } from './compile.ts';
import type { CompiledCorrelation, CompiledRule } from './compiled.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { RecordReader } from './reader.ts';
import { shadowRules, withoutShadow } from './shadow.ts';
import type { RuleDocument } from './tree.ts';

export interface CompiledApart<R> {
  /** What would be there without any draft; no draft can change what it finds. */
  readonly live: RuleSet<R>;
  /** Drafts, with what their correlations use; absent when there are none. */
  readonly drafts?: RuleSet<R>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles rules and the drafts among them into sets that run beside each other. */
export function compileApart<R>(
  rules: readonly RuleDocument[],
  reader: RecordReader<R>,
  options: CompileOptions = {},
): CompiledApart<R> {
  const shadow = shadowRules(rules);
  const live = compileRules(withoutShadow(rules, shadow), reader, options);
  if (shadow.size === 0) return { live: live.ruleSet, diagnostics: live.diagnostics };
  const all = compileRules(rules, reader, options);
  const told = new Set(live.diagnostics.map(placeOf));
  return {
    live: live.ruleSet,
    drafts: draftsOf(all.ruleSet, reader),
    diagnostics: [
      ...live.diagnostics,
      ...all.diagnostics.filter((found) => !told.has(placeOf(found))),
    ],
  };
}

function draftsOf<R>({ correlations, rules }: RuleSet<R>, reader: RecordReader<R>): RuleSet<R> {
  const needed = new Set<CompiledRule | CompiledCorrelation>();
  for (const rule of rules) if (rule.shadow) needed.add(rule);
  // Each comes after those it refers to, so that one walk from the top finds all.
  for (const one of correlations.toReversed()) {
    if (!one.shadow && !needed.has(one)) continue;
    needed.add(one);
    for (const { of } of one.sources) needed.add(of);
  }
  return new RuleSet(
    rules.filter((rule) => needed.has(rule)),
    correlations.filter((rule) => needed.has(rule)),
    reader,
  );
}

function placeOf({ column, file, line, message }: Diagnostic): string {
  return JSON.stringify([file, line, column, message]);
}

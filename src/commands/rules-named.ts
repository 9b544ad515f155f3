import { oneLine } from '../findings/explain.ts';
import type { CompiledCorrelation, CompiledRule } from '../rules/compiled.ts';
import { didYouMean } from '../lib/suggest.ts';
import { UsageError } from './command.ts';

type Rule = CompiledRule | CompiledCorrelation;

/** The rules of an id, name or title, in any case. Throws `UsageError` when there is none. */
export function rulesNamed(name: string, all: readonly Rule[]): readonly Rule[] {
  const wanted = name.toLowerCase();
  const names = ({ rule }: Rule): readonly string[] =>
    [rule.id, rule.name, rule.title].filter((one) => one !== undefined);
  const rules = all.filter((rule) => names(rule).some((one) => one.toLowerCase() === wanted));
  if (rules.length > 0) return rules;
  const hint = didYouMean(name, all.flatMap(names)) ?? 'scrutineer rules list --all shows them';
  throw new UsageError(
    `no rule has the id, name or title "${oneLine(name, 200)}" (${oneLine(hint, 200)})`,
  );
}

import { unreachable } from '../../lib/assert.ts';
import { error } from '../diagnostic.ts';
import type { Problem } from '../diagnostic.ts';
import { didYouMean } from '../../lib/suggest.ts';
import type { Name, RuleDocument } from '../tree.ts';
import type { Check, CheckContext } from './check.ts';

/** Correlations and filters refer to rules that are there. */
export const references: Check = {
  name: 'references',
  run(rule, context) {
    switch (rule.kind) {
      case 'detection':
        return [];
      case 'filter':
        return rule.rules === 'any'
          ? []
          : unresolved(rule.rules, context, (found) => found.kind === 'detection');
      case 'correlation':
        return unresolved(rule.correlation.rules, context, () => true);
      default:
        return unreachable(rule);
    }
  },
};

function unresolved(
  names: readonly Name[],
  { resolve, rules }: CheckContext,
  accepts: (rule: RuleDocument) => boolean,
): readonly Problem[] {
  const findings: Problem[] = [];
  for (const { text, at } of names) {
    const found = resolve(text);
    if (found !== undefined && accepts(found)) continue;
    const message =
      found === undefined
        ? `no rule has the id or name "${text}"`
        : `"${text}" is a ${found.kind}, which cannot be filtered`;
    const known = rules.flatMap(({ id, name }) => [id, name].filter((key) => key !== undefined));
    findings.push(error(at, message, didYouMean(text, known) ?? byTitle(text, rules)));
  }
  return findings;
}

function byTitle(text: string, rules: readonly RuleDocument[]): string | undefined {
  const titled = rules.find(({ title }) => title.toLowerCase() === text.toLowerCase());
  return titled && 'a rule has this title: give it a "name" and refer to that';
}

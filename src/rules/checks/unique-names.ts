import { error } from '../diagnostic.ts';
import type { Problem } from '../diagnostic.ts';
import type { RuleDocument } from '../tree.ts';
import type { Check, CheckContext } from './check.ts';

/** Ids and names are what correlations, findings and suppressions refer to. */
export const uniqueNames: Check = {
  name: 'unique-names',
  run(rule, context) {
    const findings: Problem[] = [];
    for (const key of ['id', 'name'] as const) {
      const value = rule[key];
      const first = value === undefined ? undefined : firstWith(context, key, value);
      if (first === undefined || first === rule) continue;
      const hint = `first in ${first.file}:${first.at.line}`;
      findings.push(error(rule.at, `another rule has the ${key} "${value}"`, hint));
    }
    return findings;
  },
};

const firsts = new WeakMap<readonly RuleDocument[], Map<string, RuleDocument>>();

function firstWith(
  { rules }: CheckContext,
  key: 'id' | 'name',
  value: string,
): RuleDocument | undefined {
  let known = firsts.get(rules);
  if (known === undefined) {
    known = new Map();
    for (const rule of rules.toReversed()) {
      if (rule.id !== undefined) known.set(`id ${rule.id}`, rule);
      if (rule.name !== undefined) known.set(`name ${rule.name}`, rule);
    }
    firsts.set(rules, known);
  }
  return known.get(`${key} ${value}`);
}

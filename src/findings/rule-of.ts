import type { RuleDocument } from '../rules/tree.ts';
import type { Finding, Level } from './finding.ts';
import { isLevel } from './finding.ts';

/** What a finding says of its rule. A rule without a level counts as medium, as SigmaHQ reads it. */
export function ruleOf(key: string, rule: RuleDocument): Finding['rule'] {
  return {
    id: key,
    title: rule.title,
    level: levelOf(rule),
    tags: rule.tags,
    ...(rule.author !== undefined && { author: rule.author }),
  };
}

function levelOf(rule: RuleDocument): Level {
  const text = rule.level?.text ?? 'medium';
  return isLevel(text) ? text : 'medium';
}

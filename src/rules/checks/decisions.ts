import { POST_ACTIONS, POST_CATEGORIES } from '../../events/decision-words.ts';
import { didYouMean } from '../../lib/suggest.ts';
import { parseTime } from '../../lib/time.ts';
import type { Problem } from '../diagnostic.ts';
import { error } from '../diagnostic.ts';
import type { Name, RuleDocument } from '../tree.ts';
import type { Check } from './check.ts';

/** A rule over claims of posts says what to do, of what kind the breach is and which clause it breaks; others cannot. */
export const decisions: Check = {
  name: 'decisions',
  run(rule) {
    const { action, category, clause, doubt, from, until } = rule.scrutineer;
    const given = [action, doubt, category, from, until].find((name) => name !== undefined);
    if (!isOverPosts(rule)) {
      if (given === undefined) return [];
      const hint = 'its log source has to be {category: claim, product: post}';
      return [error(given.at, 'only a rule over claims of posts decides anything', hint)];
    }
    const findings: Problem[] = [
      ...word('action', action, POST_ACTIONS),
      ...word('doubt', doubt, POST_ACTIONS),
      ...word('category', category, POST_CATEGORIES),
      ...day('from', from),
      ...day('until', until),
    ];
    for (const [key, value] of Object.entries({ action, category, clause })) {
      if (value === undefined)
        findings.push(error(rule.at, `a rule over claims of posts needs "${key}" in "scrutineer"`));
    }
    return findings;
  },
};

function isOverPosts(rule: RuleDocument): boolean {
  return (
    rule.kind === 'detection' &&
    rule.logsource.category === 'claim' &&
    rule.logsource.product === 'post'
  );
}

function word(key: string, name: Name | undefined, known: readonly string[]): readonly Problem[] {
  if (name === undefined || known.includes(name.text)) return [];
  const hint = didYouMean(name.text, known) ?? `one of: ${known.join(', ')}`;
  return [error(name.at, `unknown ${key} "${name.text}"`, hint)];
}

function day(key: string, name: Name | undefined): readonly Problem[] {
  if (name === undefined || parseTime(`${name.text}T00:00:00Z`) !== undefined) return [];
  if (parseTime(name.text) !== undefined) return [];
  return [error(name.at, `"${key}" is no day as 2020-09-17 and no time`)];
}

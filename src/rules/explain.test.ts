import { expect, it } from 'vitest';
import { compileRules } from './compile.ts';
import type { ExplainedField } from './explain.ts';
import { createExplainer } from './explain.ts';
import { parseRules } from './parse.ts';
import { jsonReader } from './reader.ts';

/** What is said of the one test of a rule of one search. */
function explained(search: string, record: Readonly<Record<string, string | readonly string[]>>) {
  const text = `title: T\nlogsource: { product: x }\ndetection: { s: ${search}, condition: s }\n`;
  const [rule] = compileRules(parseRules(text, 'r.yml').rules, jsonReader).ruleSet.rules;
  if (rule === undefined) throw new Error('the rule does not compile');
  const { condition } = createExplainer(rule, jsonReader)(record);
  if (condition.kind !== 'search') throw new Error('the condition is one search');
  const found = condition.search;
  return (found.kind === 'field' ? found : found.of[0]) as ExplainedField;
}

const LONG = `${'a'.repeat(9000)}needle`;

it('says of a regular expression which part of a value it did not see', () => {
  expect(explained("{ 'v|re': needle }", { v: LONG })).toMatchObject({
    holds: false,
    cut: { seen: 8192, length: 9006 },
  });
  expect(explained("{ 'v|contains': needle }", { v: LONG })).toMatchObject({ holds: true });
  expect(explained("{ 'v|contains': needle }", { v: LONG })).not.toHaveProperty('cut');
  expect(explained("{ 'v|re': needle }", { v: 'needle' })).not.toHaveProperty('cut');
});

it('says so of members of lists, of keywords, and of patterns that see less', () => {
  expect(explained("{ 'v|re': needle }", { v: ['x', LONG] })).toMatchObject({
    cut: { length: 9006 },
  });
  expect(explained("{ '|re': [needle, x] }", { v: 'short', w: LONG })).toMatchObject({
    cut: { seen: 8192, length: 9006 },
  });
  const { cut } = explained("{ 'v|re': '(?:ab|cd){200}' }", { v: LONG.slice(0, 2000) });
  expect(cut?.seen).toBeLessThan(600);
});

it('counts for the set of rules what it says of each', () => {
  const text = `title: T\nlogsource: { product: x }\ndetection: { s: { 'v|re': nee+dle }, condition: s }\n`;
  const { ruleSet } = compileRules(parseRules(text, 'r.yml').rules, jsonReader);
  for (const v of [LONG, 'needle', LONG]) ruleSet.match({ v });
  expect(ruleSet.cuts).toBe(2);
});

import { describe, expect, it } from 'vitest';
import { compileRules } from './compile.ts';
import { compileApart } from './compile-apart.ts';
import { parseRules } from './parse.ts';
import { jsonReader } from './reader.ts';
import { asDrafts, shadowRules, withoutShadow } from './shadow.ts';
import type { RuleDocument } from './tree.ts';

const detection = (name: string, more = ''): string =>
  `title: ${name}\nname: ${name}\nlogsource: {}\ndetection: { s: { a: 1 }, condition: s }\n${more}`;
const correlation = (name: string, of: string, more = ''): string =>
  `title: ${name}\nname: ${name}\ncorrelation: { type: event_count, rules: [${of}], group-by: [b], timespan: 1h, condition: { gte: 2 } }\n${more}`;
const SHADOW = 'scrutineer: { shadow: true }\n';
const LIVE = 'scrutineer: { shadow: false }\n';

function parsed(...texts: readonly string[]): readonly RuleDocument[] {
  const { diagnostics, rules } = parseRules(texts.join('---\n'), 'rules.yml');
  expect(diagnostics).toEqual([]);
  return rules;
}

const names = (rules: Iterable<RuleDocument>): readonly string[] =>
  [...rules].map(({ name }) => name ?? '').toSorted();

describe('rules in shadow', () => {
  it('are those that say so and correlations over them that say nothing', () => {
    const rules = parsed(
      correlation('top', 'middle'),
      correlation('middle', 'draft, sure'),
      correlation('settled', 'draft', LIVE),
      detection('draft', SHADOW),
      detection('sure'),
    );
    expect(names(shadowRules(rules))).toEqual(['draft', 'middle', 'top']);
    expect(names(withoutShadow(rules, shadowRules(rules)))).toEqual(['draft', 'settled', 'sure']);
  });

  it('are told when the flag is no truth value', () => {
    const { diagnostics } = parseRules(
      detection('x', 'scrutineer: { shadow: soon, shadwo: true }\n'),
      'rules.yml',
    );
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'unknown key "shadwo" in "scrutineer"',
      '"shadow" must be true or false, not text',
    ]);
  });

  it('silence no rule that is not in shadow, and filter none', () => {
    const rules = parsed(
      detection('sure'),
      correlation('draft', 'sure', SHADOW),
      `title: f\nlogsource: {}\nfilter: { rules: any, s: { a: 1 }, condition: not s }\n${SHADOW}`,
    );
    const { drafts, live } = compileApart(rules, jsonReader);
    expect(live.match({ a: 1 }).map(({ alerts, key }) => [key, alerts])).toEqual([['sure', true]]);
    expect(drafts?.correlations.map(({ key, shadow }) => [key, shadow])).toEqual([['draft', true]]);
    const together = compileRules(rules, jsonReader).ruleSet;
    expect(together.rules.map(({ alerts }) => alerts)).toEqual([true]);
  });

  it('are compiled beside exactly the rules that would be there without them', () => {
    const sure = parsed(detection('sure'), correlation('count', 'sure'));
    const drafts = parsed(detection('draft', SHADOW), correlation('both', 'draft, sure'));
    const { live } = compileApart([...drafts, ...sure], jsonReader);
    const alone = compileRules(sure, jsonReader).ruleSet;
    expect([live.rules, live.correlations]).toEqual([alone.rules, alone.correlations]);
  });
});

describe('a pack made drafts', () => {
  it('runs beside the rules whose ids it has, and refers to itself', () => {
    const real = parsed(detection('base'), correlation('count', 'base'));
    const drafts = asDrafts(
      parsed(
        detection('base', LIVE),
        `title: then\nname: then\ncorrelation: { type: temporal, rules: [base, new], group-by: [b], timespan: 1h, condition: base and not new, aliases: { b: { base: c } } }\n`,
        detection('new'),
        correlation('again', 'count'),
      ),
      real,
    );
    expect(names(drafts)).toEqual(['again', 'base (shadow)', 'new', 'then']);
    const { diagnostics, drafts: set, live } = compileApart([...real, ...drafts], jsonReader);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(live.rules.map(({ key }) => key)).toEqual(['base']);
    const then = set?.correlations.find(({ key }) => key === 'then');
    expect(then?.sources.map(({ of, groupBy }) => [of.key, groupBy[0]])).toEqual([
      ['base (shadow)', 'c'],
      ['new', 'b'],
    ]);
    const again = set?.correlations.find(({ key }) => key === 'again');
    expect(again?.sources.map(({ of }) => [of.key, of.shadow])).toEqual([['count', false]]);
  });

  it('keeps a nameless rule apart from one of its title', () => {
    const nameless = detection('x').replace('name: x\n', '');
    expect(asDrafts(parsed(nameless), parsed(nameless))[0]?.name).toBe('x (shadow)');
  });
});

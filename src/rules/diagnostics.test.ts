import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkRules } from './check.ts';
import { compileRules } from './compile.ts';
import { formatDiagnostic } from './diagnostic.ts';
import { parseRules } from './parse.ts';
import { jsonReader } from './reader.ts';
import { cpuTime } from '../../test/cpu-time.ts';

/** Everything said about a text, without the file name. */
function said(text: string): readonly string[] {
  const { diagnostics, rules } = parseRules(text, 'f');
  return [...diagnostics, ...checkRules(rules)].map((found) => formatDiagnostic(found).slice(2));
}

const rule = (detection: string, logsource = '{ product: test }'): string =>
  `title: t\nlogsource: ${logsource}\ndetection:\n  ${detection.replaceAll('\n', '\n  ')}\n`;

const field = (key: string, value: string): string =>
  rule(`sel:\n  ${key}: ${value}\ncondition: sel`);

const correlation = (body: string): string =>
  `${rule('sel: { a: 1 }\ncondition: sel')}name: base\n---\ntitle: c\nname: c\ncorrelation: { ${body} }\n`;

describe('a rule says where it is wrong', () => {
  it.each([
    [
      field('v|contians', 'x'),
      '5:7: error: unknown modifier "contians" (did you mean "contains"?)',
    ],
    [field('v|Contains', 'x'), '5:7: error: unknown modifier "Contains" (write "contains")'],
    [
      field('v|contains|startswith', 'x'),
      '5:16: error: "startswith" cannot stand beside "contains"',
    ],
    [field('v|i', 'x'), '5:7: error: "i" is a sub-modifier of "re"'],
    [field('v|re|contains', 'x'), '5:10: error: "contains" cannot be used on a regular expression'],
    [field('v|exists|neq', 'true'), '5:14: error: "neq" cannot be used on "exists"'],
    [field('v|exists', 'maybe'), '5:15: error: "exists" takes true or false'],
    [field('v|gt', 'many'), '5:11: error: "gt" needs a number, not "many"'],
    [field('v|hour', '24'), '5:13: error: the hour lies between 0 and 23'],
    [
      field('v|cidr', '10.0.0.0/33'),
      '5:13: error: "10.0.0.0/33" is not a network (for example 192.0.2.0/24 or 2001:db8::/32)',
    ],
    [
      field('v|re', "'a(?=b)'"),
      '5:13: error: look-around is not supported (split it into two searches: "a and not b")',
    ],
    [
      field('v|re', "'(a)\\1'"),
      '5:15: error: back-references are not supported (compare fields with "fieldref")',
    ],
    [field('v|re', "'x[z'"), '5:13: error: missing closing ]: [z'],
    [
      field('v|contains', 'null'),
      '5:17: error: "contains" needs a value (write \'\' for an empty text)',
    ],
    [
      field('v', "['', null]"),
      '5:13: error: null cannot stand in a list of values (make it a search of its own: "1 of selection_*")',
    ],
    [field('v', '[]'), '5:8: error: the list of values of "v" is empty'],
    [
      field('v', '{ a: 1 }'),
      '5:8: error: "v" must be a value or a list, not a map (write nested fields with dots: parent.child)',
    ],
    [
      field('v|expand', "'%who%'"),
      '5:15: error: the placeholder %who% has no values here (give its values, or leave the rule out)',
    ],
    [
      field('v|contains|base64', 'x'),
      '5:24: error: "base64" cannot encode wildcards (put "contains" last)',
    ],
    [
      field("'|cidr'", '10.0.0.0/8'),
      '5:5: error: keywords name no field, so this modifier means nothing here',
    ],
    [
      rule('selection: { a: 1 }\ncondition: selecton'),
      '5:14: error: there is no search "selecton" (did you mean "selection"?)',
    ],
    [
      rule('sel_a: { a: 1 }\ncondition: sel_a and 1 of sel2_*'),
      '5:29: error: no search matches "sel2_*" (did you mean "sel_a"?)',
    ],
    [rule('sel: { a: 1 }\ncondition: sel and (sel'), '5:22: error: this bracket is never closed'],
    [
      rule('sel: { a: 1 }\ncondition: sel and'),
      '5:21: error: the condition ends where a search is expected',
    ],
    [rule('sel: { a: 1 }\ncondition: sel sel'), '5:18: error: "sel" is not expected here'],
    [
      rule('sel: { a: 1 }\ncondition: 2 of them'),
      '5:14: error: "2 of" is not a quantifier (write "1 of", "any of" or "all of")',
    ],
    [
      rule('sel: { a: 1 }\ncondition: sel | count() > 5'),
      '5:18: error: aggregations after "|" were removed from Sigma (write a correlation rule with event_count or value_count)',
    ],
    [
      rule('sel: { a: 1 }\ntimeframe: 5m\ncondition: sel'),
      '5:3: error: "timeframe" was removed from Sigma (write a correlation rule with "timespan")',
    ],
    [rule('sel: { a: 1 }'), '4:3: error: "condition" is missing'],
    [
      rule('sel: { a: 1 }\nother: { b: 1 }\ncondition: sel'),
      '5:3: warning: no condition uses the search "other"',
    ],
    [
      rule('sel: { user.nmae: x }\ncondition: sel'),
      '4:10: warning: "user.nmae" is no normalised field (did you mean "user.name"?)',
    ],
    [
      rule('sel: { outcom: in }\ncondition: sel', '{ category: authentication }'),
      '4:10: warning: "outcom" is no normalised field, and this rule names no product (did you mean "outcome"?)',
    ],
    [
      rule('sel: { a: 1 }\ncondition: sel', '{ definition: x }'),
      '2:12: warning: the log source names nothing, so the rule applies to every record',
    ],
    [field('v|all', 'x'), '5:5: warning: "all" has no effect on a single value'],
    [
      field('v|all', '[x, y]'),
      '5:5: warning: one value cannot equal several others at once (add "contains", or drop "all")',
    ],
    [
      field('v|base64offset', 'x'),
      '5:5: warning: a value is found inside Base64 only with "contains" (write "base64offset|contains")',
    ],
    [
      field('v|cidr', '10.1.0.0/8'),
      '5:13: warning: "10.1.0.0/8" has address bits behind its prefix; they are ignored',
    ],
    [`level: hihg\n${field('v', 'x')}`, '1:8: error: unknown level "hihg" (did you mean "high"?)'],
    [
      `date: 2020/01/02\n${field('v', 'x')}`,
      '1:7: warning: "date" is not a date as YYYY-MM-DD (write 2020-01-02)',
    ],
    [
      `scrutineer: { explain: x }\n${field('v', 'x')}`,
      '1:15: error: unknown key "explain" in "scrutineer" (known keys: subject, explanation, next_step, shadow, action, doubt, category, clause, from, until, label, limit, strikes)',
    ],
    [
      `scrutineer: { explanation: 'by {user.name' }\n${field('v', 'x')}`,
      '1:28: error: stray brace at character 4 of the explanation (write {field}, and {{ or }} for a brace)',
    ],
    ['title: t\ndetecion: {}', '1:1: error: "detection" is missing (did you mean "detection"?)'],
    ['logsource: {}\ndetection: { s: { a: 1 }, condition: s }', '1:1: error: "title" is missing'],
    ['title: t\ndetection: { s: { a: 1 }, condition: s }', '1:1: error: "logsource" is missing'],
    [
      'title: t\ntitle: u',
      '2:1: error: Map keys must be unique (give the values as a list under one key)',
    ],
    ['just text', '1:1: error: a rule is a map of keys, not text'],
  ])('%#', (text, expected) => {
    expect(said(text)).toContain(expected);
  });

  it.each([
    [
      'type: event_count, rules: [bse], group-by: [u], timespan: 1m, condition: { gte: 2 }',
      'no rule has the id or name "bse" (did you mean "base"?)',
    ],
    [
      'type: event_count, rules: [T], group-by: [u], timespan: 1m, condition: { gte: 2 }',
      'no rule has the id or name "T" (a rule has this title: give it a "name" and refer to that)',
    ],
    [
      'type: event_count, rules: [base], timespan: 1m, condition: { gte: 2 }',
      'a correlation needs "group-by" (name the fields whose values keep counts apart, such as user.name)',
    ],
    [
      'type: event_cont, rules: [base], group-by: [u], timespan: 1m',
      'unknown correlation type "event_cont" (did you mean "event_count"?)',
    ],
    [
      'type: event_count, rules: [base], group-by: [u], timespan: 1M, condition: { gte: 2 }',
      '"1M" is not a time span (a whole number and s, m, h, d or w, at most 366d: "90m")',
    ],
    [
      'type: event_count, rules: [base], group-by: [u], timespan: 1m',
      '"event_count" needs a condition (for example { gte: 10 })',
    ],
    [
      'type: value_count, rules: [base], group-by: [u], timespan: 1m, condition: { gte: 2 }',
      '"value_count" needs a "field" in its condition',
    ],
    [
      'type: event_count, rules: [base], group-by: [u], timespan: 1m, condition: { gt: 9, lt: 10 }',
      'this condition can never hold',
    ],
    [
      'type: event_count, rules: [base], group-by: [u], timespan: 1m, condition: { gtee: 9 }',
      'unknown key "gtee" in "condition" (did you mean "gte"?)',
    ],
    [
      'type: temporal, rules: [base, c], group-by: [u], timespan: 1m',
      'the correlation refers to itself: c → c',
    ],
    [
      "type: temporal, rules: [base], group-by: [u], timespan: 1m, condition: 'base and bsae'",
      '"bsae" is not among "rules" (did you mean "base"?)',
    ],
    [
      'type: temporal, rules: [base], group-by: [u], timespan: 1m, aliases: { u: { bas: x } }',
      '"bas" is not among the rules of this correlation (did you mean "base"?)',
    ],
  ])('correlation %#', (body, expected) => {
    expect(said(correlation(body)).map((line) => line.replace(/^\d+:\d+: \w+: /, ''))).toContain(
      expected,
    );
  });
});

describe('rules that are left out', () => {
  it('leave the others standing, and take along what builds on them', () => {
    const text = `${field('v|re', "'('")}name: bad\n---\n${field('v', 'x')}name: good\n---
title: over
correlation: { type: temporal, rules: [bad, good], group-by: [u], timespan: 1m }\n`;
    const { rules } = parseRules(text, 'f');
    const { diagnostics, ruleSet } = compileRules(rules, jsonReader);
    expect(ruleSet.rules.map(({ key }) => key)).toEqual(['good']);
    expect(ruleSet.correlations).toEqual([]);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'missing closing ): (',
      '"bad" is left out for its errors, so this is too',
    ]);
  });

  it('are second with an id or a name', () => {
    const text = `name: one\n${field('v', 'x')}---\nname: one\n${field('v', 'y')}`;
    expect(said(text)).toEqual(['9:1: error: another rule has the name "one" (first in f:1)']);
  });
});

describe('filters', () => {
  const filter = (condition: string): string => `name: base\n${field('v', 'x')}---
title: f
logsource: { product: test }
filter: { rules: [base], selection: { u: adm }, condition: ${condition} }\n`;

  it('are added to their rules with "and"', () => {
    const { ruleSet } = compileRules(parseRules(filter('not selection'), 'f').rules, jsonReader);
    expect(ruleSet.match({ v: 'x', u: 'adm' })).toEqual([]);
    expect(ruleSet.match({ v: 'x', u: 'ann' })).toHaveLength(1);
  });

  it('warn when they leave only what they name', () => {
    expect(said(filter('selection')).join()).toContain('lets its rules match only what it selects');
  });
});

describe('hostile rule files', () => {
  it.each([
    [
      'a billion laughs',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from('bcdefghij')
        .map((name, i) => `${name}: &${name} [${`*${'abcdefghij'[i]},`.repeat(9)}]`)
        .join('\n')}`,
    ],
    ['endless brackets', '['.repeat(100_000)],
    ['endless brackets on many lines', '[\n'.repeat(50_000)],
    ['endless maps', '{a: '.repeat(50_000)],
    ['endless blocks', Array.from({ length: 3000 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')],
    ['endless dashes', '- '.repeat(50_000)],
    ['an alias of itself', 'a: &a [*a]'],
    ['a long condition', rule(`s: { a: 1 }\ncondition: ${'('.repeat(10_000)}`)],
    ['nots', rule(`s: { a: 1 }\ncondition: ${'not '.repeat(4000)}s`)],
    [
      'a search mentioned over and over',
      rule(
        `s:\n${Array.from({ length: 5000 }, (_, n) => `  - v: 'a?${n}'`).join('\n')}\ncondition: ${'s and '.repeat(2500)}s`,
      ),
    ],
    ['dashes to encode', field('v|windash|base64', "'-------------------------'")],
    ['a large regular expression', field('v|re', `'${'(x?){1000}'.repeat(400)}'`)],
  ])('%s is answered quickly', (_, text) => {
    const started = cpuTime();
    const { rules } = parseRules(text, 'f');
    compileRules(rules, jsonReader);
    expect(cpuTime() - started).toBeLessThan(2000);
  });

  it('are never answered by an exception', () => {
    const whole = `${correlation('type: event_count, rules: [base], group-by: [u], timespan: 1m, condition: { gte: 2 }')}---\n${field('v|re|i', "'a+'")}`;
    const piece = fc.constantFrom(
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      ':',
      '\n',
      ' ',
      '- ',
      '*a',
      '&a ',
      '|',
      '%',
      '---\n',
      '\t',
      '\0',
      '!!',
      '<<: ',
      '? ',
      'null',
      '\u{1F600}',
    );
    const edit = fc.tuple(fc.nat(whole.length), fc.nat(12), piece);
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
        let text = whole;
        for (const [place, cut, put] of edits)
          text = text.slice(0, place) + put + text.slice(place + cut);
        const { diagnostics, rules } = parseRules(text, 'f');
        const compiled = compileRules(rules, jsonReader);
        compiled.ruleSet.match({ v: 'aaa', a: 1 });
        for (const { column, line } of [...diagnostics, ...compiled.diagnostics]) {
          expect(Math.min(line, column)).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

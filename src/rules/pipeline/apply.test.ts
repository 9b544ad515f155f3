import { describe, expect, it } from 'vitest';

import { jsonReader } from '../reader.ts';
import { parseRules } from '../parse.ts';
import { applyPipelines } from './apply.ts';
import { applied, pipelineOf, rule } from './pipeline.test-support.ts';
import { fieldOf } from './reading.ts';

const prefix = (name: string, priority: number) =>
  pipelineOf(
    `name: ${name}\npriority: ${priority}\ntransformations: [{ type: field_name_prefix, prefix: ${name}_ }]`,
  );

describe('pipelines', () => {
  it('are applied by priority, then in the order given', () => {
    const names = (order: readonly [string, number][]): readonly string[] =>
      ['a_b_F', 'b_a_F'].filter(
        (F) =>
          applied(
            rule('{ F: x }'),
            order.map(([n, p]) => prefix(n, p)),
          ).match({ [F]: 'x' }).length,
      );
    expect(
      names([
        ['a', 0],
        ['b', 0],
      ]),
    ).toEqual(['b_a_F']);
    expect(
      names([
        ['a', 2],
        ['b', 1],
      ]),
    ).toEqual(['a_b_F']);
  });

  it.each([
    ['{ F: x }', ['xx', 'xy', 'x-', '0x'], ['yy', 'y-', '--', '0-']],
    ['{ F|exists: true }', ['xx', 'x-', '0-'], ['--']],
    ['{ F|exists: false }', ['x-', '0-', '--'], ['xx', '0x']],
    ['{ F: null }', ['x-', '0x', '--'], ['xx', 'xy']],
    ['{ F|neq: x }', ['xy', 'yy', '0x', 'y-'], ['xx', 'x-', '--']],
  ])('ask each of several fields one became, and any may say yes: %s', (search, yes, no) => {
    const mapping = pipelineOf(
      'transformations: [{ type: field_name_mapping, mapping: { F: [a, b] } }]',
    );
    const { match } = applied(rule(search), [mapping]);
    // `-`: absent; `0`: null.
    const recordOf = (values: string) =>
      Object.fromEntries(
        Array.from(values, (value, place) => [
          'ab'.charAt(place),
          value === '0' ? null : value,
        ]).filter(([, value]) => value !== '-'),
      ) as Record<string, string | null>;
    const matches = (values: string): boolean => match(recordOf(values)).length > 0;
    expect([yes.filter(matches), no.filter(matches)]).toEqual([yes, []]);
  });

  it('leave rules of other packs alone', () => {
    const { rules } = parseRules(rule('{ A: x }'), 'r');
    const other = parseRules(rule('{ A: x }'), 'other').rules;
    const [first, second] = applyPipelines([
      { rules, pipelines: [prefix('p', 0)] },
      { rules: other, pipelines: [] },
    ]);
    expect(first?.[0]).toHaveProperty('processed');
    expect(second?.[0]).toBe(other[0]);
  });

  it('keep every rule from running when they are broken', () => {
    const { rules } = parseRules(rule('{ A: x }'), 'r');
    const [changed] = applyPipelines([{ rules, pipelines: [], broken: 'p has errors' }]);
    expect(changed?.[0]?.processed?.problems).toHaveLength(1);
  });

  it('join conditions with and, or, not and expressions', () => {
    const on = (conditions: string): boolean => {
      const { match } = applied(rule('{ A: x }', 'level: high\ntags: [attack.t1078]'), [
        pipelineOf(`transformations: [{ type: field_name_prefix, prefix: p_, ${conditions} }]`),
      ]);
      return match({ p_A: 'x' }).length > 0;
    };
    const tests = '[{ type: tag, tag: attack.t1078 }, { type: logsource, product: linux }]';
    const named = '{ t: { type: tag, tag: attack.t1078 }, l: { type: logsource, product: linux } }';
    expect(on(`rule_conditions: ${tests}`)).toBe(false);
    expect(on(`rule_conditions: ${tests}, rule_cond_op: or`)).toBe(true);
    expect(on(`rule_conditions: ${tests}, rule_cond_not: true`)).toBe(true);
    expect(on(`rule_conditions: ${named}, rule_cond_expr: t and not l`)).toBe(true);
    expect(on(`rule_conditions: ${named}, rule_cond_expr: not (t or l)`)).toBe(false);
    expect(
      on('rule_conditions: [{ type: rule_attribute, attribute: level, op: gte, value: medium }]'),
    ).toBe(true);
    expect(
      on('rule_conditions: [{ type: rule_attribute, attribute: level, op: lt, value: medium }]'),
    ).toBe(false);
    expect(on('rule_conditions: [{ type: contains_detection_item, field: A, value: x }]')).toBe(
      true,
    );
    expect(on('rule_conditions: [{ type: contains_field, field: B }]')).toBe(false);
    expect(
      on('detection_item_conditions: [{ type: match_string, cond: any, pattern: "[xy]" }]'),
    ).toBe(true);
    expect(on('detection_item_conditions: [{ type: is_null, cond: any }]')).toBe(false);
    expect(on('detection_item_conditions: [{ type: contains_wildcard, cond: all }]')).toBe(false);
    expect(on('detection_item_conditions: [{ type: match_value, cond: all, value: x }]')).toBe(
      true,
    );
  });

  it('change a filter as a part of each rule it is added to', () => {
    const filter = `---
title: F
logsource: { category: process_creation }
filter: { rules: any, sel: { U: admin }, condition: not sel }
`;
    const windows = pipelineOf(
      'transformations: [{ type: field_name_prefix, prefix: w_, rule_conditions: [{ type: logsource, product: windows }] }]',
    );
    const other = rule('{ A: x }', '', 'linux').replace('title: T', 'title: L');
    const { errors, match } = applied(`${rule('{ A: x }')}---\n${other}${filter}`, [windows]);
    expect(errors).toEqual([]);
    expect(match({ w_A: 'x', w_U: 'admin' })).toEqual([]);
    expect(match({ w_A: 'x', U: 'admin' })).toEqual(['T']);
    expect(match({ A: 'x', U: 'admin' })).toEqual([]);
    expect(match({ A: 'x', w_U: 'admin' })).toEqual(['L']);
  });

  it('read what sentences and correlations name as they map it for each rule, the first that is there', () => {
    const correlation = `---
title: C
correlation: { type: event_count, rules: [w, l], group-by: [user], timespan: 1h, condition: { gte: 2 } }
`;
    const text = `${rule('{ A: x }', 'name: w')}---\n${rule('{ A: x }', 'name: l', 'linux')}${correlation}`;
    const { rules } = applied(text, [
      pipelineOf(`transformations:
  - { type: field_name_mapping, mapping: { user: [TargetUser, SubjectUser] }, rule_conditions: [{ type: logsource, product: windows }] }
  - { type: field_name_mapping, mapping: { user: uid }, rule_conditions: [{ type: logsource, product: linux }] }
`),
    ]);
    const [windows, linux, counted] = rules;
    if (windows === undefined || linux === undefined) throw new Error('rules are missing');
    expect(fieldOf(jsonReader, windows, 'user')({ SubjectUser: 'ann' })).toBe('ann');
    expect(fieldOf(jsonReader, windows, 'user')({ TargetUser: 'bob', SubjectUser: 'ann' })).toBe(
      'bob',
    );
    expect(fieldOf(jsonReader, linux, 'user')({ uid: 7 })).toBe(7);
    expect(counted).toMatchObject({ correlation: { groupBy: [{ text: 'user' }] } });
  });

  it('map fields of a correlation alone where an item is for correlations', () => {
    const text = `${rule('{ A: x }', 'name: w')}---
title: C
correlation: { type: event_count, rules: [w], group-by: [user], timespan: 1h, condition: { gte: 2 } }
`;
    const item = (to: string) =>
      pipelineOf(
        `transformations: [{ type: field_name_mapping, mapping: { user: ${to} }, rule_conditions: [{ type: is_sigma_correlation_rule }] }]`,
      );
    expect(applied(text, [item('who')]).rules[1]).toMatchObject({
      correlation: { groupBy: [{ text: 'who' }] },
    });
    expect(applied(text, [item('[who, whom]')]).errors.join()).toContain('a correlation reads one');
  });

  it('cannot make a rule grow without bound', () => {
    const many = `[${Array.from({ length: 64 }, (_, index) => `f${index}`).join()}]`;
    const again = `{ ${Array.from({ length: 64 }, (_, index) => `f${index}: ${many}`).join()} }`;
    const pipeline = pipelineOf(
      `transformations: [{ type: field_name_mapping, mapping: { A: ${many} } }, { type: field_name_mapping, mapping: ${again} }, { type: field_name_mapping, mapping: ${again} }]`,
    );
    const started = performance.now();
    expect(applied(rule('{ A: x }'), [pipeline]).errors.join()).toContain('over 20000 tests');
    expect(performance.now() - started).toBeLessThan(5000);
    const longer = pipelineOf(
      `transformations: [${Array.from({ length: 40 }, () => '{ type: replace_string, regex: ".", replacement: "\\\\g<0>\\\\g<0>" }').join()}]`,
    );
    expect(applied(rule('{ A: xyz }'), [longer]).errors.join()).toContain('longer than 16384');
  });
});
